"""Lines of a page -> blocks, wrapped text put together again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.pages.blocks import blocks_of, needs_space
from newsclf.text.characters import display_width, fold

PARAGRAPH = (
    "木器厂的学徒周三晚上学刨花，周四晚上学开榫，师傅站在一旁看，手势不对就停下来重做，"
    "到了月底，十二名学徒里有九名能独立做完一把靠背椅，剩下三名再补两周课。"
)
MIXED = (
    "夜校买了3台CNC雕刻机和12把电钻，学员用CAD画图，USB拷到机床上，2分钟刻出一块花板，"
    "误差不到0.1毫米，师傅看了直点头，说这手艺从前要练上5年才敢上手。"
)


def by_characters(text, width):
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


def by_cells(text, width):
    lines = [""]
    for character in text:
        if display_width(lines[-1] + character) > 2 * width:
            lines.append("")
        lines[-1] += character
    return "\n".join(lines)


def test_each_line_is_a_block_with_its_number():
    blocks = blocks_of("夜校开班\n学员来了。\n师傅也来了。")
    assert [(block.text, block.lines) for block in blocks] == [
        ("夜校开班", (1,)),
        ("学员来了。", (2,)),
        ("师傅也来了。", (3,)),
    ]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n\u3000", "\r\n\r\n"])
def test_blank_text_has_no_blocks(text):
    assert blocks_of(text) == []


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_every_system_count_the_same(ending):
    blocks = blocks_of(ending.join(["甲", "", "乙", "丙"]))
    assert [(block.text, block.lines, block.blanks) for block in blocks] == [
        ("甲", (1,), 0),
        ("乙", (3,), 1),
        ("丙", (4,), 0),
    ]


def test_blank_lines_above_are_counted():
    assert [block.blanks for block in blocks_of("\n\n甲\n\u3000\n乙")] == [2, 1]


def test_a_form_feed_is_a_blank():
    assert [block.text for block in blocks_of("第一页\x0c\n\x0c第二页")] == ["第一页", "第二页"]


@pytest.mark.parametrize(
    ("line", "indented"),
    [("\u3000\u3000甲", True), ("    甲", True), (" 甲", False), ("甲", False)],
)
def test_an_indent_is_two_blanks_or_more(line, indented):
    (block,) = blocks_of(line)
    assert (block.text, block.indented) == ("甲", indented)


def test_a_block_has_its_text_as_printed_and_folded():
    (block,) = blocks_of("　　（记者　周文）１２人")
    assert (block.text, block.folded) == ("（记者　周文）１２人", "(记者 周文)12人")


@pytest.mark.parametrize("width", [14, 20, 28])
def test_text_wrapped_by_characters_is_unwrapped(width):
    lines = by_characters(PARAGRAPH, width)
    (block,) = blocks_of(lines)
    assert block.text == PARAGRAPH
    assert block.wrapped
    assert block.lines == tuple(range(1, lines.count("\n") + 2))


@pytest.mark.parametrize("width", [14, 22, 28])
def test_text_wrapped_by_full_width_cells_is_unwrapped(width):
    (block,) = blocks_of(by_cells(MIXED, width))
    assert block.text == MIXED


def test_an_indent_begins_a_paragraph_in_wrapped_text():
    text = by_characters("\u3000\u3000" + PARAGRAPH, 20) + "\n"
    assert [block.text for block in blocks_of(text * 2)] == [PARAGRAPH, PARAGRAPH]


def test_a_short_line_ends_a_paragraph_in_wrapped_text():
    text = by_characters(PARAGRAPH, 18) + "\n" + by_characters(MIXED, 18)
    assert [block.text for block in blocks_of(text)] == [PARAGRAPH, MIXED]


def test_a_blank_line_ends_a_paragraph_in_wrapped_text():
    text = by_characters(PARAGRAPH[:60], 20) + "\n\n" + by_characters(PARAGRAPH[60:], 20)
    assert [block.text for block in blocks_of(text)] == [PARAGRAPH[:60], PARAGRAPH[60:]]


def test_a_paragraph_a_line_is_left_alone():
    blocks = blocks_of(f"夜校开班\n{PARAGRAPH}\n{MIXED}")
    assert [block.text for block in blocks] == ["夜校开班", PARAGRAPH, MIXED]
    assert not any(block.wrapped for block in blocks)


def test_a_poem_is_not_unwrapped():
    poem = ["刨花落满地", "师傅不说话", "学徒低着头", "把光推回家"]
    assert [block.text for block in blocks_of("\n".join(poem))] == poem


@pytest.mark.parametrize(
    ("before", "after", "space"),
    [("the", "bench", True), ("的", "bench", False), ("v2", "bench", False), ("", "a", False)],
)
def test_a_space_stands_between_words_of_a_latin_script(before, after, space):
    assert needs_space(before, after) is space


@given(st.lists(st.text(alphabet="夜校开班Ａa1，。 \u3000\r\n", max_size=30), max_size=8))
@settings(deadline=None, max_examples=100)
def test_each_line_that_is_not_blank_is_in_one_block(parts):
    text = "\n".join(parts)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = blocks_of(text)
    numbers = [number for block in blocks for number in block.lines]
    assert numbers == [n for n, line in enumerate(lines, 1) if line.strip()]
    assert all(block.folded == fold(block.text) for block in blocks)


def test_a_latin_word_that_a_line_breaks_is_one():
    lines = [
        "焊接专家约翰走进石桥镇的夜校给学徒们讲解铝合金Alumi-",
        "num课程还带来一台最新的焊机供学员们练习工会还与学校",
        "共建了实训室投入设备一台每年可以培训焊工六百人以上其",
        "中三分之一来自小微企业。",
    ]
    (block,) = blocks_of("\n".join(lines))
    assert block.text == "".join(lines).replace("Alumi-num", "Aluminum")
    assert [block.text[start:][:3] for start in block.starts] == [
        "焊接专",
        "num",
        "共建了",
        "中三分",
    ]
