"""TF-IDF features: the relevant text, its terms, and their weights, for many texts at once.

Two kinds of terms, each a block of its own: sequences of words and sequences of characters. In a
block a term that occurs `n` times weighs `(1 + ln n) * idf`, and the block is divided by its
pivoted length. (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2008, section
6.4; idf smoothed as in scikit-learn's `TfidfTransformer`. Singhal, A., Buckley, C., Mitra, M.,
1996. Pivoted document length normalization. SIGIR.) `word_terms` and `char_terms` are the plain
statement of what a term is and serve training; `Vocabulary` finds the same with arrays: all texts
of a batch are cut and looked up at once, and passages are counted from what was found in the texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from newsclf.classify.lookup import Keys, Table
from newsclf.documents import Article
from newsclf.text.characters import (
    FIRST_HAN,
    HAN,
    LAST_HAN,
    Codes,
    codes_of,
    fold_codes,
    mapped,
    text_of,
)
from newsclf.text.sentences import sentence_numbers, sentence_spans
from newsclf.text.words import Tokenizer

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Kinds = npt.NDArray[np.int8]
Terms = tuple[Ints, Ints, Ints | int]  # columns, where they begin, how many characters they have
Cells = npt.NDArray[Any]  # of 32 bits or of 64, see `Vocabulary._cell`

# What terms are made of: Han characters, Latin letters, and 0, which stands for every digit;
# with punctuation, whatever fits into a key. A blank is no word; among characters it is one: in
# bare titles it parts clauses (0.2 points on the headlines of `benchmarks/classifiers.py`).
_RUN = re.compile(f"[0a-z{HAN}]+")
_WORDS_AND_MARKS = re.compile("[^\\s\U00010000-\U0010ffff]+")
_CHARACTERS_AND_MARKS = re.compile("[^\n\U00010000-\U0010ffff]+")
_CHARACTER_BITS = 21  # a code point needs 21 bits: three fit into a key
MAX_CHARACTERS = 3
# The part of a key of three characters that is the key of the first none, one, two and three; a
# longer word has none.
_SHARE_OF_KEY = np.array([(1 << _CHARACTER_BITS * n) - 1 for n in (0, 1, 2, 3, 0)], dtype=np.uint64)
# The longest terms, those of Han characters alone, tell how strange a text is.
_NO_TERM, _TERM, _HAN_TERM = 0, 1, 2
# A second theme fills two sentences or more (`labels/README.md`); out of sample two find more than
# one or three do.
_PASSAGE = 2


def _normal_table() -> Codes:
    """Return the normal form of the characters 0 to 0xFFFF: half width, lower case, digits to 0."""
    folded = text_of(fold_codes(np.arange(0x10000, dtype=np.uint32)))
    # İ alone would become two characters.
    table: Codes = codes_of(folded.replace("İ", "i").lower()).copy()
    table[(table >= ord("1")) & (table <= ord("9"))] = ord("0")
    for blank in re.findall(r"[^\S\n]", text_of(np.arange(0x10000, dtype=np.uint32))):
        table[ord(blank)] = ord(" ")
    table[0] = ord(" ")  # in keys, 0 is no character
    return table


_NORMAL = _normal_table()


@dataclass(frozen=True, slots=True)
class Document:
    """The relevant text of an article: title lines, a line feed, the body without bylines.

    Attributes:
        text: Folded to half width and lower case, digits to 0.
        head: Length of the title lines; their terms count `headline_weight` times. 0 if there is
            nothing else: weighting all terms alike would only blur their counts.
    """

    text: str
    head: int


@dataclass(frozen=True, slots=True)
class FeatureSettings:
    """How terms are extracted and weighted.

    Attributes:
        word_ngrams: Minimum and maximum length of word n-grams.
        char_ngrams: Minimum and maximum length of character n-grams.
        headline_weight: How many times a term in the title lines counts.
        punctuation: Whether punctuation marks are words and characters, too. They tell a
            question from a report, which helps with bare titles.
        slope: How much of a block's own length it is divided by, the rest being the pivot, the
            mean length of the texts of training: 1 scales every block to length 1, 0 none.
    """

    word_ngrams: tuple[int, int]
    char_ngrams: tuple[int, int]
    headline_weight: int
    punctuation: bool = False
    slope: float = 1.0

    @property
    def words(self) -> re.Pattern[str]:
        """Pattern of the words in word terms."""
        return _WORDS_AND_MARKS if self.punctuation else _RUN

    @property
    def characters(self) -> re.Pattern[str]:
        """Pattern of the text in character terms."""
        return _CHARACTERS_AND_MARKS if self.punctuation else _RUN


def documents_of(articles: Sequence[Article]) -> list[Document]:
    """Return the relevant texts of articles."""
    return _normalized([_pieces_of(article) for article in articles])


def document_of(article: Article) -> Document:
    """Return the relevant text of an article."""
    return normalized(*_pieces_of(article))


def normalized(head: str, body: str) -> Document:
    """Return a document from title lines and a body as found in an input."""
    return _normalized([(head, body)])[0]


def _pieces_of(article: Article) -> tuple[str, str]:
    """Return the title lines of an article, and its body without bylines."""
    head = "\n".join(part for part in (article.kicker, article.headline, article.deck) if part)
    pieces: list[str] = []
    position = 0
    for start, end in article.bylines:
        pieces.append(article.body[position:start])
        position = end
    pieces.append(article.body[position:])
    return head, "\n".join(pieces)


def _normalized(pieces: Sequence[tuple[str, str]]) -> list[Document]:
    """Normalize many texts at once: a character stays one character, each in its place."""
    codes = codes_of("".join([f"{head}\n{body}" for head, body in pieces]))
    text = text_of(mapped(codes, _NORMAL))
    documents: list[Document] = []
    start = 0
    for head, body in pieces:
        end = start + len(head) + 1 + len(body)
        length = len(head) if body and not body.isspace() else 0
        documents.append(Document(text[start:end], length))
        start = end
    return documents


def passages_of(document: Document) -> list[Document]:
    """Return each pair of consecutive sentences of a body; a shorter body as a whole."""
    spans = sentence_spans(document.text, document.head)
    last = max(1, len(spans) - _PASSAGE + 1)
    return [
        Document(document.text[part[0][0] : part[-1][1]], 0)
        for part in (spans[place : place + _PASSAGE] for place in range(last))
        if part
    ] or [Document("", 0)]


def words_of(text: str, run: re.Pattern[str], tokenize: Tokenizer) -> list[list[str]]:
    """Return the words of a normalized text, one list per match of `run`."""
    stretches: list[list[str]] = [[]]
    for word in tokenize(text):
        if run.fullmatch(word):
            stretches[-1].append(word)
        elif stretches[-1]:
            stretches.append([])
    return stretches


def word_terms(document: Document, settings: FeatureSettings, tokenize: Tokenizer) -> list[str]:
    """Return the word terms of a document, words joined with a space, repeated as they count."""
    head, body = document.text[: document.head], document.text[document.head :]
    terms = _word_terms(head, settings, tokenize) * settings.headline_weight
    return terms + _word_terms(body, settings, tokenize)


def char_terms(document: Document, settings: FeatureSettings) -> list[str]:
    """Return the character terms of a document, repeated as often as they count."""
    head, body = document.text[: document.head], document.text[document.head :]
    return _char_terms(head, settings) * settings.headline_weight + _char_terms(body, settings)


def _word_terms(text: str, settings: FeatureSettings, tokenize: Tokenizer) -> list[str]:
    low, high = settings.word_ngrams
    return [
        " ".join(words[i : i + n])
        for words in words_of(text, settings.words, tokenize)
        for n in range(low, high + 1)
        for i in range(len(words) - n + 1)
    ]


def _char_terms(text: str, settings: FeatureSettings) -> list[str]:
    low, high = settings.char_ngrams
    return [
        run[i : i + n]
        for run in settings.characters.findall(text)
        for n in range(low, high + 1)
        for i in range(len(run) - n + 1)
    ]


def _kinds_of_characters(run: re.Pattern[str]) -> Kinds:
    """Return what terms may hold of the characters 0 to 0xFFFF and, last, of all others."""
    table = np.full(0x10001, _NO_TERM, dtype=np.int8)
    for found in run.finditer(text_of(np.arange(0x10000, dtype=np.uint32))):
        start, end = found.span()
        table[start:end] = _TERM
        table[max(start, ord(FIRST_HAN)) : min(end, ord(LAST_HAN) + 1)] = _HAN_TERM
    return table


@dataclass(frozen=True, slots=True)
class Found:
    """The positions of a vocabulary's terms in many documents.

    The texts are concatenated, alternating the title lines and the body of each document, with a
    line feed after each, so that no term spans two of them.

    Attributes:
        codes: The characters of all texts, shape (characters,).
        parts: Where each of the texts begins, and the end of the last, shape (2 * documents + 1,).
        columns: Number of each term found, shape (n,).
        firsts: Position of its first character, shape (n,).
        lasts: Position of its last character; the same array as `firsts` if no term can span two
            sentences.
        taken: How many character terms of the longest kind, in Han, each document has, shape
            (documents,).
        known: How many of them the vocabulary knows, shape (documents,).
    """

    codes: Codes
    parts: Ints
    columns: Ints
    firsts: Ints
    lasts: Ints
    taken: Ints
    known: Ints


@dataclass(frozen=True, slots=True)
class Features:
    """The known terms of many documents, one entry per document and term.

    Attributes:
        bounds: Where the entries of each document begin, and the end, shape (documents + 1,).
        columns: Number of the term, ascending within each document, shape (n,).
        values: Its TF-IDF weight, divided by the pivoted length of its block, shape (n,).
    """

    bounds: Ints
    columns: Ints
    values: Floats


class Vocabulary:
    """The terms of a model, and how to find them in texts.

    Args:
        word_terms: Word terms in the order of their columns, words joined with a space.
        char_terms: Character terms in the order of their columns, after the word terms.
        idf: Inverse document frequency of each term, shape (terms,).
        settings: How the terms were extracted.
        pivots: The mean lengths of the blocks of word terms and of character terms.
    """

    def __init__(
        self,
        word_terms: Sequence[str],
        char_terms: Sequence[str],
        idf: Floats,
        settings: FeatureSettings,
        pivots: tuple[float, float] = (1.0, 1.0),
    ) -> None:
        self.word_terms = word_terms
        self.char_terms = char_terms
        self.idf = idf
        self.settings = settings
        self.pivots = pivots
        self._kinds = _kinds_of_characters(settings.characters)
        ids = _word_ids(word_terms)
        self._words, self._long_words = _tables_of_words(ids)
        self._word_pairs = _table_of_pairs(word_terms, ids)
        self._chars, self._single_chars = _tables_of_characters(
            char_terms, len(word_terms), self._kinds
        )

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.word_terms) + len(self.char_terms)

    def term(self, column: int) -> str:
        """Return the term of a column as it appears in a text."""
        words = len(self.word_terms)
        if column < words:
            return self.word_terms[column].replace(" ", "")
        return self.char_terms[column - words]

    def features(self, documents: Sequence[Document], tokenize: Tokenizer) -> Features:
        """Return the TF-IDF features of documents."""
        return self.features_of(self.find(documents, tokenize))

    def find(self, documents: Sequence[Document], tokenize: Tokenizer) -> Found:
        """Find the terms in documents."""
        # One text, cut at once: no word reaches beyond a line feed.
        text = "".join([f"{d.text[: d.head]}\n{d.text[d.head :]}\n" for d in documents])
        lengths = [n for d in documents for n in (d.head + 1, len(d.text) - d.head + 1)]
        parts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths, dtype=np.int64)))
        codes = codes_of(text)
        wide = codes.astype(np.uint64)
        keys = wide.copy()  # the three characters from each place on
        for n in range(1, MAX_CHARACTERS):
            keys[:-n] |= wide[n:] << np.uint64(_CHARACTER_BITS * n)
        # The words first: they take most memory, and for the shortest time.
        words = self._words_in(text, keys, tokenize)
        chars, taken, known = self._characters_in(codes, keys)
        terms = words + chars
        firsts = lasts = np.concatenate([starts for _, starts, _ in terms])
        if self.settings.punctuation:  # without, no term reaches beyond its sentence
            lasts = np.concatenate([starts + (length - 1) for _, starts, length in terms])
        return Found(
            codes,
            parts,
            np.concatenate([columns for columns, _, _ in terms]),
            firsts,
            lasts,
            np.diff(np.searchsorted(taken, parts[::2])),
            np.diff(np.searchsorted(known, parts[::2])),
        )

    def _words_in(self, text: str, keys: Keys, tokenize: Tokenizer) -> list[Terms]:
        """Return the known word terms of a text."""
        words = tokenize(text)
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        ends = np.cumsum(lengths)
        starts = ends - lengths
        # Looked up by their characters: 28 ns a word with its length, and 95 in a dictionary of
        # texts, which has to hash each. The few words of more characters are left to one.
        shares = _SHARE_OF_KEY.take(np.minimum(lengths, MAX_CHARACTERS + 1))
        ids = self._words.get(keys.take(starts) & shares)
        long = np.flatnonzero(lengths > MAX_CHARACTERS)
        ids[long] = [self._long_words.get(words[place], -1) for place in long.tolist()]
        low, high = self.settings.word_ngrams
        terms: list[Terms] = []
        if low == 1:
            at = np.flatnonzero((ids >= 0) & (ids < len(self.word_terms)))
            terms.append((ids.take(at), starts.take(at), lengths.take(at)))
        if high == 2:
            pairs = (ids[:-1].view(np.uint64) << np.uint64(32)) | ids[1:].view(np.uint64)
            columns = self._word_pairs.get(pairs)  # unknown words, -1, make keys that no pair has
            at = np.flatnonzero(columns >= 0)
            terms.append((columns.take(at), starts.take(at), (ends[1:] - starts[:-1]).take(at)))
        return terms

    def _characters_in(self, codes: Codes, keys: Keys) -> tuple[list[Terms], Ints, Ints]:
        """Return the known character terms of a text.

        And where the longest kind stands in Han, and those of them that are known.
        """
        low, high = self.settings.char_ngrams
        terms: list[Terms] = []
        for n in range(low, high + 1):
            if n == 1:
                columns = self._single_chars.take(codes, mode="clip")
            else:
                columns = self._chars.get(keys & _SHARE_OF_KEY[n])
            at = np.flatnonzero(columns >= 0)
            terms.append((columns.take(at), at, n))
        kinds = self._kinds.take(codes, mode="clip")
        stop = max(0, codes.size - high + 1)
        han = (kinds[:stop] == _HAN_TERM) & (kinds[codes.size - stop :] == _HAN_TERM)
        for n in range(1, high - 1):
            han &= kinds[n : n + stop] != _NO_TERM
        taken = np.flatnonzero(han)
        return terms, taken, taken[columns.take(taken) >= 0]

    def features_of(self, found: Found) -> Features:
        """Return the TF-IDF features of documents from the terms found in them."""
        documents = found.parts.size // 2
        parts = np.arange(2 * documents)
        cells = ((parts >> 1) * len(self) * 2 + 1 - (parts & 1)).astype(self._cell(documents))
        cells = np.repeat(cells, np.diff(found.parts)).take(found.firsts)
        cells += found.columns.astype(cells.dtype) * 2
        return self._weighed(cells, documents)

    def features_of_passages(self, found: Found, documents: Ints) -> tuple[Features, Ints]:
        """Return the features of the passages of some documents from the terms found in them.

        Args:
            found: The terms found in many documents.
            documents: Numbers of some of them, ascending.

        Returns:
            The features of the passages, as of `passages_of`, document by document; how many
            passages each document has, shape (documents,).
        """
        as_first, as_second, counts = _passages_at(found, documents)
        passages = int(counts.sum())
        dtype = self._cell(passages)
        columns = found.columns.astype(dtype) * 2
        cells: list[Cells] = []
        for places, others in ((as_first, as_second), (as_second, as_first)):
            numbers = places.take(found.firsts)
            kept = numbers >= 0
            if found.lasts is not found.firsts:  # all of a term is in the passage
                kept &= (numbers == places.take(found.lasts)) | (
                    numbers == others.take(found.lasts)
                )
            at = np.flatnonzero(kept)
            cells.append(numbers.take(at).astype(dtype) * (len(self) * 2) + columns.take(at))
        return self._weighed(np.concatenate(cells), passages), counts

    def _cell(self, rows: int) -> npt.DTypeLike:
        """Return what holds `(row * terms + column) * 2 + 1`: 32 bits are sorted twice as fast."""
        return np.uint32 if rows * len(self) * 2 < 1 << 32 else np.int64

    def _weighed(self, cells: Cells, rows: int) -> Features:
        """Return features by `(row * terms + column) * 2 + in_headline` of each occurrence."""
        cells.sort()
        terms = cells >> 1
        bounds = _bounds_of_runs(terms)
        firsts = bounds[:-1]
        counts = np.diff(bounds)
        in_headline = np.flatnonzero(cells & 1)  # few: adding up all flags takes five times as long
        if in_headline.size:
            entries = np.searchsorted(firsts, in_headline, side="right") - 1
            extra = np.bincount(entries, minlength=counts.size)
            counts += (self.settings.headline_weight - 1) * extra
        terms = terms.take(firsts)
        # Two blocks a row: the word terms and the character terms.
        starts = np.repeat(np.arange(rows + 1) * len(self), 2).astype(terms.dtype)
        blocks = starts[:-1].copy()
        blocks[1::2] += len(self.word_terms)
        bounds = np.searchsorted(terms, blocks)
        sizes = np.diff(bounds)
        columns = (terms - np.repeat(starts[:-2], sizes)).astype(np.int64)
        values = (1.0 + np.log(np.arange(1, counts.max(initial=0) + 1))).take(counts - 1)
        values *= self.idf.take(columns)
        squares = np.bincount(
            np.repeat(np.arange(2 * rows), sizes), weights=values * values, minlength=2 * rows
        )
        lengths = np.sqrt(squares)
        if self.settings.slope != 1.0:
            pivots = np.tile(self.pivots, rows)
            lengths = (1.0 - self.settings.slope) * pivots + self.settings.slope * lengths
        values /= np.repeat(lengths, sizes)
        return Features(bounds[::2], columns, values)


def _bounds_of_runs(values: npt.NDArray[Any]) -> Ints:
    """Return where each run of equal numbers begins, and the end of the last."""
    new = np.ones(values.size + 1, dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=new[1:-1])
    return np.flatnonzero(new)


def _passages_at(found: Found, documents: Ints) -> tuple[Ints, Ints, Ints]:
    """Number the passages of some documents, each two sentences of a body that are neighbours.

    Returns:
        For each character the passage whose first sentence it stands in, or the only one; the
        passage whose second sentence it stands in, -1 where there is none. And how many passages
        each document has, shape (documents,).
    """
    numbers = sentence_numbers(found.codes)
    asked = np.zeros(found.parts.size - 1, dtype=np.bool_)
    asked[2 * documents + 1] = True
    at = np.flatnonzero(np.repeat(asked, np.diff(found.parts)) & (numbers >= 0))
    bounds = _bounds_of_runs(numbers.take(at))
    bodies = found.parts[2 * documents + 1]
    owners = np.searchsorted(bodies, at.take(bounds[:-1]), side="right") - 1
    sentences = np.bincount(owners, minlength=documents.size)
    counts = np.maximum(sentences - (_PASSAGE - 1), 1)
    places = np.arange(owners.size) - (np.cumsum(sentences) - sentences)[owners]
    passages = (np.cumsum(counts) - counts)[owners] + places
    as_first, as_second = np.full((2, found.codes.size), -1, dtype=np.int64)
    sizes = np.diff(bounds)
    as_first[at] = np.repeat(np.where(places < counts[owners], passages, -1), sizes)
    as_second[at] = np.repeat(np.where(places > 0, passages - 1, -1), sizes)
    if found.lasts is not found.firsts:  # else no term holds a blank
        _number_blanks(at, np.repeat(owners, sizes), as_first, as_second)
    return as_first, as_second, counts


def _number_blanks(at: Ints, owners: Ints, as_first: Ints, as_second: Ints) -> None:
    """Give the blanks inside of passages the numbers of these, in place.

    Args:
        at: Where all other characters of sentences stand, ascending, shape (n,).
        owners: Number of the document of each, shape (n,).
        as_first: See `_passages_at`.
        as_second: See there.
    """
    gaps = np.flatnonzero((np.diff(at) > 1) & (owners[1:] == owners[:-1]))
    before, behind = at[gaps], at[gaps + 1]
    sizes = behind - before - 1
    blanks = np.repeat(before, sizes) + _places_in_runs(sizes) + 1
    same = as_first[before] == as_first[behind]
    same &= as_second[before] == as_second[behind]
    # Between two sentences a blank is in the one passage that both are in.
    shared = np.where(as_first[before] == as_second[behind], as_first[before], -1)
    as_first[blanks] = np.repeat(np.where(same, as_first[before], shared), sizes)
    as_second[blanks] = np.repeat(np.where(same, as_second[before], -1), sizes)


def _places_in_runs(sizes: Ints) -> Ints:
    """Return 0, 1, 2 … for each run of so many."""
    starts = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) - np.repeat(starts, sizes)


def _word_ids(word_terms: Sequence[str]) -> dict[str, int]:
    """Number the words that the terms are made of: by their columns, the others behind these."""
    ids = {term: column for column, term in enumerate(word_terms) if " " not in term}
    if len(ids) < len(word_terms):
        for term in word_terms:
            for word in term.split(" "):
                ids.setdefault(word, len(word_terms) + len(ids))
    return ids


def _tables_of_words(ids: dict[str, int]) -> tuple[Table, dict[str, int]]:
    """Return the numbers of the words that a key holds, and those of the longer ones."""
    keys, lengths = _keys_of(list(ids))
    numbers = np.fromiter(ids.values(), dtype=np.int64, count=len(ids))
    short = (lengths > 0) & (lengths <= MAX_CHARACTERS)
    longer = {word: number for word, number in ids.items() if len(word) > MAX_CHARACTERS}
    return Table(keys[short], numbers[short]), longer


def _table_of_pairs(word_terms: Sequence[str], ids: dict[str, int]) -> Table:
    """Return the columns of pairs of words."""
    columns = [column for column, term in enumerate(word_terms) if " " in term]
    pairs = [word_terms[column].split(" ", 1) for column in columns]
    keys = [(ids[first] << 32) | ids[second] for first, second in pairs]
    return Table(np.array(keys, dtype=np.uint64), np.array(columns, dtype=np.int64))


def _tables_of_characters(
    char_terms: Sequence[str], first_column: int, kinds: Kinds
) -> tuple[Table, Ints]:
    """Return the columns of terms of two characters or three, and those of single ones.

    A term that holds what no term may hold is in neither.
    """
    keys, lengths = _keys_of(char_terms)
    columns = np.arange(len(char_terms), dtype=np.int64) + first_column
    usable = np.ones(columns.size, dtype=np.bool_)
    for n in range(MAX_CHARACTERS):
        codes = ((keys >> np.uint64(_CHARACTER_BITS * n)) & _SHARE_OF_KEY[1]).astype(np.int64)
        usable &= (n >= lengths) | (kinds.take(codes, mode="clip") != _NO_TERM)
    keys, lengths, columns = keys[usable], lengths[usable], columns[usable]
    single = np.full(0x10001, -1, dtype=np.int64)
    one = lengths == 1
    single[keys[one].astype(np.int64)] = columns[one]
    return Table(keys[~one], columns[~one]), single


def _keys_of(texts: Sequence[str]) -> tuple[Keys, Ints]:
    """Return the key of the first three characters of each text, and how long the texts are."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    codes = codes_of("".join(texts)).astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    keys = np.zeros(len(texts), dtype=np.uint64)
    for n in range(MAX_CHARACTERS):
        has = np.flatnonzero(lengths > n)
        keys[has] |= codes[starts[has] + n] << np.uint64(_CHARACTER_BITS * n)
    return keys, lengths
