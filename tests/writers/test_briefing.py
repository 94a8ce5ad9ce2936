"""What a briefing says."""

import re
from datetime import date, timedelta

import pytest
from tests.shipped import digest_of

from newsclf.documents import Article, Lines
from newsclf.themes import Theme
from newsclf.writers.briefing import MOST_LISTED, briefing_of, date_of, source_of


@pytest.mark.parametrize(
    "file",
    [
        "2026-11-20/page3.txt",
        "2026_11_20.txt",
        "20261120/3.txt",
        "报纸/2026年11月20日/第3版.txt",
        "2026.11.20.txt",
        "2026/11/20/3.txt",
        "html/2026-11/20/nw.D110000gmrb_1-01.htm",
        "nw.D110000gmrb_20261120_1-01.htm",
        "晨报20261120第3版.txt",
        "page-3-2026-11-20.txt",
        "2026-11-20-3.txt",
        "２０２６年１１月２０日.txt",
        "2026-11-01/2026-11-20.txt",
        "archive_2026-13-45/2026-11-20.txt",
        "2026-11-20/2026-02-30.txt",
    ],
)
def test_a_date_is_read_from_a_path(file):
    assert date_of(file) == date(2026, 11, 20)


def test_months_and_days_may_have_one_digit_where_marks_part_them():
    assert date_of("2026-3-5.txt") == date_of("2026年3月5日.txt") == date(2026, 3, 5)


def test_the_last_day_of_february_is_known():
    assert date_of("2024-02-29.txt") == date(2024, 2, 29)
    assert date_of("2026-02-29.txt") is None


@pytest.mark.parametrize(
    "file",
    [
        "page3.txt",
        "",
        "20261120093000.txt",  # a time
        "120261120.txt",
        "202611201.txt",
        "2026-11-201.txt",
        "12026-11-20.txt",
        "20261320.txt",
        "20261100.txt",
        "20260230.txt",
        "2026-00-10.txt",
        "2026-11_20.txt",  # two kinds of marks
        "18991231.txt",
        "21000101.txt",
        "2026-11.txt",
        "2026/11/20.txt",  # page 20 of November, for all we know
        "11-20.txt",
        "2026年11月.txt",
    ],
)
def test_no_date_is_made_up(file):
    assert date_of(file) is None


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("2026-11-20/page3.txt", "page3"),
        ("2026-11-20/晨报/第3版.txt", "晨报/第3版"),
        ("晨报/2026/11/20/A03.txt", "晨报/A03"),
        ("晨报/2026年/20261120/A03.txt", "晨报/A03"),
        ("12/3.txt", "12/3"),
        ("2026-11-20.txt", "2026-11-20"),
        ("20261120\\3.txt", "3"),
        ("page.v2.txt", "page.v2"),
        ("a\u202eb\n.txt", "ab"),
    ],
)
def test_a_source_is_the_path_without_dates_and_ending(file, source):
    assert source_of(file) == source


def test_sections_follow_the_taxonomy_then_none_then_unsure(record, themes):
    made = briefing_of(
        [
            record(theme=None),
            record(confident=False),
            record(theme="welfare"),
            record(theme="skills"),
            record(theme=None, confident=False),
        ],
        themes,
    )
    found = [(section.name, section.count, section.colour) for section in made.sections]
    assert found == [
        ("技能", 1, "#17406f"),
        ("关怀", 1, "#b93a32"),
        ("创新", 0, "#74ad58"),
        ("其他", 1, "#c3c8cf"),
        ("待核", 2, "#5b616b"),
    ]
    assert made.total == 5


def test_many_themes_without_an_article_are_left_out(record):
    themes = [Theme(f"t{number}", f"主题{number}", "red") for number in range(13)]
    made = briefing_of([record(theme="t7")], themes)
    assert [section.name for section in made.sections] == ["主题7"]


def test_a_theme_of_another_model_has_a_section_of_its_id(record, themes):
    made = briefing_of([record(theme="sport", tags=["sport"])], themes)
    assert [section.name for section in made.sections if section.count] == ["sport"]


