"""Decisions: which theme, which tags, how far from the next decision."""

import numpy as np
import pytest

from newsclf.classify.decide import NO_THEME, Bounds, choose

BOUNDS = Bounds(np.array([0.5, 0.5]), np.array([0.3, 0.3]), margin=0.2, exclusive=False)
EITHER = Bounds(np.zeros(2), np.zeros(2), margin=0.2, exclusive=True)


def decide(*probabilities, bounds=BOUNDS, refused=False):
    return choose(np.array([probabilities]), np.array([refused]), bounds)


def test_the_likeliest_theme_above_its_bound_is_primary():
    found = decide(0.6, 0.9)
    assert (found.primary[0], found.tags[0].tolist()) == (1, [True, True])


def test_below_all_bounds_there_is_no_theme_and_no_tag():
    found = decide(0.4, 0.45)
    assert (found.primary[0], found.tags[0].tolist()) == (NO_THEME, [False, False])


def test_a_likelier_theme_below_its_own_bound_gives_way():
    bounds = Bounds(np.array([0.9, 0.5]), np.array([0.95, 0.3]), margin=0.0, exclusive=False)
    assert decide(0.8, 0.6, bounds=bounds).primary[0] == 1


def test_the_margin_of_a_theme_is_to_its_bound_or_its_rival():
    assert decide(0.95, 0.1).margins[0] == pytest.approx(0.45)  # to the bound of 0.5
    assert decide(0.95, 0.85).margins[0] == pytest.approx(0.1)  # to the rival


def test_the_margin_of_no_theme_is_to_the_nearest_bound():
    assert decide(0.45, 0.2).margins[0] == pytest.approx(0.05)


def test_a_narrow_margin_is_not_confident():
    assert decide(0.95, 0.1).confident[0]
    assert not decide(0.6, 0.1).confident[0]


def test_a_refused_text_has_no_theme_and_no_confidence():
    found = decide(0.99, 0.0, refused=True)
    assert (found.primary[0], found.tags.any(), found.confident[0]) == (NO_THEME, False, False)


def test_themes_that_exclude_each_other_are_always_decided():
    found = decide(0.51, 0.49, bounds=EITHER)
    assert (found.primary[0], found.tags[0].tolist()) == (0, [True, False])
    assert found.margins[0] == pytest.approx(0.02)
    assert not found.confident[0]


def test_a_refused_text_keeps_its_theme_where_there_is_always_one():
    found = decide(0.9, 0.1, bounds=EITHER, refused=True)
    assert (found.primary[0], found.confident[0]) == (0, False)


def test_a_single_theme_has_no_rival():
    bounds = Bounds(np.array([0.5]), np.array([0.3]), margin=0.0, exclusive=False)
    assert decide(0.7, bounds=bounds).margins[0] == pytest.approx(0.2)
