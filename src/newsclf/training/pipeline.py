"""The scikit-learn pipeline of a theme model, and its compilation to plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from newsclf.classify.features import (
    Document,
    FeatureSettings,
    Floats,
    Ints,
    Vocabulary,
    char_terms,
    word_terms,
)
from newsclf.text.words import tokenizer_of

# Pairs of words help where texts are short. In articles they add nothing but weight: without them
# the model is half as large (`benchmarks/ablation.py`).
ARTICLE_FEATURES = FeatureSettings(
    word_ngrams=(1, 1), char_ngrams=(1, 2), headline_weight=3, punctuation=True
)
# Bare titles are so short that their length is noise: hardly scaled by it, they score 0.2 to 0.4
# points better (`benchmarks/classifiers.py`).
HEADLINE_FEATURES = replace(ARTICLE_FEATURES, word_ngrams=(1, 2), slope=0.1)


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a model is trained.

    Attributes:
        features: How terms are extracted and weighted.
        min_documents: Minimum number of articles with a term to keep it.
        inverse_penalty: `C` of the support vector machines.
        bayes_weight: Weight of naive Bayes in the sum, relative to the machines.
        folds: Number of cross-validation folds for calibration and thresholds.
    """

    features: FeatureSettings = ARTICLE_FEATURES
    min_documents: int = 2
    inverse_penalty: float = 0.3
    bayes_weight: float = 0.5
    folds: int = 5


# The solver stops early: a finer solution scores no better, and what differs between machines
# in the last bits is rounded away in the model's files.
_TOLERANCE = 1e-3
_SMOOTHING = 0.1  # pseudo-count of naive Bayes; 0.1 to 0.6 score alike on titles

YES, NO, SECOND = 1, 0, -1  # what an article is to a theme
# An article that has a theme as its second counts little as a counter-example of it: enough to tell
# the first theme from the second (39 instead of 36 of 40 parties for singles), too little to hide
# the second (`benchmarks/ablation.py` has the weights 0 and 1, and second themes as examples).
SECOND_WEIGHT = 0.1


class _Words:
    """An analyzer for `CountVectorizer`: the word terms of a document."""

    def __init__(self, settings: FeatureSettings) -> None:
        self.settings = settings

    def __call__(self, document: Document) -> list[str]:
        return word_terms(document, self.settings, tokenizer_of())


class _Characters:
    """An analyzer for `CountVectorizer`: the character terms of a document."""

    def __init__(self, settings: FeatureSettings) -> None:
        self.settings = settings

    def __call__(self, document: Document) -> list[str]:
        return char_terms(document, self.settings)


