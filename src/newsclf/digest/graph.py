"""TextRank: which sentences of a text are most similar to all others; many texts at once.

Mihalcea, R. and Tarau, P. (2004). TextRank: Bringing order into texts. Proceedings of EMNLP 2004,
404-411. Sentences are nodes; the weight of the edge between sentences `i` and `j` is their shared
terms over `log |S_i| + log |S_j|` (section 4.1), and ranks solve
`r = (1 - d) + d * W' r` (equation 2), `W` the edge weights, each node's outgoing scaled to 1.

Where we deviate:

- Terms are pairs of adjacent characters, not words: two Han characters are a word more
  often than not, and pairs need no segmentation.
- Edges weigh the cosine of the sentences' terms, which is shared terms over the root of the product
  of their numbers: it can be computed without the square of all edges.
- Up to `_DENSE` sentences the linear system is solved, which is what the iteration converges to.
  Texts of as many sentences are solved together; a text's ranks are the same alone.
"""

from __future__ import annotations

import numpy as np

from newsclf.digest.bodies import Floats, Ints, Pairs, changes, places_of

DAMPING = 0.85  # as in the paper
_DENSE = 64  # sentences; for more, the system would cost more than the iteration
_ROUNDS = 60  # 0.85 ** 60 is 6e-5


def sentence_ranks(pairs: Pairs, starts: Ints, stops: Ints, firsts: Ints, size: int) -> Floats:
    """Return the TextRank of each sentence of some texts, scaled to a maximum of 1 per text.

    Args:
        pairs: The pairs of characters of the texts.
        starts: Where each sentence begins, ascending, shape (sentences,). Time and memory grow
            with the texts.
        stops: Where it ends.
        firsts: Number of the first sentence of each text, and of all, shape (texts + 1,).
        size: Number of characters of all texts.

    Returns:
        Shape (sentences,). All ranks of a text are 1 if no two sentences share a term.
    """
    ranks = np.ones(len(starts))
    place = places_of(starts, stops, size)
    rows = place[pairs.offsets]
    used = pairs.han & (rows >= 0) & (rows == place[pairs.offsets + 1])
    rows, terms = rows[used], pairs.numbers[used]
    once = changes(terms) | changes(rows)
    rows, terms = rows[once], terms[once]
    sizes = np.diff(firsts)
    for text in np.flatnonzero(sizes > _DENSE):
        span = slice(firsts[text], firsts[text + 1])
        inside = (rows >= span.start) & (rows < span.stop)
        ranks[span] = _iterated(rows[inside] - span.start, terms[inside], int(sizes[text]))
    dense = np.where((sizes > 1) & (sizes <= _DENSE), sizes, 0)
    shared = _shared(rows, terms, firsts, dense)
    numbers = np.maximum(np.bincount(rows, minlength=len(starts)), 1)
    ends = np.cumsum(dense**2)
    for count in sorted(set(dense.tolist()) - {0}):
        texts = np.flatnonzero(dense == count)
        cells = (ends[texts] - count**2)[:, None] + np.arange(count**2)
        places = firsts[texts][:, None] + np.arange(count)
        ranks[places] = _solved(shared[cells].reshape(-1, count, count), numbers[places])
    return ranks


def _shared(rows: Ints, terms: Ints, firsts: Ints, dense: Ints) -> Ints:
    """Return how many terms each two sentences of a text share, text by text, row by row.

    Args:
        rows: Sentences by term, ascending.
        terms: The term of each, ascending.
        firsts: Number of the first sentence of each text, and of all.
        dense: Sentences of each text, 0 where they are not wanted, shape (texts,).

    Returns:
        Shape (sum of the squares of `dense`,).
    """
    text = np.repeat(np.arange(len(dense)), np.diff(firsts))[rows]
    wanted = dense[text] > 0
    rows, terms, text = rows[wanted], terms[wanted], text[wanted]
    ends = np.cumsum(dense**2)
    ahead = np.flatnonzero((terms[1:] == terms[:-1]) & (text[1:] == text[:-1]))
    cells = [np.zeros(0, dtype=np.int64)]
    step = 1  # to the next sentence that has a term, then to the one behind it
    while ahead.size:
        of, one, other = text[ahead], rows[ahead], rows[ahead + step]
        count, base = dense[of], ends[of] - dense[of] ** 2
        one, other = one - firsts[of], other - firsts[of]
        cells += [base + one * count + other, base + other * count + one]
        step += 1
        ahead = ahead[ahead + step < len(rows)]
        same = (terms[ahead] == terms[ahead + step]) & (text[ahead] == text[ahead + step])
        ahead = ahead[same]
    return np.bincount(np.concatenate(cells), minlength=int((dense**2).sum()))


def _solved(shared: Ints, numbers: Ints) -> Floats:
    """Return the ranks of the sentences of texts of one length, shape (texts, sentences).

    Args:
        shared: How many terms each two sentences share, shape (texts, sentences, sentences).
        numbers: How many terms each has, 1 for none; shape (texts, sentences).
    """
    values = 1.0 / np.sqrt(numbers)
    weights = shared * values[:, :, None] * values[:, None, :]
    # Added one after the other: `sum` may add in another order where there are more texts.
    degrees = np.maximum(np.add.accumulate(weights, axis=2)[:, :, -1], 1e-9)
    count = shared.shape[1]
    system = np.eye(count) - DAMPING * weights / degrees[:, None, :]
    ranks = np.linalg.solve(system, np.full((*numbers.shape, 1), 1.0 - DAMPING))[:, :, 0]
    scaled: Floats = ranks / ranks.max(axis=1, keepdims=True)
    return scaled


def _iterated(rows: Ints, terms: Ints, count: int) -> Floats:
    """Return the ranks of the sentences of one long text, shape (sentences,).

    Args:
        rows: Sentences by term.
        terms: The term of each.
        count: How many sentences the text has.
    """
    order = np.lexsort((terms, rows))
    rows = rows[order]
    _, columns = np.unique(terms[order], return_inverse=True)
    numbers = np.bincount(rows, minlength=count)
    values = 1.0 / np.sqrt(numbers[rows])
    own = (numbers > 0).astype(np.float64)  # of a sentence with itself, which is no edge

    def spread(ranks: Floats) -> Floats:
        """Return the sums of the ranks of each sentence's neighbours, by the edges' weights."""
        of_terms = np.bincount(columns, weights=values * ranks[rows])
        near = np.bincount(rows, weights=values * of_terms[columns], minlength=count)
        return np.asarray(near - own * ranks, dtype=np.float64)

    degrees = np.maximum(spread(np.ones(count)), 1e-9)
    ranks: Floats = np.ones(count)
    for _ in range(_ROUNDS):
        ranks = 1.0 - DAMPING + DAMPING * spread(ranks / degrees)
    ranks /= ranks.max()
    return ranks
