"""Where one paragraph is the rest of another."""

import pytest

from newsclf.pages.joins import finished, starts_item, stopped


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
