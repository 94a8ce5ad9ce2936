"""Metrics of predictions, each with a 95% interval.

Intervals are percentile bootstraps over groups of near-duplicates and contrast pairs (Efron, B.,
Tibshirani, R., 1993. An introduction to the bootstrap, chapter 13): a resample is a weight for
each row, the number of times that its group was drawn. Every metric here takes such weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from newsclf.classify.decide import NO_THEME, Bools, Choices
from newsclf.classify.features import Floats, Ints
from newsclf.themes import NONE

RESAMPLES = 1000
BINS = 15  # of equal width, for the calibration error; Guo et al. (2017) use 15


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95% interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return it as documents show it."""
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold labels of examples.

    Attributes:
        primary: Number of the primary theme, `NO_THEME` for none, shape (examples,).
        tags: True where a theme is primary, secondary or close, shape (examples, themes).
        close: Equally correct primaries, last column for none, shape (examples, themes + 1).
        either: The alternatives of a close call: whichever is decided, the others need no tag,
            shape (examples, themes).
        groups: Examples with the same number are not independent, shape (examples,).
    """

    primary: Ints
    tags: Bools
    close: Bools
    either: Bools
    groups: Ints

    def take(self, rows: Ints) -> Gold:
        """Return the gold of some rows."""
        return Gold(
            self.primary[rows],
            self.tags[rows],
            self.close[rows],
            self.either[rows],
            self.groups[rows],
        )

    def settled(self, decided: Ints) -> Ints:
        """Return the primaries, with close calls settled in favor of the decision."""
        agrees = self.close[np.arange(len(decided)), decided]  # -1 is the last column: none
        settled: Ints = np.where(agrees, decided, self.primary)
        return settled


@dataclass(frozen=True, slots=True)
class Predictions:
    """A model's predictions: probabilities, shape (examples, themes), and decisions."""

    probabilities: Floats
    choices: Choices

    def take(self, rows: Ints) -> Predictions:
        """Return the predictions for some rows."""
        parts = {f.name: getattr(self.choices, f.name)[rows] for f in fields(self.choices)}
        return Predictions(self.probabilities[rows], Choices(**parts))


Metric = Callable[[Gold, Predictions, Floats], float]


def accuracy(gold: Gold, predictions: Predictions, weights: Floats) -> float:
    """Return the share of examples whose primary theme is correct."""
    decided = predictions.choices.primary
    return float(np.average(gold.settled(decided) == decided, weights=weights))


def macro_f1(gold: Gold, predictions: Predictions, weights: Floats) -> float:
    """Return the mean F1 over the labels that occur in the examples."""
    return float(np.mean(label_scores(gold, predictions, weights)[:, 2]))


def label_scores(gold: Gold, predictions: Predictions, weights: Floats) -> Floats:
    """Return precision, recall and F1 of each of `labels_of`, shape (labels, 3)."""
    truth = gold.settled(predictions.choices.primary)
    scores = [
        _precision_recall_f1(predictions.choices.primary == label, truth == label, weights)
        for label in labels_of(gold)
    ]
    return np.array(scores)


def labels_of(gold: Gold) -> list[int]:
    """Return the numbers of the labels that occur as primary ones; none is last.

    A label that does not occur can be neither found nor missed, so it is not counted as zero.
    """
    present: list[int] = np.unique(gold.primary).tolist()
    return [label for label in present if label != NO_THEME] + [NO_THEME] * (NO_THEME in present)


def tag_micro_f1(gold: Gold, predictions: Predictions, weights: Floats) -> float:
    """Return the F1 over all pairs of an example and one of its themes."""
    first = gold.settled(predictions.choices.primary)
    optional = gold.either & (first[:, None] != np.arange(gold.tags.shape[1]))
    return _precision_recall_f1(
        predictions.choices.tags, gold.tags & ~optional, (weights[:, None] * ~optional)
    )[2]


