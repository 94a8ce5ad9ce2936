"""The table on a terminal: what it says, and that it fits."""

import io
from dataclasses import replace
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.documents import (
    Article,
    Explanation,
    Furniture,
    Keyword,
    Lines,
    Page,
    Place,
    TaggedArticle,
    TermWeight,
    ThemeScore,
)
from newsclf.text.characters import display_width
from newsclf.themes import Theme
from newsclf.writers import write_table
from newsclf.writers.table import cut, explained, summary, wrap, write_page

THEMES = (Theme("skills", "技能", "blue"), Theme("welfare", "关怀", "red"))
ARTICLE = TaggedArticle(
    id="p.txt#1",
    file="p.txt",
    article=1,
    lines=Lines(),
    headline="夜校里的焊花",
    kicker="",
    deck="",
    section="",
    reporters=(),
    kind="article",
    theme="skills",
    confident=True,
    themes=(ThemeScore("skills", "技能", 0.912), ThemeScore("welfare", "关怀", 0.4)),
    tags=("skills",),
    digest="石桥机械厂的12名学徒每周二晚上跟着师傅练焊工，三个月后全部考取了证书。",
    digest_spans=((0, 36),),
    keywords=(Keyword("焊工", 0.5), Keyword("学徒", 0.25)),
    body="石桥机械厂的12名学徒每周二晚上跟着师傅练焊工，三个月后全部考取了证书。",
    gaps=0,
    model="themes 1.0 (sha256:1a2b3c4d)",
)
LONG = replace(
    ARTICLE,
    headline="“师傅，这道缝我来焊！”——记石桥机械厂的Robotic Welding Workshop和它的人" * 3,
    digest="《夜校章程》（2024年版）规定：满12人开班，每周2次，每次90分钟…… " * 6,
    tags=("skills", "welfare"),
    confident=False,
    keywords=tuple(Keyword("机器人焊接工作室" * n, 0.1 * n) for n in range(1, 6)),
)
EXPLAINED = replace(
    ARTICLE,
    explanation=Explanation(
        "skills",
        1.096,
        -0.349,
        (
            TermWeight(
                "焊工",
                1.224,
                (Place("headline", 4, 6), Place("body", 20, 22), Place("body", 30, 32)),
            ),
            TermWeight("学徒", 0.341, (Place("body", 10, 12),)),
            TermWeight("晚上", -0.12, (Place("body", 15, 17),)),
        ),
    ),
)
NO_THEME = replace(ARTICLE, theme=None, tags=(), keywords=())


def table(*articles, width=60, colour=False):
    out = io.StringIO()
    write_table(articles, out, themes=THEMES, width=width, colour=colour)
    return out.getvalue()


def page_table(page, width):
    out = io.StringIO()
    write_page(page, out, width=width, colour=False)
    return out.getvalue()


def test_an_article_shows_theme_probability_headline_and_digest():
    assert table(ARTICLE) == (
        "技能  91%  夜校里的焊花\n"
        "           石桥机械厂的12名学徒每周二晚上跟着师傅练焊工，三\n"
        "           个月后全部考取了证书。\n"
        "\n"
    )


def test_an_explanation_shows_what_speaks_for_and_against_and_adds_up():
    assert table(EXPLAINED, width=110).splitlines()[2:] == [
        "           技能 91%  关怀 40%",
        "           for: 焊工 +1.22 (headline 4, body 20 and 1 more)、学徒 +0.34 (body 10)",
        "           against: 晚上 -0.12 (body 15)",
        "           score of skills 1.10 = -0.35 (intercept) +1.44 (these 3 terms) "
        "+0.01 (0 other terms)",
        "",
    ]


def test_terms_that_are_not_shown_are_summed():
    many = tuple(TermWeight(f"词{n}", 1.0 - n / 100, ()) for n in range(20))
    line = explained(Explanation("skills", 18.1, 0.0, many))[-1]
    assert (
        line
        == "score of skills 18.10 = 0.00 (intercept) +7.72 (these 8 terms) +10.38 (12 other terms)"
    )


def test_an_unsure_article_is_marked():
    assert table(replace(ARTICLE, confident=False)).startswith("技能  91%? 夜校里的焊花\n")


def test_second_themes_are_shown():
    lines = table(replace(ARTICLE, tags=("skills", "welfare"))).splitlines()
    assert lines[-2] == "           + 关怀"


def test_an_article_without_theme_shows_how_likely_that_is():
    assert table(NO_THEME).startswith("无     9%  夜校里的焊花\n")


def test_a_theme_that_is_not_the_likeliest_shows_its_own_probability():
    assert table(replace(ARTICLE, theme="welfare", tags=("welfare",))).startswith("关怀  40%  ")


def test_a_kicker_stands_in_for_a_missing_headline():
    assert table(replace(ARTICLE, headline="", kicker="石桥夜话")).startswith(
        "技能  91%  石桥夜话\n"
    )


def test_the_beginning_of_the_body_stands_in_for_a_missing_title():
    shown = table(replace(ARTICLE, headline=""))
    assert shown.startswith("技能  91%  (石桥机械厂的12名学徒每周二晚上跟着…)\n")


def test_a_missing_digest_is_told():
    lines = table(replace(ARTICLE, digest="", digest_reason="no whole sentence")).splitlines()
    assert lines[1] == "           (no digest: no whole sentence)"


@pytest.mark.parametrize("width", range(40, 111))
def test_no_line_is_wider_than_the_terminal(width):
    lines = table(ARTICLE, LONG, NO_THEME, EXPLAINED, width=width).splitlines()
    assert max(map(display_width, lines)) <= width


