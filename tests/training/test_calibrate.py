"""Calibration: probabilities that are as often right as they say, and the bounds on them."""

import numpy as np
import pytest

from newsclf.classify.decide import Choices, softmax
from newsclf.classify.features import Floats
from newsclf.training.calibrate import Scores, calibrate, decided, f_half, pooled
from newsclf.training.metrics import Gold


def scored(*, wrong=0, none=0) -> tuple[Floats, Gold]:
    """Return scores that tell two themes apart, but for every so many examples, and their gold.

    The first `none` examples have no theme, and low scores.
    """
    primary = np.array([0, 1] * 50)
    tags = primary[:, None] == np.arange(2)
    scores = np.where(tags, 2.0, -2.0) + np.linspace(-0.5, 0.5, 100)[:, None]
    if wrong:
        scores[::wrong] = scores[::wrong, ::-1]
    primary[:none] = -1
    scores[:none] = -2.0
    tags = primary[:, None] == np.arange(2)
    no = np.zeros((100, 3), dtype=bool)
    return scores, Gold(primary, tags, no, no[:, :2], np.arange(100))


def calibrated(scores, gold, labels="several", passages=None):
    return calibrate(Scores(scores, passages), gold, labels, np.ones(len(scores)))


def test_calibrated_probabilities_are_as_often_right_as_they_say():
    scores, gold = scored(wrong=5)
    found = calibrated(scores, gold)
    for k, (slope, offset) in enumerate(zip(found.slopes, found.offsets, strict=True)):
        likely = 1 / (1 + np.exp(-(slope * scores[:, k] + offset)))
        assert slope > 0
        assert likely.mean() == pytest.approx(gold.tags[:, k].mean(), abs=1e-4)


def test_second_themes_have_a_bound():
    assert 0.05 <= calibrated(*scored(wrong=5, none=20)).secondary <= 0.95


def test_themes_are_told_from_none():
    scores, gold = scored(none=40)
    _, choices = decided(calibrated(scores, gold), Scores(scores))
    assert choices.primary.tolist() == gold.primary.tolist()


def test_of_two_themes_that_are_there_the_usual_first_one_is_primary():
    scores, gold = scored(none=20)
    # Where the second theme is primary, the first is there, too, and scores higher.
    second = gold.primary == 1
    scores[second, 0] = scores[second, 1] + 0.3
    tags = gold.tags.copy()
    tags[second, 0] = True
    both = Gold(gold.primary, tags, gold.close, gold.either, gold.groups)
    _, choices = decided(calibrated(scores, both), Scores(scores))
    assert (choices.primary == gold.primary).mean() > 0.95


def test_a_label_without_examples_is_never_decided():
    scores, gold = scored()
    found = calibrated(scores, gold)  # no example is without a theme
    _, choices = decided(found, Scores(np.full((1, 2), -50.0)))
    assert choices.primary[0] in (0, 1)


def test_exclusive_themes_share_one_slope_and_no_offset():
    scores, gold = scored(wrong=5)
    found = calibrated(scores, gold, labels="one")
    assert len(set(found.slopes)) == 1
    assert set(found.offsets) == {0.0}
    likely = softmax(scores * found.slopes[0])
    assert likely.sum(axis=1).tolist() == pytest.approx([1.0] * 100)
    right = likely.argmax(axis=1) == gold.primary
    assert likely.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.02)


def test_where_all_decisions_are_right_all_above_one_half_are_confident():
    assert calibrated(*scored(), labels="one").sure == 0.5


def test_where_no_bound_makes_decisions_right_none_is_confident():
    found = calibrated(*scored(wrong=5), labels="one")
    assert found.sure == 1.0
    assert not decided(found, Scores(scored(wrong=5)[0]))[1].confident.any()


def test_what_counts_more_is_likelier():
    scores, gold = scored(wrong=3)
    weights = np.where(gold.primary == 0, 9.0, 1.0)
    nothing = Scores(np.zeros((1, 2)))
    heavy = decided(calibrate(Scores(scores), gold, "first", weights), nothing)[0]
    even = decided(calibrated(scores, gold, "first"), nothing)[0]
    assert even[0].tolist() == pytest.approx([0.5, 0.5], abs=0.05)
    assert heavy[0, 0] > 0.8