def test_an_item_has_what_an_editor_reads(record, themes):
    (item,) = briefing_of([record()], themes).sections[2].items
    assert item.headline == "老电工的“小发明”，省下大力气"
    assert item.digest == "老周改了12台设备。"
    assert item.source == "晨报/第3版 · 第 2 篇"
    assert item.tags == ("技能",)
    assert (item.reason, item.guess, item.also, item.reprints) == ("", "", (), 0)


def test_a_source_has_its_day_where_there_are_several(record, themes):
    made = briefing_of([record(), record(file="2026-11-19/3.txt")], themes)
    sources = [item.source for item in made.sections[2].items]
    assert sources == ["11月20日 晨报/第3版 · 第 2 篇", "11月19日 3 · 第 2 篇"]


@pytest.mark.parametrize(
    ("changes", "headline"),
    [
        ({"headline": "", "kicker": "引题"}, "引题"),
        ({"headline": ""}, "三年改了12台设备"),
        ({"headline": "", "deck": ""}, "（老周改了12台设备。 徒弟说：“省力…）"),
    ],
)
def test_something_stands_for_a_missing_headline(record, themes, changes, headline):
    assert briefing_of([record(**changes)], themes).sections[2].items[0].headline == headline


def test_what_forges_text_is_left_out(record, themes):
    changes = {"headline": "甲\u202e乙\x07\n丙", "digest": "丁\u200b\ufffe戊"}
    (item,) = briefing_of([record(**changes)], themes, "题\x1b目").sections[2].items
    assert (item.headline, item.digest) == ("甲乙 丙", "丁戊")
    assert briefing_of([], themes, "题\x1b目").title == "题目"


def test_unsure_articles_say_what_the_model_leans_to(record, themes):
    scores = [{"id": "skills", "name": "技能", "probability": 0.3}]
    made = briefing_of(
        [record(confident=False), record(theme=None, themes=scores, confident=False)], themes
    )
    assert [item.guess for item in made.sections[-1].items] == ["创新 97%", "其他 70%"]


