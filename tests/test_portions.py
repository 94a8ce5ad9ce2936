"""Long lists in portions of similar size."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.portions import portions


def cut(items, room, most=inf):
    return list(portions(items, lambda item: item, room=room, most=most))


@pytest.mark.parametrize(
    ("items", "room", "found"),
    [
        ([], 10, []),
        ([4], 10, [[4]]),
        ([4, 6], 10, [[4, 6]]),
        ([4, 7], 10, [[4], [7]]),
        ([4, 4, 4, 4], 10, [[4, 4], [4, 4]]),
        ([0, 0, 10, 0], 10, [[0, 0, 10, 0]]),
        ([1, 2, 3, 4, 5, 6], 6, [[1, 2, 3], [4], [5], [6]]),
    ],
)
def test_a_portion_holds_as_much_as_fits(items, room, found):
    assert cut(items, room) == found


def test_what_is_too_large_is_a_portion_of_its_own():
    assert cut([99], 10) == [[99]]
    assert cut([3, 99, 4, 5], 10) == [[3], [99], [4, 5]]
    assert cut([99, 98], 10) == [[99], [98]]


def test_a_portion_has_no_more_items_than_are_allowed():
    assert cut([0] * 5, 10, most=2) == [[0, 0], [0, 0], [0]]
    assert cut([5, 5, 1, 1, 1], 10, most=3) == [[5, 5], [1, 1, 1]]
    assert cut([1, 1], 10, most=1) == [[1], [1]]


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for size in (4, 7, 8):
            taken.append(size)
            yield size

    some = portions(items(), lambda item: item, room=10)
    assert next(some) == [4]
    assert taken == [4, 7]


def test_the_size_of_each_item_is_asked_once():
    asked = []

    def size(item):
        asked.append(item)
        return len(item)

    assert list(portions(["灯", "夜校", "焊工班"], size, room=4)) == [["灯", "夜校"], ["焊工班"]]
    assert asked == ["灯", "夜校", "焊工班"]


@given(st.lists(st.integers(0, 9)), st.integers(1, 20), st.integers(1, 6))
def test_portions_are_all_items_in_order_and_none_could_have_taken_the_next(items, room, most):
    found = cut(items, room, most)
    assert [item for portion in found for item in portion] == items
    for portion in found:
        assert 1 <= len(portion) <= most
        assert sum(portion) <= room or len(portion) == 1
    for portion, following in zip(found, found[1:], strict=False):
        assert len(portion) == most or sum(portion) + following[0] > room
