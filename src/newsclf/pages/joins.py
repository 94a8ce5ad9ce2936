"""Where one paragraph continues another, and where text between them was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp
from typing import Literal

from newsclf.text.characters import CLOSES, CLOSING

Join = Literal["glue", "paragraph", "gap"]

_CLOSES = f'[{re.escape(CLOSING)}"]*\\s*\\Z'
_FINISHED = re.compile(rf"[。!?;…:]{_CLOSES}|{CLOSES}\s*\Z")
_TAIL = 8  # characters: stops, closing marks and blanks at the end of a paragraph
_HARD_STOP = re.compile(rf"[。!?…]{_CLOSES}")
# The last character alone settles most cases, three times as fast as the patterns.
_ENDS = frozenset(f"。!?;…:{CLOSING}")
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
    """Tell whether a (folded) paragraph ends with a full stop."""
    last = text[-1:]
    if last in _STOPS:
        return True
    may = last in _ENDS or last == '"' or last.isspace()
    return may and _HARD_STOP.search(text[-_TAIL:]) is not None


def starts_item(text: str) -> bool:
    """Tell whether a (folded) paragraph begins with a number or mark of its own."""
    first = text[:1]
    return (first in _NUMBERED_FIRST or first.isdecimal()) and _NUMBERED.match(text) is not None


CERTAIN = 99.0  # the score of what is known without a doubt
# From this score on a paragraph begins inside a sentence, whatever the page is like: 2 % of the
# real beginnings of the corpus score more, and 43 % of cuts at random places.
# `newsclf.training.openings` measures it.
INSIDE = 2.5
CUTS = 2  # cuts for each beginning in training, which the score has in it as prior odds
# How often text is lost in a page, before the page is seen: 0.6 of 4 paragraphs, as a Beta prior.
_LOST, _PARAGRAPHS = 0.6, 4.0
_ROUNDS = 8  # of expectation and maximization; the share of losses settles in four or five
TOPIC = 14  # characters; a first sentence up to this length may name the topic of its paragraph


def names_topic(text: str) -> bool:
    """Tell whether a (folded) paragraph begins with just its topic (统一标准。)."""
    return 0 < text.find("。") <= TOPIC


def lost_before(scores: Sequence[float]) -> list[bool]:
    """Tell before which paragraphs of a page text was lost.

    Some copies lost the middle of most articles, most lost nothing. The share of losses is a
    property of the page, estimated from all its paragraphs by expectation-maximization (Dempster,
    Laird, Rubin, 1977, Journal of the Royal Statistical Society B 39(1), 1-38).

    Args:
        scores: The `Openings.score` of each paragraph that follows a finished one.

    Returns:
        True where text was more likely lost than not.
    """
    # The chance of a loss is 1 / (1 + odds against it), and those are a factor of the page
    # times a factor of the paragraph.
    against = [CUTS * exp(min(-score, CERTAIN)) for score in scores]
    share = _LOST / _PARAGRAPHS
    for _ in range(_ROUNDS):
        page = (1.0 - share) / share
        chances = sum([1.0 / (1.0 + page * one) for one in against])
        share = (_LOST + chances) / (_PARAGRAPHS + len(against))
    return [page * one < 1.0 for one in against]
