"""TF-IDF features: the text that counts, its terms, and their weights, for many texts at once.

Two kinds of terms, each a block of its own: sequences of words and sequences of characters. In a
block a term that occurs `n` times weighs `(1 + ln n) * idf`, and the block is scaled to length 1.
(Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2008, section 6.4; idf smoothed
as in scikit-learn's `TfidfTransformer`.) `words_of` and `terms_of` are the plain statement of
what a term is and serve training; `Vocabulary.features` computes the same with arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsclf.documents import Article
from newsclf.text.characters import codes_of, fold
from newsclf.text.words import Cut

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

# What terms are made of: Han characters, Latin letters, and 0, which stands for every digit.
_TERM_RANGES = ((0x30, 0x30), (0x61, 0x7A), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))
_RUN = re.compile("[0a-z\u3400-\u4dbf\u4e00-\u9fff]+")
_DIGIT = re.compile("[1-9]")
_CHARACTER_BITS = 21  # a code point needs 21 bits: three fit into a key
MAX_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Document:
    """The text of an article that counts: title lines, a line feed, the body without bylines.

    Attributes:
        text: Folded to half width and lower case, digits to 0.
        head: Length of the title lines; their terms count `headline_weight` times.
    """

    text: str
    head: int


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """What counts as a term, and how much."""

    word_ngrams: tuple[int, int]
    char_ngrams: tuple[int, int]
    headline_weight: int


def document_of(article: Article) -> Document:
    """Return the text of an article that counts for its theme."""
    head = "\n".join(part for part in (article.kicker, article.headline, article.deck) if part)
    pieces: list[str] = []
    position = 0
    for start, end in article.bylines:
        pieces.append(article.body[position:start])
        position = end
    pieces.append(article.body[position:])
    return normalized(head, "\n".join(pieces))


def normalized(head: str, body: str) -> Document:
    """Return a document of title lines and a body as they stand in an input."""
    text = _DIGIT.sub("0", fold(f"{head}\n{body}").lower())
    return Document(text, len(head))


def words_of(text: str, cut: Cut) -> list[list[str]]:
    """Return the words of a normalized text, a list for each stretch without punctuation."""
    stretches: list[list[str]] = [[]]
    for word in cut(text):
        if _RUN.fullmatch(word):
            stretches[-1].append(word)
        elif stretches[-1]:
            stretches.append([])
    return stretches


def terms_of(
    document: Document, settings: FeatureSettings, cut: Cut
) -> tuple[list[str], list[str]]:
    """Return the terms of a document, each as often as it counts.

    Returns:
        The word terms, their words joined with a blank, and the character terms.
    """
    head, body = document.text[: document.head], document.text[document.head :]
    words = _word_terms(head, settings, cut) * settings.headline_weight
    chars = _char_terms(head, settings) * settings.headline_weight
    return words + _word_terms(body, settings, cut), chars + _char_terms(body, settings)


def _word_terms(text: str, settings: FeatureSettings, cut: Cut) -> list[str]:
    low, high = settings.word_ngrams
    return [
        " ".join(words[i : i + n])
        for words in words_of(text, cut)
        for n in range(low, high + 1)
        for i in range(len(words) - n + 1)
    ]


def _char_terms(text: str, settings: FeatureSettings) -> list[str]:
    low, high = settings.char_ngrams
    return [
        run[i : i + n]
        for run in _RUN.findall(text)
        for n in range(low, high + 1)
        for i in range(len(run) - n + 1)
    ]


def _term_characters() -> npt.NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=np.bool_)
    for low, high in _TERM_RANGES:
        table[low : high + 1] = True
    return table


_IS_TERM = _term_characters()


class _Table:
    """A hash table of 64-bit keys that is asked for thousands of keys at a time.

    Buckets by multiplicative hashing (Knuth, The Art of Computer Programming 3, section 6.4),
    laid out one after another; a look-up costs a tenth of a binary search's time.
    """

    _FACTOR = np.uint64(0x9E3779B97F4A7C15)
    _EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)

    def __init__(self, keys: Keys, values: Ints) -> None:
        bits = max(4, int(keys.size * 4).bit_length())
        self._shift = np.uint64(64 - bits)
        hashes = (keys * self._FACTOR) >> self._shift
        order = np.argsort(hashes, kind="stable")
        buckets = np.arange((1 << bits) + 1, dtype=np.uint64)
        self._starts = np.searchsorted(hashes[order], buckets).astype(np.int64)
        self._keys = np.append(keys[order], self._EMPTY)
        self._values = np.append(values[order], -1)

    def get(self, keys: Keys) -> Ints:
        """Return the value of each key, -1 where it has none; shape as `keys`."""
        buckets = (keys * self._FACTOR) >> self._shift
        start, stop = self._starts[buckets], self._starts[buckets + np.uint64(1)]
        found = np.where((self._keys[start] == keys) & (start < stop), self._values[start], -1)
        rest = np.flatnonzero((found < 0) & (stop - start > 1))
        step = 1
        while rest.size:
            place = start[rest] + step
            hit = self._keys[place] == keys[rest]
            found[rest[hit]] = self._values[place[hit]]
            step += 1
            rest = rest[~hit & (stop[rest] - start[rest] > step)]
        return found


@dataclass(frozen=True, slots=True)
class Features:
    """The terms of many documents that a vocabulary knows, one entry a document and term.

    Attributes:
        rows: Number of the document, shape (n,), ascending.
        columns: Number of the term, shape (n,).
        values: Its TF-IDF weight, scaled to length 1 in its block, shape (n,).
        documents: How many documents there are.
    """

    rows: Ints
    columns: Ints
    values: Floats
    documents: int


class Vocabulary:
    """The terms of a model and what finds them in texts.

    Args:
        word_terms: Word terms in the order of their columns, words joined with a blank.
        char_terms: Character terms in the order of their columns, behind the word terms.
        idf: Inverse document frequency of each term, shape (terms,).
        settings: How the terms were taken.
    """

    def __init__(
        self,
        word_terms: Sequence[str],
        char_terms: Sequence[str],
        idf: Floats,
        settings: FeatureSettings,
    ) -> None:
        self.word_terms = word_terms
        self.char_terms = char_terms
        self.idf = idf
        self.settings = settings
        self._word_ids = _word_ids(word_terms)
        self._words = _word_table(word_terms, self._word_ids)
        self._chars = _char_table(char_terms, len(word_terms))

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.word_terms) + len(self.char_terms)

    def term(self, column: int) -> str:
        """Return the term of a column as it stands in a text."""
        words = len(self.word_terms)
        if column < words:
            return self.word_terms[column].replace(" ", "")
        return self.char_terms[column - words]

    def features(self, documents: Sequence[Document], cut: Cut) -> Features:
        """Return the TF-IDF features of documents."""
        text = "\n".join(document.text for document in documents)
        lengths = np.array([len(document.text) + 1 for document in documents], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        heads = starts + np.array([document.head for document in documents], dtype=np.int64)
        columns, places = self._occurrences(text, cut)
        rows = np.searchsorted(starts, places, side="right") - 1
        counts = np.where(places < heads[rows], float(self.settings.headline_weight), 1.0)
        keys, inverse = np.unique(rows * len(self) + columns, return_inverse=True)
        values = 1.0 + np.log(np.bincount(inverse, weights=counts))
        rows, columns = keys // len(self), keys % len(self)
        values *= self.idf[columns]
        blocks = rows * 2 + (columns >= len(self.word_terms))
        squares = np.bincount(blocks, weights=values * values, minlength=2 * len(documents))
        values /= np.sqrt(squares)[blocks]
        return Features(rows, columns, values, len(documents))

    def _occurrences(self, text: str, cut: Cut) -> tuple[Ints, Ints]:
        """Return the columns of all known terms of a text and where each begins."""
        found: list[Ints] = []
        places: list[Ints] = []
        for columns, starts in (*self._word_occurrences(text, cut), *self._char_occurrences(text)):
            known = columns >= 0
            found.append(columns[known])
            places.append(starts[known])
        return np.concatenate(found), np.concatenate(places)

    def _word_occurrences(self, text: str, cut: Cut) -> Iterable[tuple[Ints, Ints]]:
        words = cut(text)
        get = self._word_ids.get
        ids = np.array([get(word, -1) for word in words], dtype=np.int64)
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        starts = np.cumsum(lengths) - lengths
        low, high = self.settings.word_ngrams
        keys = (ids + 1).astype(np.uint64)
        known = ids >= 0
        for n in range(1, high + 1):
            if n > 1:
                keys = (keys[:-1] << np.uint64(32)) | keys[n - 1 :] if n == 2 else keys
                known = known[:-1] & (ids[n - 1 :] >= 0)
                starts = starts[:-1]
            if n >= low:
                yield np.where(known, self._words.get(keys), -1), starts

    def _char_occurrences(self, text: str) -> Iterable[tuple[Ints, Ints]]:
        codes = codes_of(text)
        usable = (codes <= 0xFFFF) & _IS_TERM[np.minimum(codes, 0xFFFF)]
        wide = codes.astype(np.uint64)
        keys = wide
        places = np.arange(codes.size, dtype=np.int64)
        low, high = self.settings.char_ngrams
        for n in range(1, high + 1):
            if n > 1:
                keys = keys[:-1] | (wide[n - 1 :] << np.uint64(_CHARACTER_BITS * (n - 1)))
                usable = usable[:-1] & usable[1:]
            if n >= low:
                at = np.flatnonzero(usable)
                yield self._chars.get(keys[at]), places[at]


def _word_ids(word_terms: Sequence[str]) -> dict[str, int]:
    """Number the words that the terms are made of."""
    ids: dict[str, int] = {}
    for term in word_terms:
        for word in term.split(" "):
            ids.setdefault(word, len(ids))
    return ids


def _word_table(word_terms: Sequence[str], ids: dict[str, int]) -> _Table:
    keys = np.zeros(len(word_terms), dtype=np.uint64)
    for column, term in enumerate(word_terms):
        first, _, second = term.partition(" ")
        keys[column] = ids[first] + 1 if not second else ((ids[first] + 1) << 32) | (ids[second] + 1)
    return _Table(keys, np.arange(len(word_terms), dtype=np.int64))


def _char_table(char_terms: Sequence[str], first_column: int) -> _Table:
    lengths = np.fromiter(map(len, char_terms), dtype=np.int64, count=len(char_terms))
    codes = codes_of("".join(char_terms)).astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    keys = np.zeros(len(char_terms), dtype=np.uint64)
    for n in range(MAX_CHARACTERS):
        has = np.flatnonzero(lengths > n)
        keys[has] |= codes[starts[has] + n] << np.uint64(_CHARACTER_BITS * n)
    return _Table(keys, np.arange(len(char_terms), dtype=np.int64) + first_column)


Analyzer = Callable[[Document], list[str]]
