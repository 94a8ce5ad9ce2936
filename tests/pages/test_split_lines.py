"""Where in the input each character of a body comes from."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.odd_pages import PAGES
from tests.shipped import single, split

from newsclf.cli import main
from newsclf.documents import Article, Lines
from newsclf.pages import line_at
from newsclf.text.readable import readable

SEEDS = Path(__file__).parents[2] / "seeds"
# A sentence that two columns cut, lines that were wrapped inside a Latin word group, lost text.
BROKEN = """■ 要闻
食堂添了三道热菜
本报讯（记者 乔木）星期一中午，石桥机械厂的食堂添了三道

热菜，夜班的师傅
说，汤也热了，饭也不用等了，四百名职工都说这顿饭吃得比从前舒心。

责任编辑：王小明
"""


def lines_of(text):
    return [line.strip() for line in readable(text).split("\n")]


def pieces_of(article):
    """Return the number of each input line and the part of the body that begins there."""
    starts = article.body_starts
    ends = [*starts, len(article.body)][1:]
    return [
        (number, article.body[start:end])
        for number, start, end in zip(article.lines.body, starts, ends, strict=True)
    ]


def assert_every_line_is_found(article, text):
    lines = lines_of(text)
    assert list(article.body_starts) == sorted(article.body_starts)
    for number, piece in pieces_of(article):
        # Between two lines the splitter puts a line feed, a space or nothing.
        assert piece.startswith(lines[number - 1])
        assert piece[len(lines[number - 1]) :] in ("", " ", "\n")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("pages/*.txt")), ids=lambda path: path.stem)
def test_every_character_of_a_page_is_on_the_line_that_it_came_from(path):
    text = path.read_text(encoding="utf-8")
    lines = lines_of(text)
    for article in split(text).articles:
        assert_every_line_is_found(article, text)
        for offset, character in enumerate(article.body):
            assert character in lines[line_at(article, offset) - 1] or character in " \n"


def test_every_article_of_the_corpus_is_its_lines():
    for path in sorted(SEEDS.glob("articles/*.txt")):
        text = path.read_text(encoding="utf-8")
        assert_every_line_is_found(single(text), text)


@given(PAGES)
@settings(deadline=None, max_examples=100)
def test_every_line_is_found_on_odd_pages(text):
    for article in split(text).articles:
        assert len(article.body_starts) == len(article.lines.body)
        assert_every_line_is_found(article, text)


def test_halves_of_a_sentence_keep_their_lines():
    (article,) = split(BROKEN).articles
    assert pieces_of(article) == [
        (3, "本报讯（记者 乔木）星期一中午，石桥机械厂的食堂添了三道"),
        (5, "热菜，夜班的师傅"),
        (6, "说，汤也热了，饭也不用等了，四百名职工都说这顿饭吃得比从前舒心。"),
    ]
    assert [line_at(article, article.body.index(word)) for word in ("三道", "热菜", "说，")] == [
        3,
        5,
        6,
    ]


def test_a_wrapped_line_begins_behind_the_space_between_two_words():
    wrapped = [
        "木器厂的学徒周三晚上学刨花，周四晚上学开",
        "榫，师傅站在一旁看，手势停，Robot",
        "School的老师也来了，他们带来三台新机",
        "床，十二名学徒里有九名能独立做完一把靠背",
        "椅，剩下三名再补两周课。",
    ]
    (article,) = split("\n".join(["木器厂办起夜校", "", *wrapped])).articles
    assert [piece for _, piece in pieces_of(article)] == [
        wrapped[0],
        f"{wrapped[1]} ",
        *wrapped[2:],
    ]
    assert article.lines.body == (3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("lines", "starts", "offset", "line"),
    [
        (Lines(), (), 3, 0),
        (Lines(body=(4, 5)), (), 3, 4),
        (Lines(body=(4, 5)), (0, 6), 5, 4),
        (Lines(body=(4, 5)), (0, 6), 6, 5),
        (Lines(body=(4, 5)), (0, 6), 99, 5),
        (Lines(body=(4, 5, 7)), (0, 6, 6), 6, 7),  # of line 5 nothing is left
    ],
)
def test_line_of_an_offset(lines, starts, offset, line):
    article = Article(1, "", "", "", "", (), "article", lines, "", (), (), body_starts=starts)
    assert line_at(article, offset) == line


@pytest.mark.parametrize("text", [BROKEN, (SEEDS / "pages/union-daily-1.txt").read_text("utf-8")])
def test_a_digest_is_on_the_lines_that_it_says(text, tmp_path, capsys):
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["tag", str(path), "--format", "json"])
    lines = lines_of(text)
    found = 0
    for record in json.loads(capsys.readouterr().out):
        body_lines, starts = record["lines"]["body"], record["body_starts"]
        for start, end in record["digest_spans"]:
            for offset in range(start, end):
                place = max(i for i, first in enumerate(starts) if first <= offset)
                line = lines[body_lines[place] - 1]
                assert line[offset - starts[place]] == record["body"][offset]
                found += 1
    assert found > 0
