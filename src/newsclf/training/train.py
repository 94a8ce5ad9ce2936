"""Training: fit, calibrate out of sample, choose thresholds, compile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline

from newsclf.classify.features import Document, Floats, document_of
from newsclf.classify.model import Calibration, Model, ModelInfo, save_model
from newsclf.errors import CorpusError
from newsclf.themes import NONE, Theme
from newsclf.training.corpus import Corpus, Example
from newsclf.training.duplicates import groups_of
from newsclf.training.pipeline import (
    NO,
    UNUSED,
    YES,
    TrainingSettings,
    compile_pipeline,
    scores_of,
    theme_pipeline,
)

Bools = npt.NDArray[np.bool_]
# Of the decisions that are called confident this share is right out of sample; the margin that
# comes nearest to it is chosen in training. Re-measure with `benchmarks/corpus.py`.
CONFIDENT_ACCURACY = 0.98
_GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)


@dataclass(frozen=True, slots=True)
class Data:
    """What a fit needs of examples, as arrays.

    Attributes:
        documents: The texts.
        tags: True where a theme is primary, secondary or close; shape (examples, themes).
        primary: Index of the primary theme, -1 for none; shape (examples,).
        groups: Examples of one number stay on one side of a split; shape (examples,).
    """

    documents: list[Document]
    tags: Bools
    primary: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]

    def take(self, rows: npt.NDArray[np.int64]) -> Data:
        """Return the examples of some rows."""
        documents = [self.documents[row] for row in rows.tolist()]
        return Data(documents, self.tags[rows], self.primary[rows], self.groups[rows])


def data_of(examples: Sequence[Example], themes: Sequence[Theme]) -> Data:
    """Turn examples into arrays; near-duplicates and contrast pairs share a group."""
    ids = [theme.id for theme in themes]
    documents = [document_of(example.article) for example in examples]
    tags = np.array(
        [[i in (e.primary, *e.secondary, *e.close) for i in ids] for e in examples], dtype=np.bool_
    )
    primary = [-1 if e.primary == NONE else ids.index(e.primary) for e in examples]
    groups = groups_of([document.text for document in documents], [e.group for e in examples])
    return Data(documents, tags, np.array(primary), groups)


def folds_of(data: Data, folds: int, seed: int = 0) -> list[tuple[npt.NDArray[np.int64], ...]]:
    """Return (train, test) rows of stratified folds that part no group."""
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    return list(splitter.split(data.primary, data.primary, data.groups))


def fitted(data: Data, settings: TrainingSettings) -> Pipeline:
    """Fit the pipeline; second themes are neither examples nor counter-examples."""
    is_primary = data.primary[:, None] == np.arange(data.tags.shape[1])
    cases = np.where(is_primary, YES, np.where(data.tags, UNUSED, NO)).astype(np.int8)
    return theme_pipeline(settings).fit(data.documents, cases)


def train(data: Data, themes: Sequence[Theme], settings: TrainingSettings, corpus: str) -> Model:
    """Train a model: weights on all data, calibration and thresholds out of sample.

    Args:
        data: The examples.
        themes: The taxonomy, one a column of `data.tags`.
        settings: How to train.
        corpus: SHA-256 of the corpus, kept in the model.
    """
    check(data, themes, settings)
    scores = np.zeros(data.tags.shape)
    for rows, held in folds_of(data, settings.folds):
        pipeline = fitted(data.take(rows), settings)
        scores[held] = scores_of(pipeline, data.take(held).documents)
    calibration, margin = calibrate(scores, data)
    pipeline = fitted(data, settings)
    compiled = compile_pipeline(pipeline, settings.features)
    info = ModelInfo(
        name="themes",
        version="1.0",
        themes=tuple(themes),
        settings=settings.features,
        intercepts=compiled.intercepts,
        calibration=calibration,
        sure_margin=margin,
        corpus=corpus,
    )
    return Model(info, compiled.vocabulary, compiled.weights, "")


def check(data: Data, themes: Sequence[Theme], settings: TrainingSettings) -> None:
    """Make sure that every label can be in every fold.

    Raises:
        CorpusError: A label has too few articles, or there is nothing to tell apart.
    """
    names = [*enumerate(theme.id for theme in themes), (-1, NONE)]
    for number, name in names:
        groups = len(np.unique(data.groups[data.primary == number]))
        if groups < settings.folds and (number >= 0 or groups > 0):
            raise CorpusError(
                f"{name}: {groups} articles that differ; "
                f"training needs {settings.folds} of each label"
            )
    if len(np.unique(data.primary)) < 2:
        raise CorpusError("all articles have one label; training needs two to tell apart")


def calibrate(scores: Floats, data: Data) -> tuple[tuple[Calibration, ...], float]:
    """Fit Platt's sigmoids to out-of-sample scores and choose the thresholds on them.

    Returns:
        The calibration of each theme, and the margin from which a decision is confident.
    """
    sigmoids = [_sigmoid(scores[:, k], data.tags[:, k]) for k in range(scores.shape[1])]
    probabilities = np.column_stack(
        [1.0 / (1.0 + np.exp(-(a * scores[:, k] + b))) for k, (a, b) in enumerate(sigmoids)]
    )
    primary = max(_GRID, key=lambda t: (macro_f1(_decided(probabilities, t), data.primary), -t))
    secondary = max(_GRID, key=lambda t: (_secondary_f1(probabilities, primary, t, data), t))
    calibration = tuple(
        Calibration(round(a, 6), round(b, 6), float(primary), float(secondary)) for a, b in sigmoids
    )
    return calibration, _sure_margin(probabilities, float(primary), data)


def _sigmoid(scores: Floats, truth: Bools) -> tuple[float, float]:
    fit = LogisticRegression(C=1e6, solver="lbfgs", tol=1e-8, max_iter=1000)
    fit.fit(scores[:, None], truth)
    return float(fit.coef_[0][0]), float(fit.intercept_[0])


def _decided(probabilities: Floats, threshold: float) -> npt.NDArray[np.int64]:
    best = probabilities.argmax(axis=1)
    return np.where(probabilities.max(axis=1) >= threshold, best, -1)


def macro_f1(decided: npt.NDArray[np.int64], truth: npt.NDArray[np.int64]) -> float:
    """Return the mean over the labels (none too) of the harmonic mean of precision and recall."""
    return float(np.mean([f1(decided == label, truth == label) for label in np.unique(truth)]))


def f1(said: Bools, true: Bools) -> float:
    """Return the harmonic mean of precision and recall, 0 where there is nothing to find."""
    total = int(said.sum() + true.sum())
    return 2.0 * int((said & true).sum()) / total if total else 0.0


def _secondary_f1(probabilities: Floats, primary: float, threshold: float, data: Data) -> float:
    decided = _decided(probabilities, primary)
    themes = np.arange(probabilities.shape[1])
    open_to = (themes != decided[:, None]) & (decided >= 0)[:, None]
    truth = data.tags & (themes != data.primary[:, None])
    return f1((probabilities >= threshold) & open_to, truth & open_to)


def _sure_margin(probabilities: Floats, threshold: float, data: Data) -> float:
    """Return the smallest margin from which on `CONFIDENT_ACCURACY` of the decisions are right."""
    ordered = np.sort(probabilities, axis=1)
    top = ordered[:, -1]
    rival = ordered[:, -2] if ordered.shape[1] > 1 else np.zeros_like(top)
    decided = _decided(probabilities, threshold)
    margins = np.where(decided >= 0, np.minimum(top - threshold, top - rival), threshold - top)
    right = decided == data.primary
    grid = np.round(np.arange(0.0, 0.5, 0.01), 2)
    for margin in grid.tolist():
        kept = margins >= margin
        if kept.any() and right[kept].mean() >= CONFIDENT_ACCURACY:
            return float(margin)
    return float(grid[-1])


def train_corpus(corpus: Corpus, settings: TrainingSettings, folder: Path) -> str:
    """Train on a corpus and write the model folder.

    Returns:
        The digest of the folder.
    """
    data = data_of(corpus.examples, corpus.themes)
    model = train(data, corpus.themes, settings, corpus.digest)
    return save_model(folder, model.info, model.vocabulary, model.weights)


def cross_validate(
    data: Data, themes: Sequence[Theme], settings: TrainingSettings, *, jobs: int = 2
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Predict each example by a model that was trained, calibrated and tuned without its fold.

    Returns:
        Probabilities, shape (examples, themes), and decisions: index of the theme, -1 for none,
        shape (examples,).
    """
    splits = folds_of(data, settings.folds)
    results = Parallel(n_jobs=jobs)(
        delayed(_held_out)(data, themes, settings, rows, held) for rows, held in splits
    )
    probabilities = np.zeros(data.tags.shape)
    decided = np.full(len(data.documents), -1, dtype=np.int64)
    for (_, held), (part, choice) in zip(splits, results, strict=True):
        probabilities[held] = part
        decided[held] = choice
    return probabilities, decided


def _held_out(
    data: Data,
    themes: Sequence[Theme],
    settings: TrainingSettings,
    rows: npt.NDArray[np.int64],
    held: npt.NDArray[np.int64],
) -> tuple[Floats, npt.NDArray[np.int64]]:
    from newsclf.text.words import cutter

    model = train(data.take(rows), themes, settings, "")
    probabilities = model.probabilities(data.take(held).documents, cutter())
    return probabilities, _decided(probabilities, model.info.calibration[0].primary)
