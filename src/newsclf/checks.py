"""Checks of values read from a file. All raise `ValueError` or `TypeError`."""

from __future__ import annotations

from math import isfinite
from typing import Any


def finite(value: Any) -> float:
    """Return a finite number."""
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{number} instead of a finite number")
    return number


def share(value: Any) -> float:
    """Return a number from 0 to 1."""
    number = finite(value)
    if not 0.0 <= number <= 1.0:
        raise ValueError(f"{number} instead of a share from 0 to 1")
    return number


def shown(value: Any) -> str:
    """Return a printable text."""
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("a name that is not printable")
    return value
