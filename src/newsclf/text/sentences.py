"""Spans of the sentences and clauses of a (folded) text."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from newsclf.text.characters import CLOSES, CLOSING, HAN, Codes

Span = tuple[int, int]
Ints = npt.NDArray[np.int64]

# A sentence runs to its end marks and the marks that close around them, or to the line's end.
_SENTENCE = re.compile(rf"[^。!?…\n]*(?:[。!?…]+{CLOSES}*|\n|\Z)")
# A clause ends at a comma, semicolon or colon. (A class first: the search skips to it.)
_CLAUSE_END = re.compile(rf"[,;:。!?…][,;:。!?…]*{CLOSES}*")
_BETWEEN = re.compile(rf"[,:](?<=[^{HAN}][,:])(?=[^{HAN}])")

# What `str.isspace` calls a blank.
_BLANKS = (
    "\t\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_END, _CLOSE, _LINE_FEED, _BLANK = 1, 2, 3, 4  # what characters are to a sentence


def _kinds_of_characters() -> npt.NDArray[np.int8]:
    """Return what the characters 0 to 0xFFFF are to a sentence; 0 for most."""
    kinds = np.zeros(0x10000, dtype=np.int8)
    kinds[[ord(blank) for blank in _BLANKS]] = _BLANK
    kinds[[ord(mark) for mark in "。!?…"]] = _END
    kinds[[ord(mark) for mark in CLOSING]] = _CLOSE
    kinds[ord("\n")] = _LINE_FEED
    return kinds


_KINDS = _kinds_of_characters()


def sentence_numbers(codes: Codes) -> npt.NDArray[np.int64]:
    """Number the sentences of a folded text found by `sentence_spans`.

    Args:
        codes: The code points of the text, shape (characters,).

    Returns:
        For each character the number of its sentence, -1 for spaces, shape (characters,). Numbers
        ascend, with gaps.
    """
    kinds = _KINDS.take(codes, mode="clip")
    # Marks that close belong to the sentence where an end mark stands before the first of them.
    closing = np.flatnonzero(kinds == _CLOSE)
    first = np.ones(closing.size, dtype=np.bool_)
    first[1:] = closing[1:] != closing[:-1] + 1
    follows = (kinds.take(closing - 1, mode="clip") == _END) & (closing > 0)
    runs = np.cumsum(first) - 1
    tail = np.zeros(codes.size + 1, dtype=np.bool_)
    tail[closing] = follows[first][runs]
    end = np.zeros(codes.size + 1, dtype=np.bool_)
    end[:-1] = kinds == _END
    # A sentence ends behind its last end mark or closing mark, and at each line feed.
    ends = (end | tail)[:-1] & ~tail[1:] & ~(end[:-1] & end[1:])
    ends |= kinds == _LINE_FEED
    numbers: npt.NDArray[np.int64] = np.cumsum(ends) - ends
    numbers[kinds >= _LINE_FEED] = -1
    return numbers


def sentence_spans(text: str, start: int = 0, stop: int | None = None) -> list[Span]:
    """Return the spans of the sentences of a folded text, surrounding spaces stripped.

    A line feed always ends a sentence. Empty sentences are left out.

    Args:
        text: The text.
        start: Where to begin.
        stop: Where to end; None for the end of the text.
    """
    matches = _SENTENCE.finditer(text, start, len(text) if stop is None else stop)
    return [span for match in matches if (span := strip_span(text, match.span()))]


def clause_ends(text: str, starts: Ints, stops: Ints) -> Ints:
    """Return where the clauses of sentences end, ascending; their closing marks belong to them.

    A comma (1,200) or colon (9:30) between two digits ends no clause.

    Args:
        text: The text.
        starts: Where each sentence begins, ascending, shape (sentences,).
        stops: Where it ends: after its beginning, and not after that of the next.
    """
    found = [match.end() for match in _CLAUSE_END.finditer(text)]
    none = {
        end
        for match in _BETWEEN.finditer(text)
        if text[(end := match.end()) - 2].isdigit() and text[end].isdigit()
    }
    # Marks that close what stood before a sentence end no clause of it.
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        if text[start] in CLOSING:
            none.add(
                start + next((n for n in range(stop - start) if text[start + n] not in CLOSING), 0)
            )
    ends = np.array([end for end in found if end not in none] if none else found, dtype=np.int64)
    ends = np.sort(np.concatenate((stops, ends)))
    if not len(starts):
        return ends[:0]
    ends = ends[np.append(ends[1:] > ends[:-1], True)]
    own = np.searchsorted(starts, ends - 1, side="right") - 1
    inside: Ints = ends[(own >= 0) & (ends <= stops[own])]
    return inside


def strip_span(text: str, span: Span) -> Span | None:
    """Return a span without spaces at its ends, None if nothing is left."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
