"""The engines that choose a digest: TextRank, the lead baseline, or snownlp's summarizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from newsclf.digest.bodies import Bodies, bodies_of
from newsclf.digest.choose import best_digests, best_lines, best_sentences
from newsclf.digest.clauses import clauses_of, sentences_of
from newsclf.digest.rules import LEAST_ROOM, MAX_CHARS
from newsclf.digest.weights import ClauseWeights, Worth
from newsclf.documents import Article, Digest
from newsclf.errors import DependencyError

MAX_ROOM = 1000  # characters
MAX_SENTENCES = 100

# Articles, what is known of the clauses that editors keep, the room of a line -> a line of each.
Engine = Callable[[Sequence[Article], ClauseWeights, int], list[Digest]]


@dataclass(frozen=True, slots=True)
class Digester:
    """Write digests of articles.

    Attributes:
        weights: The learned weights of clauses.
        engine: The method that chooses the digest: a key of `ENGINES`.
        max_chars: Maximum length of a digest, including punctuation but not spaces.
        sentences: Number of whole sentences instead of one line; `textrank` only.

    Raises:
        ValueError: An option is invalid.
    """

    weights: ClauseWeights
    engine: str = "textrank"
    max_chars: int = MAX_CHARS
    sentences: int | None = None

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ValueError(f"engine must be one of {', '.join(ENGINES)}, not {self.engine!r}")
        if not LEAST_ROOM <= self.max_chars <= MAX_ROOM:
            raise ValueError(f"max_chars must be a number from {LEAST_ROOM} to {MAX_ROOM}")
        if self.sentences is not None and self.engine != "textrank":
            raise ValueError("sentences needs the engine textrank")

    def digest_of(self, article: Article) -> Digest:
        """Return the digest of one article, as `digests_of` does."""
        return self.digests_of([article])[0]

    def digests_of(self, articles: Sequence[Article]) -> list[Digest]:
        """Return the digest of each article, independent of the other articles.

        Raises:
            DependencyError: snownlp is not installed.
        """
        if self.sentences is not None:
            return [best_sentences(one, self.weights, self.sentences) for one in articles]
        return ENGINES[self.engine](articles, self.weights, self.max_chars)


def first_lines(articles: Sequence[Article], _: ClauseWeights, max_chars: int) -> list[Digest]:
    """Return the first line of each article that satisfies the rules."""
    return [_first_line(article, max_chars, _as_they_stand) for article in articles]


def snownlp_lines(articles: Sequence[Article], _: ClauseWeights, max_chars: int) -> list[Digest]:
    """Return a line from the sentence that snownlp's TextRank ranks first in each article."""
    return [_first_line(article, max_chars, _snownlp_order) for article in articles]


# An engine is one function; the commands and the API offer what stands here.
ENGINES: dict[str, Engine] = {
    "textrank": best_digests,
    "snownlp": snownlp_lines,
    "lead": first_lines,
}


def _first_line(
    article: Article, max_chars: int, order_of: Callable[[Bodies, list[tuple[int, int]]], list[int]]
) -> Digest:
    """Return a line of the first sentence, in some order, that has one which keeps the rules."""
    bodies = bodies_of([article])
    sentences = sentences_of(bodies)
    clauses = clauses_of(bodies, sentences)
    digest = Digest("", (), "no whole sentence")
    spans = list(zip(sentences.starts.tolist(), sentences.stops.tolist(), strict=True))
    for number in order_of(bodies, spans):
        own = clauses.of_sentence(number)
        if not own.length.size:
            continue
        worth = as_it_stands(own.length.size)
        (digest,) = best_lines(bodies, sentences, own, worth, max_chars)
        if digest.text:
            return digest
    return digest


def as_it_stands(clauses: int) -> Worth:
    """Return scores by which a line is as much of a sentence as fits, from its beginning."""
    # Earlier clauses are worth a trace more.
    each = 1.0 - np.arange(clauses, dtype=np.float64) * 1e-3
    return Worth(each, np.zeros(clauses), joined=0.0, skipped=1e6, closed=0.0)


def _as_they_stand(_: Bodies, spans: list[tuple[int, int]]) -> list[int]:
    return list(range(len(spans)))


def _snownlp_order(bodies: Bodies, spans: list[tuple[int, int]]) -> list[int]:
    """Return the numbers of sentences by the best of their pieces that snownlp ranks."""
    try:
        from snownlp import SnowNLP  # takes seconds to import
    except ImportError:
        raise DependencyError("snownlp is not installed: pip install snownlp") from None
    text = bodies.text[bodies.starts[0] : bodies.stops[0]]
    pieces: list[str] = SnowNLP(text).summary(len(spans)) if text.strip() else []

    def rank(number: int) -> int:
        sentence = bodies.text[slice(*spans[number])]
        return next((rank for rank, piece in enumerate(pieces) if piece in sentence), len(pieces))

    return sorted(range(len(spans)), key=rank)
