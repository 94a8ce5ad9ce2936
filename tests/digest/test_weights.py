"""What lines are worth: weighted sums of features, by the room of the line."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from tests.shipped import WEIGHTS

from newsclf.digest import weights
from newsclf.digest.weights import ClauseWeights, clause_weights_of, worth_of

# All numbers are sums of powers of two: exact in any order.
LEARNED = ClauseWeights(
    features=("first", "figure"),
    of_line=(1.0, 0.5),
    of_headline=(3.0, -0.5),
    of_start=(0.25, 2.0),
    joined=0.125,
    skipped=0.75,
    closed=1.5,
    corpus="c" * 64,
    references="d" * 64,
)
FIRST, FIGURE = np.array([1.0, 0.0, 0.0]), np.array([0.5, 0.0, 1.0])
FRESH = np.array([True, True, False])


def found(**others):
    features = {name: np.zeros(3) for name in ("of the headline", "ahead", "quoted")}
    return {**features, "first": FIRST, "figure": FIGURE, **others}


def worth(max_chars, learned=LEARNED, **others):
    return worth_of(learned, found(**others), FRESH, max_chars)


def test_a_clause_of_a_long_line_is_worth_the_weights_of_lines():
    assert worth(80).each.tolist() == [1.25, 0.0, 0.5]


def test_a_clause_of_a_short_line_is_worth_the_weights_of_headlines():
    assert worth(30).each.tolist() == [2.75, 0.0, -0.5]


def test_between_them_is_half_of_each():
    assert worth(55).each.tolist() == [2.0, 0.0, 0.0]


@pytest.mark.parametrize(("room", "like"), [(16, 30), (29, 30), (81, 80), (500, 80)])
def test_beyond_the_rooms_that_were_learned_nothing_changes(room, like):
    near, far = worth(like), worth(room)
    assert far.each.tolist() == near.each.tolist()
    assert far.starts.tolist() == near.starts.tolist()
    assert far.closed == near.closed


def test_to_begin_a_line_is_worth_the_weights_of_starts_less_what_a_missing_subject_costs():
    assert worth(80).starts.tolist() == [1.25, 0.0, 2.0 - 6.0]
    assert worth(55).starts.tolist() == [0.625, 0.0, -2.0]


def test_a_headline_may_begin_anywhere_and_end_anywhere():
    assert worth(30).starts.tolist() == [0.0, 0.0, 0.0]
    assert (worth(30).closed, worth(55).closed, worth(80).closed) == (0.0, 0.75, 1.5)


@pytest.mark.parametrize("room", [30, 55, 80])
def test_to_go_on_is_worth_the_same_in_any_room(room):
    assert (worth(room).joined, worth(room).skipped) == (0.125, 0.75)


def test_plans_words_of_others_and_what_the_headline_says_cost():
    flags = np.array([1.0, 0.0, 0.0])
    assert worth(80, ahead=flags).each.tolist() == [1.25 - 0.3, 0.0, 0.5]
    assert worth(80, quoted=flags).each.tolist() == [1.25 - 0.1, 0.0, 0.5]
    part = np.array([1.0, 0.99, 0.0])
    assert worth(80, **{"of the headline": part}).each.tolist() == [1.25 - 6.0, 0.0, 0.5]


def test_the_weights_of_starts_that_ship_tell_beginnings_apart():
    features = {name: np.eye(len(WEIGHTS.features))[n] for n, name in enumerate(WEIGHTS.features)}
    fresh = np.ones(len(WEIGHTS.features), dtype=bool)
    starts = worth_of(WEIGHTS, features, fresh, 80).starts
    assert starts.tolist() == list(WEIGHTS.of_start)
    assert len(set(starts.tolist())) > 10


@pytest.mark.parametrize("count", [1, 255, 256, 257, 600])
def test_a_clause_is_worth_the_same_to_the_last_bit_among_any_others(count):
    source = np.random.default_rng(count)
    table, values = source.normal(size=(2, 90)), source.normal(size=(90, count))
    together = weights._weighted(table, values)
    assert together == pytest.approx(table @ values)
    for clause in (0, count // 2, count - 1):
        alone = weights._weighted(table, values[:, clause : clause + 1])
        assert together[:, clause].tolist() == alone[:, 0].tolist()


def test_weights_out_of_their_file_are_as_they_were():
    data = LEARNED.to_bytes()
    assert clause_weights_of(data) == LEARNED
    assert clause_weights_of(data).to_bytes() == data


def test_weights_that_are_no_numbers_are_refused():
    broken = replace(LEARNED, of_start=(0.25, float("inf")))
    with pytest.raises(ValueError, match="inf instead of a finite number"):
        clause_weights_of(broken.to_bytes())
    given = json.loads(LEARNED.to_bytes())
    given["features"]["figure"].pop()
    with pytest.raises(ValueError, match=re.escape("not enough values to unpack")):
        clause_weights_of(json.dumps(given).encode())
