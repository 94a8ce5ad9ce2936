"""Where one paragraph is the rest of another, and where text between them is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from math import exp, log
from pathlib import Path
from typing import Literal

from newsclf.text.characters import CLOSING

Join = Literal["glue", "paragraph", "gap"]

_FINISHED = re.compile(r"[。!?;…:][”’》」』)\]】\"]*\s*\Z|[”’》」』)\]】]\s*\Z")
_TAIL = 8  # characters: stops, closing marks and blanks at the end of a paragraph
_HARD_STOP = re.compile(r"[。!?…][”’》」』)\]】\"]*\s*\Z")
_NUMBERED = re.compile(
    r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:、|\)|\.(?!\d)|是(?=[^,。;:]{2,16}(?:[,。;:]|\Z)))"
    r"|0\d[ .、:]|第[一二三四五六七八九十]{1,3}[,、 条章:]|[①-⑳●■◆▲★□○]|问[:]|答[:]|[【\[]"
)


def finished(text: str) -> bool:
    """Tell whether a (folded) paragraph ends where a paragraph can end."""
    return _FINISHED.search(text[-_TAIL:]) is not None


def stopped(text: str) -> bool:
    """Tell whether a (folded) paragraph ends with a full stop and nothing less."""
    return _HARD_STOP.search(text[-_TAIL:]) is not None


def starts_item(text: str) -> bool:
    """Tell whether a (folded) paragraph begins with a number or mark of its own."""
    return _NUMBERED.match(text) is not None


# What no sentence begins with: marks that close or continue.
_NEVER_FIRST = re.compile(
    rf"的(?![士确])|们|了(?![解却])|[,。、;:!?%℃‰{re.escape(CLOSING)}·]|-(?!-)"
)
_PAIRS = (("”", "“"), (")", "("), ("》", "《"))
_SENTENCE = 60  # characters; a closing mark behind them says nothing of the beginning
_MARK = re.compile("[,。、;:!?…”》)“《(]")
_CERTAIN = 99.0
# From this score on a paragraph begins inside a sentence, whatever the page is like: 2 % of the
# real beginnings of the corpus score more, and 43 % of cuts at random places.
# `python -m newsclf.training.openings` measures it.
INSIDE = 2.5
CUTS = 2  # cuts for each beginning in training, which the score has in it as prior odds
# How often text is lost in a page, before the page is seen: 0.6 of 4 paragraphs, as a Beta prior.
_LOST, _PARAGRAPHS = 0.6, 4.0
_ROUNDS = 8  # of expectation and maximization; the share of losses settles in four or five
TOPIC = 14  # characters; a first sentence up to this length may name the topic of its paragraph
_WEIGHTS = Path(__file__).with_name("openings.json")


def opening_features(text: str) -> list[str]:
    """Return what a (folded) paragraph begins with: characters, pairs, triples, the first mark."""
    head = "".join("0" if c.isdigit() else c for c in text[:14])
    mark = _MARK.search(head)
    return [
        f"1{head[:1]}",
        f"2{head[:2]}",
        f"3{head[:3]}",
        f"4{head[1:2]}",
        f"5{head[1:3]}",
        f"6{head[2:4]}",
        f"7{mark[0]}{min(mark.start(), 10)}" if mark else "7",
    ]


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return weights


def opening_score(text: str) -> float:
    """Score how far a (folded) paragraph begins inside a sentence: its beginning was lost.

    Returns:
        Log-odds of a cut at a random place against a beginning, as met in training.
    """
    if _NEVER_FIRST.match(text):
        return _CERTAIN
    head = text[:_SENTENCE]
    for closing, opening in _PAIRS:
        place = head.find(closing)
        if place >= 0 and opening not in head[:place]:
            return _CERTAIN
    if starts_item(text):
        return -_CERTAIN
    weights = _weights()
    return weights[""] + sum(weights.get(feature, 0.0) for feature in opening_features(text))


def names_topic(text: str) -> bool:
    """Tell whether a (folded) paragraph begins with its topic alone (统一标准。)."""
    return 0 < text.find("。") <= TOPIC


def lost_before(scores: Sequence[float]) -> list[bool]:
    """Tell before which paragraphs of a page text was lost.

    Some copies lost the middle of most articles, most lost nothing: the share of losses is a
    property of the page, found from all its paragraphs by expectation-maximization (Dempster,
    Laird, Rubin, 1977, Journal of the Royal Statistical Society B 39(1), 1-38).

    Args:
        scores: The `opening_score` of each paragraph that follows one with an end.

    Returns:
        True where a loss is likelier than none.
    """
    odds = [score - log(CUTS) for score in scores]
    share = _LOST / _PARAGRAPHS
    for _ in range(_ROUNDS):
        prior = log(share / (1.0 - share))
        chances = [1.0 / (1.0 + exp(-min(max(value + prior, -50.0), 50.0))) for value in odds]
        share = (_LOST + sum(chances)) / (_PARAGRAPHS + len(chances))
    return [value + prior > 0.0 for value in odds]
