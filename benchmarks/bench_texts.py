"""The texts that speed is measured on: articles of the corpus cut to one length, and mixtures.

The standard library alone: the processes whose memory is measured import this.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
LENGTH = 450  # characters of a body
SLACK = 50  # how far from it a cut body may be
SEED = 7
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]+[”’》」』）]*")
# Sentences that may stand anywhere: no bylines, datelines, lists, beginnings in quotation.
_PLAIN = re.compile(r"(?![“《\s])(?!.{0,8}[报讯电摄])[^（）：]{20,}[。！？]")
_PARAGRAPH = 150  # characters


@cache
def corpus() -> tuple[tuple[str, str], ...]:
    """Return the headline and the body of every article of the corpus."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "seeds" / "articles").glob("*")))
    return tuple(
        (head.strip(), body.strip()) for head, _, body in (t.partition("\n\n") for t in texts)
    )


def even_articles() -> list[str]:
    """Return articles of nearly `LENGTH` characters, in an order of chance that is always the same.

    A longer body ends after the sentence whose end is the nearest; articles that have no such end
    within `SLACK` are left out.
    """
    texts = []
    for headline, body in corpus():
        ends = [match.end() for match in _SENTENCE.finditer(body)]
        end = min(ends, key=lambda end: abs(end - LENGTH), default=0)
        if abs(end - LENGTH) <= SLACK:
            texts.append(f"{headline}\n\n{body[:end]}\n")
    random.Random(SEED).shuffle(texts)
    return texts


def archive(count: int) -> Iterator[str]:
    """Yield articles of about `LENGTH` characters, each of sentences from all over the corpus."""
    draw = random.Random(SEED)
    headlines, sentences = [headline for headline, _ in corpus()], _plain_sentences()
    for _ in range(count):
        yield f"{draw.choice(headlines)}\n\n{_body(draw, sentences, LENGTH)}\n"


def bodies(length: int, count: int) -> list[str]:
    """Return different bodies of exactly that many characters, mixed like those of `archive`."""
    draw, sentences = random.Random(SEED), _plain_sentences()
    return [_body(draw, sentences, length) for _ in range(count)]


@cache
def _plain_sentences() -> list[str]:
    found = (match[0].strip() for _, body in corpus() for match in _SENTENCE.finditer(body))
    return [sentence for sentence in found if _PLAIN.fullmatch(sentence)]


def _body(draw: random.Random, sentences: list[str], length: int) -> str:
    """Return paragraphs of at least `_PARAGRAPH` characters, the last one cut off at the length."""
    paragraphs = [""]
    size = 0
    while size < length:
        if len(paragraphs[-1]) >= _PARAGRAPH:
            paragraphs.append("")
            size += 1
        sentence = draw.choice(sentences)
        paragraphs[-1] += sentence
        size += len(sentence)
    return "\n".join(paragraphs)[: length - 1] + "。"
