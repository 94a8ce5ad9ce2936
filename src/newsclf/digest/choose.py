"""The choice of a digest: the line of whole clauses that ranks highest and keeps every rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsclf.digest.clauses import Sentence, folded_body, sentences_of
from newsclf.digest.graph import sentence_ranks
from newsclf.documents import Article, Digest, Span
from newsclf.text.characters import balanced, count_characters, fold

MIN_CHARS = 20  # punctuation counted, spaces not
MAX_CHARS = 80
# Weights of what makes a line good, beside its sentence's rank of at most 1. Set by hand on the
# corpus; re-measure with `benchmarks/pages.py` when they change.
LEAD = 0.6  # news tells the main thing first: the first sentence gains this, later ones less
HEADLINE = 0.6  # for a line that has all of the headline's character pairs
FIGURE = 0.1  # for a result in figures
WHOLE = 0.25  # for a whole sentence
BEGINNING = 0.25  # for a line that begins where its sentence begins
LENGTH = 0.3  # for a line that uses all of the room
QUOTED = -0.6  # somebody's words
AHEAD = -0.4  # plans
_DIGIT = re.compile(r"\d")
_WORD = re.compile("[0-9A-Za-z\u3400-\u9fff]")


def digest_of(article: Article, *, max_chars: int = MAX_CHARS) -> Digest:
    """Return one line out of an article's body.

    Args:
        article: The article.
        max_chars: The most characters of the line, punctuation counted, spaces not.

    Returns:
        The line and its spans in the body; an empty digest where no line keeps the rules.
    """
    text = folded_body(article)
    sentences = sentences_of(article, text)
    ranks = sentence_ranks(text, [sentence.span for sentence in sentences])
    title = fold(article.kicker + article.headline + article.deck)
    title_pairs = _pairs(title)
    bare_title = _bare(title)
    best: tuple[float, Span] | None = None
    for index, sentence in enumerate(sentences):
        base = float(ranks[index]) + LEAD / (1 + index)
        base += (QUOTED if sentence.quoted else 0.0) + (AHEAD if sentence.ahead else 0.0)
        if best and base + HEADLINE + FIGURE + WHOLE + BEGINNING + LENGTH <= best[0]:
            continue
        for span in _lines(text, sentence, max_chars):
            line = text[span[0] : span[1]]
            pairs = _pairs(line)
            if _bare(line) in bare_title or pairs <= title_pairs:
                continue
            score = base + _merit(line, span, sentence, pairs, title_pairs, max_chars)
            if best is None or score > best[0]:
                best = (score, span)
    if best is None:
        return Digest("", ())
    return _cleaned(article.body, best[1])


def best_line(article: Article, text: str, sentence: Sentence, max_chars: int) -> Digest:
    """Return the line of one sentence that keeps the rules and says most."""
    title = fold(article.kicker + article.headline + article.deck)
    pairs_of_title, bare_title = _pairs(title), _bare(title)
    lines = [
        span
        for span in _lines(text, sentence, max_chars)
        if _bare(text[slice(*span)]) not in bare_title
        and not _pairs(text[slice(*span)]) <= pairs_of_title
    ]
    if not lines:
        return Digest("", ())
    return _cleaned(article.body, max(lines, key=lambda span: (span[0] == lines[0][0], span[1])))


def _lines(text: str, sentence: Sentence, max_chars: int) -> Iterator[Span]:
    """Return the runs of whole clauses of a sentence that fit."""
    for start in sentence.starts:
        for end in sentence.ends:
            if end - start < MIN_CHARS:
                continue
            line = text[start:end]
            length = count_characters(line)
            if length > max_chars and end - start > max_chars * 2:
                break
            if MIN_CHARS <= length <= max_chars and "\n" not in line and balanced(line):
                yield (start, end)


def _merit(
    line: str,
    span: Span,
    sentence: Sentence,
    pairs: frozenset[str],
    title_pairs: frozenset[str],
    max_chars: int,
) -> float:
    score = LENGTH * min(1.0, len(line) / max_chars)
    if title_pairs:
        score += HEADLINE * len(pairs & title_pairs) / len(title_pairs)
    if _DIGIT.search(line):
        score += FIGURE
    if span[1] == sentence.span[1]:
        score += WHOLE
    if span[0] == sentence.starts[0]:
        score += BEGINNING
    return score


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, zip(text, text[1:], strict=False)))


def _bare(text: str) -> str:
    return "".join(_WORD.findall(text))


def _cleaned(body: str, span: Span) -> Digest:
    """Cut a line out of a body; runs of blanks inside it are left out, each piece is a span."""
    pieces = [
        (span[0] + match.start(), span[0] + match.end())
        for match in re.finditer(r"\S+(?: \S+)*", body[span[0] : span[1]])
    ]
    return Digest("".join(body[a:b] for a, b in pieces), tuple(pieces))
