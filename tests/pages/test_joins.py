"""Where one paragraph is the rest of another, and where text between them is lost."""

from math import log

import pytest

from newsclf.pages.joins import finished, lost_before, starts_item, stopped


@pytest.mark.parametrize(
    "text", ["好。", "好!", "好?", "好…", "好;", "好:", "好。”", "好!)", "好”", "好。 "]
)
def test_paragraphs_that_can_end_here(text):
    assert finished(text)


@pytest.mark.parametrize("text", ["好", "好,", "好、", "3.5", ""])
def test_paragraphs_cut_in_the_middle(text):
    assert not finished(text)


@pytest.mark.parametrize(
    ("text", "stop"),
    [("好。", True), ("好!”", True), ("好…", True), ("好;", False), ("好:", False), ("好”", False)],
)
def test_only_full_stops_stop(text, stop):
    assert stopped(text) is stop


@pytest.mark.parametrize(
    "text",
    [
        "一、开班",
        "十二、开班",
        "1.开班",
        "(2)开班",
        "第三,开班",
        "问:行吗",
        "答:行",
        "一是开班,",
        "●开班",
        "【开班】",
        "①开班",
    ],
)
def test_items_begin_with_a_number_or_mark(text):
    assert starts_item(text)


@pytest.mark.parametrize("text", ["开班", "1.5米长", "十年后开班", "问了三遍", ""])
def test_plain_beginnings(text):
    assert not starts_item(text)


@pytest.mark.parametrize("count", [1, 3])
def test_a_loss_is_as_likely_as_none_where_score_and_page_weigh_the_same(count):
    # There each chance is 1/2; with 0.6 losses in 4 paragraphs beforehand, the page's share is:
    share = (0.6 + count / 2) / (4 + count)
    # Training met 2 cuts for each beginning, and the score has them in it.
    even = log(2 * (1 - share) / share)
    assert lost_before([even - 0.01] * count) == [False] * count
    assert lost_before([even + 0.01] * count) == [True] * count


def test_the_more_a_page_lost_the_less_it_takes_to_be_a_loss():
    assert lost_before([1.5]) == [False]
    assert lost_before([5.0] * 9 + [1.5]) == [True] * 10
    assert lost_before([-5.0] * 9 + [2.5]) == [False] * 10
    assert lost_before([2.5]) == [True]


def test_weak_hints_of_many_paragraphs_add_up_round_by_round():
    assert lost_before([1.5] * 10) == [True] * 10
    assert lost_before([1.0] * 10) == [False] * 10


def test_a_page_of_one_paragraph_lost_nothing():
    assert lost_before([]) == []


def test_the_surest_scores_are_no_numbers_too_large():
    assert lost_before([99.0, -99.0, -1e9]) == [True, False, False]
