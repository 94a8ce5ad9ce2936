"""Scores -> probabilities, and the thresholds for decisions.

Everything here is fitted to scores of held-out examples.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from newsclf.classify.decide import (
    NO_THEME,
    Bools,
    Choices,
    Decider,
    Labels,
    Passages,
    logit,
    softmax,
)
from newsclf.classify.features import Floats, Ints
from newsclf.training.metrics import Gold

# Of the decisions that are called confident this share is right out of sample; the smallest
# probability that keeps it is chosen. Re-measure with `newsclf evaluate`.
CONFIDENT_ACCURACY = 0.97
LEAST_SURE = 0.5  # a decision that is rather wrong than right is never confident
_NEVER = -1e6  # start value of a label that no example has
_GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)
_SURE = np.round(np.arange(LEAST_SURE, 0.996, 0.005), 3)
_KEPT = 0.95  # share of the second themes that the whole text must not rule out


@dataclass(frozen=True, slots=True)
class Scores:
    """The linear scores of examples.

    Attributes:
        whole: Scores of the whole texts, shape (examples, classes).
        passages: Scores of each text's best passage, of the same shape; None if whole texts decide
            on secondary themes.
    """

    whole: Floats
    passages: Floats | None = None

    def take(self, rows: Ints) -> Scores:
        """Return the scores of some rows."""
        return Scores(self.whole[rows], None if self.passages is None else self.passages[rows])


def decided(decider: Decider, scores: Scores) -> tuple[Floats, Choices]:
    """Return probabilities and decisions for scores, without abstention."""
    passages = scores.passages
    return decider.decide(
        scores.whole,
        best_passages=None
        if passages is None
        else lambda rows: passages[rows, : len(decider.slopes)],
    )


def calibrate(scores: Scores, gold: Gold, labels: Labels, weights: Floats) -> Decider:
    """Fit probabilities to out-of-sample scores and choose the thresholds.

    Args:
        scores: Scores of the examples.
        gold: Their labels.
        labels: How the labels relate to each other.
        weights: Weight of each example, shape (examples,): labels that are rarer in the corpus than
            in real papers count more.
    """
    themes = gold.tags.shape[1]
    if labels == "one":
        slopes, offsets = np.round(_temperature(scores.whole, gold.primary), 6)
        primary: tuple[tuple[float, ...], ...] = ()
    else:
        slopes, offsets = np.round(_sigmoids(scores.whole[:, :themes], gold.tags), 6)
        primary = _stacked(scores.whole, gold.primary, themes, weights)
    found = Decider(
        labels, tuple(slopes.tolist()), tuple(offsets.tolist()), primary, 1.0, None, 1.0
    )
    if labels != "one":
        asked, truth = _seconds(decided(found, scores)[1].primary, gold)
        log_odds = scores.whole[:, :themes] * slopes + offsets
        if scores.passages is not None:
            best = scores.passages[:, :themes]
            passages = _passages(log_odds, best, asked, truth)
            if passages is not None:
                found = replace(found, passages=passages)
                looked_at = log_odds >= passages.least
                log_odds = np.where(looked_at, passages.log_odds(best), log_odds)
        # F0.5: an editor minds a tag too many twice as much as one too few.
        bound = max(_GRID, key=lambda t: (f_half((log_odds >= logit(t)) & asked, truth), t))
        found = replace(found, secondary=float(bound))
    return replace(found, sure=_sure(decided(found, scores)[1], gold, weights))


def first_themes(scores: Floats, gold: Gold, weights: Floats, asked: Floats) -> Choices:
    """Return the primary themes by calibrated scores, without the rest of `calibrate`.

    Args:
        scores: Of the examples, shape (examples, classes).
        gold: Their labels; some have no theme.
        weights: Weight of each, shape (examples,).
        asked: The scores to decide.
    """
    themes = gold.tags.shape[1]
    unused = (0.0,) * themes
    primary = _stacked(scores, gold.primary, themes, weights)
    return decided(Decider("first", unused, unused, primary, 1.0, None, 1.0), Scores(asked))[1]


def _seconds(decided: Ints, gold: Gold) -> tuple[Bools, Bools]:
    """Return where the question of a second theme is put, and where it is to be answered yes.

    Shapes (examples, themes). Examples that are decided to have no theme have no second one.
    """
    themes = np.arange(gold.tags.shape[1])
    first = gold.settled(decided)
    optional = gold.either & (themes != first[:, None])
    asked = (themes != decided[:, None]) & (decided >= 0)[:, None] & ~optional
    return asked, gold.tags & (themes != first[:, None]) & asked


def _passages(log_odds: Floats, scores: Floats, asked: Bools, truth: Bools) -> Passages | None:
    """Fit what finds second themes in passages: one slope, and an offset a theme.

    Args:
        log_odds: Of whole texts, shape (examples, themes).
        scores: Of their best passages, of the same shape.
        asked: Where the question is put, shape (examples, themes).
        truth: Where it is to be answered yes.
    """
    if not truth.any():
        return None
    # Below the lowest bound there is nothing that a passage had to add.
    least = min(float(np.quantile(log_odds[truth], 1 - _KEPT)), float(logit(_GRID[:1])[0]))
    rows, themes = np.nonzero(asked & (log_odds >= least))
    inputs = np.column_stack((scores[rows, themes], np.eye(scores.shape[1])[themes]))
    labels = truth[rows, themes]
    if labels.all():
        return None
    fit = LogisticRegression(C=1.0, max_iter=5000).fit(inputs, labels)
    slope, *offsets = np.round(fit.coef_[0], 6).tolist()
    start = float(np.round(fit.intercept_[0], 6))
    return Passages(round(least, 6), slope, tuple(round(start + value, 6) for value in offsets))


def _stacked(
    scores: Floats, truth: Ints, themes: int, weights: Floats
) -> tuple[tuple[float, ...], ...]:
    """Return what tells the primary theme from the scores of all classes: see `Bounds`."""
    fit = LogisticRegression(C=1.0, max_iter=5000)
    fit.fit(scores, truth % (themes + 1), sample_weight=weights)
    # With two labels scikit-learn keeps the weights of the second alone.
    weights = fit.coef_ if len(fit.classes_) > 2 else np.vstack([-fit.coef_, fit.coef_]) / 2
    starts = fit.intercept_ if len(fit.classes_) > 2 else np.array([-1, 1]) * fit.intercept_ / 2
    table = np.zeros((themes + 1, scores.shape[1] + 1))
    table[:, -1] = _NEVER
    table[fit.classes_] = np.column_stack((weights, starts))
    return tuple(tuple(np.round(row, 6).tolist()) for row in table)


def _sigmoids(scores: Floats, tags: Bools) -> Floats:
    """Return slopes and offsets of Platt's sigmoids, shape (2, themes)."""
    fits = []
    for column, yes in zip(scores.T, tags.T, strict=True):
        # Platt's targets (section 2.2) keep scores that part all examples from giving certainty.
        likely = np.where(yes, (yes.sum() + 1) / (yes.sum() + 2), 1 / ((~yes).sum() + 2))
        fit = LogisticRegression(C=1e6, tol=1e-8, max_iter=1000)
        both = np.concatenate((column, column))[:, None]
        labels = np.repeat([True, False], len(column))
        fit.fit(both, labels, sample_weight=np.concatenate((likely, 1 - likely)))
        fits.append((fit.coef_[0][0], fit.intercept_[0]))
    found: Floats = np.array(fits).T
    return found


