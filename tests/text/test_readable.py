"""Copies made readable: one list, each line a line."""

import pytest
from tests.shipped import single, split

from newsclf.text.readable import readable

PLAIN = "石桥镇工会办起夜校\n\n本报讯（记者 何舟）石桥镇工会在旧粮站办起夜校，46名学徒报名。"


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("⽯桥镇⼯会", "石桥镇工会"),  # Kangxi radicals
        ("⻘河区⻋间的⻝堂", "青河区车间的食堂"),  # the supplement
        ("金山路林場", "金山路林場"),  # compatibility ideographs
        ("︵何舟︶︐夜校︒", "（何舟），夜校。"),  # vertical forms
        ("夜校﹐食堂﹔工会﹖", "夜校，食堂；工会？"),  # small forms
        ("\uf06c夜校\uf0b7食堂", "●夜校●食堂"),  # bullets of symbol fonts
        ("\uf734\uf736名学徒", "46名学徒"),  # old-style digits
        ("石桥\u00ad镇\u200b工\ufeff会", "石桥镇工会"),  # what shows as nothing
        ("次仁・卓玛", "次仁·卓玛"),
        ("half\ud800", "half\ufffd"),
        ("plain text, 夜校 work", "plain text, 夜校 work"),
    ],
)
def test_characters_are_those_that_a_reader_sees(odd, plain):
    assert readable(odd) == plain


def test_variants_that_a_name_may_be_written_with_stay():
    assert readable("方乾、於小满、陈昇、林鍾") == "方乾、於小满、陈昇、林鍾"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029", "\x0c"])
def test_every_line_end_is_one(end):
    assert readable(f"夜校{end}食堂") == "夜校\n食堂"
    found = split(PLAIN.replace("\n", "\n" if end == "\x0c" else end)).articles
    assert [article.lines.body for article in found] == [(3,)]


def test_a_form_feed_at_the_edge_of_a_line_is_a_blank():
    assert readable("夜校\n\x0c食堂\x0c\n工会") == "夜校\n 食堂 \n工会"


def test_spaces_between_all_characters_are_gone():
    spaced = "石 桥 镇 工 会\n\n本 报 讯（记 者 何 舟）46名 学 徒 报 名 ， 一 周 两 晚 。"
    plain = "石桥镇工会\n\n本报讯（记者何舟）46名学徒报名，一周两晚。"
    assert readable(spaced) == plain


def test_spaces_between_some_stay():
    text = "石桥镇工会办起夜校 学徒报名踊跃\n\n（记者 何舟 通讯员 方晓）46名学徒报名。"
    assert readable(text) == text


def test_an_article_reads_like_its_plain_copy():
    odd = PLAIN.replace("工", "⼯").replace("，", "︐").replace("学徒", "学\u00ad徒")
    assert single(odd) == single(PLAIN)


def test_reporters_are_printed_as_the_page_has_them():
    text = PLAIN.replace("记者 何舟", "记者 方乾 买买提•艾力")
    assert single(text).reporters == ("方乾", "买买提•艾力")
    assert single(f"{PLAIN}\n\n摄影 陈昇").reporters == ("何舟", "陈昇")
