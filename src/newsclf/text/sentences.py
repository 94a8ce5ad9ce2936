"""Sentences and clauses of a (folded) text, as spans."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Span = tuple[int, int]
Ints = npt.NDArray[np.int64]

# A sentence runs to its end marks and the marks that close around them, or to the line's end.
_SENTENCE = re.compile(r"[^。!?…\n]*(?:[。!?…]+[”’》」』)\]】]*|\n|\Z)")
# A clause ends at a comma, semicolon or colon. (A class first: the search skips to it.)
_CLAUSE_END = re.compile(r"[,;:。!?…][,;:。!?…]*[”’》」』)\]】]*")
_CLOSING = "”’》」』)]】"
_BETWEEN = re.compile(r"[,:](?<=[^\u3400-\u9fff][,:])(?=[^\u3400-\u9fff])")


def sentence_spans(text: str, start: int = 0, stop: int | None = None) -> list[Span]:
    """Return the spans of the sentences of a folded text, surrounding spaces cut off.

    A line feed always ends a sentence. Empty sentences are left out.

    Args:
        text: The text.
        start: Where to begin in it.
        stop: Where to end; its end if None.
    """
    matches = _SENTENCE.finditer(text, start, len(text) if stop is None else stop)
    return [span for match in matches if (span := strip_span(text, match.span()))]


def clause_ends(text: str, starts: Ints, stops: Ints) -> Ints:
    """Return where the clauses of sentences end, ascending; their closing marks belong to them.

    A comma between two digits (1,200), a colon between two digits (9:30) end nothing.

    Args:
        text: The text.
        starts: Where each sentence begins, ascending, shape (sentences,).
        stops: Where it ends, behind its beginning and not behind that of the next.
    """
    found = [match.end() for match in _CLAUSE_END.finditer(text)]
    none = {
        end
        for match in _BETWEEN.finditer(text)
        if text[(end := match.end()) - 2].isdigit() and text[end].isdigit()
    }
    # Marks that close what stood before a sentence end no clause of it.
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        if text[start] in _CLOSING:
            none.add(
                start + next((n for n in range(stop - start) if text[start + n] not in _CLOSING), 0)
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
    """Return a span without spaces at its ends, None where nothing is left."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
