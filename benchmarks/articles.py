"""Measures single articles with gold: themes, how sure, what misled; digests by ROUGE-L.

    python benchmarks/articles.py FOLDER [--model DIR] [--errors] [--json]

FOLDER holds `articles.jsonl` (`id`, `headline`, `deck` as a list, `body`) and `gold.csv` (`id`,
`primary`, `also_right` with other labels that are equally right, parted by blanks, `pool`: `work`
for the world of work, `other` for any other news). `digests.jsonl` may stand beside them (`id`,
`references`: lines that people wrote, `worth`: false where an article is not worth one). Each
article is given to the tagger as a page of its own, and of the pieces that come back the longest
counts. Intervals are 95 % percentile bootstraps over articles (Efron and Tibshirani, An
introduction to the bootstrap, 1993, chapter 13).
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from newsclf.classify import Model
from newsclf.classify.features import document_of
from newsclf.documents import Article, TaggedArticle
from newsclf.tagger import Tagger, load
from newsclf.text.characters import printable
from newsclf.text.words import Tokenizer
from newsclf.themes import NONE
from newsclf.training.metrics import BINS, Figure, figure_of, resamples
from newsclf.training.rouge import rouge

COVERAGES = (0.25, 0.5, 0.75, 0.9, 1.0)
SHOWN = 6  # terms behind an error


@dataclass(frozen=True, slots=True)
class Row:
    """One article: what is right, what was said, and how sure.

    Attributes:
        id, headline: Which one it is.
        pool: `work` or `other`.
        primary: The likeliest gold label.
        right: All labels that are right.
        decided: The label that was given.
        chance: The probability of that label.
        sure: Whether it was called confident.
        pieces: How many articles the splitter made of it.
        article: The longest of these; None where there is none.
        digest: Its digest.
    """

    id: str
    headline: str
    pool: str
    primary: str
    right: frozenset[str]
    decided: str
    chance: float
    sure: bool
    pieces: int
    article: Article | None
    digest: str

    @property
    def ok(self) -> bool:
        """Whether what was said is right."""
        return self.decided in self.right


def read_rows(folder: Path, tagger: Tagger) -> list[Row]:
    """Tag every article of a folder that has gold."""
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {item["id"]: item for item in map(json.loads, lines) if item}
    with (folder / "gold.csv").open(encoding="utf-8", newline="") as file:
        return [_row(gold, articles[gold["id"]], tagger) for gold in csv.DictReader(file)]


def _row(gold: dict[str, str], item: dict[str, Any], tagger: Tagger) -> Row:
    parts = [item["headline"], *item.get("deck", ()), *item["body"].split("\n")]
    pieces = tagger.splitter.split("\n\n".join(p for p in parts if p.strip())).articles
    tagged = tagger.tag_articles(pieces, name=item["id"])
    best = max(range(len(pieces)), key=lambda n: len(pieces[n].body), default=None)
    decided = tagged[best] if best is not None else None
    return Row(
        id=item["id"],
        headline=item["headline"],
        pool=gold["pool"],
        primary=gold["primary"],
        right=frozenset((gold["primary"], *gold["also_right"].split())),
        decided=(decided and decided.theme) or NONE,
        chance=_chance(decided) if decided else 0.0,
        sure=bool(decided and decided.confident),
        pieces=len(pieces),
        article=pieces[best] if best is not None else None,
        digest=decided.digest if decided else "",
    )


def _chance(decided: TaggedArticle) -> float:
    if decided.theme is None:
        return max(0.0, 1.0 - sum(score.probability for score in decided.themes))
    return next(score.probability for score in decided.themes if score.id == decided.theme)


def share(rows: Sequence[Row], of: Callable[[Row], bool]) -> Figure:
    """Return the share of rows of which something holds; 0 of no rows."""
    if not rows:
        return Figure(0.0, 0.0, 0.0)
    hits = np.array([of(row) for row in rows], dtype=np.float64)
    drawn = [float(np.average(hits, weights=w)) for w in resamples(np.arange(len(rows)))]
    return figure_of(float(hits.mean()), drawn)


def figures(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return the figures of rows.

    `themed` are articles of the world of work that surely have a theme, `none` articles that surely
    have none.
    """
    work = [row for row in rows if row.pool == "work"]
    sure = [row for row in rows if row.sure]

    def ok(row: Row) -> bool:
        return row.ok

    return {
        "themed right": share([row for row in work if NONE not in row.right], ok),
        "accepted, work": share(work, ok),
        "accepted, all": share(rows, ok),
        "none kept out": share([row for row in rows if row.right == {NONE}], ok),
        "sure": share(rows, lambda row: row.sure),
        "sure right": share(sure, ok),
    }


