"""What can choose a digest: TextRank, the first line, or snownlp's summarizer."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from newsclf.digest.bodies import bodies_of
from newsclf.digest.choose import best_lines, digest_of
from newsclf.digest.clauses import clauses_of, sentences_of
from newsclf.digest.rules import MAX_CHARS
from newsclf.digest.weights import Worth
from newsclf.documents import Article, Digest
from newsclf.errors import DependencyError

Engine = Literal["textrank", "snownlp", "lead"]
ENGINES: tuple[str, ...] = get_args(Engine)


def digest_with(article: Article, engine: Engine, *, max_chars: int = MAX_CHARS) -> Digest:
    """Return one line out of an article's body, by the engine that is asked for.

    Args:
        article: The article.
        engine: `textrank`; `lead`, the first line that keeps the rules; or `snownlp`, a line of
            the sentence that snownlp's TextRank puts first.
        max_chars: The most characters of the line, punctuation counted, spaces not.

    Raises:
        DependencyError: snownlp is not installed.
        ValueError: There is no such engine.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine is one of {', '.join(ENGINES)}, not {engine!r}")
    if engine == "textrank":
        return digest_of(article, max_chars=max_chars)
    bodies = bodies_of([article])
    sentences = sentences_of(bodies)
    clauses = clauses_of(bodies, sentences)
    digest = Digest("", ())
    spans = list(zip(sentences.starts.tolist(), sentences.stops.tolist(), strict=True))
    order = list(range(len(spans)))
    if engine == "snownlp":
        ranked = _snownlp_order(bodies.text[bodies.starts[0] : bodies.stops[0]], len(spans))
        order.sort(key=lambda number: _place(bodies.text[slice(*spans[number])], ranked))
    for number in order:
        own = clauses.of_sentence(number)
        if not own.length.size:
            continue
        worth = as_it_stands(own.length.size)
        (digest,) = best_lines(bodies, sentences, own, worth, max_chars)
        if digest.text:
            return digest
    return Digest("", (), digest.reason if order else "no whole sentence")


def as_it_stands(clauses: int) -> Worth:
    """Return a worth by which a line is as much of a sentence as fits, from its beginning on."""
    # Earlier clauses are worth a trace more.
    each = 1.0 - np.arange(clauses, dtype=np.float64) * 1e-3
    return Worth(each, np.zeros(clauses), joined=0.0, skipped=1e6, closed=0.0)


def _snownlp_order(text: str, count: int) -> list[str]:
    """Return the pieces of sentences that snownlp ranks, best first."""
    try:
        from snownlp import SnowNLP  # takes seconds to import
    except ImportError:
        raise DependencyError("snownlp is not installed: pip install snownlp") from None
    summary: list[str] = SnowNLP(text).summary(count) if text.strip() else []
    return summary


def _place(sentence: str, order: list[str]) -> int:
    """Return the rank of the best piece of a sentence, the last if it has none."""
    return next((rank for rank, piece in enumerate(order) if piece in sentence), len(order))
