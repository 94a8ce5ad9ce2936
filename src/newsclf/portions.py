"""Split long lists into portions of similar size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import TypeVar

_T = TypeVar("_T")


def portions(
    items: Iterable[_T], size_of: Callable[[_T], int], *, room: int, most: float = inf
) -> Iterator[list[_T]]:
    """Yield items in portions, each as large as possible.

    Args:
        items: The items, in order.
        size_of: Returns the size of an item.
        room: Maximum sum of sizes; a larger item forms a portion of its own.
        most: Maximum number of items in a portion.
    """
    portion: list[_T] = []
    left = room
    for item in items:
        size = size_of(item)
        if portion and (size > left or len(portion) == most):
            yield portion
            portion, left = [], room
        portion.append(item)
        left -= size
    if portion:
        yield portion
