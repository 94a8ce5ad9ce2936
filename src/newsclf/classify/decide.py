"""Log-odds -> decisions: the primary theme, the tags, and whether a person should look.

Which theme is primary is another question than which themes there are: a party for singles is
about culture, too, but it is welfare. So the primary is decided by a second, small linear model
over the log-odds of all themes (Wolpert, D., 1992. Stacked generalization. Neural Networks 5).

A second theme fills some sentences, not the text: it is looked for in passages, of which the best
decides. On the corpus that finds twice as many of them at the same precision.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsclf.classify.features import Floats, Ints

Bools = npt.NDArray[np.bool_]
NO_THEME = -1


@dataclass(frozen=True, slots=True)
class Bounds:
    """What turns log-odds into decisions.

    Attributes:
        primary: Weights of the log-odds of each theme, and last an intercept, for each theme and
            last for none, shape (themes + 1, themes + 1). Not used where themes exclude each
            other.
        secondary: A theme is tagged beside another from this probability on, shape (themes,).
        least: A theme is looked for in passages from this log-odds of the whole text on.
        margin: A decision is confident from this distance to the next likely one on.
        exclusive: Every text has exactly one theme.
    """

    primary: Floats
    secondary: Floats
    least: float
    margin: float
    exclusive: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The decisions on many texts.

    Attributes:
        primary: Number of the primary theme, `NO_THEME` for none, shape (texts,).
        tags: The primary and the secondary themes, shape (texts, themes).
        margins: How much likelier the decision is than the next one, shape (texts,).
        confident: Whether the margin is wide enough and the text not refused, shape (texts,).
    """

    primary: Ints
    tags: Bools
    margins: Floats
    confident: Bools


def choose(
    log_odds: Floats,
    refused: Bools,
    bounds: Bounds,
    passages: Callable[[Ints], Floats] | None = None,
) -> tuple[Floats, Choices]:
    """Decide on texts.

    Args:
        log_odds: Shape (texts, themes); exponents of a softmax where themes exclude each other.
        refused: Texts that no theme can be said of, shape (texts,).
        bounds: What counts.
        passages: Returns the log-odds of the best passage of some texts for each theme; None
            where whole texts decide on second themes, too.

    Returns:
        The log-odds, those of passages where they were asked, and the decisions.
    """
    rows, themes = np.arange(len(log_odds)), log_odds.shape[1]
    likely = likelihoods(log_odds, bounds)
    best = likely.argmax(axis=1)
    top = likely[rows, best]
    likely[rows, best] = 0.0
    margins = top - likely.max(axis=1, initial=0.0)
    tags = np.zeros(log_odds.shape, dtype=np.bool_)
    if not bounds.exclusive:
        best = np.where(refused | (best == themes), NO_THEME, best)
        others = (best != NO_THEME)[:, None] & (best[:, None] != np.arange(themes))
        if passages is not None:
            asked = others & (log_odds >= bounds.least)
            some = np.flatnonzero(asked.any(axis=1))
            log_odds = log_odds.copy()
            log_odds[some] = np.where(asked[some], passages(some), log_odds[some])
        tags = others & (log_odds >= logit(bounds.secondary))
    has_theme = best != NO_THEME
    tags[rows[has_theme], best[has_theme]] = True
    return log_odds, Choices(best, tags, margins, ~refused & (margins >= bounds.margin))


def best_of(scores: Floats, counts: Sequence[int]) -> Floats:
    """Return each text's highest scores of its passages.

    Args:
        scores: The scores of all passages, text by text, shape (passages, themes).
        counts: How many passages each text has, one or more.
    """
    starts = np.cumsum([0, *counts])[:-1]
    best: Floats = np.maximum.reduceat(scores, starts, axis=0) if len(counts) else scores
    return best


def likelihoods(log_odds: Floats, bounds: Bounds) -> Floats:
    """Return how likely each theme, and last none, is primary, shape (texts, themes + 1)."""
    if bounds.exclusive:
        none = np.full((len(log_odds), 1), -np.inf)
        return softmax(np.concatenate((log_odds, none), axis=1))
    # Not `@`: how that rounds depends on the number of rows, and a text would not always be decided
    # alike to the last bit.
    products = log_odds[:, None, :] * bounds.primary[:, :-1]
    return softmax(products.sum(axis=2) + bounds.primary[:, -1])


def softmax(exponents: Floats) -> Floats:
    """Return probabilities that add up to 1 in each row."""
    powers = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def probabilities_of(log_odds: Floats, *, exclusive: bool) -> Floats:
    """Return the probabilities of themes, shape (texts, themes)."""
    if exclusive:
        return softmax(log_odds)
    sigmoid: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return sigmoid


def logit(probabilities: Floats) -> Floats:
    """Return the log-odds of probabilities; infinite at 0 and 1."""
    with np.errstate(divide="ignore"):
        odds: Floats = np.log(probabilities) - np.log1p(-probabilities)
    return odds
