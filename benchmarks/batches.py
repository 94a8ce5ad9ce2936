"""Batches measured as a user runs them: exact after any interruption, and how fast and how large.

    python benchmarks/batches.py broken              # 1,000 files, 50 of them broken in ten ways
    python benchmarks/batches.py kills               # 25 times SIGKILL in a run of 20,000 articles
    python benchmarks/batches.py cluster             # a Dask worker killed 5 times in such a run
    python benchmarks/batches.py workers             # 2 processes against 1, 100,000 articles
    python benchmarks/batches.py memory 10000 1000000    # the most that a process holds

Killed runs are resumed until they are done, the workers killed with them in half of the cases; the
results must be those of an undisturbed run to the byte. Archives are mixed from the corpus
(`archive.py`).
"""

from __future__ import annotations

import hashlib
import json
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

from archive import broken, write_archive, write_broken

BATCH = [sys.executable, "-c", "from newsclf.cli import main; main()", "batch"]
KILLS = 25
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
            limit = None if len(done) == kills else chance.uniform(0.7, 1.7)
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
            command = [*BATCH, str(source), "-o", str(target), "--backend", "dask"]
            run = subprocess.Popen([*command, "--scheduler", address])
            count = 0
            while run.poll() is None and count < kills:
                time.sleep(chance.uniform(1.0, 2.5))
                children = psutil.Process(workers.pid).children(recursive=True)
                if run.poll() is None and (busy := [one for one in children if _works(one)]):
                    chance.choice(busy).kill()
                    count += 1
            if run.wait() > 1:
                raise SystemExit("the run on the cluster failed")
            return count
        finally:
            for process in (workers, scheduler):
                process.terminate()
                process.wait()


def calm_run(folder: Path, articles: int) -> tuple[Path, dict[str, str]]:
    """Write an archive and run over it undisturbed; return the archive and the digests."""
    pages = write_archive(folder / "archive", articles)
    print(f"{articles} articles on {pages} pages")
    subprocess.run(
        [*BATCH, str(folder / "archive"), "-o", str(folder / "calm"), "--jobs", "1"], check=False
    )
    return folder / "archive", digests(folder / "calm")


def report_broken(folder: Path) -> None:
    """Print what came of 950 good files and 50 broken ones."""
    source, target = folder / "pages", folder / "out"
    pages = write_archive(source, 950 * 9)
    good = sorted(source.rglob("*.txt"))
    for path in good[950:]:
        path.unlink()
    for number in range(5):
        (source / f"broken{number}").mkdir()
        write_broken(source / f"broken{number}")
    run = subprocess.run([*BATCH, str(source), "-o", str(target), "--jobs", "2"], check=False)
    records = [json.loads(line) for line in (target / "articles.jsonl").open(encoding="utf-8")]
    errors = [json.loads(line) for line in (target / "errors.jsonl").open(encoding="utf-8")]
    tagged = {one["file"] for one in records}
    wanted = {path.relative_to(source).as_posix() for path in good[:950]}
    named = all(one["error"].startswith(broken()[Path(one["file"]).name][1]) for one in errors)
    print(f"exit code {run.returncode}; {pages} pages written, {len(good[:950])} kept")
    print(f"results of {len(tagged)} files, all of them good ones: {tagged == wanted}")
    print(f"{len(errors)} errors, each for its own reason: {named}")


def report_kills(folder: Path) -> None:
    """Print whether a run that is killed 25 times ends as one that was not."""
    source, wanted = calm_run(folder, 20_000)
    chance, left, number = random.Random(7), KILLS, 0
    while left:  # a run that is done cannot be killed any more: another one is begun
        target = folder / f"killed{number}"
        count, done = killed(source, target, left, chance)
        print(f"killed {count} times, parts done before each: {done}")
        print(f"the same to the byte: {digests(target) == wanted}")
        left, number = left - count, number + 1


def report_cluster(folder: Path) -> None:
    """Print whether a run whose workers are killed 5 times ends as one that was not."""
    source, wanted = calm_run(folder, 20_000)
    count = on_cluster(source, folder / "cluster", 5, random.Random(7))
    print(f"a Dask worker killed {count} times")
    print(f"the same to the byte: {digests(folder / 'cluster') == wanted}")


def report_workers(folder: Path) -> None:
    """Print how much faster two processes are than one."""
    source = folder / "archive"
    write_archive(source, 100_000)
    taken = {}
    for jobs in (1, 2):
        start = time.perf_counter()
        command = [*BATCH, str(source), "-o", str(folder / f"out{jobs}"), "--jobs", str(jobs)]
        # Mixed texts: of thirteen thousand pages, some four begin as an advertisement does.
        if subprocess.run(command, check=False).returncode > 1:
            raise SystemExit("the run failed")
        taken[jobs] = time.perf_counter() - start
        print(f"{jobs} processes: {taken[jobs]:.1f} s")
    print(f"2 processes are {taken[1] / taken[2]:.2f} times as fast as 1")


def report_memory(folder: Path, articles: int) -> None:
    """Print the most memory that a worker and the first process of a run hold."""
    source = folder / f"archive{articles}"
    write_archive(source, articles)
    start = time.perf_counter()
    command = [*BATCH, str(source), "-o", str(folder / f"out{articles}"), "--jobs", "2"]
    run = subprocess.Popen(command)
    first, workers = 0, 0
    while run.poll() is None:
        with suppress(psutil.Error):
            process = psutil.Process(run.pid)
            first = max(first, process.memory_info().rss)
            for child in process.children(recursive=True):
                with suppress(psutil.Error):
                    workers = max(workers, child.memory_info().rss)
        time.sleep(0.25)
    print(
        f"{articles} articles, {time.perf_counter() - start:.0f} s: a worker holds at most "
        f"{workers / 2**20:.0f} MB, the first process {first / 2**20:.0f} MB"
    )


REPORTS = {
    "broken": report_broken,
    "kills": report_kills,
    "cluster": report_cluster,
    "workers": report_workers,
}


def main() -> None:
    name, *sizes = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        if name == "memory":
            for size in sizes:
                report_memory(Path(folder), int(size))
        else:
            REPORTS[name](Path(folder))


if __name__ == "__main__":
    main()