def test_a_narrower_terminal_gets_40_columns():
    assert table(LONG, width=10) == table(LONG, width=40)


def test_a_wider_terminal_gets_110_columns():
    assert table(LONG, width=300) == table(LONG, width=110)


def test_colour_changes_nothing_but_colour():
    coloured = table(ARTICLE, LONG, NO_THEME, colour=True)
    assert coloured.startswith("\x1b[34m\x1b[1m技能\x1b[0m")
    assert click.unstyle(coloured) == table(ARTICLE, LONG, NO_THEME)


@pytest.mark.parametrize("field", ["headline", "kicker", "deck", "digest", "section"])
def test_control_characters_of_a_file_never_reach_the_table(field):
    bad = "焊\x1b[31m花\x07夜\x9b2J校\u202e里\u200b的\r灯"
    texts: dict[str, Any] = {"headline": "", "kicker": "", "deck": "", field: bad}
    shown = table(replace(ARTICLE, **texts))
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u200b\r")


def test_control_characters_of_a_term_never_reach_the_table():
    bad = Explanation("skills", 1.0, 0.0, (TermWeight("焊\x1b[2J花", 1.0, ()),))
    shown = table(replace(ARTICLE, explanation=bad))
    assert "for: 焊[2J花 +1.00" in shown
    assert "\x1b" not in shown


def test_line_feeds_and_tabs_of_a_headline_become_blanks():
    assert table(replace(ARTICLE, headline="夜校\n\t里")).startswith("技能  91%  夜校 里\n")


def test_summary_counts_by_theme_in_the_order_of_the_taxonomy():
    articles = [replace(ARTICLE, theme="welfare"), ARTICLE, NO_THEME, ARTICLE]
    assert summary(articles, THEMES, "p.txt") == "p.txt: 4 articles: 技能 2, 关怀 1, 无 1"


def test_summary_counts_what_a_person_should_look_at():
    unsure = replace(ARTICLE, confident=False)
    assert summary([unsure], THEMES, "p.txt") == "p.txt: 1 article: 技能 1; ? 1 to review"


def test_summary_of_an_empty_page():
    assert summary([], THEMES, "p.txt") == "p.txt: no article"


def test_summary_makes_the_name_of_a_file_safe():
    assert summary([], THEMES, "p\x1b[2J.txt") == "p[2J.txt: no article"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("车间", 4, "车间"), ("车间里", 4, "车…"), ("车间里", 5, "车间…"), ("abc", 2, "a…")],
)
def test_cut_counts_terminal_cells(text, width, shown):
    assert cut(text, width) == shown


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("车间里的灯", 6, ["车间里", "的灯"]),
        ("车间里，灯亮", 6, ["车间", "里，灯", "亮"]),
        ("车间“灯”亮", 6, ["车间", "“灯”亮"]),
        ("车间里的robot焊接", 10, ["车间里的", "robot焊接"]),
        ("", 6, [""]),
    ],
    ids=["fits", "mark not first", "mark not last", "word whole", "empty"],
)
def test_wrap_breaks_as_chinese_is_printed(text, width, lines):
    assert wrap(text, width) == lines


@given(st.text(alphabet="车间里“”，。《》（）ab1 -…—é\u0301𠮷😀", max_size=60), st.integers(2, 30))
@settings(deadline=None, max_examples=200)
def test_wrap_loses_nothing_and_fits(text, width):
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(display_width, lines)) <= width


SPLIT = Page(
    articles=(
        Article(
            number=1,
            headline="夜校里的焊花",
            kicker="石桥夜话",
            deck="",
            section="要闻",
            reporters=("乔木", "何青"),
            kind="article",
            lines=Lines(headline=(3,), kicker=(2,), body=(4, 5, 7)),
            body="石桥机械厂的学徒每周二晚上练焊工。\n三个月后全部考取了证书。",
            bylines=(),
            gaps=(5, 9),
        ),
    ),
    furniture=(Furniture(9, "责任编辑：王小明", "footer"),),
)


def test_a_split_page_shows_every_part_with_its_lines():
    assert page_table(SPLIT, 60) == (
        "   1  夜校里的焊花\n"
        "      section   要闻\n"
        "      kicker    石桥夜话 (line 2)\n"
        "      reporters 乔木 何青\n"
        "      body      石桥机械厂的学徒每周二晚上… (lines 4-7)\n"
        "      gaps      text lost in 2 places\n"
        "\n"
        "   9  footer        责任编辑：王小明\n"
    )


@pytest.mark.parametrize("width", range(40, 111, 5))
def test_no_line_of_a_split_page_is_wider_than_the_terminal(width):
    article = replace(SPLIT.articles[0], headline="焊花" * 60, deck="夜校" * 60, body="灯" * 200)
    page = Page((article,), (Furniture(123, "欢迎订阅" * 40, "advertisement"),))
    assert max(map(display_width, page_table(page, width).splitlines())) <= width


def test_control_characters_of_a_split_page_never_reach_the_table():
    bad = "焊\x1b[31m花\u202e"
    article = replace(SPLIT.articles[0], headline=bad, kicker=bad, section=bad, body=bad)
    shown = page_table(Page((article,), (Furniture(1, bad, "other"),)), 80)
    assert not set(shown) & set("\x1b\u202e")


def test_an_article_without_headline_says_so():
    page = Page((replace(SPLIT.articles[0], headline=""),), ())
    assert page_table(page, 60).startswith("   1  (no headline)\n")
