"""Examples as arrays: the training data of a corpus, its folds, and its term counts."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.pipeline import FeatureUnion

from newsclf.classify.decide import NO_THEME, Bools, Labels
from newsclf.classify.features import (
    Document,
    FeatureSettings,
    Floats,
    Ints,
    document_of,
    passages_of,
)
from newsclf.errors import CorpusError
from newsclf.themes import NONE, Theme
from newsclf.training.corpus import Corpus
from newsclf.training.duplicates import groups_of
from newsclf.training.metrics import Gold
from newsclf.training.pipeline import NO, SECOND, YES, term_counts

# Inside of the five folds of a test, five folds for calibration: each label must reach them all.
FEWEST = 10

# From here on one fold tells settings apart, and calibration by other folds' scores is as good
# as by an inner cross-validation, which would take five times as long.
LARGE = 5_000
# From here on settings are chosen once, not anew without each fold: what one choice of a few
# settings gains is far below the intervals, and on 3,000 articles it takes less than half the time.
COMMON_SETTINGS = 2_000


@dataclass(frozen=True, slots=True)
class Data:
    """The examples as arrays for fitting.

    Attributes:
        documents: The texts.
        gold: Their labels.
        cases: The case of each example for each class: `YES`, `NO` or `SECOND`, shape (examples,
            classes); the themes and, if some examples have none, none.
        labels: How the labels relate to each other.
        kinds: Number of each example's kind of event, shape (examples,); None if not given.
        costs: Weight of each example in training, shape (examples,).
        weights: Weight of each example in calibration, shape (examples,).
        measured: Whether figures count it, shape (examples,).
        passages: The passages of each text, if secondary themes are found in them, that is, if
            labels distinguish primary and secondary themes; otherwise empty.
    """

    documents: list[Document]
    gold: Gold
    cases: Any
    labels: Labels
    kinds: Ints | None
    costs: Floats
    weights: Floats
    measured: Bools
    passages: list[list[Document]]

    @property
    def large(self) -> bool:
        """Whether there are enough examples to compare settings on few folds."""
        return len(self.documents) >= LARGE

    @property
    def nested(self) -> bool:
        """Whether settings are chosen separately for each fold (nested cross-validation)."""
        return len(self.documents) < COMMON_SETTINGS


def gold_of(corpus: Corpus, themes: Sequence[Theme]) -> Gold:
    """Return the labels of a corpus as arrays; near-duplicates and contrast pairs share a group.

    Args:
        corpus: The examples.
        themes: Every theme of the corpus, in the order of the columns.
    """
    ids = {theme.id: place for place, theme in enumerate(themes)}
    ids[NONE] = NO_THEME
    rows, count = corpus.examples, len(themes)
    tags, close = np.zeros((2, len(rows), count + 1), dtype=np.bool_)
    for row, example in enumerate(rows):
        close[row, [ids[name] for name in example.close]] = True
        tags[row, [ids[i] for i in (example.primary, *example.secondary, *example.close)]] = True
    primary = np.array([ids[e.primary] for e in rows], dtype=np.int64)
    # Labels that are equals are all to be found; of a close call one is enough.
    readings = close[:, :count] | (primary[:, None] == np.arange(count))
    return Gold(
        primary=primary,
        tags=tags[:, :count],
        close=close,
        either=readings & close.any(axis=1, keepdims=True) & corpus.ranked,
        groups=groups_of(corpus.texts, [e.group for e in rows]),
    )


def data_of(corpus: Corpus) -> Data:
    """Turn a corpus into arrays."""
    gold = gold_of(corpus, corpus.themes)
    is_primary = gold.primary[:, None] == np.arange(len(corpus.themes))
    yes = is_primary if corpus.labels != "several" else gold.tags
    cases = np.where(yes, YES, np.where(gold.tags, SECOND, NO)).astype(np.int8)
    without = gold.primary == NO_THEME
    if without.any():
        none = np.where(without, YES, np.where(gold.close[:, -1], SECOND, NO)).astype(np.int8)
        cases = np.column_stack((cases, none))
    documents = [document_of(e.article) for e in corpus.examples]
    found = (gold.tags & ~yes).sum() >= FEWEST
    passages = [passages_of(document) for document in documents] if found else []
    kinds = _kinds([e.kind for e in corpus.examples], gold)
    costs = np.array([e.weight for e in corpus.examples])
    weights = costs * _shares(corpus, gold, costs)
    measured = np.array([e.measured for e in corpus.examples])
    return Data(documents, gold, cases, corpus.labels, kinds, costs, weights, measured, passages)


def _kinds(names: Sequence[str], gold: Gold) -> Ints | None:
    """Number the kinds of event; None where too few are told to hold some of them out."""
    numbers = np.unique(names, return_inverse=True)[1].astype(np.int64)
    pairs = np.unique(np.column_stack((gold.primary, numbers)), axis=0)
    enough = np.unique(pairs[:, 0], return_counts=True)[1].min() >= FEWEST
    return numbers if enough and all(names) else None


def _shares(corpus: Corpus, gold: Gold, costs: Floats) -> Floats:
    """Return by how much each example counts more, so that labels have the shares that life has.

    The shares are the taxonomy's; where it tells none, a corpus is as life is.
    """
    shares = np.array([theme.share for theme in corpus.themes])
    labels = gold.primary % (len(shares) + 1)
    counts = np.bincount(labels, weights=costs, minlength=len(shares) + 1)
    if not shares.any() or not counts.all():
        return np.ones(len(labels))
    wanted = np.append(shares, 1.0 - shares.sum()) * costs.sum()
    factors: Floats = (wanted / counts)[labels]
    return factors


def folds_of(gold: Gold, folds: int) -> list[tuple[Ints, Ints]]:
    """Return (train, test) rows of stratified folds that split no group."""
    _, first, numbers = np.unique(gold.groups, return_index=True, return_inverse=True)
    splitter = StratifiedKFold(folds, shuffle=True, random_state=0)
    labels = gold.primary[first]
    with warnings.catch_warnings():  # of labels with fewer groups than folds: `check_enough` asks 5
        warnings.simplefilter("ignore", UserWarning)
        splits = list(splitter.split(labels, labels))
    return [
        (np.flatnonzero(np.isin(numbers, train)), np.flatnonzero(np.isin(numbers, test)))
        for train, test in splits
    ]


def folds_by_kind(gold: Gold, kinds: Ints, folds: int) -> list[tuple[Ints, Ints]]:
    """Return (train, test) rows of folds that split no kind of event.

    Rows that share a group with a test row are in neither: contrast pairs may have two kinds.
    """
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=0)
    found = []
    for train, test in splitter.split(kinds, gold.primary, kinds):
        apart = ~np.isin(gold.groups[train], gold.groups[test])
        found.append((train[apart], test))
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """Term counts of all examples.

    Attributes:
        matrix: Sparse, shape (examples, columns).
        columns: Numbers of the columns of `matrix` and `passages` that are the terms, ascending;
            None for all. Counts of several features share one matrix, which can be large.
        words: Number of word terms, which come first.
        passages: Term counts of all passages, example by example, shape (passages, columns); None
            if not needed.
        each: Number of passages of each example, shape (examples,).
    """

    matrix: Any
    columns: Ints | None
    words: int
    passages: Any
    each: Ints

    def of(self, rows: Ints) -> Any:
        """Return the counts of some examples, sparse, shape (rows, terms)."""
        return self._terms(self.matrix[rows])

    def of_passages(self, rows: Ints) -> Any:
        """Return the counts of the passages of some examples, sparse, shape (passages, terms)."""
        starts = np.concatenate(([0], np.cumsum(self.each)))[rows]
        pairs = zip(starts, self.each[rows], strict=True)
        places = np.concatenate([np.arange(start, start + n) for start, n in pairs])
        return self._terms(self.passages[places])

    def _terms(self, rows: Any) -> Any:
        return rows if self.columns is None else rows[:, self.columns]


def counted(
    documents: Sequence[Document],
    features: FeatureSettings,
    passages: Sequence[Sequence[Document]] = (),
) -> tuple[FeatureUnion, Counts]:
    """Return a counter fitted to documents, and its counts of them."""
    counter = term_counts(features)
    try:
        matrix = counter.fit_transform(documents).tocsr()
    except ValueError:  # an empty vocabulary
        raise CorpusError("the texts contain no words to learn from") from None
    words = len(dict(counter.transformer_list)["word"].vocabulary_)
    each = np.array([len(some) for some in passages] or [0] * len(documents))
    every = [passage for some in passages for passage in some]
    return counter, Counts(matrix, None, words, counter.transform(every) if every else None, each)


def without_punctuation(
    counter: FeatureUnion, counts: Counts, features: FeatureSettings
) -> tuple[FeatureUnion, Counts]:
    """Return what `counted` would return for the same features without punctuation.

    The terms without punctuation are a subset of those with it, with the same counts.
    """
    plain = term_counts(features)
    kept: list[Ints] = []
    offset = 0
    for (name, full), (_, part) in zip(
        counter.transformer_list, plain.transformer_list, strict=True
    ):
        terms = full.get_feature_names_out()
        run = features.words if name == "word" else features.characters
        parts = (term.split(" ") if name == "word" else [term] for term in terms)
        at = np.flatnonzero([all(run.fullmatch(p) for p in some) for some in parts])
        part.set_params(vocabulary={term: place for place, term in enumerate(terms[at].tolist())})
        part.fit([])
        kept.append(at + offset)
        offset += len(terms)
    columns = np.concatenate(kept)
    if not columns.size:
        raise CorpusError("the texts contain no words to learn from")
    return plain, replace(counts, columns=columns, words=len(kept[0]))
