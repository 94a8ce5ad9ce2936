"""Where one paragraph is the rest of another, and where text between them is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Literal

from newsclf.text.characters import CLOSING

Join = Literal["glue", "paragraph", "gap"]

_FINISHED = re.compile(r"[。!?;…:][”’》」』)\]】\"]*\s*\Z|[”’》」』)\]】]\s*\Z")
_TAIL = 8  # characters: stops, closing marks and blanks at the end of a paragraph
_HARD_STOP = re.compile(r"[。!?…][”’》」』)\]】\"]*\s*\Z")
# The last character alone settles most cases, three times as fast as the patterns.
_ENDS = frozenset("。!?;…:”’》」』)】]")
_STOPS = frozenset("。!?…")
_NUMBERED = re.compile(
    r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:、|\)|\.(?!\d)|是(?=[^,。;:]{2,16}(?:[,。;:]|\Z)))"
    r"|0\d[ .、:]|第[一二三四五六七八九十]{1,3}[,、 条章:]|[①-⑳●■◆▲★□○]|问[:]|答[:]|[【\[]"
)
_NUMBERED_FIRST = frozenset("(一二三四五六七八九十第①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●■◆▲★□○问答【[")


def finished(text: str) -> bool:
    """Tell whether a (folded) paragraph ends where a paragraph can end."""
    last = text[-1:]
    if last in _ENDS:
        return True
    return (last == '"' or last.isspace()) and _FINISHED.search(text[-_TAIL:]) is not None


def stopped(text: str) -> bool:
    """Tell whether a (folded) paragraph ends with a full stop and nothing less."""
    last = text[-1:]
    if last in _STOPS:
        return True
    may = last in _ENDS or last == '"' or last.isspace()
    return may and _HARD_STOP.search(text[-_TAIL:]) is not None


def starts_item(text: str) -> bool:
    """Tell whether a (folded) paragraph begins with a number or mark of its own."""
    first = text[:1]
    return (first in _NUMBERED_FIRST or first.isdecimal()) and _NUMBERED.match(text) is not None


# What no sentence begins with: marks that close or continue.
_NEVER_FIRST = re.compile(
    rf"的(?![士确])|们|了(?![解却])|[,。、;:!?%℃‰{re.escape(CLOSING)}·]|-(?!-)"
)
_NEVER_FIRST_MARKS = frozenset("的们了,。、;:!?%℃‰·-" + CLOSING)
_PAIRS = (("”", "“"), (")", "("), ("》", "《"))
_SENTENCE = 60  # characters; a closing mark behind them says nothing of the beginning
_MARK = re.compile("[,。、;:!?…”》)“《(]")
_HEAD = 14  # characters in which the first mark is looked for
_PLACES = [str(min(place, 10)) for place in range(_HEAD)]
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
OPENING_KINDS = "1234567"  # what the names of features begin with in openings.json
_ZEROS = (0.0,) * len(OPENING_KINDS)
_WEIGHTS = Path(__file__).with_name("openings.json")


def opening_features(text: str) -> tuple[str, ...]:
    """Return what a (folded) paragraph begins with, by place: characters, the first mark.

    `OPENING_KINDS` names the places: the first one, two and three characters, the second, the
    second and third, the third and fourth, the first mark and how far from the beginning it is.
    """
    head = text[:4]
    if not head.isalpha():
        head = "".join(["0" if c.isdigit() else c for c in head])
    mark = _MARK.search(text, 0, _HEAD)
    return (
        head[:1],
        head[:2],
        head[:3],
        head[1:2],
        head[1:3],
        head[2:],
        mark[0] + _PLACES[mark.start()] if mark else "",
    )


@lru_cache(maxsize=1)
def _weights() -> tuple[float, list[dict[str, float]]]:
    """Return the intercept, and the weights of each kind of feature."""
    weights: dict[str, float] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return weights.pop(""), [
        {feature[1:]: weight for feature, weight in weights.items() if feature[0] == kind}
        for kind in OPENING_KINDS
    ]


def opening_score(text: str) -> float:
    """Score how far a (folded) paragraph begins inside a sentence: its beginning was lost.

    Returns:
        Log-odds of a cut at a random place against a beginning, as met in training.
    """
    if text[:1] in _NEVER_FIRST_MARKS and _NEVER_FIRST.match(text):
        return _CERTAIN
    for closing, opening in _PAIRS:
        place = text.find(closing, 0, _SENTENCE)
        if place >= 0 and text.find(opening, 0, place) < 0:
            return _CERTAIN
    if starts_item(text):
        return -_CERTAIN
    intercept, weights = _weights()
    return intercept + sum(map(dict.get, weights, opening_features(text), _ZEROS))


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
    # The chance of a loss is 1 / (1 + odds against it), and those are a factor of the page
    # times a factor of the paragraph.
    against = [CUTS * exp(min(-score, _CERTAIN)) for score in scores]
    share = _LOST / _PARAGRAPHS
    for _ in range(_ROUNDS):
        page = (1.0 - share) / share
        chances = sum([1.0 / (1.0 + page * one) for one in against])
        share = (_LOST + chances) / (_PARAGRAPHS + len(against))
    return [page * one < 1.0 for one in against]
