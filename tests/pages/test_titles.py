"""What a title line is likely to be."""

import pytest

from newsclf.pages.titles import (
    alike,
    crosshead_score,
    deck_score,
    headline_score,
    is_couplet,
    is_labelled,
    is_title_like,
    kicker_score,
    newsworthy,
    parts_of,
    prose_like,
)

SCORES = {
    "headline": headline_score,
    "kicker": kicker_score,
    "deck": deck_score,
    "crosshead": crosshead_score,
}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("青河县总工会开办木工夜校", "headline"),
        ("为了让工友学到手艺:", "kicker"),
        ("——36名青年职工学榫卯", "deck"),
        ("——木工夜校侧记", "deck"),
        ("一、手把手教", "crosshead"),
        ("“先学做人”", "crosshead"),
    ],
)
def test_the_likeliest_role_scores_highest(line, role):
    assert max(SCORES, key=lambda name: SCORES[name](line)) == role


def test_who_does_what_is_more_newsworthy_than_why():
    assert newsworthy("青河县总工会开办木工夜校") > newsworthy("为了传承老手艺")


def test_a_piece_of_a_paragraph_reads_like_prose():
    assert prose_like("此外,夜校还买了三台电锯,") > prose_like("青河县总工会开办木工夜校")


@pytest.mark.parametrize("line", ["木工夜校开班", "木工夜校 好戏连台", "字" * 42])
def test_lines_that_can_be_titles(line):
    assert is_title_like(line)


@pytest.mark.parametrize(
    "line", ["夜校开班了。", "夜校开班,", "学刨花、", "字" * 43, "甲,乙,丙,丁,戊", "甲;乙;丙"]
)
def test_lines_that_cannot_be_titles(line):
    assert not is_title_like(line)


@pytest.mark.parametrize("line", ["手拉手 心连心", "手拉手,心连心"])
def test_couplets(line):
    assert is_couplet(line)


@pytest.mark.parametrize("line", ["手拉手", "手拉手 心连着心", "第1课 第2课"])
def test_lines_that_are_no_couplet(line):
    assert not is_couplet(line)


@pytest.mark.parametrize(
    ("line", "labelled"),
    [
        ("完成人:陈晓禾", True),
        ("一等奖:青河木器厂", True),
        ("时间:每周二", True),
        ("夜校:开班", False),
    ],
)
def test_labelled_items_of_a_list(line, labelled):
    assert is_labelled(line) is labelled


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("第一课", "第九课"),
        ("木工班,教刨花", "电工班,接线"),
        ("“刨”", "“锯木”"),
        ("课——夜", "书——日"),
    ],
)
def test_crossheads_built_alike(line, other):
    assert alike(line, other)


def test_lines_built_differently_are_not_alike():
    assert not alike("木工班", "焊接")


def test_parts_of_a_title_are_set_apart_by_blanks():
    assert parts_of("木工夜校  好戏连台") == ["木工夜校", "好戏连台"]
