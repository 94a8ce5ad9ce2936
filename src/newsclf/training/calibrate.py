"""Scores -> probabilities, and the bounds from which on a probability counts.

Everything here is fitted to scores of examples that the scoring model has not seen.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from newsclf.classify.decide import NO_THEME, Bools, Bounds, Choices, choose
from newsclf.classify.features import Floats, Ints
from newsclf.classify.model import Calibration, probabilities_of
from newsclf.training.metrics import Gold

# Of the decisions that are called confident this share is right out of sample; the smallest
# margin that keeps it is chosen. Re-measure with `newsclf evaluate`.
CONFIDENT_ACCURACY = 0.98
_GRID = np.round(np.arange(0.05, 0.96, 0.01), 2)
_MARGINS = np.round(np.arange(0.0, 0.96, 0.01), 2)


def calibrate(
    scores: Floats, gold: Gold, *, exclusive: bool
) -> tuple[tuple[Calibration, ...], float]:
    """Fit probabilities to out-of-sample scores and choose the bounds on them.

    Args:
        scores: Shape (examples, themes).
        gold: What is true of the examples.
        exclusive: Every example has exactly one theme.

    Returns:
        The calibration of each theme, and the margin from which on a decision is confident.
    """
    slopes = _temperature(scores, gold.primary) if exclusive else _sigmoids(scores, gold.tags)
    slopes = np.round(slopes, 6)
    probabilities = probabilities_of(scores * slopes[0] + slopes[1], exclusive=exclusive)
    primary = secondary = 0.0
    if not exclusive:
        primary = _best_primary(probabilities, gold)
        secondary = _best_secondary(probabilities, primary, gold)
    calibration = tuple(
        Calibration(float(slope), float(offset), primary, secondary) for slope, offset in slopes.T
    )
    choices = decisions(probabilities, calibration, exclusive=exclusive)
    return calibration, _sure_margin(choices, gold)


def decisions(
    probabilities: Floats,
    calibration: tuple[Calibration, ...],
    *,
    exclusive: bool,
    margin: float = 0.0,
) -> Choices:
    """Decide on examples of which none is refused."""
    bounds = Bounds(
        primary=np.array([c.primary for c in calibration]),
        secondary=np.array([c.secondary for c in calibration]),
        margin=margin,
        exclusive=exclusive,
    )
    return choose(probabilities, np.zeros(len(probabilities), dtype=np.bool_), bounds)


def _sigmoids(scores: Floats, tags: Bools) -> Floats:
    """Return slopes and offsets of Platt's sigmoids, shape (2, themes)."""
    fits = []
    for k in range(scores.shape[1]):
        fit = LogisticRegression(C=1e6, solver="lbfgs", tol=1e-8, max_iter=1000)
        fit.fit(scores[:, [k]], tags[:, k])
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
        probabilities = probabilities_of(scores * (np.exp(power) / unit), exclusive=True)
        return -float(np.log(np.maximum(probabilities[rows, truth], 1e-300)).mean())

    power = minimize_scalar(loss, bounds=(-4.0, 4.0), method="bounded").x
    slope = float(np.exp(power)) / unit
    found: Floats = np.array([np.full(themes, slope), np.zeros(themes)])
    return found


def _best_primary(probabilities: Floats, gold: Gold) -> float:
    """Return the bound of best macro-F1, the lowest of equals."""
    best = probabilities.argmax(axis=1)
    top = probabilities.max(axis=1)
    labels = np.unique(gold.primary).tolist()

    def quality(bound: float) -> float:
        decided = np.where(top >= bound, best, NO_THEME)
        truth = gold.settled(decided)
        return float(np.mean([f1(decided == label, truth == label) for label in labels]))

    return float(max(_GRID, key=lambda bound: (quality(bound), -bound)))


def _best_secondary(probabilities: Floats, primary: float, gold: Gold) -> float:
    """Return the bound of best F0.5 over second themes, the highest of equals.

    An editor minds a tag too many twice as much as one too few.
    """
    themes = np.arange(probabilities.shape[1])
    decided = np.where(probabilities.max(axis=1) >= primary, probabilities.argmax(axis=1), NO_THEME)
    first = gold.settled(decided)
    optional = gold.either & (themes != first[:, None])
    asked = (themes != decided[:, None]) & (decided >= 0)[:, None] & ~optional
    truth = gold.tags & (themes != first[:, None]) & asked
    bound = max(_GRID, key=lambda t: (f_half((probabilities >= t) & asked, truth), t))
    return min(float(bound), primary)


def f1(said: Bools, true: Bools) -> float:
    """Return the harmonic mean of precision and recall, 0 where there is nothing to find."""
    total = int(said.sum() + true.sum())
    return 2.0 * int((said & true).sum()) / total if total else 0.0


def f_half(said: Bools, true: Bools) -> float:
    """Return F0.5 (van Rijsbergen, Information Retrieval, 1979, chapter 7), 0 without a hit."""
    hits = int((said & true).sum())
    return 1.25 * hits / (int(said.sum()) + 0.25 * int(true.sum())) if hits else 0.0


def _sure_margin(choices: Choices, gold: Gold) -> float:
    """Return the smallest margin from which on `CONFIDENT_ACCURACY` of the decisions are right."""
    right = gold.settled(choices.primary) == choices.primary
    for margin in _MARGINS.tolist():
        kept = choices.margins >= margin
        if kept.any() and right[kept].mean() >= CONFIDENT_ACCURACY:
            return float(margin)
    return float(_MARGINS[-1])


def pooled(parts: list[tuple[Ints, Choices]], count: int) -> Choices:
    """Put decisions on parts of the examples back into the order of the examples.

    Args:
        parts: Numbers of examples and the decisions on them.
        count: How many examples there are.
    """
    whole = Choices(
        primary=np.full(count, NO_THEME, dtype=np.int64),
        tags=np.zeros((count, parts[0][1].tags.shape[1]), dtype=np.bool_),
        margins=np.zeros(count),
        confident=np.zeros(count, dtype=np.bool_),
    )
    for rows, part in parts:
        for name in ("primary", "tags", "margins", "confident"):
            getattr(whole, name)[rows] = getattr(part, name)
    return whole
