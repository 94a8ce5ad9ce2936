"""Selection of a digest: the best of all lines made of clauses in order.

The score of a clause is its weight times its length. A line consists of runs of clauses: a run ends
with its sentence before the next one begins, and the next begins with its sentence or has its own
subject. (Leaving out clauses in the middle of a sentence gains 0.3 points of ROUGE-L, beginning the
next run anywhere 1.4; people liked such lines less.) The best line is found exactly, by dynamic
programming over clauses and lengths, as in a knapsack (McDonald, R., 2007. A study of global
inference algorithms in multi-document summarization. ECIR, section 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from newsclf.digest.bodies import Bodies, Ints, bodies_of, changes
from newsclf.digest.clauses import Clauses, Sentences, clauses_of, sentences_of
from newsclf.digest.features import clause_features
from newsclf.digest.rules import MAX_CHARS, MIN_CHARS, broken_by, shortest
from newsclf.digest.weights import ClauseWeights, Worth, worth_of
from newsclf.documents import Article, Digest, Span
from newsclf.portions import portions

_PIECE = re.compile(r"\S+(?: \S+)*")
_NEVER = -1e9
_OPEN_ENDS = ",;:、"
_TOGETHER = 60_000  # characters: the arrays of more articles would leave the processor's caches


def best_digests(
    articles: Sequence[Article], learned: ClauseWeights, max_chars: int
) -> list[Digest]:
    """Return a one-line digest of each article's body.

    Args:
        articles: The articles. Each digest is independent of the other articles.
        learned: The learned weights of clauses.
        max_chars: Maximum length of a line, including punctuation but not spaces.

    Returns:
        The lines and their spans in the bodies; an empty digest if no line satisfies the rules.
    """
    found: list[Digest] = []
    for some in portions(articles, lambda article: len(article.body), room=_TOGETHER):
        bodies = bodies_of(some)
        sentences = sentences_of(bodies)
        clauses = clauses_of(bodies, sentences)
        features = clause_features(bodies, sentences, clauses)
        worth = worth_of(learned, features, clauses.fresh, max_chars)
        found += best_lines(bodies, sentences, clauses, worth, max_chars)
    return found


def best_lines(
    bodies: Bodies, sentences: Sentences, clauses: Clauses, worth: Worth, max_chars: int
) -> list[Digest]:
    """Return the best line of each article among those that satisfy the rules.

    Args:
        bodies: The articles.
        sentences: Their sentences.
        clauses: All or some of their clauses.
        worth: The score of lines.
        max_chars: Maximum length of a line.

    """
    firsts = np.searchsorted(clauses.sentence, sentences.firsts)
    lines = _Lines(sentences, clauses, worth, firsts, max_chars)
    found = []
    for number, (start, stop) in enumerate(
        zip(firsts[:-1].tolist(), firsts[1:].tolist(), strict=True)
    ):
        digest = _first_good(bodies, number, clauses, lines.of(start, stop), max_chars)
        if digest is None:
            digest = Digest("", (), _reason(bodies, number, clauses.length[start:stop], max_chars))
        found.append(digest)
    return found


def _first_good(
    bodies: Bodies, number: int, clauses: Clauses, lines: Iterator[list[int]], max_chars: int
) -> Digest | None:
    """Return the first of an article's lines that keeps the rules, None where none does."""
    article, title = (
        bodies.articles[number],
        int(bodies.titles[number]) + len(bodies.articles[number].kicker),
    )
    headline = bodies.text[title : title + len(article.headline)]
    body = bodies.text[bodies.starts[number] : bodies.stops[number]]
    for line in lines:
        spans = _spans(bodies, number, [clauses.pieces(clause) for clause in line])
        text = "".join([body[start:end] for start, end in spans])
        if not broken_by(text, spans, article, body, headline, max_chars):
            return _digest(article, spans)
    return None


