"""The machine-checkable rules for digests; `labels/README.md` states them for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from newsclf.digest.clauses import byline_inside, has_opener, inside_any, leans
from newsclf.documents import Article, Digest, Span
from newsclf.text.characters import CLOSING, balanced, count_characters, fold
from newsclf.text.phrases import REPORTERS

MIN_CHARS = 20  # punctuation counted, spaces not; a third of the room where that is less
MAX_CHARS = 80
LEAST_ROOM = 16  # a line of fewer characters says nothing
_BOUNDARY = "。!?…;,:、—\n \t"
_CLOSED = "。!?…"
_BYLINE = re.compile(
    rf"(?:本报|本网|中工网|新华社)\S{{0,14}}(?:讯|电)[\s(:]|[(□■]?\s?(?:本报|本网)?\s?(?:{REPORTERS})\s|.{{2,20}}(?:摄|摄影报道)\Z"
)
_JOINTS = (",", "")


def shortest(max_chars: int) -> int:
    """Return the minimum length of a digest for a maximum length."""
    return min(MIN_CHARS, max_chars // 3)


def broken_rules(digest: Digest, article: Article, *, max_chars: int = MAX_CHARS) -> list[str]:
    """Return the rules that a digest breaks, as short names; empty for a valid digest."""
    text, body = fold(digest.text), fold(article.body)
    return broken_by(text, digest.spans, article, body, fold(article.headline), max_chars)


def broken_by(
    text: str, spans: Sequence[Span], article: Article, body: str, headline: str, max_chars: int
) -> list[str]:
    """Return the rules that a line breaks; line, body and headline are folded."""
    broken: list[str] = []
    length = count_characters(text)
    if not text:
        return ["empty"]
    if not spans:
        return ["spans"]
    if not shortest(max_chars) <= length <= max_chars:
        broken.append("length")
    if len(text.splitlines()) != 1:
        broken.append("one line")
    broken += _spans(text, spans, article.gaps, body)
    if (
        _BYLINE.match(text)
        or byline_inside(text)
        or has_opener(text)
        or inside_any((spans[0][0], spans[-1][1]), article.bylines)
    ):
        broken.append("byline or opener")
    if leans(text):
        broken.append("leans on another sentence")
    if not balanced(text):
        broken.append("quotation or bracket")
    if _says_again(text, headline):
        broken.append("headline again")
    return broken


def _says_again(text: str, headline: str) -> bool:
    """Tell whether a line has no pair of characters that the headline lacks."""
    title = "".join(filter(str.isalnum, headline))
    bare = filter(str.isalnum, text)
    # The first pair tells of nearly every line.
    start = "".join(islice(bare, 2))
    if len(start) == 2 and start not in title:
        return False
    line = start + "".join(bare)
    return set(zip(line, line[1:], strict=False)) <= set(zip(title, title[1:], strict=False))


def _spans(text: str, spans: Sequence[Span], gaps: Sequence[int], body: str) -> list[str]:
    """Check that the text is taken from the body: in order, from one side of every gap, whole."""
    pieces = [body[start:end] for start, end in spans]
    ascending = all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    if not spans or not ascending or not all(0 <= a < b <= len(body) for a, b in spans):
        return ["spans"]
    broken: list[str] = []
    if not any(joint.join(pieces) == text for joint in _JOINTS):
        broken.append("words of the body")
    first, last = spans[0][0], spans[-1][1]
    if any(first < gap < last for gap in gaps):
        broken.append("joins lost text")
    before = max((gap for gap in gaps if gap <= first), default=None)
    if before is not None and not any(mark in body[before:first] for mark in _CLOSED + "\n"):
        broken.append("half a sentence")
    # A quotation that ends the line may hold the full stop: “……。”
    inner = last
    while inner > first and body[inner - 1] in CLOSING:
        inner -= 1
    ends = {text.rstrip(CLOSING)[-1:], body[inner - 1]}
    if last < len(body) and not ends & set(_CLOSED) and body[last] not in _BOUNDARY:
        broken.append("whole clause at the end")
    return broken
