"""The choice of a digest: the line of whole clauses that ranks highest and keeps every rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from newsclf.digest.clauses import Sentence, folded_body, line_bounds, sentences_of
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
WHOLE = 0.25  # for all of a sentence from its first beginning on
BEGINNING = 0.25  # for a line that begins at the first beginning of its sentence
LENGTH = 0.3  # for a line that uses all of the room
QUOTED = -0.6  # somebody's words
AHEAD = -0.4  # plans
BLANKS = 2  # a line has at most as many blanks, which do not count, as characters
_DIGIT = re.compile(r"\d")
_WORD = re.compile("[0-9A-Za-z\u3400-\u9fff]+")
_PIECE = re.compile(r"\S+(?: \S+)*")


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
    title = _Title(article)
    ranks = sentence_ranks(text, [sentence.span for sentence in sentences]).tolist()
    promises: list[tuple[float, int, float]] = []
    for index, sentence in enumerate(sentences):
        base = ranks[index] + LEAD / (1 + index)
        base += (QUOTED if sentence.quoted else 0.0) + (AHEAD if sentence.ahead else 0.0)
        promise = base + _promise(text[sentence.span[0] : sentence.span[1]], title, max_chars)
        promises.append((-promise, index, base))
    best: tuple[float, Span] | None = None
    for promise, index, base in sorted(promises):
        if best and -promise <= best[0]:
            break  # no sentence behind this one can give a better line
        for score, span in _lines(text, sentences[index], title, max_chars):
            if best is None or base + score > best[0]:
                best = (base + score, span)
    return _cleaned(article.body, best[1]) if best else Digest("", ())


def _promise(sentence: str, title: _Title, max_chars: int) -> float:
    """Return the most that a line out of a sentence can be worth."""
    promise = WHOLE + BEGINNING + title.shared(sentence)
    promise += FIGURE if _DIGIT.search(sentence) else 0.0
    return promise + LENGTH * min(1.0, len(sentence) / max_chars)


def best_line(article: Article, text: str, sentence: Sentence, max_chars: int) -> Digest:
    """Return the line of one sentence that keeps the rules and says most."""
    lines = list(_lines(text, sentence, _Title(article), max_chars))
    if not lines:
        return Digest("", ())
    return _cleaned(article.body, max(lines, key=lambda line: (line[0], -line[1][0]))[1])


class _Title:
    """The title lines of an article, as what a digest must add to."""

    def __init__(self, article: Article) -> None:
        text = "".join(_WORD.findall(fold(article.kicker + article.headline + article.deck)))
        self.pairs = frozenset(map(str.__add__, text, text[1:]))

    def shared(self, line: str) -> float:
        """Return the worth of the character pairs that a line shares with the title."""
        if not self.pairs:
            return 0.0
        return HEADLINE * sum(pair in line for pair in self.pairs) / len(self.pairs)

    def tells(self, line: str) -> bool:
        """Tell whether the title says all that a line says."""
        pairs = map(str.__add__, line, line[1:])
        return all(pair in self.pairs or not pair.isalnum() for pair in pairs)


def _lines(
    text: str, sentence: Sentence, title: _Title, max_chars: int
) -> Iterator[tuple[float, Span]]:
    """Yield the longest run of whole clauses from each beginning that keeps the rules.

    With each comes its worth. Nothing that makes a line worth more is lost by a clause more, so
    of the lines with one beginning the longest is the best.
    """
    starts, ends = line_bounds(text, sentence.span)
    for start in starts:
        near = bisect_right(ends, start + BLANKS * max_chars)
        for end in reversed(ends[bisect_right(ends, start) : near]):
            if end - start < MIN_CHARS:
                break
            line = text[start:end]
            length = count_characters(line)
            if not MIN_CHARS <= length <= max_chars or "\n" in line:
                continue
            if not balanced(line) or title.tells(line):
                continue
            score = LENGTH * length / max_chars + title.shared(line)
            score += FIGURE if _DIGIT.search(line) else 0.0
            score += WHOLE if end == sentence.span[1] and start == starts[0] else 0.0
            score += BEGINNING if start == starts[0] else 0.0
            yield score, (start, end)
            if end == ends[-1]:
                return  # what begins later is a part of this line
            break


def _cleaned(body: str, span: Span) -> Digest:
    """Cut a line out of a body; runs of blanks inside it are left out, each piece is a span."""
    pieces = [
        (span[0] + match.start(), span[0] + match.end())
        for match in _PIECE.finditer(body[span[0] : span[1]])
    ]
    return Digest("".join(body[a:b] for a, b in pieces), tuple(pieces))
