"""Near-duplicates: texts too similar to be split between training and test.

Candidates come from MinHash signatures in bands (Broder, A., 1997. On the resemblance and
containment of documents. SEQUENCES; banding: Leskovec, Rajaraman, Ullman: Mining of Massive
Datasets, section 3.4); each candidate's similarity is then computed exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log

import numpy as np
import numpy.typing as npt
from datasketch import MinHash, MinHashLSH
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from newsclf.text.characters import codes_of, fold

SHINGLE = 5  # characters
# Jaccard similarity of shingles from which two texts count as near-duplicates: unrelated
# articles of the corpus reach 0.1, reworked ones start at about 0.3.
NEAR = 0.2
# From here on one text is a copy of the other with changes: these share a fold. At `NEAR`, bare
# headlines would form chains by phrases like 大家怎么看.
COPY = 0.5
_ROWS = 2  # hashes a band: more would pass over similar pairs, one would take every pair
_RECALL = 0.99  # of the pairs at the least similarity, this share is found

_BASE = np.uint64(0xD6E8FEB86659FD93)  # any odd number without structure
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # spreads the hashes over all bits

Pair = tuple[int, int, float]
Shingles = npt.NDArray[np.uint64]


def shingles_of(text: str) -> Shingles:
    """Return hashes of the `SHINGLE`-character sequences of a text, ignoring spaces and widths.

    Returns:
        Ascending and unique, shape (shingles,). Two sequences share a hash by chance once in 2^64;
        the sequences themselves would take thirty times the memory.
    """
    codes = codes_of("".join(fold(text).split())).astype(np.uint64)
    if not codes.size:
        return codes
    length = min(SHINGLE, codes.size)
    hashes = np.zeros(codes.size - length + 1, dtype=np.uint64)
    for n in range(length):  # Rabin, M. (1981). Fingerprinting by random polynomials.
        hashes = hashes * _BASE + codes[n : n + hashes.size]
    return np.unique(hashes * _FACTOR)


def similarity_of(first: Shingles, second: Shingles) -> float:
    """Return the Jaccard similarity of two texts by their shingles, 0 if both have none."""
    shared = np.intersect1d(first, second, assume_unique=True).size
    return shared / ((first.size + second.size - shared) or 1)


def near_duplicates(texts: Sequence[str], least: float = NEAR) -> list[Pair]:
    """Return the pairs of texts whose sets of character shingles overlap.

    Args:
        texts: The texts; the cost grows with their number and that of similar pairs.
        least: Minimum Jaccard similarity of a listed pair, above 0.

    Returns:
        (first, second, similarity), first < second, in order. One in a hundred pairs just above the
        threshold may be missed; the more similar, the fewer.
    """
    sets = [shingles_of(text) for text in texts]
    missed = 1 - least**_ROWS  # by one band
    count = max(2, ceil(log(1 - _RECALL) / log(missed))) if missed else 2
    hashes = count * _ROWS
    bands = MinHashLSH(threshold=least, num_perm=hashes, params=(count, _ROWS))
    pairs: list[Pair] = []
    for number, shingles in enumerate(sets):
        if not shingles.size:
            continue
        signature = MinHash(num_perm=hashes, hashfunc=int)
        signature.update_batch((shingles >> np.uint64(32)).tolist())
        for other in bands.query(signature):
            similarity = similarity_of(sets[other], shingles)
            if similarity >= least:
                pairs.append((other, number, similarity))
        bands.insert(number, signature)
    return sorted(pairs)


def groups_of(
    texts: Sequence[str], names: Sequence[str], least: float = COPY
) -> npt.NDArray[np.int64]:
    """Number the groups of texts that are near-duplicates or share a non-empty name.

    Returns:
        The number of each text's group, shape (texts,).
    """
    first_of: dict[str, int] = {}
    links = [pair[:2] for pair in near_duplicates(texts, least)]
    links += [(first_of.setdefault(name, i), i) for i, name in enumerate(names) if name]
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    shape = (len(texts), len(texts))
    linked = coo_array((np.ones(len(ends), dtype=np.bool_), (ends[:, 0], ends[:, 1])), shape=shape)
    _, numbers = connected_components(linked, directed=False)
    return np.asarray(numbers, dtype=np.int64)