def _temperature(scores: Floats, truth: Ints) -> Floats:
    """Return one slope for all themes, by likelihood, and no offsets, shape (2, themes).

    Offsets of their own would change decisions, and cost accuracy on headlines (0.1 points).
    """
    rows, themes = np.arange(len(truth)), scores.shape[1]
    unit = float(scores.std()) or 1.0

    def loss(power: float) -> float:
        probabilities = softmax(scores * (np.exp(power) / unit))
        return -float(np.log(np.maximum(probabilities[rows, truth], 1e-300)).mean())

    power = minimize_scalar(loss, bounds=(-4.0, 4.0), method="bounded").x
    slope = float(np.exp(power)) / unit
    found: Floats = np.array([np.full(themes, slope), np.zeros(themes)])
    return found


def f_half(predictions: Bools, true: Bools) -> float:
    """Return F0.5 (van Rijsbergen, Information Retrieval, 1979, chapter 7), 0 without a hit."""
    hits = int((predictions & true).sum())
    return 1.25 * hits / (int(predictions.sum()) + 0.25 * int(true.sum())) if hits else 0.0


def _sure(choices: Choices, gold: Gold, weights: Floats) -> float:
    """Return the least probability from which on `CONFIDENT_ACCURACY` of the decisions are right.

    1.0, which no decision reaches, where there is none.
    """
    right = gold.settled(choices.primary) == choices.primary
    for bound in _SURE.tolist():
        kept = choices.chances >= bound
        if not kept.any():
            break
        if np.average(right[kept], weights=weights[kept]) >= CONFIDENT_ACCURACY:
            return float(bound)
    return 1.0


def pooled(parts: list[tuple[Ints, Choices]], count: int) -> Choices:
    """Restore decisions on parts of the examples to the order of the examples.

    Args:
        parts: Numbers of examples and the decisions on them.
        count: Number of examples.
    """
    whole = Choices(
        primary=np.full(count, NO_THEME, dtype=np.int64),
        tags=np.zeros((count, parts[0][1].tags.shape[1]), dtype=np.bool_),
        chances=np.zeros(count),
        none=np.zeros(count),
        confident=np.zeros(count, dtype=np.bool_),
    )
    for rows, part in parts:
        for name in ("primary", "tags", "chances", "none", "confident"):
            getattr(whole, name)[rows] = getattr(part, name)
    return whole
