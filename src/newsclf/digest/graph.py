"""TextRank: which sentences of a text are nearest to all others.

Mihalcea, R. and Tarau, P. (2004). TextRank: Bringing order into texts. Proceedings of EMNLP 2004,
404-411. Sentences are nodes; the weight of the edge between sentences `i` and `j` is their shared
terms over `log |S_i| + log |S_j|` (section 4.1), and ranks solve
`r = (1 - d) + d * W' r` (equation 2), `W` the edge weights, each node's outgoing scaled to 1.

Where we deviate:

- Terms are the pairs of neighbouring characters, not words: two Han characters are a word more
  often than not, and pairs need no segmentation.
- Ranks come from solving the linear system, which is what the iteration converges to.
- `log (|S| + 1)` instead of `log |S|`, so that a sentence of one term has a finite weight.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from newsclf.text.characters import codes_of
from newsclf.text.sentences import Span

DAMPING = 0.85  # as in the paper
# Pairs fall into this many columns; in longer texts some share one, which only adds noise.
_COLUMNS = 8192
_FIRST_HAN = 0x3400  # punctuation and Latin letters lie below: they make no pairs
_PUNCTUATION = (0xFF00, 0xFFEF)

Floats = npt.NDArray[np.float64]


def sentence_ranks(text: str, sentences: Sequence[Span]) -> Floats:
    """Return the TextRank of each sentence of a folded text, the highest scaled to 1.

    Args:
        text: The text.
        sentences: Spans of its sentences, ascending; at most some thousand, since time and memory
            grow with their square.

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
    _, columns = np.unique(pairs, return_inverse=True)
    width = min(int(columns.max()) + 1 if columns.size else 1, _COLUMNS)
    has = np.zeros((count, width), dtype=np.float32)
    has[rows, columns % width] = 1.0
    weights = has @ has.T
    sizes = np.log(weights.diagonal() + 1.0)
    weights.flat[:: count + 1] = 0.0
    weights /= np.maximum(sizes[:, None] + sizes, 1e-9)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    system = weights.T * -DAMPING
    system.flat[:: count + 1] += 1.0
    ranks: Floats = np.linalg.solve(system.astype(np.float64), np.full(count, 1.0 - DAMPING))
    ranks /= ranks.max()
    return ranks
