"""Values out of a file, checked before they are used. All raise `ValueError` or `TypeError`."""

from __future__ import annotations

from math import isfinite
from typing import Any


def finite(value: Any) -> float:
    """Return a number that is neither infinite nor missing."""
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{number} where a finite number belongs")
    return number


def share(value: Any) -> float:
    """Return a number from 0 to 1."""
    number = finite(value)
    if not 0.0 <= number <= 1.0:
        raise ValueError(f"{number} where a share belongs")
    return number


def shown(value: Any) -> str:
    """Return a text that can be shown."""
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("a name that cannot be shown")
    return value
