"""Near-duplicates: texts that share so much that they must not stand on both sides of a test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

SHINGLE = 5  # characters
# Jaccard similarity of shingles from which two texts count as near-duplicates: unrelated
# articles of the corpus reach 0.1, reworked ones start at about 0.3.
NEAR = 0.2


def jaccard_pairs(texts: Sequence[str], least: float = NEAR) -> list[tuple[int, int, float]]:
    """Return the pairs of texts whose sets of character shingles overlap.

    Args:
        texts: At most some thousands: the cost grows with the shared shingles of all pairs.
        least: The Jaccard similarity from which a pair is listed.

    Returns:
        (first, second, similarity), first < second.
    """
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(SHINGLE, SHINGLE), binary=True)
    shingles = vectorizer.fit_transform(texts)
    shared = (shingles @ shingles.T).tocoo()
    sizes = np.asarray(shingles.sum(axis=1)).ravel()
    similar = shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data)
    keep = (shared.row < shared.col) & (similar >= least)
    found = zip(shared.row[keep], shared.col[keep], similar[keep], strict=True)
    return sorted((int(a), int(b), float(s)) for a, b, s in found)


def groups_of(texts: Sequence[str], names: Sequence[str]) -> npt.NDArray[np.int64]:
    """Number the groups of texts that are near-duplicates or share a name that is not empty."""
    count = len(texts)
    linked = np.zeros((count, count), dtype=np.bool_)
    for first, second, _ in jaccard_pairs(texts):
        linked[first, second] = True
    first_of: dict[str, int] = {}
    for index, name in enumerate(names):
        if name:
            linked[first_of.setdefault(name, index), index] = True
    _, numbers = connected_components(linked, directed=False)
    return np.asarray(numbers, dtype=np.int64)