class FrequentTerms(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Keep the columns that are non-zero in enough rows.

    Args:
        min_documents: Minimum number of rows.

    Attributes:
        kept_: Numbers of the kept columns, shape (kept,).
    """

    def __init__(self, *, min_documents: int = 1) -> None:
        self.min_documents = min_documents

    def fit(self, X: Any, y: Any = None) -> FrequentTerms:  # noqa: N803
        """Count the rows of `X`, shape (documents, terms), that contain each term."""
        documents = np.bincount(X.indices[X.data != 0], minlength=X.shape[1])
        self.kept_ = np.flatnonzero(documents >= self.min_documents)
        return self

    def transform(self, X: Any) -> Any:  # noqa: N803
        """Return the kept columns of `X`, shape (documents, kept)."""
        return X[:, self.kept_]


class PivotedNormalizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Divide each row by its pivoted length.

    Singhal, A., Buckley, C., Mitra, M. (1996). Pivoted document length normalization. SIGIR,
    section 3: `(1 - slope) * pivot + slope * length`, with Euclidean lengths.

    Args:
        slope: Share of a row's own length; 1 scales every row to length 1.
        copy: False to divide in place.

    Attributes:
        pivot_: Mean length of the training rows.
    """

    def __init__(self, *, slope: float = 1.0, copy: bool = True) -> None:
        self.slope = slope
        self.copy = copy

    def fit(self, X: Any, y: Any = None) -> PivotedNormalizer:  # noqa: N803
        """Compute the mean length of the rows of `X`, shape (documents, terms)."""
        self.pivot_ = float(np.float32(_lengths(X).mean())) or 1.0
        return self

    def transform(self, X: Any) -> Any:  # noqa: N803
        """Return `X` with its rows divided."""
        lengths = (1.0 - self.slope) * self.pivot_ + self.slope * _lengths(X)
        lengths[lengths == 0.0] = 1.0
        found = X.copy() if self.copy else X
        for row, (start, end) in enumerate(zip(X.indptr[:-1], X.indptr[1:], strict=True)):
            found.data[start:end] /= lengths[row]
        return found


def _lengths(rows: Any) -> Floats:
    """Return the Euclidean lengths of sparse rows."""
    bounds = zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    return np.array([np.sqrt(rows.data[start:end] @ rows.data[start:end]) for start, end in bounds])


class OneVsRestBlend(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A linear support vector machine per theme plus naive Bayes: one linear model.

    Wang, S., Manning, C. (2012). Baselines and bigrams: simple, good sentiment and topic
    classification. ACL (naive Bayes helps the machine where texts are short). Rennie, J. et al.
    (2003). Tackling the poor assumptions of naive Bayes text classifiers. ICML (complement naive
    Bayes). We add the weights of the two, the latter scaled to the spread of the former's scores.

    Args:
        inverse_penalty: `C` of the machines.
        bayes_weight: Weight of naive Bayes in the sum.
        second_weight: Weight of an article as a negative example of its secondary themes.

    Attributes:
        machine_coef_: Weights of the machines, shape (themes, terms).
        bayes_coef_: Weights of naive Bayes, scaled, shape (themes, terms).
        intercept_: Shape (themes,).
    """

    def __init__(
        self,
        *,
        inverse_penalty: float = 1.0,
        bayes_weight: float = 0.0,
        second_weight: float = SECOND_WEIGHT,
    ) -> None:
        self.inverse_penalty = inverse_penalty
        self.bayes_weight = bayes_weight
        self.second_weight = second_weight

    def fit(
        self,
        X: Any,  # noqa: N803
        y: npt.NDArray[np.int8],
        sample_weight: Floats | None = None,
    ) -> OneVsRestBlend:
        """Fit to rows `X`, shape (articles, terms), and `y`, shape (articles, themes).

        Each cell of `y` is `YES`, `NO` or `SECOND`. `sample_weight`, shape (articles,), is the
        weight of each article for the machines.
        """
        y = np.asarray(y)
        if y.ndim != 2 or not np.isin(y, (YES, NO, SECOND)).all():
            raise ValueError("y must have a row per article and a column per theme")
        weights = np.ones(len(y)) if sample_weight is None else sample_weight
        alone = ((y == YES).sum(axis=1) == 1).all() and (y == YES).any(axis=0).all()
        if y.shape[1] > 2 and alone and not (y == SECOND).any():
            # One call for all machines: the rows, which liblinear copies, are copied once.
            machines = [self._machine(X, y.argmax(axis=1), weights)]
        else:
            machines = [
                self._machine(
                    X,
                    column == YES,
                    weights * np.where(column == SECOND, self.second_weight, 1.0),
                )
                for column in y.T
            ]
        self.machine_coef_ = np.vstack([machine.coef_ for machine in machines])
        self.intercept_ = np.concatenate([machine.intercept_ for machine in machines])
        self.classes_ = np.arange(y.shape[1])
        bayes = _bayes_weights(X, y)
        self.bayes_coef_ = bayes * (_spread(X @ self.machine_coef_.T) / _spread(X @ bayes.T))
        return self

    @property
    def coef_(self) -> Floats:
        """The weights of the sum, shape (themes, terms)."""
        weights: Floats = self.machine_coef_ + self.bayes_weight * self.bayes_coef_
        return weights

    def _machine(self, rows: Any, labels: npt.NDArray[Any], weights: Floats) -> LinearSVC:
        machine = LinearSVC(C=self.inverse_penalty, tol=_TOLERANCE, max_iter=2000, random_state=0)
        return machine.fit(rows, labels, sample_weight=weights)

    def decision_function(self, X: Any) -> Floats:  # noqa: N803
        """Return the linear scores of rows, shape (articles, themes)."""
        scores: Floats = np.asarray(X @ self.coef_.T) + self.intercept_
        return scores


def _bayes_weights(rows: Any, y: npt.NDArray[np.int8]) -> Floats:
    """Return complement naive Bayes' weights, shape (themes, terms), centred over the classes.

    The classes are the themes, each article in the first that it is an example of, and the rest.
    """
    yes = y == YES
    label = np.where(yes.any(axis=1), yes.argmax(axis=1), y.shape[1])
    weights = ComplementNB(alpha=_SMOOTHING).fit(rows, label)
    centred = weights.feature_log_prob_ - weights.feature_log_prob_.mean(axis=0)
    found = np.zeros((y.shape[1], centred.shape[1]))
    for place, theme in enumerate(weights.classes_.tolist()):
        if theme < y.shape[1]:
            found[theme] = centred[place]
    return found


def _spread(scores: Floats) -> float:
    """Return the standard deviation of scores after each row's and each theme's mean."""
    scores = scores - scores.mean(axis=1, keepdims=True)
    return float((scores - scores.mean(axis=0)).std()) or 1.0


def term_counts(settings: FeatureSettings) -> FeatureUnion:
    """Return the unfitted counter of word terms and character terms."""
    return FeatureUnion(
        [
            ("word", CountVectorizer(analyzer=_Words(settings), dtype=np.int32)),
            ("char", CountVectorizer(analyzer=_Characters(settings), dtype=np.int32)),
        ]
    )


def weighting(settings: TrainingSettings, word_count: int) -> Pipeline:
    """Return the unfitted pipeline from term counts to scores.

    Args:
        settings: How to train.
        word_count: Number of columns of word terms, which come first.
    """
    blocks = [
        (
            name,
            Pipeline(
                [
                    ("kept", FrequentTerms(min_documents=settings.min_documents)),
                    ("tfidf", TfidfTransformer(sublinear_tf=True, norm=None)),
                    ("length", PivotedNormalizer(slope=settings.features.slope, copy=False)),
                ]
            ),
            columns,
        )
        for name, columns in (("word", slice(0, word_count)), ("char", slice(word_count, None)))
    ]
    blend = OneVsRestBlend(
        inverse_penalty=settings.inverse_penalty, bayes_weight=settings.bayes_weight
    )
    tfidf = ColumnTransformer(blocks, sparse_threshold=1.0)
    return Pipeline([("tfidf", tfidf), ("themes", blend)])


def whole_pipeline(counts: FeatureUnion, fitted: Pipeline) -> Pipeline:
    """Join a fitted counter and fitted weights into one pipeline from documents to scores."""
    return Pipeline([("counts", counts), *fitted.steps])


def scores_of(pipeline: Pipeline, documents: Sequence[Document]) -> Floats:
    """Return the linear scores of documents, shape (documents, themes)."""
    return np.asarray(pipeline.decision_function(documents), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Compiled:
    """The arrays of a fitted pipeline.

    Attributes:
        vocabulary: The terms and their idf.
        weights: Shape (terms, themes).
        intercepts: Shape (themes,).
    """

    vocabulary: Vocabulary
    weights: Floats
    intercepts: tuple[float, ...]


def compile_pipeline(pipeline: Pipeline, settings: FeatureSettings) -> Compiled:
    """Extract the arrays of a fitted pipeline, rounded to single precision."""
    union: Any = pipeline.named_steps["counts"]
    counters = dict(union.transformer_list)
    blocks = pipeline.named_steps["tfidf"].named_transformers_
    words, chars = (
        _kept(counters[name].vocabulary_, blocks[name].named_steps["kept"].kept_)
        for name in ("word", "char")
    )
    idf = np.concatenate([blocks[name].named_steps["tfidf"].idf_ for name in ("word", "char")])
    word_pivot, char_pivot = (blocks[n].named_steps["length"].pivot_ for n in ("word", "char"))
    blend = pipeline.named_steps["themes"]
    return Compiled(
        vocabulary=Vocabulary(words, chars, _single(idf), settings, (word_pivot, char_pivot)),
        weights=_single(blend.coef_.T),
        intercepts=tuple(float(np.float32(value)) for value in blend.intercept_),
    )


def _kept(vocabulary: dict[str, int], kept: Ints) -> list[str]:
    terms = sorted(vocabulary, key=vocabulary.__getitem__)
    return [terms[column] for column in kept.tolist()]


def _single(array: npt.NDArray[Any]) -> Floats:
    return array.astype(np.float32).astype(np.float64)
