"""TextRank: which sentences of a text are nearest to all others.

Mihalcea, R. and Tarau, P. (2004). TextRank: Bringing order into texts. Proceedings of EMNLP 2004,
404-411. Sentences are nodes; the weight of the edge between sentences `i` and `j` is their shared
terms over `log |S_i| + log |S_j|` (section 4.1), and ranks solve
`r = (1 - d) + d * W' r` (equation 2), `W` the edge weights, each node's outgoing scaled to 1.

Where we deviate:

- Terms are the pairs of neighbouring characters, not words: two Han characters are a word more
  often than not, and pairs need no segmentation.
- Edges weigh the cosine of the sentences' terms, which is shared terms over the root of the product
  of their numbers: it can be computed without the square of all edges.
- Up to `_DENSE` sentences the linear system is solved, which is what the iteration converges to.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsclf.text.characters import codes_of
from newsclf.text.sentences import Span

DAMPING = 0.85  # as in the paper
_DENSE = 64  # sentences; for more, the system would cost more than the iteration
_ROUNDS = 60  # 0.85 ** 60 is 6e-5
_FIRST_HAN = 0x3400  # punctuation and Latin letters lie below: they make no pairs
_PUNCTUATION = (0xFF00, 0xFFEF)

Floats = npt.NDArray[np.float64]


def sentence_ranks(text: str, sentences: Sequence[Span]) -> Floats:
    """Return the TextRank of each sentence of a folded text, the highest scaled to 1.

    Args:
        text: The text.
        sentences: Spans of its sentences, ascending. Time and memory grow with the text.

    Returns:
        Shape (sentences,). All are 1 where no two sentences share a term.
    """
    count = len(sentences)
    if count < 2:
        return np.ones(count)
    codes = codes_of(text)
    han = (codes >= _FIRST_HAN) & ((codes < _PUNCTUATION[0]) | (codes > _PUNCTUATION[1]))
    places = np.flatnonzero(han[:-1] & han[1:])
    bounds = np.array(sentences, dtype=np.int64)
    rows = np.searchsorted(bounds[:, 0], places, side="right") - 1
    inside = (rows >= 0) & (places + 1 < bounds[rows, 1])
    rows, places = rows[inside], places[inside]
    pairs = (codes[places].astype(np.int64) << 21) | codes[places + 1]
    cells = np.unique(rows * np.int64(1 << 42) + pairs)
    rows, pairs = cells >> 42, cells & ((1 << 42) - 1)
    terms, columns = np.unique(pairs, return_inverse=True)
    numbers = np.bincount(rows, minlength=count)
    values = 1.0 / np.sqrt(numbers[rows])
    own = (numbers > 0).astype(np.float64)  # of a sentence with itself, which is no edge

    def spread(ranks: Floats) -> Floats:
        """Return the sums of the ranks of each sentence's neighbours, by the edges' weights."""
        of_terms = np.bincount(columns, weights=values * ranks[rows], minlength=terms.size)
        near = np.bincount(rows, weights=values * of_terms[columns], minlength=count)
        return np.asarray(near - own * ranks, dtype=np.float64)

    ranks: Floats
    degrees = np.maximum(spread(np.ones(count)), 1e-9)
    if count <= _DENSE:
        has = np.zeros((count, terms.size))
        has[rows, columns] = values
        system = has @ has.T
        system.flat[:: count + 1] = 0.0
        system *= -DAMPING / degrees
        system.flat[:: count + 1] += 1.0
        ranks = np.linalg.solve(system, np.full(count, 1.0 - DAMPING))
    else:
        ranks = np.ones(count)
        for _ in range(_ROUNDS):
            ranks = 1.0 - DAMPING + DAMPING * spread(ranks / degrees)
    ranks /= ranks.max()
    return ranks
