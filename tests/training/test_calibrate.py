"""Calibration: probabilities that are as often right as they say, and the bounds on them."""

import numpy as np
import pytest

from newsclf.classify.decide import Choices
from newsclf.classify.model import probabilities_of
from newsclf.training.calibrate import Scores, calibrate, pooled
from newsclf.training.metrics import Gold


def scored(*, wrong=0, none=0):
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


def calibrated(scores, gold, *, exclusive=False, passages=None):
    return calibrate(Scores(scores, passages), gold, exclusive=exclusive)


def test_calibrated_probabilities_are_as_often_right_as_they_say():
    scores, gold = scored(wrong=5)
    calibration = calibrated(scores, gold).calibration
    for k, c in enumerate(calibration):
        likely = 1 / (1 + np.exp(-(c.slope * scores[:, k] + c.offset)))
        assert c.slope > 0
        assert likely.mean() == pytest.approx(gold.tags[:, k].mean(), abs=1e-4)


def test_all_themes_share_the_bound_of_second_themes():
    found = calibrated(*scored(wrong=5, none=20))
    (bound,) = {c.secondary for c in found.calibration}
    assert 0.05 <= bound <= 0.95


def test_themes_are_told_from_none():
    scores, gold = scored(none=40)
    _, choices = calibrated(scores, gold).predict(Scores(scores))
    assert choices.primary.tolist() == gold.primary.tolist()


def test_of_two_themes_that_are_there_the_usual_first_one_is_primary():
    scores, gold = scored(none=20)
    # Where the second theme is primary, the first is there, too, and scores higher.
    second = gold.primary == 1
    scores[second, 0] = scores[second, 1] + 0.3
    tags = gold.tags.copy()
    tags[second, 0] = True
    both = Gold(gold.primary, tags, gold.close, gold.either, gold.groups)
    _, choices = calibrated(scores, both).predict(Scores(scores))
    assert (choices.primary == gold.primary).mean() > 0.95


def test_a_label_without_examples_is_never_decided():
    scores, gold = scored()
    found = calibrated(scores, gold)  # no example is without a theme
    _, choices = found.predict(Scores(np.full((1, 2), -50.0)))
    assert choices.primary[0] in (0, 1)


def test_exclusive_themes_share_one_slope_and_no_offset():
    scores, gold = scored(wrong=5)
    calibration = calibrated(scores, gold, exclusive=True).calibration
    assert len({c.slope for c in calibration}) == 1
    assert {c.offset for c in calibration} == {0.0}
    likely = probabilities_of(scores * calibration[0].slope, exclusive=True)
    assert likely.sum(axis=1).tolist() == pytest.approx([1.0] * 100)
    right = likely.argmax(axis=1) == gold.primary
    assert likely.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.02)


def test_where_all_decisions_are_right_all_are_confident():
    assert calibrated(*scored(), exclusive=True).margin == 0.0


def test_where_no_margin_makes_decisions_right_the_widest_is_asked():
    assert calibrated(*scored(wrong=5), exclusive=True).margin == 0.95


def test_a_close_call_is_right_either_way():
    scores, gold = scored(wrong=5)
    close = gold.close.copy()
    close[::5, :2] = True
    both = Gold(gold.primary, gold.tags, close, gold.either, gold.groups)
    assert calibrated(scores, both, exclusive=True).margin == 0.0


def test_parts_are_put_back_in_order():
    def part(primary):
        count = len(primary)
        table = np.zeros((count, 2), dtype=bool)
        return Choices(np.array(primary), table, np.arange(count) / 10, table[:, 0])

    whole = pooled([(np.array([2, 0]), part([7, 5])), (np.array([1]), part([6]))], 3)
    assert whole.primary.tolist() == [5, 6, 7]
    assert whole.margins.tolist() == [0.1, 0.0, 0.0]


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
    found = calibrate(scores, gold, exclusive=False)
    probabilities, choices = found.predict(scores)
    assert (choices.tags == gold.tags).all()
    assert probabilities[gold.tags].min() > 0.5
    _, without = calibrated(whole, gold).predict(Scores(whole))
    assert (without.tags != gold.tags).sum() >= 20


def test_what_the_whole_text_rules_out_is_not_looked_for():
    whole, passages, gold = with_second_themes()
    found = calibrate(Scores(whole, passages), gold, exclusive=False)
    least = found.passages.least
    whole = np.array([[5.0, -50.0]])
    assert found.log_odds(whole)[0, 1] < least
    _, choices = found.predict(Scores(whole, np.array([[9.0, 9.0]])))
    assert choices.tags.tolist() == [[True, False]]


def test_without_a_second_theme_passages_are_of_no_use():
    whole, gold = scored()
    assert calibrated(whole, gold, passages=whole).passages is None
