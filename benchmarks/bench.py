"""Speed and memory beside other programs, as ratios, all measured in one run on the same texts.

    python benchmarks/bench.py [--pages FOLDER] [--json FILE] [--picture FILE.svg]

One thread each (BLAS and OpenMP too). The candidates take turns, round by round, and the best
round of each counts, by the time of the processor, so that what else the machine does hardly
tells. The other programs: pip install '.[bench]'; what is not installed is left out.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import math
import os
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import rjieba
from threadpoolctl import threadpool_limits

import bench_newsclf
import newsclf
from bench_peers import PEERS, Peer, Work
from bench_report import (
    Count,
    Figures,
    Job,
    Length,
    Machine,
    Speed,
    StartUp,
    draw,
    table,
    to_json,
)
from bench_texts import ROOT, bodies, even_articles
from newsclf.readers import read_text

FLOOR = [sys.executable, "-c", "import numpy, rjieba, click"]
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
HEADLINE = "职工运动会周末在市体育馆举行"
CHARACTERS = 20_000  # a round, where articles are shorter
PACKAGES = (
    *("numpy", "rjieba", "click", "jieba", "scikit-learn", "fasttext", "fasttext-wheel"),
    *("sumy", "textrank4zh", "networkx", "snownlp", "jionlp"),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured.

    Attributes:
        turns: Processes that are started, of each kind.
        rounds: Rounds in one process.
        texts: The most articles a round.
        lengths: Characters of a body.
        counts: Articles of an archive.
        repeats: How often each archive is tagged.
    """

    turns: int = 15
    rounds: int = 7
    texts: int = 600
    lengths: tuple[int, ...] = (100, 1_000, 10_000, 100_000)
    counts: tuple[int, ...] = (1_000, 10_000)
    repeats: int = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is timed: its work on the first `texts` texts."""

    name: str
    job: Job
    ours: bool
    texts: int
    work: Work


def say(text: str) -> None:
    """Tell of progress."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def seconds(arguments: list[str]) -> float:
    """Return how long a process takes."""
    start = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def run_for_memory(arguments: list[str], **variables: str) -> tuple[str, float]:
    """Run a process; return what it printed, and the most memory that it held, in MB.

    Args:
        arguments: Its command line.
        variables: What to add to its environment.
    """
    # A small process starts it: Linux counts what the starting process holds as the started one's.
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **variables},
    )
    printed, _, peak = done.stdout.rstrip().rpartition("\n")
    return printed, int(peak) / (2**20 if sys.platform == "darwin" else 2**10)


def start_ups(page: Path, turns: int) -> list[StartUp]:
    """Measure whole processes: the imports alone, then the command, as people run them."""
    tag = [sys.executable, "-c", "from newsclf.cli import main; main()", "tag", str(page)]
    commands = {'python -c "import numpy, rjieba, click"': FLOOR, f"newsclf tag {page.name}": tag}
    taken = [[seconds(arguments) for arguments in commands.values()] for _ in range(turns)]
    found = []
    for place, (name, arguments) in enumerate(commands.items()):
        # The two of a turn meet the same load: their ratios vary less than the ratio of medians.
        times = statistics.median(turn[place] / turn[0] for turn in taken)
        median = statistics.median(turn[place] for turn in taken)
        found.append(StartUp(name, median, times, run_for_memory(arguments)[1]))
    return found


def own(tagger: newsclf.Tagger, texts: int) -> list[Candidate]:
    """Return the floor, and newsclf's work and its parts."""
    parts: tuple[tuple[str, Job, Work], ...] = (
        (
            "newsclf: split, tag, digest",
            "all",
            lambda some: list(bench_newsclf.tag_all(tagger, some)),
        ),
        ("newsclf: split, tag", "tags", partial(bench_newsclf.tag_only, tagger)),
        ("newsclf: split, digest", "digests", bench_newsclf.digest_only),
        ("newsclf: split", "split", split_all),
    )
    floor = Candidate("rjieba.cut alone", "words", False, texts, cut_all)
    return [floor, *(Candidate(name, job, True, texts, work) for name, job, work in parts)]


def cut_all(texts: Sequence[str]) -> object:
    return [rjieba.cut(text) for text in texts]


def split_all(texts: Sequence[str]) -> object:
    return [newsclf.split(text) for text in texts]


def others(peers: Sequence[Peer], texts: int) -> tuple[list[Candidate], list[Peer]]:
    """Set up the other programs; return them, and those that are not installed."""
    ready, missing = [], []
    for peer in peers:
        say(f"setting up {peer.name}")
        # Some greet on standard output, which is the table's.
        with contextlib.redirect_stdout(sys.stderr), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                work = peer.load()
            except ImportError as error:
                say(f"left out: {error}")
                missing.append(peer)
                continue
        ready.append(Candidate(peer.name, peer.job, False, min(texts, peer.texts), work))
    return ready, missing


