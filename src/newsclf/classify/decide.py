"""Scores -> decisions: the primary theme, the tags, and whether the decision is confident.

`none` is a class like the others, with a score of its own. One softmax over all scores decides the
primary theme, so `none` wins where it is likelier, not wherever no theme is certain. (A second
linear model over the scores of the first: Wolpert, D., 1992. Stacked generalization. Neural
Networks 5.)

A secondary theme fills some sentences, not the text: it is looked for in passages, and the best
passage decides. On the corpus this finds twice as many of them at the same precision.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from newsclf.classify.features import Floats, Ints

Bools = npt.NDArray[np.bool_]
NO_THEME = -1
# What labels say of each other: every text has exactly one (`one`); a text has one first theme, or
# none, and perhaps others beside it (`first`); a text has any number of equals (`several`).
Labels = Literal["one", "first", "several"]


@dataclass(frozen=True, slots=True)
class Passages:
    """Score of the best passage -> log-odds that the theme is a secondary one.

    Attributes:
        least: Minimum log-odds of the whole text for a theme to be looked for in passages.
        slope: Factor applied to the scores.
        offsets: Added to them, one per theme.
    """

    least: float
    slope: float
    offsets: tuple[float, ...]

    def log_odds(self, scores: Floats) -> Floats:
        """Return the log-odds of scores, shape (texts, themes)."""
        found: Floats = scores * self.slope + np.array(self.offsets)
        return found


@dataclass(frozen=True, slots=True)
class Choices:
    """Decisions on many texts.

    Attributes:
        primary: Number of the primary theme, `NO_THEME` for none, shape (texts,).
        tags: The primary and the secondary themes, shape (texts, themes).
        chances: Probability that each decision is correct, shape (texts,).
        none: Probability that a text has no theme, shape (texts,).
        confident: Whether the decision is confident, with no abstention, shape (texts,).
    """

    primary: Ints
    tags: Bools
    chances: Floats
    none: Floats
    confident: Bools


@dataclass(frozen=True, slots=True)
class Decider:
    """Scores -> probabilities, decisions, and whether these are confident.

    Platt, J. (1999). Probabilistic outputs for support vector machines and comparisons to
    regularized likelihood methods. Advances in Large Margin Classifiers, 61-74. Where themes
    exclude each other: Guo, C. et al. (2017). On calibration of modern neural networks. ICML,
    section 4.2 (temperature scaling).

    Attributes:
        labels: How the labels relate to each other.
        slopes, offsets: Of the scores, one per theme: with `z = slope * score + offset` the
            probability that a text has the theme is `1 / (1 + exp(-z))`; where there is exactly one
            theme, the softmax of all themes' `z`.
        primary: Weights of the score of each class, and last an intercept, for each theme and last
            for none: (themes + 1) rows of (classes + 1). Empty where there is exactly one theme.
        secondary: Minimum probability of a secondary theme.
        passages: How secondary themes are found; None if whole texts decide on them.
        sure: Minimum probability of a confident decision.
    """

    labels: Labels
    slopes: tuple[float, ...]
    offsets: tuple[float, ...]
    primary: tuple[tuple[float, ...], ...]
    secondary: float
    passages: Passages | None
    sure: float

    def decide(
        self,
        scores: Floats,
        abstained: Bools | None = None,
        best_passages: Callable[[Ints], Floats] | None = None,
    ) -> tuple[Floats, Choices]:
        """Decide on texts.

        Args:
            scores: Shape (texts, classes): the themes and, if it was learned, none.
            abstained: Texts on which the model abstains, shape (texts,); None if there are none.
            best_passages: Returns the scores of the best passage of some texts for each theme;
                required if `passages` is set.

        Returns:
            The probability of each theme, shape (texts, themes), and the decisions. Where labels
            have a first theme, it is the probability to be that one; of equals, the probability to
            be there.
        """
        rows, themes = np.arange(len(scores)), len(self.slopes)
        abstained = np.zeros(len(scores), dtype=np.bool_) if abstained is None else abstained
        log_odds = self._log_odds(scores)
        likely = self.likelihoods(scores)
        best = likely.argmax(axis=1)
        chances, none = likely[rows, best], likely[:, themes]
        tags = np.zeros(log_odds.shape, dtype=np.bool_)
        if self.labels != "one":
            best = np.where(abstained | (best == themes), NO_THEME, best)
            others = (best != NO_THEME)[:, None] & (best[:, None] != np.arange(themes))
            found = log_odds
            if self.passages is not None and best_passages is not None:
                asked = others & (log_odds >= self.passages.least)
                some = np.flatnonzero(asked.any(axis=1))
                found = log_odds.copy()
                told = self.passages.log_odds(best_passages(some))
                found[some] = np.where(asked[some], told, found[some])
            tags = others & (found >= logit(np.array(self.secondary)))
        has_theme = best != NO_THEME
        tags[rows[has_theme], best[has_theme]] = True
        confident = ~abstained & (chances >= self.sure)
        shown = sigmoid(log_odds) if self.labels == "several" else likely[:, :themes]
        return shown, Choices(best, tags, chances, none, confident)

    def likelihoods(self, scores: Floats) -> Floats:
        """Return probabilities of the primary theme, none last, shape (texts, themes + 1)."""
        if self.labels == "one":
            none = np.full((len(scores), 1), -np.inf)
            return softmax(np.concatenate((self._log_odds(scores), none), axis=1))
        primary = np.array(self.primary)
        # Not `@`: how that rounds depends on the number of rows, and a text would not always be
        # decided alike to the last bit.
        products = scores[:, None, :] * primary[:, :-1]
        return softmax(products.sum(axis=2) + primary[:, -1])

    def _log_odds(self, scores: Floats) -> Floats:
        slopes, offsets = np.array(self.slopes), np.array(self.offsets)
        found: Floats = scores[:, : len(slopes)] * slopes + offsets
        return found


def best_of(scores: Floats, counts: Sequence[int]) -> Floats:
    """Return the highest passage scores of each text.

    Args:
        scores: The scores of all passages, text by text, shape (passages, themes).
        counts: Number of passages of each text, at least one.
    """
    starts = np.cumsum([0, *counts])[:-1]
    best: Floats = np.maximum.reduceat(scores, starts, axis=0) if len(counts) else scores
    return best


def softmax(exponents: Floats) -> Floats:
    """Return probabilities that add up to 1 in each row."""
    powers = np.exp(exponents - exponents.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def sigmoid(log_odds: Floats) -> Floats:
    """Return the probabilities of log-odds."""
    found: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return found


def logit(probabilities: Floats) -> Floats:
    """Return the log-odds of probabilities; infinite at 0 and 1."""
    with np.errstate(divide="ignore"):
        odds: Floats = np.log(probabilities) - np.log1p(-probabilities)
    return odds
