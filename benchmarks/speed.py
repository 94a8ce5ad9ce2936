"""Speed and memory as ratios, all measured in one run.

    python benchmarks/speed.py [FOLDER of pages]

Start-up: `newsclf tag` of one page as a whole process against `python -c "import numpy, rjieba,
click"`, the runs taking turns, the medians compared. Inside one process: reading, splitting,
tagging and digesting against `rjieba.cut` alone on the same text, the best of several rounds each.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import rjieba

import newsclf
from newsclf.digest import digest_of, digests_of
from newsclf.pages import split
from newsclf.readers import read_text

ROOT = Path(__file__).parents[1]
FLOOR = [sys.executable, "-c", "import numpy, rjieba, click"]
TURNS, ROUNDS = 15, 7


def command(page: Path) -> list[str]:
    """Return the command line that tags a page."""
    return [sys.executable, "-c", "from newsclf.cli import main; main()", "tag", str(page)]


def seconds(arguments: list[str]) -> float:
    """Return how long a process takes."""
    start = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def megabytes(arguments: list[str]) -> float:
    """Return the most memory that a process holds (measured by a process of its own)."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True
    )
    return int(done.stdout) / (2**20 if sys.platform == "darwin" else 2**10)


def best(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest round."""
    work()
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        rounds.append(time.perf_counter() - start)
    return min(rounds)


def report_start_up(page: Path) -> None:
    """Print the whole-process figures."""
    pairs = [(seconds(FLOOR), seconds(command(page))) for _ in range(TURNS)]
    floor = statistics.median(pair[0] for pair in pairs)
    tag = statistics.median(pair[1] for pair in pairs)
    times = f"{tag / floor:.2f} times the imports' {floor * 1e3:.0f} ms"
    print(f"start-up: {tag * 1e3:.0f} ms, {times}")
    print(f"memory:   {megabytes(command(page)):.0f} MB, the imports' {megabytes(FLOOR):.0f} MB")


def report_pages(folder: Path) -> None:
    """Print the figures inside one process, part by part."""
    paths = sorted(folder.glob("*.txt"))
    texts = [read_text(path) for path in paths]
    tagger = newsclf.load()
    articles = [split(text).articles for text in texts]
    floor = best(lambda: [rjieba.cut(text) for text in texts])
    parts: dict[str, Callable[[], object]] = {
        "read, split, tag, digest": lambda: [tagger.tag_file(path) for path in paths],
        "  split": lambda: [split(text) for text in texts],
        "  tag": lambda: [tagger.model.decide(page, tagger.cut) for page in articles],
        "  digest": lambda: digests_of([article for page in articles for article in page]),
        "  digest, one by one": lambda: [digest_of(a) for page in articles for a in page],
    }
    characters, count = sum(map(len, texts)), sum(map(len, articles))
    print(f"{folder.name}: {len(paths)} files, {count} articles, {characters} characters")
    print(f"  {'rjieba.cut':<26} {floor / characters * 1e9:6.0f} ns a character")
    for name, work in parts.items():
        taken = best(work)
        print(
            f"  {name:<26} {taken / characters * 1e9:6.0f} ns a character, "
            f"{taken / floor:5.1f} times rjieba.cut"
        )


def main() -> None:
    folders = [Path(name) for name in sys.argv[1:]] or [ROOT / "seeds" / "pages"]
    report_start_up(ROOT / "seeds" / "pages" / "union-daily-1.txt")
    for folder in folders:
        report_pages(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