def calibration_error(gold: Gold, predictions: Predictions, weights: Floats) -> float:
    """Return the expected calibration error of the decisions.

    Naeini, M., Cooper, G., Hauskrecht, M. (2015). Obtaining well calibrated probabilities using
    Bayesian binning. AAAI; of decisions as in Guo et al. (2017), section 2.
    """
    right = gold.settled(predictions.choices.primary) == predictions.choices.primary
    bins = bins_of(predictions.choices.chances)
    gaps = np.bincount(
        bins, weights=weights * (predictions.choices.chances - right), minlength=BINS
    )
    return float(np.abs(gaps).sum() / weights.sum())


def bins_of(probabilities: Floats) -> Ints:
    """Return the bin of each probability."""
    bins: Ints = np.minimum((probabilities * BINS).astype(np.int64), BINS - 1)
    return bins


def refusal_auroc(gold: Gold, predictions: Predictions, weights: Floats) -> float:
    """Return how well the probability of any theme separates examples with and without a theme.

    The area under the ROC curve: the probability that an example with a theme ranks higher.
    """
    return auroc(-predictions.choices.none, np.asarray(gold.tags.any(axis=1)), weights)


def auroc(scores: Floats, positive: Bools, weights: Floats) -> float:
    """Return the area under the ROC curve, ties counted half; nan without both kinds."""
    order = np.argsort(scores, kind="stable")
    scores, positive, weights = scores[order], positive[order], weights[order]
    starts = np.flatnonzero(np.concatenate(([True], scores[1:] != scores[:-1])))
    yes = np.add.reduceat(weights * positive, starts)
    no = np.add.reduceat(weights * ~positive, starts)
    below = np.cumsum(no) - no
    pairs = yes.sum() * no.sum()
    return float((yes * (below + no / 2)).sum() / pairs) if pairs else float("nan")


def coverage(_: Gold, predictions: Predictions, weights: Floats) -> float:
    """Return the share of confident decisions."""
    return float(np.average(predictions.choices.confident, weights=weights))


def confident_accuracy(gold: Gold, predictions: Predictions, weights: Floats) -> float:
    """Return the accuracy of the confident decisions, nan if there are none."""
    sure = weights * predictions.choices.confident
    return accuracy(gold, predictions, sure) if sure.sum() else float("nan")


def _precision_recall_f1(
    predictions: Bools, true: Bools, weights: Floats
) -> tuple[float, float, float]:
    hits, all_said, all_true = (
        float((weights * found).sum()) for found in (predictions & true, predictions, true)
    )
    precision = hits / all_said if all_said else 0.0
    recall = hits / all_true if all_true else 0.0
    return precision, recall, 2 * hits / (all_said + all_true) if hits else 0.0


