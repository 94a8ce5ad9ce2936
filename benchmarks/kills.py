"""Runs that are killed again and again, and must end as if nothing had happened.

    python benchmarks/kills.py [--articles 20000] [--kills 25] [--worker-kills 5]

An archive is tagged once without a disturbance. Then once more, the run killed (SIGKILL) at random
moments, sometimes its first process alone, sometimes its workers with it, and resumed each time.
Then on a Dask cluster of two processes on this machine, of which one is killed at random moments.
All three results must be the same to the byte.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from archive import write_archive

BATCH = [sys.executable, "-c", "from newsclf.cli import main; main()", "batch"]
OUTPUTS = ("articles.jsonl", "errors.jsonl", "manifest.json")


def digests(folder: Path) -> dict[str, str]:
    """Return the digests of what a run wrote, and of what it left beside."""
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in OUTPUTS}
    left = sorted(str(path.name) for path in folder.iterdir() if path.name not in OUTPUTS)
    aside = [path.name for path in folder.rglob("*.aside")]
    return {**found, "beside": " ".join(left + aside)}


def killed(source: Path, target: Path, kills: int, chance: random.Random) -> tuple[int, list[int]]:
    """Run until it is done, killing it; return how often and how many parts were done each time."""
    done: list[int] = []
    while True:
        command = [*BATCH, str(source), "-o", str(target), "--resume", "--jobs", "2"]
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            limit = None if len(done) == kills else chance.uniform(1.0, 4.0)
            run.wait(limit)
            return len(done), done
        except subprocess.TimeoutExpired:
            if chance.random() < 0.5:
                run.kill()  # its workers find out by themselves
                run.wait()
            with suppress(ProcessLookupError):
                if run.poll() is None:
                    os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            done.append(len(list((target / "parts").glob("*.part"))))


def _works(process: psutil.Process) -> bool:
    """Tell the processes that tag from those that watch over them."""
    return "spawn_main" in " ".join(process.cmdline())


def on_cluster(source: Path, target: Path, kills: int, chance: random.Random) -> int:
    """Run on a cluster, killing a worker now and then; return how often."""
    dask = [sys.executable, "-m", "dask"]
    with tempfile.TemporaryDirectory() as folder:
        address = "tcp://127.0.0.1:18786"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
        scheduler = subprocess.Popen(
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", "18786", "--no-dashboard"],
            **quiet,
        )  # type: ignore[call-overload]
        workers = subprocess.Popen(
            [*dask, "worker", address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard"],
            **quiet,
        )  # type: ignore[call-overload]
        try:
            time.sleep(8)
            command = [*BATCH, str(source), "-o", str(target), "--engine", "dask"]
            run = subprocess.Popen([*command, "--scheduler", address])
            count = 0
            while run.poll() is None and count < kills:
                time.sleep(chance.uniform(2.0, 5.0))
                children = psutil.Process(workers.pid).children(recursive=True)
                if run.poll() is None and (busy := [one for one in children if _works(one)]):
                    chance.choice(busy).kill()
                    count += 1
            if run.wait():
                raise SystemExit("the run on the cluster failed")
            return count
        finally:
            for process in (workers, scheduler):
                process.terminate()
                process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--worker-kills", type=int, default=5)
    given = parser.parse_args()
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "archive"
        pages = write_archive(source, given.articles, 450, seed=1)
        print(f"{given.articles} articles on {pages} pages")
        calm = Path(folder) / "calm"
        subprocess.run([*BATCH, str(source), "-o", str(calm), "--jobs", "1"], check=True)
        wanted = digests(calm)
        for name, work in (("local", killed), ("dask", None)):
            target = Path(folder) / name
            if work:
                count, done = killed(source, target, given.kills, chance)
                print(f"killed {count} times, parts done before each: {done}")
            else:
                count = on_cluster(source, target, given.worker_kills, chance)
                print(f"a Dask worker killed {count} times")
            if digests(target) != wanted:
                raise SystemExit(f"{name}: another result: {digests(target)}, not {wanted}")
            print(f"{name}: the same to the byte")


if __name__ == "__main__":
    main()
