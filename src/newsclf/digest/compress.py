"""Dispensable parts of a clause: members of lists, places, remarks in brackets.

Spans are offsets into a text folded to half width, in which `SEPARATOR` may separate articles. A
negation, a number with its unit, or a subject is never cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from newsclf.digest.bodies import SEPARATOR
from newsclf.documents import Span
from newsclf.text.characters import HAN, balanced

_LONGEST_LIST = 200  # characters, so that a text of lists alone costs no more than others
_LONGEST_MEMBER = 24
# Only a list that 等 closes shows where its last member ends.
_CLOSES_LIST = re.compile("等(?![奖级额待于到次距同候])")
_PARTS_LISTS = re.compile(f"[,。;:!?…()\\n{SEPARATOR}]")
_REMARK = re.compile(rf"\([^()\n{SEPARATOR}]{{0,40}}[{HAN}][^()\n{SEPARATOR}]{{0,40}}\)")
# What is quoted, and titles, stay as they are.
_QUOTED = re.compile(
    f"“[^”{SEPARATOR}]{{0,200}}”|《[^》{SEPARATOR}]{{0,200}}》|「[^」{SEPARATOR}]{{0,200}}」"
)
# Where an event took place, between its subject and 举行 and the like. 在 comes first: so the
# search skips to it, and costs a third.
_PLACE = re.compile(
    f"在(?<=[^,。;:、{SEPARATOR}]在)[^,。;:、在了{SEPARATOR}]{{2,18}}?"
    "(?:隆重|正式|顺利|成功|圆满)?"
    "(?=(?:举行|举办|启动|开幕|闭幕|开班|落幕|揭牌|开赛|召开|成立|启用|结业|收官|开展|拉开))"
)
# A day, or an adverb that says nothing, at the beginning of a clause.
_BEGINNING = re.compile(
    rf"[,;。\n{SEPARATOR}]("
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:至\d{1,2}日)?"
    r"(?:清晨|早上|上午|中午|下午|傍晚|晚上?)?"
    rf"(?=[{HAN}]{{6}})"
    r"|(?:当场|现场|同时|随后|最后|此外|另外|目前|如今|据了解|据悉|其间|期间|一天里|当天|当日)"
    rf"(?=[^,。;:的、{SEPARATOR}]{{4}}))"
)


def cuts_of(text: str) -> list[Span]:
    """Return the dispensable parts of a text, ascending; they may overlap.

    Args:
        text: The text, with `SEPARATOR` before it and between articles.
    """
    found = [match.span() for pattern in (_REMARK, _PLACE) for match in pattern.finditer(text)]
    found += [match.span(1) for match in _BEGINNING.finditer(text)]
    found += [cut for m in _CLOSES_LIST.finditer(text) if (cut := _members(text, m.start()))]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    return sorted(cut for cut in found if not _inside(cut, quoted))


def _members(text: str, end: int) -> Span | None:
    """Return the third and the later members of the list that ends at an offset."""
    tail = _PARTS_LISTS.split(text[max(0, end - _LONGEST_LIST) : end])[-1]
    parts = tail.split("、")
    members = parts[2:]
    if not members or max(map(len, parts[1:])) > _LONGEST_MEMBER:
        return None
    cut = "、".join(members)
    return (end - len(cut) - 1, end) if balanced(cut) else None


def _inside(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span lies inside one of others, which are ascending and apart."""
    place = bisect_right(others, (span[0], span[1])) - 1
    return place >= 0 and others[place][0] < span[0] and span[1] < others[place][1]


def kept_of(span: Span, cuts: Sequence[Span]) -> list[Span]:
    """Return what is left of a span after all cuts, ascending.

    Args:
        span: The span.
        cuts: The cuts found by `cuts_of` in the text.
    """
    kept: list[Span] = []
    position = span[0]
    for number in range(bisect_left(cuts, (span[0], 0)), bisect_left(cuts, (span[1], 0))):
        start, end = cuts[number]
        if start > position:
            kept.append((position, start))
        position = max(position, end)
    if position < span[1]:
        kept.append((position, span[1]))
    return kept
