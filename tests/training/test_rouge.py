"""ROUGE by characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.training.rouge import common_subsequence, rouge


def test_the_figures_of_a_line_that_misses_two_characters():
    found = rouge("工会开夜校", "工会开办木工夜校")
    # 5 of 5 and 8 characters, pairs 工会 会开 夜校 of 4 and 7, subsequence 5.
    assert found.rouge_1 == pytest.approx(100 * 2 * 5 / 13)
    assert found.rouge_2 == pytest.approx(100 * 2 * 3 / 11)
    assert found.rouge_l == pytest.approx(100 * 2 * 5 / 13)


def test_order_counts_for_the_subsequence_alone():
    found = rouge("夜校工会", "工会夜校")
    assert (found.rouge_1, found.rouge_l) == (100.0, 50.0)


def test_width_and_blanks_do_not_count():
    assert rouge("开班，12人", "开班, 12 人").rouge_l == 100.0


@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "工会"), ("工会", "夜校")])
def test_nothing_in_common_is_0(a, b):
    assert rouge(a, b).rouge_l == rouge(a, b).rouge_1 == rouge(a, b).rouge_2 == 0.0


def slow(a, b):
    rows = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            rows[i + 1][j + 1] = rows[i][j] + 1 if x == y else max(rows[i][j + 1], rows[i + 1][j])
    return rows[-1][-1]


TEXTS = st.text(alphabet="甲乙丙丁", max_size=90)


@given(TEXTS, TEXTS)
def test_bits_count_what_the_table_counts(a, b):
    assert common_subsequence(a, b) == slow(a, b)
