"""What of a body may be printed."""

import pytest

from newsclf.digest.bodies import bodies_of
from newsclf.digest.clauses import (
    clauses_of,
    has_opener,
    inside_any,
    leans,
    opened_at,
    sentences_of,
)
from newsclf.documents import Article, Lines


def article(body, *, headline="", bylines=(), gaps=()):
    return Article(1, headline, "", "", "", (), "article", Lines(), body, bylines, gaps)


def texts(bodies, found):
    return [bodies.text[a:b] for a, b in zip(found.starts, found.stops, strict=True)]


def sentences(*bodies, **places):
    read = bodies_of([article(body, **places) for body in bodies])
    return texts(read, sentences_of(read))


def lines(sentence):
    """Return what stands from each clause on that may begin a line, and up to each end of one."""
    bodies = bodies_of([article(sentence)])
    found = clauses_of(bodies, sentences_of(bodies))
    start, stop = int(bodies.starts[0]), int(bodies.stops[0])
    return (
        [bodies.text[at:stop] for at in found.starts[~found.leans]],
        [bodies.text[start:at].rstrip(",") for at in found.stops[found.ends]],
    )


def test_folded_bodies_have_the_lengths_of_the_bodies():
    bodies = bodies_of([article("电钻１２把（全新）。", headline="新，钻"), article("")])
    assert bodies.text == "，新,钻，电钻12把(全新)。，，，"
    assert (bodies.starts.tolist(), bodies.stops.tolist()) == ([5, 17], [15, 17])


def test_sentences_of_several_bodies_are_those_of_each():
    assert sentences("学徒来了。师傅", "也来了。", "") == ["学徒来了。", "师傅", "也来了。"]


def test_whole_sentences_are_taken():
    assert sentences("学徒来了。师傅也来了！\n开班。") == ["学徒来了。", "师傅也来了!", "开班。"]


def test_bylines_are_left_out():
    body = "本报讯（记者 高原）学徒来了。师傅也来了。（高原）"
    found = sentences(body, bylines=((0, 10), (21, 25)))
    assert found == ["学徒来了。", "师傅也来了。"]


def test_sentences_on_both_sides_of_a_gap_are_left_out_if_it_cut_them():
    body = "学徒来了。他们带着\n的工具。师傅也来了。"
    assert sentences(body, gaps=(10,)) == ["学徒来了。", "师傅也来了。"]


def test_the_last_line_may_lack_its_stop():
    assert sentences("学徒来了。师傅也来了") == ["学徒来了。", "师傅也来了"]


def flags(body):
    found = sentences_of(bodies_of([article(body)]))
    assert len(found.starts) == 1
    return found.quoted[0], found.ahead[0]


@pytest.mark.parametrize(
    ("body", "quoted", "ahead"),
    [
        ("学徒打出三把椅子。", False, False),
        ("“椅子很稳。”", True, False),
        ("“椅子很稳，”师傅说。", True, False),
        ("夜校叫“榫卯课堂”。", False, False),
        ("下一步，夜校还要增开电工班。", False, True),
        ("夜校今后每周两课。", False, True),
    ],
)
def test_words_of_others_and_plans_are_marked(body, quoted, ahead):
    assert flags(body) == (quoted, ahead)


def test_a_line_may_begin_at_each_clause():
    starts, _ = lines("夜校开班,学徒到场,师傅讲课。")
    assert starts == ["夜校开班,学徒到场,师傅讲课。", "学徒到场,师傅讲课。", "师傅讲课。"]


def test_a_line_may_end_at_each_clause_without_its_comma():
    _, ends = lines("夜校开班,学徒到场,师傅讲课。")
    assert ends == ["夜校开班", "夜校开班,学徒到场", "夜校开班,学徒到场,师傅讲课。"]


@pytest.mark.parametrize(
    ("opener", "news"),
    [
        ("近日,", "夜校开班。"),
        ("据了解,", "夜校开班。"),
        ("近日", "夜校开班迎客。"),
        ("记者从县总工会获悉,", "夜校开班。"),
        ("此外,据悉,", "夜校开班。"),
        ("工会负责人介绍,", "夜校开班。"),
    ],
)
def test_openers_are_cut(opener, news):
    text = opener + news
    assert opened_at(text, 0, len(text)) == len(opener)
    assert has_opener(text)
    assert lines(text)[0] == [news]


def test_news_has_no_opener():
    assert opened_at("夜校开班。", 0, 5) == 0
    assert not has_opener("夜校开班。")


@pytest.mark.parametrize(
    "text", ["他们都来了", "这是第三期", "该校共三班", "一是开班", "并且免费", "其中十人", "却很稳"]
)
def test_lines_that_lean_on_what_stands_before(text):
    assert leans(text)
    assert lines(f"夜校开班,{text}。")[0] == [f"夜校开班,{text}。"]


@pytest.mark.parametrize(
    "text", ["夜校开班", "其他学徒也来了", "并购案结束", "此次开班", "而立之年学木工"]
)
def test_lines_that_stand_alone(text):
    assert not leans(text)


@pytest.mark.parametrize(
    "clause", ["为了学手艺", "在师傅的带领下", "夜校开班之后", "他表示", "课程包括", "虽然下着雨"]
)
def test_no_line_ends_with_a_clause_that_waits_for_another(clause):
    assert lines(f"{clause},学徒到场。")[1] == [f"{clause},学徒到场。"]


@pytest.mark.parametrize(
    ("span", "inside"),
    [((0, 3), True), ((4, 6), False), ((7, 9), True), ((2, 8), True), ((3, 4), False)],
)
def test_spans_that_share_a_character(span, inside):
    assert inside_any(span, [(1, 3), (8, 10)]) is inside
