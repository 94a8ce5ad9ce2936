"""The figures of `benchmarks/bench.py`: what they are, as a table, as JSON, as a picture."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Job = Literal["words", "split", "tags", "digests", "all"]
ALSO = {"tags": "tags only", "digests": "digests only"}
BARS: tuple[Job, ...] = ("words", "all", "tags", "digests")
# Greys and blues that are read on white as well as on GitHub's dark ground.
INK, OURS, THEIRS = "#737d88", "#2f81f7", "#9aa4af"


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were measured on: `versions` by package."""

    processor: str
    cores: int
    python: str
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class StartUp:
    """A whole process, by the clock.

    Attributes:
        name: What is run.
        seconds: The median.
        times: Its ratio to the imports alone: the median of the turns' ratios.
        megabytes: The most memory that it holds.
    """

    name: str
    seconds: float
    times: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Speed:
    """The best round of one candidate.

    Attributes:
        name: What the table calls it.
        job: What it does of newsclf's work; `words` is cutting alone, below which none can be.
        ours: Whether it is newsclf.
        texts, characters: What it was given.
        seconds: The time of the processor.
    """

    name: str
    job: Job
    ours: bool
    texts: int
    characters: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Texts a second."""
        return self.texts / self.seconds

    @property
    def nanoseconds(self) -> float:
        """Nanoseconds a character."""
        return self.seconds / self.characters * 1e9


@dataclass(frozen=True, slots=True)
class Length:
    """Seconds a character for one article of a length, by what is done with it."""

    characters: int
    words: float
    split: float
    tag_and_digest: float


@dataclass(frozen=True, slots=True)
class Count:
    """A process that tags an archive: seconds of the tagging alone, most memory in all."""

    articles: int
    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All of one run.

    Attributes:
        machine: What it ran on.
        turns, rounds: How often each process was started, how often each work was timed.
        start_up: The imports alone, then the command.
        articles: Articles of one length; the first is the floor.
        pages: Whole pages; the first is the floor.
        lengths, counts: What grows with the length of an article, and with the number of articles.
        missing: Programs that are not installed, and what to install.
    """

    machine: Machine
    turns: int
    rounds: int
    start_up: list[StartUp]
    articles: list[Speed]
    pages: list[Speed]
    lengths: list[Length]
    counts: list[Count]
    missing: dict[str, str]


def to_json(figures: Figures) -> str:
    """Return the figures as JSON: seconds, MB, characters; with what is derived of them."""
    record = asdict(figures)
    for name in ("articles", "pages"):
        for row, speed in zip(record[name], getattr(figures, name), strict=True):
            row["per_second"], row["nanoseconds_a_character"] = speed.per_second, speed.nanoseconds
            row["newsclf_same_job"], row["newsclf_all"] = ratios(getattr(figures, name), speed)
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def ratios(rows: Sequence[Speed], peer: Speed) -> tuple[float | None, float | None]:
    """Return how many times as fast as another program newsclf is.

    First where it does the same job, then where it splits, tags and digests; None for its own rows
    and the floor.
    """
    if peer.ours or peer.job == "words":
        return None, None
    speeds = {row.job: row.per_second for row in rows if row.ours}
    return speeds[peer.job] / peer.per_second, speeds["all"] / peer.per_second


def table(figures: Figures) -> str:
    """Return all figures as one text."""
    parts = [_about(figures), _start_up(figures), _articles(figures), _pages(figures)]
    parts += [_lengths(figures), _counts(figures)]
    if figures.missing:
        names = [f"{name} (pip install {package})" for name, package in figures.missing.items()]
        parts.append(f"Left out, as not installed: {', '.join(names)}")
    return "\n\n".join(parts)


def _about(figures: Figures) -> str:
    machine = figures.machine
    packages = [f"{name} {number}" for name, number in machine.versions.items()]
    lines = [f"{machine.processor}, {machine.cores} cores; Python {machine.python}"]
    lines += [", ".join(packages[i : i + 6]) for i in range(0, len(packages), 6)]
    lines.append(
        f"One thread; processor time, the best of {figures.rounds} rounds in turns, but for "
        f"start-up: medians of {figures.turns} turns."
    )
    return "\n".join(lines)


def _start_up(figures: Figures) -> str:
    return _aligned(
        ["Start-up, a whole process", "ms", "times", "MB"],
        [
            [one.name, f"{one.seconds * 1e3:.0f}", f"{one.times:.2f}", f"{one.megabytes:.0f}"]
            for one in figures.start_up
        ],
    )


