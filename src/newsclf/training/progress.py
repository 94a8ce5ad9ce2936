"""Progress reporting of training."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

_T = TypeVar("_T")
# Wraps the results of a phase, which it names, to show progress; knows how many will come.
Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]


def no_progress(_: str, results: Iterable[_T], __: int) -> Iterable[_T]:
    """Show nothing."""
    return results
