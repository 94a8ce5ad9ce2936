"""Reprints: near-identical articles of a run; the first is kept, the others refer to it.

Two articles are compared by the Jaccard similarity of their sequences of five characters,
which is estimated from MinHash signatures: one permutation, its range cut into bins (Li, P., Owen,
A. and Zhang, C.-H., 2012. One permutation hashing. NIPS 25), empty bins filled from the next one
(Shrivastava, A. and Li, P., 2014. Densifying one permutation hashing via rotation. ICML). One
permutation costs 10 microseconds an article, `datasketch`'s 64 cost 600. Signatures go into
`datasketch`'s LSH in bands (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, section 3.4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from newsclf.text.characters import codes_of, fold

SHINGLE = 5  # characters
BINS = 64
SIGNATURE_BYTES = BINS * 4
# The estimated similarity from which an article is a reprint. Articles about the same event by two
# hands reach 0.3; one with its last third cut off has 0.67. The error of the estimate is 0.06.
SAME = 0.6
# Of pairs at 0.7, 89 % are found, at 0.8, 99 %. With four rows a band, two of three articles of an
# archive of a million share a band with another by chance alone; with five, one in twenty.
_BANDS, _ROWS = 12, 5
_SHORTEST = 20  # shingles: of a shorter text nothing is known
_SHIFT = 26  # 32 bits less those of the bins' number

Keys = npt.NDArray[np.uint64]
Signatures = npt.NDArray[np.uint32]


def signatures_of(bodies: Sequence[str]) -> Signatures:
    """Return signatures of texts, ignoring spaces, punctuation and character widths.

    Args:
        bodies: The texts.

    Returns:
        Shape (texts, `BINS`); zeros for a text of fewer than 24 characters.
    """
    count = len(bodies)
    found = np.zeros((count, BINS), dtype=np.uint32)
    if not count:
        return found
    codes = codes_of(fold("\n".join(bodies))).astype(np.uint64)
    owners = np.repeat(np.arange(count, dtype=np.uint64), [len(body) + 1 for body in bodies])[:-1]
    plain = (codes >= 0x3400) | ((codes >= 48) & (codes < 58)) | ((codes | 32) - 97 < 26)
    codes, owners = codes[plain], owners[plain]
    if len(codes) < SHINGLE:
        return found
    keys = codes[: -SHINGLE + 1].copy()
    for place in range(1, SHINGLE):
        keys = _mixed(keys) ^ codes[place : place + len(keys)]
    whole = owners[: len(keys)] == owners[SHINGLE - 1 :]
    keys, owners = _mixed(keys[whole]), owners[: len(keys)][whole]
    # By article, bin and value: the first of each bin is its least.
    cells = np.sort((owners << np.uint64(32)) | (keys >> np.uint64(32)))
    bins = cells >> np.uint64(_SHIFT)
    first = np.flatnonzero(np.append(True, bins[1:] != bins[:-1])) if len(bins) else bins
    table = np.zeros(count * BINS, dtype=np.uint32)
    filled = np.zeros(count * BINS, dtype=np.bool_)
    table[bins[first]] = cells[first].astype(np.uint32)
    filled[bins[first]] = True
    enough = np.bincount(owners.astype(np.int64), minlength=count) >= _SHORTEST
    rows = table.reshape(count, BINS)[enough]
    found[enough] = _densified(rows, filled.reshape(count, BINS)[enough])
    return found


def _mixed(keys: Keys) -> Keys:
    """Spread keys over 64 bits (the finalizer of SplitMix64, Steele et al., 2014)."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    keys ^= keys >> np.uint64(31)
    return keys


def _densified(table: Signatures, filled: npt.NDArray[np.bool_]) -> Signatures:
    """Fill empty bins from the next that is not, marked by how far that was."""
    table, filled, far = table.copy(), filled.copy(), 0
    while not filled.all():
        far += 1
        lent = ~filled & np.roll(filled, -1, axis=1)
        table[lent] = np.roll(table, -1, axis=1)[lent] + np.uint32(0x9E3779B9)
        filled |= lent
    return table


class Reprints:
    """Find articles that repeat an earlier one.

    Only articles that share a band with another go into the LSH: the others, nearly all, take 48
    bytes each (a million: 48 MB) instead of its 5 kB.

    Args:
        signatures: Returns an iterator over the signatures of all articles in their order, shape
            (some, `BINS`) at a time; called twice.
    """

    def __init__(self, signatures: Callable[[], Iterable[Signatures]]) -> None:
        import datasketch

        keys = [_bands(some) for some in signatures()]
        shared = _repeated(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.bool_)
        del keys
        lsh = datasketch.MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
        kept: dict[int, Signatures] = {}
        self.first: dict[int, int] = {}  # number of an article: that of the one it repeats
        start = 0
        for some in signatures():
            for row in np.flatnonzero(shared[start : start + len(some)]).tolist():
                number, own = start + row, some[row].copy()  # a view would hold its whole part
                sketch = datasketch.LeanMinHash(
                    seed=1, hashvalues=own[: _BANDS * _ROWS], scheme="affine32"
                )
                near = [
                    other
                    for other in sorted(lsh.query(sketch))
                    if np.count_nonzero(kept[other] == own) >= SAME * BINS
                ]
                if near:
                    self.first[number] = near[0]
                else:
                    lsh.insert(number, sketch)
                    kept[number] = own
            start += len(some)


def _bands(signatures: Signatures) -> npt.NDArray[np.uint32]:
    """Return a key of each band, shape (articles, bands); 0 where nothing is known."""
    rows = signatures[:, : _BANDS * _ROWS].reshape(-1, _BANDS, _ROWS).astype(np.uint64)
    keys = rows[:, :, 0]
    for place in range(1, _ROWS):
        keys = _mixed(keys) ^ rows[:, :, place]
    known = signatures.max(axis=1, keepdims=True, initial=0) > 0
    return np.where(known, (_mixed(keys) >> np.uint64(32)) | np.uint64(1), 0).astype(np.uint32)


def _repeated(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Tell which articles share the key of a band with another, shape (articles,)."""
    shared = np.zeros(len(keys), dtype=np.bool_)
    for band in keys.T:
        order = np.argsort(band, kind="stable")
        ordered = band[order]
        same = np.flatnonzero(ordered[1:] == ordered[:-1])
        shared[order[same]] = shared[order[same + 1]] = True
    shared &= keys.any(axis=1)
    return shared