METRICS: dict[str, Metric] = {
    "accuracy": accuracy,
    "macro_f1": macro_f1,
    "tag_micro_f1": tag_micro_f1,
    "calibration_error": calibration_error,
    "refusal_auroc": refusal_auroc,
    "confident_share": coverage,
    "confident_accuracy": confident_accuracy,
}


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of predictions.

    Attributes:
        examples, groups: Their numbers.
        figures: Metric -> figure; metrics that do not apply are left out.
        labels: Label -> "precision", "recall", "f1" -> figure.
        confusion: True label (rows) and decided label (columns), shape (labels, labels).
    """

    examples: int
    groups: int
    figures: dict[str, Figure]
    labels: dict[str, dict[str, Figure]]
    confusion: list[list[int]]


def quality_of(gold: Gold, predictions: Predictions, themes: Sequence[str]) -> Quality:
    """Measure predictions against gold.

    Args:
        gold: The gold labels of the examples.
        predictions: The predictions for the same examples.
        themes: Ids of the themes.
    """
    draws = resamples(gold.groups)
    every = np.ones(len(gold.primary))
    metrics = {n: m for n, m in METRICS.items() if np.isfinite(m(gold, predictions, every))}
    figures = {
        name: figure_of(
            metric(gold, predictions, every), [metric(gold, predictions, w) for w in draws]
        )
        for name, metric in metrics.items()
    }
    names = [NONE if number == NO_THEME else themes[number] for number in labels_of(gold)]
    scores = label_scores(gold, predictions, every)
    spread = np.array([label_scores(gold, predictions, w) for w in draws])
    labels = {
        name: {
            kind: figure_of(float(scores[row, column]), spread[:, row, column].tolist())
            for column, kind in enumerate(("precision", "recall", "f1"))
        }
        for row, name in enumerate(names)
    }
    groups = len(np.unique(gold.groups))
    return Quality(len(gold.primary), groups, figures, labels, confusion_of(gold, predictions))


def confusion_of(gold: Gold, predictions: Predictions) -> list[list[int]]:
    """Return the counts of each true label (rows, none last) and decided label (columns)."""
    count = gold.tags.shape[1] + 1
    truth = gold.settled(predictions.choices.primary) % count  # -1, none, becomes the last
    decided = predictions.choices.primary % count
    table = np.bincount(truth * count + decided, minlength=count * count).reshape(count, count)
    rows: list[list[int]] = table.tolist()
    return rows


def resamples(groups: Ints, count: int = RESAMPLES) -> list[Floats]:
    """Return the weights of the rows in bootstrap resamples over groups, with a fixed seed."""
    _, numbers = np.unique(groups, return_inverse=True)
    total = int(numbers.max()) + 1
    source = np.random.default_rng(0)
    return [
        np.bincount(source.integers(0, total, total), minlength=total)[numbers].astype(np.float64)
        for _ in range(count)
    ]


def figure_of(value: float, drawn: Sequence[float]) -> Figure:
    """Return a value with the 2.5% and 97.5% quantiles of its resamples."""
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Figure(value, float(low), float(high))


def paired_difference(first: Floats, second: Floats, groups: Ints) -> tuple[Figure, float]:
    """Compare two models on the same examples by a paired bootstrap over groups.

    Koehn, P. (2004). Statistical significance tests for machine translation evaluation. EMNLP.

    Args:
        first: 1.0 where the first model was correct, shape (examples,).
        second: The same for the second model.
        groups: Examples with the same number are drawn together, shape (examples,).

    Returns:
        The difference of their accuracies, second minus first, and the two-sided p-value: twice
        the share of resamples on the other side of zero (half of those at zero counted).
    """
    gap = second - first
    drawn = np.array([np.average(gap, weights=w) for w in resamples(groups)])
    side = min(
        float((drawn < 0).mean() + (drawn == 0).mean() / 2),
        float((drawn > 0).mean() + (drawn == 0).mean() / 2),
    )
    return figure_of(float(gap.mean()), drawn.tolist()), min(1.0, 2 * side)


def risk_coverage(gold: Gold, predictions: Predictions) -> tuple[Floats, Floats]:
    """Return coverage and risk as the least certain decisions are left to a person.

    El-Yaniv, R., Wiener, Y. (2010). On the foundations of noise-free selective classification.
    JMLR 11.

    Returns:
        The shares of examples decided, ascending, and their error rates, shape (examples,) each.
    """
    order = np.argsort(-predictions.choices.chances, kind="stable")
    decided = predictions.choices.primary
    wrong = (gold.settled(decided) != decided)[order]
    kept = np.arange(1, len(order) + 1)
    return kept / len(order), np.cumsum(wrong) / kept


def reliability(gold: Gold, predictions: Predictions) -> list[tuple[float, float, int]]:
    """Return mean probability, accuracy and count of each non-empty bin of decisions."""
    chances = predictions.choices.chances
    right = gold.settled(predictions.choices.primary) == predictions.choices.primary
    bins = bins_of(chances)
    return [
        (float(chances[bins == b].mean()), float(right[bins == b].mean()), int(count))
        for b, count in enumerate(np.bincount(bins, minlength=BINS).tolist())
        if count
    ]