def confusion(rows: Sequence[Row], labels: Sequence[str]) -> list[str]:
    """Return a table: gold (rows; what was said, where that is right) by what was said."""
    counts = Counter((row.decided if row.ok else row.primary, row.decided) for row in rows)
    width = max(map(len, labels))
    head = " ".join(f"{label:>{width}}" for label in labels)
    return [f"{'':{width}} {head}"] + [
        f"{gold:{width}} " + " ".join(f"{counts[gold, label]:>{width}}" for label in labels)
        for gold in labels
    ]


def calibration(rows: Sequence[Row]) -> list[str]:
    """Return what was said with which chance, and how much of it was right."""
    bins = np.minimum((np.array([row.chance for row in rows]) * BINS).astype(int), BINS - 1)
    lines, gap = [], 0.0
    for number in np.unique(bins).tolist():
        some = [row for row, b in zip(rows, bins.tolist(), strict=True) if b == number]
        chance, right = np.mean([r.chance for r in some]), np.mean([r.ok for r in some])
        gap += abs(float(chance - right)) * len(some) / len(rows)
        lines.append(f"  said {chance:.2f}, right {right:.2f} ({len(some)})")
    return [f"calibration: expected error {gap:.3f}", *lines]


def risk(rows: Sequence[Row]) -> str:
    """Return the share of errors among the surest so many (El-Yaniv and Wiener, 2010)."""
    ranked = sorted(rows, key=lambda row: -row.chance)
    parts = []
    for coverage in COVERAGES:
        kept = ranked[: max(1, round(coverage * len(ranked)))]
        parts.append(f"{coverage:.0%} {1 - np.mean([row.ok for row in kept]):.3f}")
    return f"errors among the surest: {', '.join(parts)}"


def misled(row: Row, model: Model, tokenize: Tokenizer) -> list[str]:
    """Return the terms that spoke most for what was said and against what is right."""
    if row.article is None:
        return ["nothing was found to tag"]
    document = document_of(row.article)
    if bool(model.abstains([document], tokenize)[0]):
        return ["too short or too strange"]
    names = [*(theme.id for theme in model.info.themes), NONE]
    columns, wrong = model.contributions(document, names.index(row.decided), tokenize)
    _, right = model.contributions(document, names.index(row.primary), tokenize)
    gap = wrong - right
    top = np.argsort(-gap, kind="stable")[:SHOWN].tolist()
    return [f"{model.vocabulary.term(int(columns[n]))} {gap[n]:.2f}" for n in top]


def digests(rows: Sequence[Row], folder: Path) -> Figure | None:
    """Return the ROUGE-L of digests, the mean over references, then over articles.

    None where the folder has no references.
    """
    path = folder / "digests.jsonl"
    if not path.exists():
        return None
    lines = {row.id: row.digest for row in rows}
    found = [
        np.mean([rouge(lines[one["id"]], line).rouge_l for line in one["references"]])
        for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if one["id"] in lines and one.get("worth", True)
    ]
    drawn = [float(np.average(found, weights=w)) for w in resamples(np.arange(len(found)))]
    return figure_of(float(np.mean(found)), drawn)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the themes of articles with gold.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, help="a model folder; else the shipped one")
    parser.add_argument("--errors", action="store_true", help="list each error and what misled")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    tagger = load(options.model)
    rows = read_rows(options.folder, tagger)
    found = figures(rows)
    if options.json:
        print(json.dumps({k: [f.value, f.low, f.high] for k, f in found.items()}, indent=1))
        return
    print(f"{len(rows)} articles, {sum(row.pool == 'work' for row in rows)} of the world of work")
    print(*(f"{name}: {figure}" for name, figure in found.items()), sep="\n")
    if (figure := digests(rows, options.folder)) is not None:
        print(f"digests, ROUGE-L: {figure.value:.1f} [{figure.low:.1f}, {figure.high:.1f}]")
    print(f"in several pieces: {sum(row.pieces != 1 for row in rows)}")
    print(*confusion(rows, [*(theme.id for theme in tagger.model.info.themes), NONE]), sep="\n")
    print(*calibration(rows), risk(rows), sep="\n")
    for row in rows if options.errors else ():
        if not row.ok:
            print(
                f"{row.id}: {'/'.join(sorted(row.right))}, said {row.decided} "
                f"{row.chance:.2f}{'' if row.sure else '?'}: {printable(row.headline)[:40]}\n"
                f"    {'  '.join(misled(row, tagger.model, tagger.tokenize))}"
            )


if __name__ == "__main__":
    main()
