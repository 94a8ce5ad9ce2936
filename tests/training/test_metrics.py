"""Metrics: against scikit-learn's, and against numbers worked out by hand."""

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from newsclf.classify.decide import Choices
from newsclf.training import metrics
from newsclf.training.metrics import Gold, Predictions


def gold_of(primary, tags=None, close=(), themes=2, groups=None):
    """Return gold; `close` holds (row, theme) pairs, theme -1 for none."""
    primary = np.array(primary)
    table = primary[:, None] == np.arange(themes)
    for row, theme in tags or ():
        table[row, theme] = True
    close_table = np.zeros((len(primary), themes + 1), dtype=bool)
    for row, theme in close:
        close_table[row, theme] = True
    groups = np.arange(len(primary)) if groups is None else np.array(groups)
    readings = close_table[:, :-1] | (primary[:, None] == np.arange(themes))
    either = readings & close_table.any(axis=1, keepdims=True)
    return Gold(primary, table, close_table, either, groups)


def said(decided, *, tags=(), chances=None, none=None, confident=None, themes=2):
    decided = np.array(decided)
    table = decided[:, None] == np.arange(themes)
    for row, theme in tags:
        table[row, theme] = True
    count = len(decided)
    return Predictions(
        np.zeros((count, themes)),
        Choices(
            decided,
            table,
            np.ones(count) if chances is None else np.array(chances),
            np.zeros(count) if none is None else np.array(none),
            np.ones(count, dtype=bool) if confident is None else np.array(confident),
        ),
    )


def plain(metric, gold, predictions):
    return metric(gold, predictions, np.ones(len(gold.primary)))


def test_accuracy_counts_a_close_call_right_either_way():
    gold = gold_of([0, 0, 1, -1], close=[(1, 1), (2, -1)])
    assert plain(metrics.accuracy, gold, said([0, 1, -1, 0])) == 0.75


def test_macro_f1_is_scikit_learns():
    source = np.random.default_rng(3)
    truth, decided = source.integers(-1, 2, (2, 200))
    expected = f1_score(truth, decided, average="macro")
    assert plain(metrics.macro_f1, gold_of(truth), said(decided)) == pytest.approx(expected)


def test_a_label_without_examples_does_not_count():
    assert metrics.labels_of(gold_of([0, 1])) == [0, 1]
    assert metrics.labels_of(gold_of([1, -1])) == [1, -1]
    assert plain(metrics.macro_f1, gold_of([1, -1]), said([1, -1])) == 1.0


def test_precision_recall_and_f1_of_a_label():
    scores = metrics.label_scores(gold_of([0, 0, 0, 1]), said([0, 0, 1, 0]), np.ones(4))
    assert scores[0].tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3])
    assert scores[1].tolist() == [0.0, 0.0, 0.0]


def test_micro_f1_is_over_all_tags():
    gold = gold_of([0, 1, 1], tags=[(0, 1)])
    predictions = said([0, 1, 0], tags=[(1, 0)])  # 2 of 4 said tags are among the 4 true ones
    assert plain(metrics.tag_micro_f1, gold, predictions) == 0.5


def test_the_other_reading_of_a_close_call_is_no_tag_to_be_found():
    gold = gold_of([0], tags=[(0, 1)], close=[(0, 1)])
    assert plain(metrics.tag_micro_f1, gold, said([0])) == 1.0
    assert plain(metrics.tag_micro_f1, gold, said([1])) == 1.0


def test_calibration_error_is_the_mean_gap_of_the_bins():
    gold = gold_of([0, 0, 1, 1])
    # Three say 0.9, of which two are right; one says 0.6 and is not.
    expected = (3 * abs(0.9 - 2 / 3) + abs(0.6 - 0)) / 4
    predictions = said([0, 0, 0, 0], chances=[0.9, 0.9, 0.9, 0.6])
    assert plain(metrics.calibration_error, gold, predictions) == pytest.approx(expected)


def test_auroc_is_scikit_learns_with_ties_and_weights():
    source = np.random.default_rng(5)
    scores = source.integers(0, 8, 100).astype(float)
    positive = source.integers(0, 2, 100).astype(bool)
    weights = source.integers(0, 3, 100).astype(float)
    expected = roc_auc_score(positive, scores, sample_weight=weights)
    assert metrics.auroc(scores, positive, weights) == pytest.approx(expected)


