"""Many articles as one text, so that each pattern and each array runs once for all of them.

Titles and bodies are folded to half width and separated by `SEPARATOR`, which occurs in no folded
text. No pattern of this package matches it, so articles do not affect each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsclf.documents import Article
from newsclf.text.characters import FIRST_HAN, Codes, codes_of, fold_codes, text_of

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SEPARATOR = "，"  # a full-width comma: folded texts have `,`


@dataclass(frozen=True, slots=True)
class Bodies:
    """The titles and bodies of articles as one folded text.

    Attributes:
        articles: The articles.
        text: For each article its title lines and its body, `SEPARATOR` around each.
        codes: The code points of the text.
        titles: Where the title lines of each article begin, shape (articles,).
        starts: Where its body begins, shape (articles,).
        stops: Where its body ends, shape (articles,).
    """

    articles: tuple[Article, ...]
    text: str
    codes: Codes
    titles: Ints
    starts: Ints
    stops: Ints


def bodies_of(articles: Sequence[Article]) -> Bodies:
    """Return articles as one folded text."""
    parts = [""]
    for article in articles:
        parts += (article.kicker + article.headline + article.deck, article.body)
    parts.append("")
    places = np.cumsum([len(part) + 1 for part in parts[:-1]]) - 1  # of the separators
    codes = fold_codes(codes_of(SEPARATOR.join(parts))).astype(np.uint32)
    codes[places] = ord(SEPARATOR)  # it was folded, too
    return Bodies(
        articles=tuple(articles),
        text=text_of(codes),
        codes=codes,
        titles=places[:-1:2] + 1,
        starts=places[1::2] + 1,
        stops=places[2::2],
    )


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of adjacent letters, digits and Han characters, equal ones grouped.

    Attributes:
        numbers: Number of each pair, ascending; arrays of shape (pairs,).
        offsets: Offset of each; ascending among equal pairs.
        han: Both are Han characters.
        beyond: One of them is beyond the full-width forms: a rare character, or a symbol.
    """

    numbers: Ints
    offsets: Ints
    han: Bools
    beyond: Bools


_WIDE = (0xFF00, 0xFFEF)  # punctuation
_ALPHANUMERIC = np.array([chr(code).isalnum() for code in range(128)])


def pairs_of(bodies: Bodies) -> Pairs:
    """Return the pairs of characters of all texts."""
    codes = bodies.codes
    han = (codes >= ord(FIRST_HAN)) & ((codes < _WIDE[0]) | (codes > _WIDE[1]))
    usable = han | ((codes < 128) & _ALPHANUMERIC[np.minimum(codes, 127)])
    offsets = np.flatnonzero(usable[:-1] & usable[1:])
    present = np.zeros(int(codes.max()) + 1, dtype=np.bool_)
    present[codes] = True
    characters = np.flatnonzero(present)
    numbers = np.empty(len(present), dtype=np.int64)
    numbers[characters] = np.arange(len(characters))
    # Numbers of characters, not their codes: so a pair and its place fit into 64 bits, and one sort
    # of plain numbers does, at 8 ns a character; an argsort takes 40. (They would not fit in a text
    # of ten million characters, a million of them different.)
    pairs = numbers[codes[offsets]] * len(characters) + numbers[codes[offsets + 1]]
    keys = np.sort(pairs * len(codes) + offsets)
    pairs, offsets = np.divmod(keys, len(codes))
    beyond = codes > _WIDE[1]
    return Pairs(
        numbers=pairs,
        offsets=offsets,
        han=han[offsets] & han[offsets + 1],
        beyond=beyond[offsets] | beyond[offsets + 1],
    )


def changes(numbers: Ints) -> Bools:
    """Tell where a run of equal numbers begins, same shape as the input."""
    found = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def places_of(starts: Ints, stops: Ints, size: int) -> Ints:
    """Return which of some ascending spans contains each offset of a text, -1 for none."""
    edges = np.empty(2 * len(starts) + 2, dtype=np.int64)
    edges[0], edges[-1] = 0, size
    edges[1:-1:2], edges[2:-1:2] = starts, stops
    owners = np.full(2 * len(starts) + 1, -1, dtype=np.int64)
    owners[1::2] = np.arange(len(starts))
    return np.repeat(owners, edges[1:] - edges[:-1])
