"""Decisions: which theme, which tags, how likely they are right."""

from dataclasses import replace

import numpy as np
import pytest

from newsclf.classify.decide import (
    NO_THEME,
    Decider,
    Passages,
    best_of,
    logit,
    sigmoid,
)

# Each theme is as likely as its log-odds say, none is as likely as a theme at even odds.
PLAIN = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0))
DECIDER = Decider(
    labels="several",
    slopes=(1.0, 1.0),
    offsets=(0.0, 0.0),
    primary=PLAIN,
    secondary=0.3,
    passages=None,
    sure=0.6,
)
EITHER = replace(DECIDER, labels="one", primary=())


def decide(*probabilities, by=DECIDER, abstained=False):
    return by.decide(logit(np.array([probabilities])), np.array([abstained]))[1]


def test_the_likeliest_theme_is_primary_and_others_above_their_bound_are_tags():
    found = decide(0.6, 0.9)
    assert (found.primary[0], found.tags[0].tolist()) == (1, [True, True])


def test_a_second_theme_below_its_bound_is_no_tag():
    assert decide(0.29, 0.9).tags[0].tolist() == [False, True]


def test_where_none_is_likelier_there_is_no_theme_and_no_tag():
    found = decide(0.4, 0.45)
    assert (found.primary[0], found.tags[0].tolist()) == (NO_THEME, [False, False])


def test_a_less_probable_theme_can_be_primary():
    weights = ((1.0, 0.0, 2.0), *PLAIN[1:])  # of two themes that are there, the first is the rule
    found = decide(0.8, 0.9, by=replace(DECIDER, primary=weights))
    assert (found.primary[0], found.tags[0].tolist()) == (0, [True, True])


def test_likelihoods_add_up_to_one_over_themes_and_none():
    found = DECIDER.likelihoods(logit(np.array([[0.8, 0.5]])))
    assert found[0].tolist() == pytest.approx([4 / 6, 1 / 6, 1 / 6])


def test_the_chance_of_a_decision_is_how_likely_it_is():
    found = decide(0.8, 0.5)
    assert (found.chances[0], found.none[0]) == pytest.approx((4 / 6, 1 / 6))


def test_a_decision_below_the_bound_is_not_confident():
    assert decide(0.95, 0.1).confident[0]
    assert not decide(0.6, 0.5).confident[0]


def test_none_wins_by_a_score_of_its_own():
    # The third class is none; both themes score high, none higher.
    each = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0))
    ranked = replace(DECIDER, labels="first", primary=each)
    shown, found = ranked.decide(np.array([[2.0, 1.0, 4.0]]))
    assert found.primary[0] == NO_THEME
    assert found.none[0] == pytest.approx(np.exp(4) / np.exp([2.0, 1.0, 4.0]).sum())
    # Where one theme is first, what is shown is how likely each is to be that one.
    assert shown.sum() + found.none[0] == pytest.approx(1.0)


def test_a_refused_text_has_no_theme_and_no_confidence():
    found = decide(0.99, 0.1, abstained=True)
    assert (found.primary[0], found.tags.any(), found.confident[0]) == (NO_THEME, False, False)


def test_themes_that_exclude_each_other_are_always_decided():
    found = decide(0.51, 0.49, by=EITHER)
    assert (found.primary[0], found.tags[0].tolist()) == (0, [True, False])
    assert not found.confident[0]


def test_their_probabilities_add_up_to_one():
    shown, found = EITHER.decide(np.log(np.array([[3.0, 1.0]])))
    assert shown[0].tolist() == pytest.approx([0.75, 0.25])
    assert found.chances[0] == pytest.approx(0.75)
    assert found.confident[0]


def test_a_refused_text_keeps_its_theme_where_there_is_always_one():
    found = decide(0.9, 0.1, by=EITHER, abstained=True)
    assert (found.primary[0], found.confident[0]) == (0, False)


def test_second_themes_are_looked_for_in_passages():
    # Texts: the passage speaks for the second theme; against it; no theme; far too unlikely.
    whole = logit(np.array([[0.9, 0.1], [0.9, 0.4], [0.1, 0.1], [0.9, 0.001]]))
    best = logit(np.array([[0.2, 0.7], [0.2, 0.1], [0.9, 0.9], [0.9, 0.9]]))
    asked = []

    def passages(rows):
        asked.extend(rows.tolist())
        return best[rows]

    as_they_are = Passages(least=float(logit(np.array(0.05))), slope=1.0, offsets=(0.0, 0.0))
    decider = replace(DECIDER, passages=as_they_are)
    shown, found = decider.decide(whole, best_passages=passages)
    assert asked == [0, 1]
    assert found.tags.tolist() == [[True, True], [True, False], [False, False], [True, False]]
    assert shown.ravel().tolist() == pytest.approx(sigmoid(whole).ravel().tolist())


def test_the_best_passage_of_each_text_counts_for_each_theme():
    scores = np.array([[1.0, 5.0], [2.0, 4.0], [0.0, 0.0]])
    assert best_of(scores, [2, 1]).tolist() == [[2.0, 5.0], [0.0, 0.0]]
    assert best_of(scores[:0], []).shape == (0, 2)
