"""Sentences and clauses of a (folded) text, as spans."""

from __future__ import annotations

import re

Span = tuple[int, int]

# A sentence runs to its end marks and the marks that close around them, or to the line's end.
_SENTENCE = re.compile(r"[^。!?…\n]*(?:[。!?…]+[”’》」』)\]】]*|\n|\Z)")
# A clause ends at a comma, semicolon or colon. (A class first: the search skips to it.)
_CLAUSE_END = re.compile(r"[,;:。!?…][,;:。!?…]*[”’》」』)\]】]*")


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


def clause_ends(text: str, sentence: Span) -> list[int]:
    """Return where the clauses of one sentence end; their closing marks belong to them.

    A comma between two digits (1,200), a colon between two digits (9:30) end nothing.
    """
    start, stop = sentence
    ends: list[int] = []
    for match in _CLAUSE_END.finditer(text, start, stop):
        end = match.end()
        if end == stop or not (
            text[end].isdigit() and text[end - 1] in ",:" and text[end - 2 : end - 1].isdigit()
        ):
            ends.append(end)
    if start < stop and (not ends or ends[-1] < stop):
        ends.append(stop)
    return ends


def clause_spans(text: str, sentence: Span) -> list[Span]:
    """Return the spans of the clauses of one sentence."""
    ends = clause_ends(text, sentence)
    return list(zip([sentence[0], *ends], ends, strict=False))


def strip_span(text: str, span: Span) -> Span | None:
    """Return a span without spaces at its ends, None where nothing is left."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
