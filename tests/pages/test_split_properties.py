"""What holds for every page, however odd."""

from dataclasses import astuple

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.odd_pages import PAGES
from tests.shipped import split

from newsclf.text.characters import display_width
from newsclf.text.readable import readable

# Of quite different lengths: where most lines end with a sentence, nothing shows that text is
# wrapped.
SENTENCES = (
    "教练讲一条，司机复述一条，错了重来。",
    "车队工会把安全课搬进停车场，两百名司机轮流上车踩刹车。",
    "跑夜路的司机提出后视镜容易起雾，工会当天就到市场上买来了两百张防雾贴。",
    "老司机林一把二十年的行车笔记印成一本小册子，里面有弯道、雨天和长下坡，发给每一名新手！",
    "课后大家一起算了一笔账，刮擦次数比去年同期少了六成，维修费省下8万元，连轮胎也比从前多用了三个月。",
)
PARAGRAPHS = st.lists(st.permutations(SENTENCES).map("".join), min_size=1, max_size=4)
HEAD = "车队工会给司机办安全课\n"


def by_characters(text, width):
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def by_cells(text, width):
    lines = [""]
    for character in text:
        if display_width(lines[-1] + character) > 2 * width:
            lines.append("")
        lines[-1] += character
    return "\n".join(lines)


def wrapped(paragraphs, wrap, width):
    return HEAD + "\n".join(wrap("\u3000\u3000" + paragraph, width) for paragraph in paragraphs)


@given(PAGES)
@settings(deadline=None, max_examples=100)
def test_each_line_that_is_not_blank_is_accounted_for_once(text):
    page = split(text)
    numbers = [
        number for article in page.articles for part in astuple(article.lines) for number in part
    ]
    numbers += [item.line for item in page.furniture]
    lines = readable(text).split("\n")
    assert sorted(numbers) == [n for n, line in enumerate(lines, 1) if line.strip()]


@given(PAGES)
@settings(deadline=None, max_examples=100)
def test_bylines_and_gaps_lie_in_the_body(text):
    for article in split(text).articles:
        assert all(0 <= start < end <= len(article.body) for start, end in article.bylines)
        assert all(0 < gap < len(article.body) for gap in article.gaps)
        assert list(article.gaps) == sorted(set(article.gaps))


@given(PAGES)
@settings(deadline=None, max_examples=100)
def test_articles_are_numbered_and_have_a_body(text):
    articles = split(text).articles
    assert [article.number for article in articles] == list(range(1, len(articles) + 1))


@given(PAGES)
@settings(deadline=None, max_examples=100)
def test_windows_line_endings_change_nothing(text):
    text = text.replace("\r", "")
    assert split(text.replace("\n", "\r\n")) == split(text)


@given(PARAGRAPHS, st.integers(14, 36))
@settings(deadline=None, max_examples=100)
def test_wrapping_by_characters_changes_no_body(paragraphs, width):
    (article,) = split(wrapped(paragraphs, by_characters, width)).articles
    assert article.body == "\n".join(paragraphs)


@given(PARAGRAPHS, st.integers(14, 36))
@settings(deadline=None, max_examples=100)
def test_wrapping_by_full_width_cells_changes_no_body(paragraphs, width):
    (article,) = split(wrapped(paragraphs, by_cells, width)).articles
    assert article.body == "\n".join(paragraphs)
