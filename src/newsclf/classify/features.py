"""TF-IDF features: the text that counts, its terms, and their weights, for many texts at once.

Two kinds of terms, each a block of its own: sequences of words and sequences of characters. In a
block a term that occurs `n` times weighs `(1 + ln n) * idf`, and the block is scaled to length 1.
(Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2008, section 6.4; idf smoothed
as in scikit-learn's `TfidfTransformer`.) `words_of` and `terms_of` are the plain statement of
what a term is and serve training; `Vocabulary.features` computes the same with arrays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt

from newsclf.documents import Article
from newsclf.text.characters import codes_of, fold
from newsclf.text.sentences import sentence_spans
from newsclf.text.words import Cut

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

# What terms are made of: Han characters, Latin letters, and 0, which stands for every digit;
# with punctuation, whatever is no blank and fits into a key.
_RUN = re.compile("[0a-z\u3400-\u4dbf\u4e00-\u9fff]+")
_RUN_WITH_PUNCTUATION = re.compile("[^\\s\U00010000-\U0010ffff]+")
_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF
_DIGIT = re.compile("[1-9]")
_CHARACTER_BITS = 21  # a code point needs 21 bits: three fit into a key
MAX_CHARACTERS = 3
# A second theme fills two sentences or more (`labels/README.md`); out of sample two find more than
# one or three do.
_PASSAGE = 2


@dataclass(frozen=True, slots=True)
class Document:
    """The text of an article that counts: title lines, a line feed, the body without bylines.

    Attributes:
        text: Folded to half width and lower case, digits to 0.
        head: Length of the title lines; their terms count `headline_weight` times. 0 where
            there is nothing else: weighing all terms alike would only blur their counts.
    """

    text: str
    head: int


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """What counts as a term, and how much.

    Attributes:
        word_ngrams: Shortest and longest sequence of words.
        char_ngrams: Shortest and longest sequence of characters.
        headline_weight: How often a term of the title lines counts.
        punctuation: Whether punctuation marks are words and characters, too. They tell a
            question from a report, which helps with bare titles.
    """

    word_ngrams: tuple[int, int]
    char_ngrams: tuple[int, int]
    headline_weight: int
    punctuation: bool = False

    @property
    def run(self) -> re.Pattern[str]:
        """What a term may consist of."""
        return _RUN_WITH_PUNCTUATION if self.punctuation else _RUN


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
    text = _DIGIT.sub("0", _lower(fold(f"{head}\n{body}")))
    return Document(text, len(head) if body and not body.isspace() else 0)


def passages_of(document: Document) -> list[Document]:
    """Return each two sentences of a body that follow each other; what is shorter, as a whole."""
    spans = sentence_spans(document.text, document.head)
    last = max(1, len(spans) - _PASSAGE + 1)
    return [
        Document(document.text[part[0][0] : part[-1][1]], 0)
        for part in (spans[place : place + _PASSAGE] for place in range(last))
        if part
    ] or [document]


def _lower(text: str) -> str:
    """Return a text in lower case, of the same length: İ alone would become two characters."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.replace("İ", "i").lower()


def words_of(text: str, run: re.Pattern[str], cut: Cut) -> list[list[str]]:
    """Return the words of a normalized text, a list for each stretch that `run` does not break."""
    stretches: list[list[str]] = [[]]
    for word in cut(text):
        if run.fullmatch(word):
            stretches[-1].append(word)
        elif stretches[-1]:
            stretches.append([])
    return stretches


def word_terms(document: Document, settings: FeatureSettings, cut: Cut) -> list[str]:
    """Return the word terms of a document, words joined with a blank, as often as they count."""
    head, body = document.text[: document.head], document.text[document.head :]
    terms = _word_terms(head, settings, cut) * settings.headline_weight
    return terms + _word_terms(body, settings, cut)


def char_terms(document: Document, settings: FeatureSettings) -> list[str]:
    """Return the character terms of a document, as often as they count."""
    head, body = document.text[: document.head], document.text[document.head :]
    return _char_terms(head, settings) * settings.headline_weight + _char_terms(body, settings)


def _word_terms(text: str, settings: FeatureSettings, cut: Cut) -> list[str]:
    low, high = settings.word_ngrams
    return [
        " ".join(words[i : i + n])
        for words in words_of(text, settings.run, cut)
        for n in range(low, high + 1)
        for i in range(len(words) - n + 1)
    ]


def _char_terms(text: str, settings: FeatureSettings) -> list[str]:
    low, high = settings.char_ngrams
    return [
        run[i : i + n]
        for run in settings.run.findall(text)
        for n in range(low, high + 1)
        for i in range(len(run) - n + 1)
    ]


def _term_characters(run: re.Pattern[str]) -> npt.NDArray[np.bool_]:
    """Return which of the characters 0 to 0xFFFF a term may hold, shape (0x10000,)."""
    table = np.zeros(0x10000, dtype=np.bool_)
    for found in run.finditer("".join(map(chr, range(0x10000)))):
        table[found.start() : found.end()] = True
    return table