def _articles(figures: Figures) -> str:
    floor = figures.articles[0]
    head = ["texts", "a second", "times floor", "newsclf, same job", "newsclf, all three"]
    size = floor.characters / floor.texts
    rows = []
    for one in figures.articles:
        name = one.name if one.ours or one.job == "words" else f"{one.name}: {ALSO[one.job]}"
        times = ["" if r is None else f"{_short(r)} x" for r in ratios(figures.articles, one)]
        slower = f"{_short(floor.per_second / one.per_second)} x"
        rows.append([name, str(one.texts), f"{_short(one.per_second)}", slower, *times])
    return "\n".join(
        [
            _aligned([f"Articles of {size:.0f} characters", *head], rows),
            "(how many times as fast newsclf is: at that job alone, and while it splits, tags and "
            "digests)",
        ]
    )


def _pages(figures: Figures) -> str:
    floor = figures.pages[0]
    return _aligned(
        [
            f"{floor.texts} whole pages, {floor.characters} characters",
            "ns a character",
            "times floor",
        ],
        [
            [one.name, f"{one.nanoseconds:.0f}", f"{_short(one.seconds / floor.seconds)} x"]
            for one in figures.pages
        ],
    )


def _lengths(figures: Figures) -> str:
    head = ["One article, ns a character", "rjieba.cut", "split", "tag and digest", "times floor"]
    rows = []
    for one in figures.lengths:
        each = [f"{part * 1e9:.0f}" for part in (one.words, one.split, one.tag_and_digest)]
        times = (one.split + one.tag_and_digest) / one.words
        rows.append([f"{one.characters:,} characters", *each, f"{_short(times)} x"])
    return _aligned(head, rows)


def _counts(figures: Figures) -> str:
    return _aligned(
        ["An archive, article by article", "a second", "MB"],
        [
            [
                f"{one.articles:,} articles",
                _short(one.articles / one.seconds),
                f"{one.megabytes:.0f}",
            ]
            for one in figures.counts
        ],
    )


def _short(number: float) -> str:
    """Return a number with two or three digits that tell."""
    if number >= 100:
        step = 10 ** (len(str(round(number))) - 3)
        return f"{round(number / step) * step:,}"
    return f"{number:.0f}" if number >= 20 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"


def _aligned(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        ).rstrip()
        for line in lines
    )


def draw(figures: Figures) -> str:
    """Return a bar chart of the articles a second as SVG, on no ground of its own."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    rows = [row for row in figures.articles if row.job != "split"]
    rows.sort(key=lambda row: (BARS.index(row.job), -row.per_second))
    # Shapes for letters look the same everywhere; no date, and ids from one salt: the same
    # figures give the same file.
    settings: Any = {"svg.fonttype": "path", "svg.hashsalt": "newsclf", "font.size": 11}
    with mpl.rc_context(settings):
        canvas = Figure(figsize=(8.6, 0.42 * len(rows) + 1.6))
        axes = canvas.add_subplot()
        speeds = [row.per_second for row in rows]
        # Bars of one job stand together.
        places = [number + 0.5 * BARS.index(row.job) for number, row in enumerate(rows)]
        colours = [OURS if row.ours else THEIRS for row in rows]
        axes.barh(places, speeds, color=colours, height=0.62)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.set_xlim(min(speeds) / 2.5, max(speeds) * 4)
        axes.set_yticks(places, [_bar_name(row) for row in rows])
        axes.invert_yaxis()
        for place, speed in zip(places, speeds, strict=True):
            axes.text(speed * 1.12, place, _short(speed), va="center", color=INK)
        for label, row in zip(axes.get_yticklabels(), rows, strict=True):
            label.set_fontweight("bold" if row.ours else "normal")
        axes.set_title(
            "Articles a second on one core: longer is faster", color=INK, loc="left", fontsize=13
        )
        size = figures.articles[0].characters / figures.articles[0].texts
        note = f"{size:.0f} characters each; log scale; {figures.machine.processor}"
        axes.set_xlabel(note, color=INK, fontsize=9)
        axes.tick_params(colors=INK, which="both", length=0)
        axes.tick_params(axis="x", labelsize=9)
        axes.spines[:].set_visible(False)
        out = io.StringIO()
        canvas.savefig(
            out, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None}
        )
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _bar_name(row: Speed) -> str:
    if row.ours:
        return row.name
    return f"{row.name} ({'words only' if row.job == 'words' else ALSO[row.job]})"
