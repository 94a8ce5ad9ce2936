"""Evaluation of a model against labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsclf.classify.features import document_of
from newsclf.classify.model import Model
from newsclf.errors import CorpusError
from newsclf.text.words import Tokenizer
from newsclf.themes import NONE
from newsclf.training.calibrate import pooled
from newsclf.training.corpus import Corpus
from newsclf.training.data import gold_of
from newsclf.training.metrics import (
    Figure,
    Gold,
    Predictions,
    Quality,
    paired_difference,
    quality_of,
)
from newsclf.training.progress import Progress, no_progress

_BATCH = 500  # texts; a larger batch is no faster and takes more memory


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A model's predictions on a corpus, and their quality.

    Attributes:
        gold: The labels, in the order of the model's themes.
        predictions: The model's predictions.
        quality: The figures.
        seen: Whether the model was trained on this corpus, so the figures do not apply to new
            texts.
    """

    gold: Gold
    predictions: Predictions
    quality: Quality
    seen: bool


def evaluate(
    model: Model, corpus: Corpus, tokenize: Tokenizer, *, progress: Progress = no_progress
) -> Evaluation:
    """Evaluate a model on a corpus.

    Raises:
        CorpusError: The corpus has a label unknown to the model.
    """
    gold = gold_for(model, corpus)
    predictions = predict(model, corpus, tokenize, progress=progress)
    themes = [theme.id for theme in model.info.themes]
    quality = quality_of(gold, predictions, themes)
    return Evaluation(gold, predictions, quality, corpus.sha256 == model.info.corpus)


def gold_for(model: Model, corpus: Corpus) -> Gold:
    """Return the labels of a corpus in the order of a model's themes.

    Raises:
        CorpusError: The corpus has a label unknown to the model.
    """
    known = {NONE, *(theme.id for theme in model.info.themes)}
    for example in corpus.examples:
        for name in (example.primary, *example.secondary, *example.close):
            if name not in known:
                raise CorpusError(
                    f"{example.id}: the model does not know the label {name!r}; "
                    f"it knows {', '.join(theme.id for theme in model.info.themes)}"
                )
    return gold_of(corpus, model.info.themes)


def predict(
    model: Model, corpus: Corpus, tokenize: Tokenizer, *, progress: Progress = no_progress
) -> Predictions:
    """Return a model's predictions on a corpus."""
    documents = [document_of(example.article) for example in corpus.examples]
    starts = range(0, len(documents), _BATCH)
    batches = (model.choices(documents[start : start + _BATCH], tokenize) for start in starts)
    done = list(progress("predicting", batches, len(starts)))
    parts = [
        (np.arange(start, start + len(part)), choices)
        for start, (part, choices) in zip(starts, done, strict=True)
    ]
    return Predictions(np.concatenate([part for part, _ in done]), pooled(parts, len(documents)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on one corpus.

    Attributes:
        first: Accuracy of the first model.
        second: Accuracy of the second model.
        difference: Accuracy of the second minus that of the first.
        p_value: Two-sided p-value of the difference.
        only_first: Number of examples that only the first got right.
        only_second: Number of examples that only the second got right.
    """

    first: Figure
    second: Figure
    difference: Figure
    p_value: float
    only_first: int
    only_second: int


def compare(first: Evaluation, second: Evaluation) -> Comparison:
    """Compare two models with a paired test."""
    right = [
        (e.gold.settled(e.predictions.choices.primary) == e.predictions.choices.primary).astype(
            np.float64
        )
        for e in (first, second)
    ]
    difference, p_value = paired_difference(right[0], right[1], first.gold.groups)
    return Comparison(
        first.quality.figures["accuracy"],
        second.quality.figures["accuracy"],
        difference,
        p_value,
        int(((right[0] == 1) & (right[1] == 0)).sum()),
        int(((right[1] == 1) & (right[0] == 0)).sum()),
    )