class _Table:
    """A hash table of 64-bit keys that is asked for thousands of keys at a time.

    Buckets by multiplicative hashing (Knuth, The Art of Computer Programming 3, section 6.4),
    laid out one after another; a look-up costs a sixth of a binary search's time.
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
        taken: How many character terms of the longest kind, in Han, each document has, shape
            (documents,).
        known: How many of them the vocabulary knows, shape (documents,).
    """

    rows: Ints
    columns: Ints
    values: Floats
    documents: int
    taken: Ints
    known: Ints


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
        self._word_columns, self._word_pairs = _word_tables(word_terms, self._word_ids)
        self._chars = _char_table(char_terms, len(word_terms))
        self._is_term = _term_characters(settings.run)

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
        chars, taken, known = self._char_keys(documents)
        keys = np.concatenate((self._word_keys(documents, cut), chars))
        keys.sort()
        cells = keys >> 1  # row * terms + column; the last bit tells a headline's term
        if not cells.size:
            return Features(cells, cells, np.zeros(0), len(documents), taken, known)
        firsts = np.concatenate(([0], np.flatnonzero(cells[1:] != cells[:-1]) + 1))
        weights = np.where(keys & 1, float(self.settings.headline_weight), 1.0)
        values = 1.0 + np.log(np.add.reduceat(weights, firsts))
        rows, columns = np.divmod(cells[firsts], len(self))
        values *= self.idf[columns]
        blocks = rows * 2 + (columns >= len(self.word_terms))
        squares = np.bincount(blocks, weights=values * values, minlength=2 * len(documents))
        values /= np.sqrt(squares)[blocks]
        return Features(rows, columns, values, len(documents), taken, known)

    def _word_keys(self, documents: Sequence[Document], cut: Cut) -> Ints:
        """Return `(row * terms + column) * 2 + in_headline` of each known word term."""
        words: list[str] = []
        counts: list[int] = []
        for document in documents:
            for part in (document.text[: document.head], document.text[document.head :]):
                found = cut(part)
                words += found
                counts.append(len(found))
        numbers = map(self._word_ids.get, words, repeat(0))
        ids = np.fromiter(numbers, dtype=np.int64, count=len(words))
        parts = np.repeat(np.arange(2 * len(documents)), counts)
        low, high = self.settings.word_ngrams
        keys: list[Ints] = []
        if low == 1:
            keys.append(self._keys(self._word_columns[ids], parts))
        if high == 2:
            known = (ids[1:] > 0) & (ids[:-1] > 0) & (parts[1:] == parts[:-1])
            pairs = np.where(known, (ids[:-1] << 32) | ids[1:], 0)
            keys.append(self._keys(self._word_pairs.get(pairs.astype(np.uint64)), parts[:-1]))
        return np.concatenate(keys)

    def _char_keys(self, documents: Sequence[Document]) -> tuple[Ints, Ints, Ints]:
        """Return `(row * terms + column) * 2 + in_headline` of each known character term.

        And how many of the longest kind, in Han, each document has, and how many are known.
        """
        codes = codes_of("".join(f"{document.text}\n" for document in documents))
        lengths = [n for d in documents for n in (d.head, len(d.text) - d.head + 1)]
        parts = np.repeat(np.arange(2 * len(documents)), lengths)
        usable = self._is_term[
            codes if not codes.size or codes.max() <= 0xFFFF else np.minimum(codes, 0xFFFF)
        ]
        usable &= codes <= 0xFFFF
        wide = codes.astype(np.uint64)
        low, high = self.settings.char_ngrams
        grams = wide
        keys: list[Ints] = []
        for n in range(1, high + 1):
            if n > 1:
                grams = grams[:-1] | (wide[n - 1 :] << np.uint64(_CHARACTER_BITS * (n - 1)))
                usable = usable[:-1] & usable[1:]
            if n >= low:
                at = np.flatnonzero(usable)
                columns = self._chars.get(grams[at])
                keys.append(self._keys(columns, parts[at]))
        # The longest terms, those of Han characters alone, tell how strange a text is.
        han = (codes >= _FIRST_HAN) & (codes <= _LAST_HAN)
        chinese = han[at] & han[at + high - 1]
        taken = np.bincount(parts[at[chinese]] >> 1, minlength=len(documents))
        found = at[chinese & (columns >= 0)]
        known = np.bincount(parts[found] >> 1, minlength=len(documents))
        return np.concatenate(keys), taken, known

    def _keys(self, columns: Ints, parts: Ints) -> Ints:
        """Pack columns with the parts, headline and body by turns, that they occur in."""
        known = np.flatnonzero(columns >= 0)
        parts = parts[known]
        return ((parts >> 1) * len(self) + columns[known]) * 2 + (1 - (parts & 1))


def _word_ids(word_terms: Sequence[str]) -> dict[str, int]:
    """Number the words that the terms are made of, from 1: 0 stands for all others."""
    ids: dict[str, int] = {}
    for term in word_terms:
        for word in term.split(" ") if " " in term else (term,):
            ids.setdefault(word, len(ids) + 1)
    return ids


def _word_tables(word_terms: Sequence[str], ids: dict[str, int]) -> tuple[Ints, _Table]:
    """Return the column of each single word, -1 where it has none, and the columns of pairs."""
    single = np.full(len(ids) + 1, -1, dtype=np.int64)
    keys: list[int] = []
    columns: list[int] = []
    for column, term in enumerate(word_terms):
        first, _, second = term.partition(" ")
        if second:
            keys.append((ids[first] << 32) | ids[second])
            columns.append(column)
        else:
            single[ids[first]] = column
    return single, _Table(np.array(keys, dtype=np.uint64), np.array(columns, dtype=np.int64))


def _char_table(char_terms: Sequence[str], first_column: int) -> _Table:
    lengths = np.fromiter(map(len, char_terms), dtype=np.int64, count=len(char_terms))
    codes = codes_of("".join(char_terms)).astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    keys = np.zeros(len(char_terms), dtype=np.uint64)
    for n in range(MAX_CHARACTERS):
        has = np.flatnonzero(lengths > n)
        keys[has] |= codes[starts[has] + n] << np.uint64(_CHARACTER_BITS * n)
    return _Table(keys, np.arange(len(char_terms), dtype=np.int64) + first_column)