BODIES = [
    "",
    "无",
    "好。",
    "很长的话" * 40 + "。",
    "他说：“好。" * 9,
    "他们在这里，" * 3,
    "（" * 30 + "。",
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("most", [30, 60])
def test_reasons_for_no_digest_are_told_in_chinese(record, themes, body, most):
    article = Article(1, "题", "", "", "", (), "article", Lines(), body, (), ())
    digest = digest_of(article, max_chars=most)
    (item,) = (
        briefing_of([record(digest=digest.text, digest_reason=digest.reason)], themes)
        .sections[2]
        .items
    )
    assert bool(item.digest) != bool(item.reason)
    assert not re.search("[a-z]", item.reason)


def test_a_reason_that_is_not_known_is_told_as_it_is(record, themes):
    made = briefing_of([record(digest="", digest_reason="odd \x07reason")], themes)
    assert made.sections[2].items[0].reason == "odd reason"
    assert briefing_of([record(digest="")], themes).sections[2].items[0].reason == ""


def test_reprints_stand_under_the_first_article_and_are_not_counted(record, records, themes):
    first = record(file="2026-11-20/1.txt")
    others = [
        record(file=f"2026-11-20/{paper}/2.txt", duplicate_of=first["id"]) for paper in "甲乙"
    ]
    given = records(first, *others)
    made = briefing_of(given, themes)
    (item,) = made.sections[2].items
    assert (item.also, item.reprints) == (("甲/2", "乙/2"), 2)
    assert (made.total, made.reprints) == (1, 2)
    assert made.summary == "共 1 篇报道，另有转载 2 篇"
    assert given.read == 2


def test_only_some_places_of_many_reprints_are_named(record, themes):
    others = [record(file=f"{n}.txt", duplicate_of=record()["id"]) for n in range(20)]
    (item,) = briefing_of([record(), *others], themes).sections[2].items
    assert (item.also, item.reprints) == (tuple("01234567"), 20)


def test_records_without_reprints_are_read_once(record, records, themes):
    given = records(record(), record())
    assert briefing_of(given, themes).reprints == 0
    assert given.read == 1


def test_the_newest_are_listed_and_those_of_a_day_in_their_order(record, themes):
    old = [record(file="2026-11-18/1.txt", headline=f"旧{n}") for n in range(MOST_LISTED)]
    new = [record(file="2026-11-19/1.txt", headline=f"新{n}") for n in range(3)]
    undated = [record(file="1.txt", headline="不明")]
    section = briefing_of([*undated, *old, *new], themes).sections[2]
    expected = ["新0", "新1", "新2", *(f"旧{n}" for n in range(MOST_LISTED - 3))]
    assert [item.headline for item in section.items] == expected
    assert (section.count, section.more) == (MOST_LISTED + 4, 4)


@pytest.mark.parametrize(
    ("days", "dates"),
    [
        (["2026-11-20"], "2026年11月20日 星期五"),
        (["2026-11-22"], "2026年11月22日 星期日"),
        (["2026-11-20", "2026-11-18"], "2026年11月18日至20日"),
        (["2026-10-30", "2026-11-02"], "2026年10月30日至11月2日"),
        (["2025-12-31", "2026-01-01"], "2025年12月31日至2026年1月1日"),
        (["page"], ""),
    ],
)
def test_title_and_dates(record, themes, days, dates):
    made = briefing_of([record(file=f"{day}/1.txt") for day in days], themes)
    assert (made.title, made.dates) == ("工会新闻简报", dates)
    assert made.name == (f"工会新闻简报 · {dates}" if dates else "工会新闻简报")


def test_a_day_without_articles_leaves_a_gap(record, themes):
    given = [
        record(file="2026-10-30/1.txt"),
        record(file="2026-11-01/1.txt", theme="skills"),
        record(file="2026-11-01/1.txt"),
        record(file="1.txt"),
    ]
    made = briefing_of(given, themes)
    assert [(column.name, column.short, column.counts) for column in made.columns] == [
        ("10月30日", "10月30日", (0, 0, 1)),
        ("10月31日", "31", (0, 0, 0)),
        ("11月1日", "11月1日", (1, 0, 1)),
    ]
    assert (made.total, made.dated, made.highest, made.longest) == (4, 3, 2, 3)


def test_one_day_has_no_chart_over_time(record, themes):
    assert briefing_of([record(), record()], themes).columns == ()


@pytest.mark.parametrize(
    ("last", "columns", "first_names", "last_short"),
    [
        (date(2026, 1, 31), 31, ["1月1日", "1月2日"], "31"),
        (date(2026, 2, 1), 2, ["2026年1月", "2026年2月"], "2月"),
        (date(2028, 12, 31), 36, ["2026年1月", "2026年2月"], "12月"),
        (date(2029, 1, 1), 4, ["2026年", "2027年"], "2029"),
    ],
)
def test_many_days_become_months_and_years(record, themes, last, columns, first_names, last_short):
    made = briefing_of([record(file=f"{day}.txt") for day in (date(2026, 1, 1), last)], themes)
    assert len(made.columns) == columns
    assert [column.name for column in made.columns[:2]] == first_names
    assert made.columns[-1].short == last_short
    assert sum(column.total for column in made.columns) == 2


def test_columns_are_of_one_colour_where_themes_share_one(record):
    themes = [Theme("a", "甲", "red"), Theme("b", "乙", "red")]
    days = [date(2026, 11, 20) + timedelta(days=n) for n in range(2)]
    one = briefing_of([record(file=f"{day}.txt", theme="a") for day in days], themes)
    assert one.pieces(one.columns[0]) == [("甲", "#b93a32", 1)]
    two = briefing_of([record(file=f"{d}.txt", theme=t) for d in days for t in "ab"], themes)
    assert two.pieces(two.columns[0]) == [("合计", "#5b616b", 2)]


def test_no_record_is_an_empty_briefing(themes):
    made = briefing_of([], themes)
    assert (made.name, made.summary) == ("工会新闻简报", "共 0 篇报道")
    assert (made.total, made.columns) == (0, ())
