"""Probabilities -> decisions: the primary theme, the tags, and whether a person should look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsclf.classify.features import Floats, Ints

Bools = npt.NDArray[np.bool_]
NO_THEME = -1


@dataclass(frozen=True, slots=True)
class Bounds:
    """From where on a probability counts.

    Attributes:
        primary: A theme can be primary from this probability on, shape (themes,).
        secondary: It is tagged beside another primary from this one on, shape (themes,).
        margin: A decision is confident from this distance to the nearest other decision on.
        exclusive: Every text has exactly one theme; the two bounds mean nothing then.
    """

    primary: Floats
    secondary: Floats
    margin: float
    exclusive: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The decisions on many texts.

    Attributes:
        primary: Number of the primary theme, `NO_THEME` for none, shape (texts,).
        tags: The primary and the secondary themes, shape (texts, themes).
        margins: Distance to the nearest other decision, in probability, shape (texts,).
        confident: Whether the margin is wide enough and the text not refused, shape (texts,).
    """

    primary: Ints
    tags: Bools
    margins: Floats
    confident: Bools


def choose(probabilities: Floats, refused: Bools, bounds: Bounds) -> Choices:
    """Decide on texts.

    Args:
        probabilities: Shape (texts, themes).
        refused: Texts that no theme can be said of, shape (texts,).
        bounds: What counts.
    """
    rows = np.arange(len(probabilities))
    likely = probabilities if bounds.exclusive else _reaching(probabilities, bounds.primary)
    best = likely.argmax(axis=1)
    top = probabilities[rows, best]
    has_theme = np.ones(len(rows), dtype=np.bool_)
    if not bounds.exclusive:
        has_theme = (likely[rows, best] >= 0) & ~refused
    others = probabilities.copy()
    others[rows, best] = 0.0
    over_rival = top - others.max(axis=1, initial=0.0)
    if bounds.exclusive:
        margins = over_rival
        tags = np.zeros(probabilities.shape, dtype=np.bool_)
    else:
        lead = np.minimum(top - bounds.primary[best], over_rival)
        margins = np.where(has_theme, lead, (bounds.primary - probabilities).min(axis=1))
        tags = (probabilities >= bounds.secondary) & has_theme[:, None]
    tags[rows[has_theme], best[has_theme]] = True
    return Choices(
        primary=np.where(has_theme, best, NO_THEME),
        tags=tags,
        margins=margins,
        confident=~refused & (margins >= bounds.margin),
    )


def _reaching(probabilities: Floats, primary: Floats) -> Floats:
    reaching: Floats = np.where(probabilities >= primary, probabilities, -1.0)
    return reaching
