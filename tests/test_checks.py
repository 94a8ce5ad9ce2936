"""Values out of a file, checked before they are used."""

import re
from math import inf, nan

import pytest

from newsclf.checks import finite, share, shown


@pytest.mark.parametrize(("value", "number"), [(2, 2.0), (-0.5, -0.5), ("1e3", 1000.0), (0, 0.0)])
def test_finite_numbers_are_read(value, number):
    found = finite(value)
    assert (found, type(found)) == (number, float)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (inf, "inf instead of a finite number"),
        (-inf, "-inf instead of a finite number"),
        (nan, "nan instead of a finite number"),
        ("Infinity", "inf instead of a finite number"),
        ("1e999", "inf instead of a finite number"),
    ],
)
@pytest.mark.parametrize("check", [finite, share])
def test_numbers_that_are_not_finite_are_refused(check, value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        check(value)


@pytest.mark.parametrize("check", [finite, share])
def test_what_is_no_number_is_refused(check):
    with pytest.raises(ValueError, match="could not convert string to float: 'a lamp'"):
        check("a lamp")
    no_numbers: tuple[object, ...] = (None, [], {})
    for value in no_numbers:
        with pytest.raises(TypeError):
            check(value)


@pytest.mark.parametrize("value", [0, 0.0, 0.25, 1, 1.0])
def test_shares_lie_between_nothing_and_all(value):
    assert share(value) == value


@pytest.mark.parametrize("value", [-1e-9, 1.000001, 7, -inf])
def test_what_is_no_share_is_refused(value):
    with pytest.raises(ValueError, match=r" instead of a (share|finite)"):
        share(value)


def test_what_is_no_share_is_told():
    with pytest.raises(ValueError, match=re.escape("7.0 instead of a share from 0 to 1")):
        share(7)


@pytest.mark.parametrize("value", ["themes", "灯光 0.1", ""])
def test_texts_that_can_be_shown_are_read(value):
    assert shown(value) == value


@pytest.mark.parametrize(
    "value", ["a\nlamp", "\x1b[31mlamp", "lamp\x00", "\u202elamp", 7, None, ["lamp"], b"lamp"]
)
def test_what_cannot_be_shown_is_refused(value):
    with pytest.raises(ValueError, match=r"^a name that is not printable$"):
        shown(value)