def test_refusal_ranks_by_the_probability_of_none():
    gold = gold_of([0, 1, -1])
    assert plain(metrics.refusal_auroc, gold, said([0, 1, -1], none=[0.1, 0.2, 0.3])) == 1.0
    assert plain(metrics.refusal_auroc, gold, said([0, 1, -1], none=[0.1, 0.4, 0.3])) == 0.5


def test_confident_decisions_are_measured_apart():
    gold = gold_of([0, 0, 1, 1])
    predictions = said([0, 1, 1, 0], confident=[True, True, True, False])
    assert plain(metrics.coverage, gold, predictions) == 0.75
    assert plain(metrics.confident_accuracy, gold, predictions) == pytest.approx(2 / 3)


def test_weights_are_as_good_as_repeated_rows():
    gold, predictions = gold_of([0, 1, -1, 1]), said([0, 1, 1, -1])
    weights = np.array([1.0, 2.0, 3.0, 1.0])
    rows = np.repeat(np.arange(4), [1, 2, 3, 1])
    choices = predictions.choices
    repeated = Predictions(
        predictions.probabilities[rows],
        Choices(
            choices.primary[rows],
            choices.tags[rows],
            choices.chances[rows],
            choices.none[rows],
            choices.confident[rows],
        ),
    )
    for metric in (metrics.accuracy, metrics.macro_f1, metrics.tag_micro_f1):
        assert metric(gold, predictions, weights) == pytest.approx(
            plain(metric, gold.take(rows), repeated)
        )


def test_resamples_draw_whole_groups():
    for weights in metrics.resamples(np.array([7, 7, 2, 2, 2]), 20):
        assert weights[0] == weights[1]
        assert weights[2] == weights[3] == weights[4]
        assert weights[0] + weights[2] == 2


def test_an_interval_leaves_out_a_fortieth_of_the_resamples_on_each_side():
    figure = metrics.figure_of(0.4, list(range(1001)))
    assert (figure.value, figure.low, figure.high) == (0.4, 25.0, 975.0)


def test_resamples_without_a_figure_are_left_out_of_its_interval():
    assert metrics.figure_of(0.4, [*range(1001), float("nan")]).high == 975.0


def test_an_interval_holds_its_value_and_is_wider_for_fewer_examples():
    widths = []
    for count in (50, 500):
        gold = gold_of([0, 1] * (count // 2))
        decided = gold.primary.copy()
        decided[::5] = 1 - decided[::5]
        figure = metrics.quality_of(gold, said(decided), ["a", "b"]).figures["accuracy"]
        assert figure.low < figure.value == 0.8 < figure.high
        widths.append(figure.high - figure.low)
    assert widths[0] > 2 * widths[1]


def test_figures_without_sense_are_left_out():
    quality = metrics.quality_of(gold_of([0, 1]), said([0, 1]), ["a", "b"])
    assert "refusal_auroc" not in quality.figures  # no example is without a theme
    assert list(quality.labels) == ["a", "b"]


def test_confusion_has_true_labels_down_and_decided_ones_across():
    table = metrics.confusion_of(gold_of([0, 0, 1, -1]), said([0, 1, 1, 0]))
    assert table == [[1, 1, 0], [0, 1, 0], [1, 0, 0]]


def test_equal_models_do_not_differ():
    right = np.array([1.0, 0.0, 1.0, 1.0])
    figure, p_value = metrics.paired_difference(right, right, np.arange(4))
    assert (figure.value, p_value) == (0.0, 1.0)


def test_a_model_that_is_always_better_is_told():
    figure, p_value = metrics.paired_difference(np.zeros(60), np.ones(60), np.arange(60))
    assert (figure.value, p_value) == (1.0, 0.0)


def test_a_small_difference_is_no_evidence():
    first, second = np.ones(60), np.ones(60)
    first[0] = 0.0
    assert metrics.paired_difference(first, second, np.arange(60))[1] > 0.3


def test_risk_falls_as_unsure_decisions_are_left_out():
    gold = gold_of([0, 0, 0, 0])
    coverage, risk = metrics.risk_coverage(gold, said([0, 0, 1, 0], chances=[0.9, 0.8, 0.1, 0.7]))
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk.tolist() == [0.0, 0.0, 0.0, 0.25]


def test_reliability_lists_the_bins_that_are_used():
    gold = gold_of([0, 1])
    found = metrics.reliability(gold, said([0, 0], chances=[0.9, 0.5]))
    bins: list[Any] = [(pytest.approx(0.5), 0.0, 1), (pytest.approx(0.9), 1.0, 1)]
    assert found == bins
