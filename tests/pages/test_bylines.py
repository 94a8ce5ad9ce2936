"""Datelines, bylines and credits."""

import pytest

from newsclf.pages.bylines import (
    credit,
    credited,
    is_name,
    jump,
    leading,
    trailing,
    unique,
)

NEWS = "夜校第三期开班,三十名学徒到场。"


@pytest.mark.parametrize(
    ("byline", "names", "wire"),
    [
        ("本报讯(记者 陈晓禾)", ("陈晓禾",), True),
        ("本报讯(记者 陈晓禾 通讯员 刘一帆)", ("陈晓禾", "刘一帆"), True),
        ("本报讯(记者陈晓禾 通讯员刘一帆)", ("陈晓禾", "刘一帆"), True),
        ("本报讯(记者 陈晓禾、周文)", ("陈晓禾", "周文"), True),
        ("本报讯(记者 陈 禾)", ("陈禾",), True),
        ("本报讯(陈晓禾 刘一帆)", ("陈晓禾", "刘一帆"), True),
        ("本报讯(实习生 欧阳一帆)", ("欧阳一帆",), True),
        ("本报讯(记者 古丽·热合曼)", ("古丽·热合曼",), True),
        ("本报讯 记者陈晓禾报道 ", ("陈晓禾",), True),
        ("本报讯 ", (), True),
        ("【本报讯】", (), True),
        ("中工网讯 ", (), True),
        ("新华社青河3月5日电(记者 陈晓禾)", ("陈晓禾",), True),
        ("据新华社3月5日电 ", (), True),
        ("本报青河3月5日电 ", (), True),
        ("(记者 陈晓禾)", ("陈晓禾",), False),
        ("记者陈晓禾 通讯员刘一帆报道:", ("陈晓禾", "刘一帆"), False),
        ("□记者 陈晓禾  ", ("陈晓禾",), False),
        ("■本报记者 陈晓禾 通讯员 刘一帆  ", ("陈晓禾", "刘一帆"), False),
    ],
)
def test_leading_finds_the_byline_and_where_the_news_begins(byline, names, wire):
    found = leading(byline + NEWS)
    assert found is not None
    assert (found.offset, found.reporters, found.wire) == (len(byline), names, wire)


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "记者陈晓禾走进车间,看到学徒正在刨花。",
        "3月5日电视台来拍夜校。",
        "讯号灯修好了。",
        "电工班也要开了。",
        "(这是题记)夜校开班。",
        "",
    ],
)
def test_leading_finds_nothing_in_plain_news(text):
    assert leading(text) is None


@pytest.mark.parametrize(
    ("tail", "names"),
    [
        ("(陈晓禾)", ("陈晓禾",)),
        ("(陈晓禾 刘一帆)", ("陈晓禾", "刘一帆")),
        ("(记者 陈晓禾)", ("陈晓禾",)),
        ("  (陈 禾)", ("陈禾",)),
        ("陈晓禾 摄", ("陈晓禾",)),
        ("本报记者 陈晓禾 摄影报道", ("陈晓禾",)),
        ("陈晓禾/文 刘一帆/图", ("陈晓禾", "刘一帆")),
        ("转自《青河晚报》", ()),
        ("(据《青河晚报》)", ()),
        ("图片由青河木器厂提供", ()),
        ("(下转第4版)", ()),
    ],
)
def test_trailing_finds_the_credit_behind_the_last_stop(tail, names):
    found = trailing(NEWS + tail)
    assert found is not None
    assert (found.offset, found.reporters) == (len(NEWS), names)


def test_a_closing_quotation_mark_belongs_to_the_news():
    found = trailing("她说:“学会了。”(陈晓禾)")
    assert found is not None
    assert found.offset == len("她说:“学会了。”")


@pytest.mark.parametrize("text", [NEWS, "学徒到场", f"{NEWS}他笑了", "(学徒都到了。)", ""])
def test_trailing_finds_nothing_where_no_credit_is(text):
    assert trailing(text) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 陈晓禾 通讯员 刘一帆", ("陈晓禾", "刘一帆")),
        ("本报记者 陈 禾", ("陈禾",)),
        ("□记者 陈晓禾", ("陈晓禾",)),
        ("□陈晓禾", ("陈晓禾",)),
        ("□本报记者 古丽·热合曼", ("古丽·热合曼",)),
        ("(陈晓禾)", ("陈晓禾",)),
        ("(欧阳一帆)", ("欧阳一帆",)),
        ("陈晓禾 摄", ("陈晓禾",)),
        ("陈晓禾 文/图", ("陈晓禾",)),
        ("文/陈晓禾 图/刘一帆", ("陈晓禾", "刘一帆")),
        ("转自《青河晚报》", ()),
        ("青河县总工会供图", ()),
        ("(作者单位:青河木器厂)", ()),
        ("(本报综合)", ()),
    ],
)
def test_credit_reads_a_line_that_is_one(line, names):
    assert credit(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "记者走进木工夜校",
        "摄影爱好者协会成立",
        "青河县总工会开办木工夜校",
        "陈晓禾",
        "文",
        "",
        "(" + "记者 陈晓禾 " * 12 + ")",
    ],
)
def test_credit_leaves_other_lines_alone(line):
    assert credit(line) is None


def test_credited_returns_the_persons_inside_a_byline():
    assert credited("记者 陈晓禾 通讯员 刘一帆") == ["陈晓禾", "刘一帆"]


@pytest.mark.parametrize("text", ["陈晓禾", "陈禾", "欧阳一帆", "古丽·热合曼"])
def test_names(text):
    assert is_name(text)


@pytest.mark.parametrize("text", ["木工", "的士", "陈", "陈晓禾苗", "上官"])
def test_words_that_are_no_names(text):
    assert not is_name(text)


@pytest.mark.parametrize("text", ["下转第4版", "(下转第4版)", "上接第1版", "▶详见3版", "下转A4版"])
def test_jump_lines(text):
    assert jump(text)


@pytest.mark.parametrize(
    "text", ["他转岗了", "夜校第4期开班", "", "下转第4版" + "的后面还有很长很长的一段正文" * 2]
)
def test_lines_that_are_no_jump(text):
    assert not jump(text)


def test_unique_keeps_the_order_and_closes_names_up():
    assert unique(["陈 禾", "刘一帆", "陈禾", ""]) == ("陈禾", "刘一帆")


def test_latin_names_keep_their_blank_and_their_place():
    found = leading("本报讯(记者 何舟 John Lee 通讯员 方晓)夜校开班。")
    assert found is not None
    assert found.reporters == ("何舟", "John Lee", "方晓")


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("◀◀上接01版 石桥镇工会办起夜校。", "石桥镇工会办起夜校。"),
        ("(紧接第一版)石桥镇工会办起夜校。", "石桥镇工会办起夜校。"),
        ("(上接第1版)46名学徒报名。", "46名学徒报名。"),
    ],
)
def test_the_mark_of_a_continued_article_is_no_news(text, news):
    found = leading(text)
    assert found is not None
    assert (text[found.offset :], found.reporters) == (news, ())


@pytest.mark.parametrize("mark", ["(全文完)", "(未完待续)", "(完)", "(资料图片)"])
def test_the_mark_of_an_end_names_nobody(mark):
    found = trailing(f"石桥镇工会办起夜校。{mark}")
    assert found is not None
    assert (found.offset, found.reporters) == (10, ())