def race(candidates: Sequence[Candidate], texts: Sequence[str], rounds: int) -> list[Speed]:
    """Let the candidates work in turns; return the best round of each."""
    # Of what was loaded before, nothing is garbage: a collection must not go through it again.
    gc.collect()
    gc.freeze()
    best = [math.inf] * len(candidates)
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for place, candidate in enumerate(candidates):
            some = texts[: candidate.texts]
            start = time.process_time()
            candidate.work(some)
            taken = time.process_time() - start
            if number:
                best[place] = min(best[place], taken)
    gc.unfreeze()
    return [
        Speed(
            name=one.name,
            job=one.job,
            ours=one.ours,
            texts=len(texts[: one.texts]),
            characters=sum(map(len, texts[: one.texts])),
            seconds=taken,
        )
        for one, taken in zip(candidates, best, strict=True)
    ]


def lengths(tagger: newsclf.Tagger, sizes: Iterable[int], rounds: int) -> list[Length]:
    """Measure single articles of growing length; of short ones, different ones make a round."""
    found = []
    for size in sizes:
        say(f"articles of {size:,} characters")
        texts = [f"{HEADLINE}\n\n{body}\n" for body in bodies(size, max(1, CHARACTERS // size))]
        pieces = [
            Candidate("rjieba.cut", "words", False, len(texts), cut_all),
            Candidate("split", "split", True, len(texts), split_all),
            Candidate("tag and digest", "all", True, len(texts), _tag_whole(tagger, texts)),
        ]
        each = (one.seconds / len(texts) / size for one in race(pieces, texts, rounds))
        found.append(Length(size, *each))
    return found


def _tag_whole(tagger: newsclf.Tagger, texts: Sequence[str]) -> Work:
    """Return what tags and digests texts that were split, each as one article.

    The grammar of pages may find several articles in so long a text; what an article costs by its
    length is asked here.
    """
    articles = [
        replace(newsclf.split(text).articles[0], body=body, bylines=(), gaps=())
        for text in texts
        for body in [text.partition("\n\n")[2].rstrip()]
    ]
    return lambda _: [tagger.tag_articles([article], name="text") for article in articles]


def counts(sizes: Iterable[int], repeats: int) -> list[Count]:
    """Measure processes that tag archives of growing size, one text after the other."""
    script = str(ROOT / "benchmarks" / "bench_newsclf.py")
    best: dict[int, Count] = {}
    for _ in range(repeats):
        for size in sizes:
            say(f"an archive of {size:,} articles")
            printed, peak = run_for_memory([sys.executable, script, str(size)], **ONE_THREAD)
            now = Count(size, float(printed), peak)
            best[size] = min(best.get(size, now), now, key=lambda one: one.seconds)
    return list(best.values())


def machine() -> Machine:
    """Return what the figures were measured on."""
    versions = {"newsclf": newsclf.__version__}
    for name in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            versions[name] = version(name)
    return Machine(_processor(), os.cpu_count() or 1, platform.python_version(), versions)


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def measure(sizes: Sizes, peers: Sequence[Peer], pages: Path) -> Figures:
    """Measure everything.

    Args:
        sizes: How much of it.
        peers: The other programs.
        pages: A folder of pages for what newsclf does with whole pages.
    """
    paths = sorted(pages.glob("*.txt"))
    say("start-up")
    processes = start_ups(ROOT / "seeds" / "pages" / "union-daily-1.txt", sizes.turns)
    tagger = newsclf.load()
    with threadpool_limits(limits=1):
        ready, missing = others(peers, sizes.texts)
        articles = race([*own(tagger, sizes.texts), *ready], even_articles(), sizes.rounds)
        say(f"{len(paths)} pages")
        whole = race(own(tagger, len(paths)), [read_text(path) for path in paths], sizes.rounds)
        grown = lengths(tagger, sizes.lengths, sizes.rounds)
    return Figures(
        machine=machine(),
        rounds=sizes.rounds,
        turns=sizes.turns,
        start_up=processes,
        articles=articles,
        pages=whole,
        lengths=grown,
        counts=counts(sizes.counts, sizes.repeats),
        missing={peer.name: peer.package for peer in missing},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure speed and memory beside other programs.")
    parser.add_argument("--pages", type=Path, default=ROOT / "seeds" / "pages", help="whole pages")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg", help="draw the articles' speed")
    options = parser.parse_args()
    figures = measure(Sizes(), PEERS, options.pages)
    print(table(figures))
    if options.json:
        options.json.write_text(to_json(figures), encoding="utf-8")
    if options.picture:
        options.picture.write_text(draw(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
