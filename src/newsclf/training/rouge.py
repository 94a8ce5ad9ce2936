"""Character ROUGE: the overlap of a digest with a reference.

Lin, C.-Y. (2004). ROUGE: A package for automatic evaluation of summaries. Text Summarization
Branches Out, 74-81. Characters in place of words, as is usual for Chinese; folded to half width,
without spaces. F1 of precision and recall.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from newsclf.text.characters import fold


@dataclass(frozen=True, slots=True)
class Rouge:
    """F1, 0 to 100, of single characters, pairs, and the longest common subsequence."""

    rouge_1: float
    rouge_2: float
    rouge_l: float


def rouge(digest: str, reference: str) -> Rouge:
    """Return the overlap of a digest with one reference."""
    a, b = ("".join(fold(text).split()) for text in (digest, reference))
    return Rouge(
        _overlap(Counter(a), Counter(b)),
        _overlap(Counter(zip(a, a[1:], strict=False)), Counter(zip(b, b[1:], strict=False))),
        _f1(common_subsequence(a, b), len(a) + len(b)),
    )


def _overlap(a: Counter[object], b: Counter[object]) -> float:
    return _f1((a & b).total(), a.total() + b.total())


def _f1(common: int, both: int) -> float:
    return 200.0 * common / both if both else 0.0


def common_subsequence(a: str, b: str) -> int:
    """Return the length of the longest common subsequence.

    By bits of a long integer: Hyyrö, H. (2004). Bit-parallel LCS-length computation revisited.
    """
    places: dict[str, int] = {}
    for place, character in enumerate(a):
        places[character] = places.get(character, 0) | (1 << place)
    every = (1 << len(a)) - 1
    row = every
    for character in b:
        matches = row & places.get(character, 0)
        row = ((row + matches) | (row - matches)) & every
    return len(a) - row.bit_count()
