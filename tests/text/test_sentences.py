"""Sentences and clauses as spans."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.text.characters import codes_of
from newsclf.text.sentences import clause_spans, sentence_numbers, sentence_spans, strip_span

TEXTS = st.text(alphabet="工会技能a1 。!?…,;:\n”“》)( \u3000", max_size=80)


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


def clauses(text):
    return [text[start:end] for start, end in clause_spans(text, (0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n \n", []),
        ("车间开班了", ["车间开班了"]),
        ("车间开班了。大家都来了!", ["车间开班了。", "大家都来了!"]),
        ("谁来教?师傅来教……好。", ["谁来教?", "师傅来教……", "好。"]),
        ("真的吗?!真的。", ["真的吗?!", "真的。"]),
        ("第一段\n第二段。", ["第一段", "第二段。"]),
        ("  前后有空  。 后 ", ["前后有空  。", "后"]),
        ("气温3.5度,未结束", ["气温3.5度,未结束"]),
    ],
)
def test_sentences_end_at_stops_and_line_feeds(text, expected):
    assert sentences(text) == expected


def test_closing_marks_belong_to_the_sentence_that_they_close():
    assert sentences("她说:“行。”(笑。)他点头。") == ["她说:“行。”", "(笑。)", "他点头。"]


def test_sentence_spans_are_offsets_into_the_whole_text():
    text = "开头。中间一句。结尾。"
    assert sentence_spans(text, 3, 8) == [(3, 8)]


def test_sentence_spans_stop_inside_a_sentence():
    assert sentence_spans("开头。中间一句。", 3, 5) == [(3, 5)]


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_joined_sentences_cover_all_text_but_spaces(text):
    covered = {index for start, end in sentence_spans(text) for index in range(start, end)}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_sentences_ascend_and_never_overlap(text):
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("下午开会,晚上上课。", ["下午开会,", "晚上上课。"]),
        ("一组调试;二组测量;三组记录。", ["一组调试;", "二组测量;", "三组记录。"]),
        ("他说:“行。”", ["他说:", "“行。”"]),
        ("没有停顿", ["没有停顿"]),
        ("省下1,200元,真不少。", ["省下1,200元,", "真不少。"]),
        ("9:30开课,", ["9:30开课,"]),
        ("第1,甲;第2,乙", ["第1,", "甲;", "第2,", "乙"]),
    ],
)
def test_clauses_end_at_commas_that_no_digits_surround(text, expected):
    assert clauses(text) == expected


def test_clause_spans_of_a_sentence_inside_a_text():
    text = "前一句。师傅教,徒弟学。后一句。"
    assert clause_spans(text, (4, 12)) == [(4, 8), (8, 12)]


def test_no_clauses_in_no_sentence():
    assert clause_spans("有字", (1, 1)) == []


@given(TEXTS)
@settings(deadline=None, max_examples=100)
def test_clauses_tile_their_sentence(text):
    for start, end in sentence_spans(text):
        spans = clause_spans(text, (start, end))
        assert "".join(text[a:b] for a, b in spans) == text[start:end]


@pytest.mark.parametrize(
    ("text", "span", "stripped"),
    [
        ("  甲乙  ", (0, 6), (2, 4)),
        ("\u3000甲\n", (0, 3), (1, 2)),
        ("甲乙", (0, 2), (0, 2)),
        ("   ", (0, 3), None),
        ("甲", (1, 1), None),
    ],
)
def test_strip_span_cuts_spaces_off(text, span, stripped):
    assert strip_span(text, span) == stripped


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_numbers_tell_the_sentences_that_spans_tell(text):
    numbers = sentence_numbers(codes_of(text)).tolist()
    assert all(
        (number < 0) == character.isspace() for number, character in zip(numbers, text, strict=True)
    )
    found = [
        {numbers[place] for place in range(start, end)} - {-1}
        for start, end in sentence_spans(text)
    ]
    assert all(len(inside) == 1 for inside in found)
    assert sorted(set(numbers) - {-1}) == [number for inside in found for number in inside]
