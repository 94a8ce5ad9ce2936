"""Scores the split, the tags and the digests on a folder of pages with gold.

    python benchmarks/pages.py DIR [GOLD.json] [--model DIR] [--errors] [--json]

GOLD (DIR/gold.json if not named) gives for each page file `furniture`, the numbers of the lines
that belong to no article, and `articles`, each with `head`, `body`, `reporters`, `primary` (all
answers that are right) and, where there are any, `kicker`, `deck`, `credit`, `section`,
`secondary`, `optional`, `gaps`. Intervals are 95 % percentile bootstraps over pages (Efron and
Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): the articles of one page share
their make.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import newsclf
from newsclf.digest import broken_rules
from newsclf.documents import Article, Digest, Page, TaggedArticle
from newsclf.readers import read_text
from newsclf.tagger import Tagger, load

RESAMPLES = 2000
# What a missed article has wrong.
MISSED = ("article exact", "reporters", "section", "primary", "no unwanted tag", "digest rules")


@dataclass
class PageScore:
    """Counts of one page: what is right, and of how many; and the errors in words."""

    right: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def count(self, name: str, right: bool | int, total: int = 1) -> None:
        """Add to a figure."""
        self.right[name] = self.right.get(name, 0) + int(right)
        self.total[name] = self.total.get(name, 0) + total

    def check(self, name: str, place: str, have: object, want: object) -> bool:
        """Count whether what was found is what is wanted, and keep the difference."""
        self.count(name, have == want)
        if have != want:
            self.errors.append(f"{place}: {name}: found {have}, gold {want}")
        return have == want


def score_page(name: str, text: str, gold: dict[str, Any], tagger: Tagger) -> PageScore:
    """Score one page against its gold."""
    score = PageScore()
    page = newsclf.split(text)
    tagged = tagger.tag_articles(page.articles, name=name)
    found = {_first(a): (a, t) for a, t in zip(page.articles, tagged, strict=True)}
    for want in gold["articles"]:
        have = _same(want, found)
        if have is None:
            score.errors.append(f"{name}:{want['head']}: no article has this headline")
        _score_article(score, f"{name}:{want['head']}", want, have)
    furniture = sorted(item.line for item in page.furniture)
    score.check("furniture", name, furniture, sorted(gold["furniture"]))
    _score_boundaries(score, page, gold)
    return score


def _first(article: Article) -> int:
    return article.lines.headline[0] if article.lines.headline else -article.number


def _same(
    want: dict[str, Any], found: dict[int, tuple[Article, TaggedArticle]]
) -> tuple[Article, TaggedArticle] | None:
    """Find the article that a gold article was split into: by headline, else by first body line."""
    if want["head"] in found:
        return found[want["head"]]
    body = want["body"][0]
    return next((pair for pair in found.values() if pair[0].lines.body[:1] == (body,)), None)


def _score_article(
    score: PageScore, place: str, want: dict[str, Any], have: tuple[Article, TaggedArticle] | None
) -> None:
    article, tagged = have if have else (None, None)
    if article is None or tagged is None:
        for name in MISSED:
            score.count(name, False)
        score.count("secondary", 0, len(want.get("secondary", [])))
        return
    lines = article.lines
    parts = {
        "headline": (list(lines.headline), [want["head"]]),
        "kicker": (list(lines.kicker), want.get("kicker", [])),
        "deck": (list(lines.deck), want.get("deck", [])),
        "body": (list(lines.body), want["body"]),
        "credit": (list(lines.credit), want.get("credit", [])),
    }
    wrong = {name: pair for name, pair in parts.items() if pair[0] != pair[1]}
    score.check("article exact", place, wrong, {})
    score.check("reporters", place, list(article.reporters), want["reporters"])
    score.check("section", place, article.section, want.get("section", ""))
    if "gaps" in want:
        score.check("gaps", place, len(article.gaps), want["gaps"])
    theme = tagged.theme or "none"
    score.count("primary", theme in want["primary"])
    if theme not in want["primary"]:
        score.errors.append(f"{place}: primary: found {theme}, gold {want['primary']}")
    wanted = set(want.get("secondary", []))
    score.count("secondary", len(wanted & set(tagged.tags)), len(wanted))
    allowed = wanted | set(want.get("optional", [])) | set(want["primary"])
    extra = [tag for tag in tagged.tags[1:] if tag not in allowed]
    score.check("no unwanted tag", place, extra, [])
    broken = broken_rules(Digest(tagged.digest, tagged.digest_spans), article)
    score.check("digest rules", place, broken, [])


def _score_boundaries(score: PageScore, page: Page, gold: dict[str, Any]) -> None:
    """Count the lines where articles begin and end: found, in gold, in both."""
    have: set[tuple[str, int]] = set()
    for article in page.articles:
        lines = article.lines
        every = [*lines.kicker, *lines.headline, *lines.deck, *lines.body, *lines.credit]
        have |= {("begins", min(every)), ("ends", max(every))}
    want: set[tuple[str, int]] = set()
    for item in gold["articles"]:
        every = [item["head"], *item["body"]]
        every += [line for part in ("kicker", "deck", "credit") for line in item.get(part, [])]
        want |= {("begins", min(every)), ("ends", max(every))}
    score.count("boundary F1", 2 * len(have & want), len(have) + len(want))


def intervals(scores: Sequence[PageScore]) -> dict[str, dict[str, float]]:
    """Return each figure over all pages with its 95 % interval."""
    source = np.random.default_rng(0)
    draws = source.integers(0, len(scores), (RESAMPLES, len(scores)))
    result: dict[str, dict[str, float]] = {}
    names = dict.fromkeys(name for score in scores for name in score.total)
    for name in names:
        right = np.array([score.right.get(name, 0) for score in scores], dtype=np.float64)
        total = np.array([score.total.get(name, 0) for score in scores], dtype=np.float64)
        if not total.sum():
            continue
        sums = total[draws].sum(axis=1)
        values = right[draws].sum(axis=1)[sums > 0] / sums[sums > 0]
        low, high = np.percentile(values, [2.5, 97.5])
        result[name] = {
            "value": float(right.sum() / total.sum()),
            "low": float(low),
            "high": float(high),
            "right": float(right.sum()),
            "total": float(total.sum()),
        }
    return result


def score_folder(folder: Path, gold: Path, tagger: Tagger) -> list[PageScore]:
    """Score every page that a gold file names."""
    pages = json.loads(gold.read_text(encoding="utf-8"))
    return [
        score_page(name, read_text(folder / name), page, tagger)
        for name, page in pages.items()
        if name != "_"
    ]


def main(show: Callable[[str], object] = print) -> None:
    parser = argparse.ArgumentParser(description="Score pages with gold.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--errors", action="store_true", help="list every difference from gold")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    gold = options.gold or options.folder / "gold.json"
    if not gold.is_file():
        sys.exit(f"{gold}: no gold for the pages of {options.folder}")
    scores = score_folder(options.folder, gold, load(options.model))
    figures = intervals(scores)
    if options.json:
        show(json.dumps(figures, indent=1))
        return
    show(f"{len(scores)} pages in {options.folder}; 95 % intervals over pages")
    for name, figure in figures.items():
        counts = f"{figure['right']:.0f}/{figure['total']:.0f}"
        interval = f"[{figure['low']:.3f}, {figure['high']:.3f}]"
        show(f"{name:<16} {figure['value']:.3f}  {interval}  {counts:>10}")
    if options.errors:
        for score in scores:
            for error in score.errors:
                show(error)


if __name__ == "__main__":
    main()