def best_sentences(article: Article, learned: ClauseWeights, count: int) -> Digest:
    """Return the best sentences of an article, cleaned up, in order.

    Args:
        article: The article.
        learned: The learned weights of clauses.
        count: Number of sentences.
    """
    bodies = bodies_of([article])
    sentences = sentences_of(bodies)
    clauses = clauses_of(bodies, sentences)
    if not clauses.length.size:
        return Digest("", (), _reason(bodies, 0, clauses.length, MAX_CHARS))
    features = clause_features(bodies, sentences, clauses)
    worth = worth_of(learned, features, clauses.fresh, MAX_CHARS)
    own, lengths = clauses.sentence, clauses.length.astype(np.float64)
    sums = np.bincount(own, weights=worth.each * lengths)
    sizes = np.bincount(own, weights=lengths)
    whole = np.flatnonzero(sizes)
    best = whole[np.argsort(-(sums[whole] / sizes[whole]), kind="stable")][:count]
    kept = np.flatnonzero(np.isin(own, best)).tolist()
    return _digest(article, _spans(bodies, 0, [clauses.pieces(clause) for clause in kept]))


def _reason(bodies: Bodies, number: int, lengths: Ints, max_chars: int) -> str:
    """Return why an article whose clauses have these lengths has no line."""
    if not bodies.articles[number].body.strip():
        return "no body"
    if not lengths.size:
        return "no whole sentence"
    if lengths.sum() < shortest(max_chars):
        return f"shorter than {shortest(max_chars)} characters"
    if lengths.min() > max_chars:
        return f"no clause fits into {max_chars} characters"
    return "no line keeps the rules"