def test_a_close_call_is_right_either_way():
    scores, gold = scored(wrong=5)
    close = gold.close.copy()
    close[::5, :2] = True
    both = Gold(gold.primary, gold.tags, close, gold.either, gold.groups)
    assert calibrated(scores, both, labels="one").sure == 0.5


def test_parts_are_put_back_in_order():
    def part(primary):
        count = len(primary)
        table = np.zeros((count, 2), dtype=bool)
        chances = np.arange(count) / 10
        return Choices(np.array(primary), table, chances, chances / 2, table[:, 0])

    whole = pooled([(np.array([2, 0]), part([7, 5])), (np.array([1]), part([6]))], 3)
    assert whole.primary.tolist() == [5, 6, 7]
    assert whole.chances.tolist() == [0.1, 0.0, 0.0]
    assert whole.none.tolist() == [0.05, 0.0, 0.0]


def with_second_themes():
    """Return gold with second themes in passages, which whole texts do not show."""
    whole, gold = scored()
    second = np.arange(100) % 10 < 2
    passages = np.where(second, 2.0, -2.0) + np.linspace(-0.5, 0.5, 100)
    passages = np.column_stack((passages, passages))
    tags = gold.tags | second[:, None]
    return whole, passages, Gold(gold.primary, tags, gold.close, gold.either, gold.groups)


def test_passages_find_second_themes_that_whole_texts_do_not_show():
    whole, passages, gold = with_second_themes()
    scores = Scores(whole, passages)
    found = calibrated(whole, gold, passages=passages)
    _, choices = decided(found, scores)
    assert (choices.tags == gold.tags).all()
    _, without = decided(calibrated(whole, gold), Scores(whole))
    assert (without.tags != gold.tags).sum() >= 20


def test_what_the_whole_text_rules_out_is_not_looked_for():
    whole, passages, gold = with_second_themes()
    found = calibrated(whole, gold, passages=passages)
    whole = np.array([[5.0, -50.0]])
    assert found.slopes[1] * whole[0, 1] + found.offsets[1] < found.passages.least
    _, choices = decided(found, Scores(whole, np.array([[9.0, 9.0]])))
    assert choices.tags.tolist() == [[True, False]]


def test_without_a_second_theme_passages_are_of_no_use():
    whole, gold = scored()
    assert calibrated(whole, gold, passages=whole).passages is None


def test_f_half_minds_one_too_many_twice_as_much_as_one_too_few():
    true = np.array([True, True, False, False])
    assert f_half(np.array([True, False, False, False]), true) == 1.25 / 1.5  # precision 1
    assert f_half(np.array([True, True, True, True]), true) == 2.5 / 4.5  # recall 1
    assert f_half(np.array([False, False, True, False]), true) == 0.0


def test_the_bound_of_second_themes_is_that_of_the_best_f_half():
    number = np.arange(100)
    primary = (number >= 80).astype(int)
    # Of 40 likelier texts three in five have the second theme, of 40 others two in five: F1 would
    # be highest with all 80 (0.67 against 0.6), F0.5 is with the likelier ones (0.6 against 0.56).
    likelier = number < 40
    second = number % 5 < np.where(likelier, 3, 2)
    scores = np.column_stack((np.where(primary, -2.0, 2.0), np.where(likelier, -1.0, -2.0)))
    scores[primary == 1, 1] = 5.0
    tags = np.column_stack((primary == 0, second | (primary == 1)))
    no = np.zeros((100, 3), dtype=bool)
    gold = Gold(primary, tags, no, no[:, :2], number)
    _, choices = decided(calibrated(scores, gold), Scores(scores))
    assert choices.primary.tolist() == primary.tolist()
    assert choices.tags[:80, 1].tolist() == likelier[:80].tolist()
