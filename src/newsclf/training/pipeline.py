"""The scikit-learn pipeline of a theme model, and its compilation to plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from newsclf.classify.features import (
    Document,
    FeatureSettings,
    Floats,
    Vocabulary,
    terms_of,
)
from newsclf.text.words import cutter

DEFAULT_FEATURES = FeatureSettings(word_ngrams=(1, 1), char_ngrams=(2, 2), headline_weight=3)


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a model is trained.

    Attributes:
        features: What counts as a term.
        min_documents: A term is kept if this many articles have it.
        inverse_penalty: `C` of the logistic regression.
        folds: Folds of the cross-validation that calibration and thresholds come from.
    """

    features: FeatureSettings = DEFAULT_FEATURES
    min_documents: int = 2
    inverse_penalty: float = 10.0
    folds: int = 5


# The solver stops late, so that the same corpus gives the same weights on any machine but for
# the last bits, which are rounded away in the model's files.
_TOLERANCE = 1e-6


class _Terms:
    """An analyzer for `TfidfVectorizer`: a document's word terms (0) or character terms (1)."""

    def __init__(self, settings: FeatureSettings, block: int) -> None:
        self.settings = settings
        self.block = block

    def __call__(self, document: Document) -> list[str]:
        return terms_of(document, self.settings, cutter())[self.block]


YES, NO, UNUSED = 1, 0, -1  # what an article is to a theme


class OneVsRestRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """One logistic regression a theme, each on the articles that are clear cases of it or not.

    An article that has a theme as its second is neither: to call it an example or a
    counter-example costs accuracy on the primary theme (`benchmarks/corpus.py`: 0.5 points).

    Args:
        inverse_penalty: `C` of the regressions.

    Attributes:
        estimators_: The fitted regressions, one a column of `y`.
    """

    def __init__(self, *, inverse_penalty: float = 1.0) -> None:
        self.inverse_penalty = inverse_penalty

    def fit(self, X: Any, y: npt.NDArray[np.int8]) -> OneVsRestRegression:  # noqa: N803
        """Fit to rows `X`, shape (articles, terms), and `y`, shape (articles, themes).

        Each cell of `y` is `YES`, `NO` or `UNUSED`.
        """
        y = np.asarray(y)
        if y.ndim != 2 or not np.isin(y, (YES, NO, UNUSED)).all():
            raise ValueError("y has a row an article and a column a theme of YES, NO or UNUSED")
        self.estimators_ = [self._fitted(X, column) for column in y.T]
        self.classes_ = np.arange(y.shape[1])
        return self

    def _fitted(self, rows: Any, column: npt.NDArray[np.int8]) -> LogisticRegression:
        used = np.flatnonzero(column != UNUSED)
        regression = LogisticRegression(
            C=self.inverse_penalty,
            class_weight="balanced",
            solver="liblinear",
            tol=_TOLERANCE,
            max_iter=1000,
            random_state=0,
        )
        return regression.fit(rows[used], column[used])

    def decision_function(self, X: Any) -> Floats:  # noqa: N803
        """Return the linear scores of rows, shape (articles, themes)."""
        return np.column_stack([fitted.decision_function(X) for fitted in self.estimators_])


def theme_pipeline(settings: TrainingSettings) -> Pipeline:
    """Return the unfitted pipeline: TF-IDF of words and of characters, one-vs-rest regression."""
    blocks = [
        (
            name,
            TfidfVectorizer(
                analyzer=_Terms(settings.features, block),
                min_df=settings.min_documents,
                sublinear_tf=True,
            ),
        )
        for block, name in enumerate(("word", "char"))
    ]
    regression = OneVsRestRegression(inverse_penalty=settings.inverse_penalty)
    return Pipeline([("features", FeatureUnion(blocks)), ("themes", regression)])


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
    """Take the arrays out of a fitted pipeline, rounded to single precision."""
    union: Any = pipeline.named_steps["features"]
    vectorizers = dict(union.transformer_list)
    words, chars = (_terms(vectorizers[name].vocabulary_) for name in ("word", "char"))
    idf = np.concatenate([vectorizers[name].idf_ for name in ("word", "char")])
    regressions = pipeline.named_steps["themes"].estimators_
    weights = np.column_stack([regression.coef_[0] for regression in regressions])
    return Compiled(
        vocabulary=Vocabulary(words, chars, _single(idf), settings),
        weights=_single(weights),
        intercepts=tuple(float(np.float32(r.intercept_[0])) for r in regressions),
    )


def _terms(vocabulary: dict[str, int]) -> list[str]:
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _single(array: npt.NDArray[Any]) -> Floats:
    return array.astype(np.float32).astype(np.float64)
