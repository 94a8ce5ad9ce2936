"""What can choose a digest: TextRank, the first line, or snownlp's summarizer."""

from __future__ import annotations

from typing import Literal, get_args

from newsclf.digest.choose import MAX_CHARS, best_line, digest_of
from newsclf.digest.clauses import folded_body, sentences_of
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
    text = folded_body(article)
    sentences = sentences_of(article, text)
    if engine == "snownlp":
        order = _snownlp_order(text, len(sentences))
        sentences.sort(key=lambda sentence: _place(text[slice(*sentence.span)], order))
    for sentence in sentences:
        digest = best_line(article, text, sentence, max_chars)
        if digest.text:
            return digest
    return Digest("", ())


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