class _Lines:
    """The lines of articles, best first.

    The search goes from clause to clause, in all articles at once: step `n` fills one row for the
    clause `n` of each article that has so many. Those with most clauses come first, so that the
    others drop off at the end.
    """

    def __init__(
        self, sentences: Sentences, clauses: Clauses, worth: Worth, firsts: Ints, room: int
    ) -> None:
        self.room = room
        self.lengths = clauses.length
        count = np.diff(firsts)
        order = np.argsort(-count, kind="stable")
        steps = int(count.max(initial=0))
        # How many articles have a clause `n`, and the rows before theirs.
        self.active = np.searchsorted(-count[order], -np.arange(steps), side="left")
        before = np.cumsum(self.active) - self.active
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        number = np.arange(len(clauses.length)) - np.repeat(firsts[:-1] - firsts[0], count)
        # The row of each clause, and the clause of each row.
        rank = np.repeat(rank, count)
        self.row = before[number] + rank
        clause = np.empty_like(self.row)
        clause[self.row] = np.arange(len(clause))
        self.values = np.empty((len(clause), room + 1))
        self.before = np.empty((len(clause), room + 1), dtype=np.int32)
        self._fill(_Moves(sentences, clauses, worth, clause, rank, room), room)
        self.values[:, : shortest(room)] = _NEVER
        self.values[~clauses.ends[clause]] = _NEVER
        self.values += (worth.closed * clauses.closes[clause])[:, None]
        # A scanty line is taken only where nothing else is to be had.
        self.scanty = min(MIN_CHARS, room // 2)
        self.best = self.values[:, self.scanty :].argmax(axis=1) + self.scanty
        self.most = self.values[np.arange(len(clause)), self.best]

    def _fill(self, moves: _Moves, room: int) -> None:
        width, cells = int(self.active[0]) if self.active.size else 0, 2 * room + 2
        # The best by length of the sentences before this one, and of the clause before. Left of
        # each row stand as many cells that no line reaches: what a clause moves in.
        state = np.full((2, width, cells), _NEVER)
        earlier, last = state
        ends = np.full((width, cells), -1, dtype=np.int32)  # the clause that `earlier` ends with
        right = slice(room + 1, None)
        columns = np.arange(room + 1, cells) + np.arange(width)[:, None] * cells
        both = np.array([0, width * cells])[:, None, None]
        bounds = [0, *np.cumsum(self.active).tolist()]
        learns = np.searchsorted(moves.learns, bounds).tolist()
        forgets = np.searchsorted(moves.forgets, bounds).tolist()
        for step, (row, stop) in enumerate(zip(bounds[:-1], bounds[1:], strict=True)):
            size, now = stop - row, slice(row, stop)
            if learns[step] < learns[step + 1]:
                behind = moves.learns[learns[step] : learns[step + 1]]
                places = behind - row
                old, new = earlier[places], last[places]
                better = new > old
                earlier[places] = np.where(better, new, old)
                ends[places] = np.where(better, moves.clause[behind] - 1, ends[places])
            if forgets[step] < forgets[step + 1]:
                earlier[moves.forgets[forgets[step] : forgets[step + 1]] - row] = _NEVER
            at = columns[:size] - moves.length[now]
            found = state.take(at + both)
            found += moves.gains[:, now]
            values, joined = found
            origin = ends.take(at)
            begin, own = moves.begin[now], moves.own[now]
            begins = values.take(own) <= begin
            own = own[begins]
            values.put(own, begin[begins])
            origin.put(own, -1)
            np.copyto(origin, moves.clause[now] - 1, where=joined > values)
            np.maximum(values, joined, out=self.values[now])
            self.before[now] = origin
            last[:size, right] = self.values[now]

    def of(self, start: int, stop: int) -> Iterator[list[int]]:
        """Yield the lines of the clauses of an article as their numbers, best first."""
        if start == stop:
            return
        rows = self.row[start:stop]
        first = int(self.most[rows].argmax())
        if self.most[rows[first]] > _NEVER / 2:
            yield self._line(start + first, int(self.best[rows[first]]))
        values = self.values[rows]
        ends, lengths = np.nonzero(values > _NEVER / 2)
        scanty = lengths < self.scanty
        order = np.lexsort((-values[ends, lengths], scanty))
        if order.size and not scanty[order[0]]:
            order = order[1:]  # the one above
        for place in order.tolist():
            yield self._line(start + int(ends[place]), int(lengths[place]))

    def _line(self, clause: int, length: int) -> list[int]:
        chosen = []
        while clause >= 0:
            chosen.append(clause)
            clause, length = (
                int(self.before[self.row[clause], length]),
                length - int(self.lengths[clause]),
            )
        return chosen[::-1]


class _Moves:
    """What it is worth to go on with each clause, row by row; see `_Lines`.

    Attributes:
        clause: Number of the clause, shape (rows, 1).
        length: Its characters; one more than the room where it does not fit; shape (rows, 1).
        own: The cell of a line of it alone in the table of its step.
        begin: The worth of a line that begins with it.
        gains: What it adds behind a sentence before its own, and behind the clause before it;
            shape (2, rows, 1).
        learns: The rows whose clause stands behind the end of another sentence.
        forgets: The rows whose clause is parted by lost text from what stands before it.
    """

    def __init__(
        self,
        sentences: Sentences,
        clauses: Clauses,
        worth: Worth,
        clause: Ints,
        rank: Ints,
        room: int,
    ) -> None:
        same = ~changes(clauses.sentence)
        other = changes(sentences.article[clauses.sentence])
        parted = changes(sentences.stretch[clauses.sentence]) & ~other
        closed = np.zeros(len(clause), dtype=np.bool_)
        closed[1:] = (clauses.ends & clauses.closes)[:-1]
        fits = clauses.length <= room
        gain = worth.each * clauses.length
        self.clause = clause.astype(np.int32)[:, None]
        self.length = np.minimum(clauses.length, room + 1)[clause, None]
        self.own = rank[clause] * (room + 1) + np.minimum(clauses.length, room)[clause]
        self.begin = np.where(fits & ~clauses.leans, gain + worth.starts, 2 * _NEVER)[clause]
        skip = np.where(clauses.fresh & ~clauses.leans, gain - worth.skipped, _NEVER)
        join = np.where(same, gain + worth.joined, _NEVER)
        self.gains = np.stack((skip, join))[:, clause, None]
        self.learns = np.flatnonzero((closed & ~same & ~other)[clause])
        self.forgets = np.flatnonzero((parted & ~same)[clause])


def _spans(bodies: Bodies, number: int, pieces: Sequence[tuple[Span, ...]]) -> list[Span]:
    """Return the spans of a line in the body of its article, without a comma at its end."""
    body = int(bodies.starts[number])
    spans: list[Span] = []
    for left, right in (span for some in pieces for span in some):
        if spans and spans[-1][1] == left - body:
            spans[-1] = (spans[-1][0], right - body)
        else:
            spans.append((left - body, right - body))
    start, end = spans[-1]
    while end > start + 1 and bodies.text[body + end - 1] in _OPEN_ENDS:
        end -= 1
    spans[-1] = (start, end)
    # Runs of blanks are left out, too.
    text = bodies.articles[number].body
    return [
        (start + match.start(), start + match.end())
        for start, end in spans
        for match in _PIECE.finditer(text[start:end])
    ]


def _digest(article: Article, spans: Sequence[Span]) -> Digest:
    text = "".join([article.body[start:end] for start, end in spans])
    return Digest(text, tuple(spans))
