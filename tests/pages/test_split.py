"""A page's text -> its articles and furniture."""

import pytest
from tests.shipped import single, split

from newsclf.documents import Lines, Page

HEAD = "青河县总工会开办木工夜校"
LEAD = (
    "本报讯（记者 陈晓禾）近日，青河县总工会在木工车间开办夜校，36名青年职工报名学习榫卯手艺。"
    "课程每周两晚，由退休师傅轮流授课。"
)
NEWS = LEAD[11:]  # without its byline
MORE = "学员何亮说，以前看图纸像看天书，如今能独立打出一把椅子。县总工会表示，秋天还要增开电工班。"
LAST = "夜校的材料由木器厂捐出，废料做成小板凳，送给街口的环卫工人歇脚。"
OTHER_HEAD = "白石港码头建起三处歇脚亭"
OTHER_LEAD = (
    "本报讯（记者 周文）白石港码头工会为装卸工人建起三处歇脚亭，亭里备有热水、药箱和充电插座。"
)
FIRST = f"{HEAD}\n{LEAD}\n{MORE}\n"
SECOND = f"{OTHER_HEAD}\n{OTHER_LEAD}\n"


def headlines(text):
    return [article.headline for article in split(text).articles]


def only(text):
    (article,) = split(text).articles
    return article


def test_an_empty_page_has_nothing():
    assert split("") == Page((), ())


def test_a_blank_page_has_nothing():
    assert split(" \r\n\u3000\n\t\n") == Page((), ())


def test_a_page_with_one_article():
    article = only(FIRST)
    assert (article.number, article.headline, article.body) == (1, HEAD, f"{LEAD}\n{MORE}")
    assert article.lines == Lines(headline=(1,), body=(2, 3))
    assert (article.kicker, article.deck, article.section, article.kind) == ("", "", "", "article")
    assert split(FIRST).furniture == ()


def test_a_body_of_one_paragraph_without_a_headline():
    article = only(LEAD)
    assert (article.headline, article.body, article.lines) == ("", LEAD, Lines(body=(1,)))


def test_a_body_of_paragraphs_without_a_headline():
    article = only(f"{LEAD}\n{MORE}")
    assert (article.headline, article.body) == ("", f"{LEAD}\n{MORE}")


@pytest.mark.parametrize("between", ["", "\n", "\n\n\n"])
def test_two_articles_are_told_apart(between):
    page = split(FIRST + between + SECOND)
    assert [(a.number, a.headline) for a in page.articles] == [(1, HEAD), (2, OTHER_HEAD)]
    assert page.articles[1].body == OTHER_LEAD


def test_articles_with_blank_lines_between_all_paragraphs():
    assert headlines((FIRST + SECOND).replace("\n", "\n\n")) == [HEAD, OTHER_HEAD]


def test_kicker_headline_and_deck_are_told_apart():
    article = only(f"把课堂搬进车间\n{HEAD}\n——36名青年职工学榫卯\n{LEAD}\n{MORE}")
    assert article.kicker == "把课堂搬进车间"
    assert article.headline == HEAD
    assert article.deck == "——36名青年职工学榫卯"
    assert article.lines == Lines((2,), (1,), (3,), (4, 5))


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_change_nothing(ending):
    text = f"{FIRST}\n{SECOND}"
    assert split(text.replace("\n", ending)) == split(text)


def test_half_width_twin_gives_the_same_split():
    full = f"{FIRST}\n【工会动态】\n{SECOND}"
    half = full.translate(str.maketrans("（），：；！？３６", "(),:;!?36"))
    assert half != full
    pages = [split(full), split(half)]
    seen = [
        [(a.headline, a.section, a.reporters, a.lines, a.bylines, a.gaps) for a in page.articles]
        for page in pages
    ]
    assert seen[0] == seen[1]
    assert [f.line for f in pages[0].furniture] == [f.line for f in pages[1].furniture]


def test_the_body_keeps_its_text_as_printed():
    assert only(f"{HEAD}\n{LEAD}\n夜校买了１２把电钻（全新）。").body.endswith(
        "１２把电钻（全新）。"
    )


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("本报讯（记者 陈晓禾 通讯员 刘一帆）", ("陈晓禾", "刘一帆")),
        ("本报讯（记者 陈 禾）", ("陈禾",)),
        ("本报讯 记者陈晓禾报道 ", ("陈晓禾",)),
        ("新华社青河3月5日电（记者 陈晓禾）", ("陈晓禾",)),
        ("本报青河3月5日电 ", ()),
        ("□记者 陈晓禾 ", ("陈晓禾",)),
    ],
)
def test_a_byline_at_the_beginning_of_the_body(byline, names):
    article = only(f"{HEAD}\n{byline}{NEWS}\n{MORE}")
    assert article.reporters == names
    assert article.bylines == ((0, len(byline)),)
    assert article.body == f"{byline}{NEWS}\n{MORE}"


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("□记者 陈晓禾", ("陈晓禾",)),
        ("□陈晓禾", ("陈晓禾",)),
        ("本报记者 陈晓禾 通讯员 刘一帆", ("陈晓禾", "刘一帆")),
        ("本报记者 陈 禾", ("陈禾",)),
    ],
)
def test_a_byline_on_a_line_of_its_own(byline, names):
    article = only(f"{HEAD}\n{byline}\n{NEWS}\n{MORE}")
    assert article.reporters == names
    assert article.lines == Lines(headline=(1,), body=(3, 4), credit=(2,))
    assert article.bylines == ()


@pytest.mark.parametrize(
    ("tail", "names"),
    [
        ("（陈晓禾 刘一帆）", ("陈晓禾", "刘一帆")),
        ("　　（陈晓禾）", ("陈晓禾",)),
        ("转自《青河晚报》", ()),
    ],
)
def test_a_credit_at_the_end_of_the_body(tail, names):
    article = only(f"{HEAD}\n{NEWS}\n{MORE}{tail}")
    start, end = article.bylines[-1]
    assert (article.reporters, article.body[start:end]) == (names, tail)


@pytest.mark.parametrize(
    ("tail", "names"), [("（陈晓禾 刘一帆）", ("陈晓禾", "刘一帆")), ("转自《青河晚报》", ())]
)
def test_a_credit_below_the_body(tail, names):
    article = only(f"{HEAD}\n{NEWS}\n{MORE}\n{tail}")
    assert (article.reporters, article.lines.credit) == (names, (4,))
    assert article.body == f"{NEWS}\n{MORE}"


def test_each_reporter_is_named_once():
    assert only(f"{HEAD}\n{LEAD}\n{MORE}（陈晓禾）").reporters == ("陈晓禾",)


CAPTION = "5月8日，青河木器厂的学徒在师傅指导下刨平一块木板，当天共有36名学徒参加练习。"


def test_a_photo_story_with_its_credit_below():
    article = split(f"{FIRST}\n锯末里的清晨\n{CAPTION}\n本报记者 陈晓禾 摄").articles[1]
    assert (article.kind, article.headline, article.body) == ("photo", "锯末里的清晨", CAPTION)
    assert (article.reporters, article.lines.credit) == (("陈晓禾",), (7,))


def test_a_photo_story_with_its_credit_at_the_end():
    page = split(f"{FIRST}\n锯末里的清晨\n{CAPTION}陈晓禾 摄\n\n{SECOND}")
    assert [article.kind for article in page.articles] == ["article", "photo", "article"]
    assert page.articles[1].reporters == ("陈晓禾",)


def test_crossheads_stay_in_a_long_article():
    text = f"{HEAD}\n{LEAD}\n手把手教木工\n{MORE}\n边角料变板凳\n{LAST}\n夜校越办越旺\n{MORE}\n"
    page = split(text + "\n" + SECOND)
    assert [article.headline for article in page.articles] == [HEAD, OTHER_HEAD]
    assert page.articles[0].body == text.split("\n", 1)[1].strip()


def test_numbered_crossheads_stay_in_a_long_article():
    text = f"{HEAD}\n{LEAD}\n一、手把手教\n{MORE}\n二、边角料变宝\n{LAST}\n"
    assert headlines(text + "\n" + SECOND) == [HEAD, OTHER_HEAD]


def test_a_table_stays_in_its_article_a_row_a_line():
    table = "姓名 工种 成绩\n何亮 木工 92\n马小雨 电工 88\n周大海 钳工 85"
    page = split(f"{HEAD}\n{LEAD}\n{table}\n{MORE}\n\n{SECOND}")
    assert page.articles[0].body == f"{LEAD}\n{table}\n{MORE}"
    assert len(page.articles) == 2


def test_questions_and_answers_are_one_article():
    body = (
        "问：周末加班，单位只安排调休，可以吗？\n"
        "答：休息日加班的，单位可以先安排补休；不能安排补休的，应当支付加班费。\n"
        "问：没有签合同还能要加班费吗？\n"
        "答：能。打卡记录、工作群消息都可以当作证据，提交给仲裁委。"
    )
    page = split(f"加班费怎么算\n{body}\n\n{SECOND}")
    assert [article.headline for article in page.articles] == ["加班费怎么算", OTHER_HEAD]
    assert page.articles[0].body == body


def test_a_circular_keeps_its_signature_and_date():
    text = (
        "关于举办职工象棋赛的通知\n各基层工会：\n"
        "定于6月9日在职工活动中心举办象棋赛，每家工会限报三人，5月底前把名单送到文体部。\n"
        "青河县总工会\n2031年5月8日\n"
    )
    page = split(f"{text}\n{SECOND}")
    assert [a.headline for a in page.articles] == ["关于举办职工象棋赛的通知", OTHER_HEAD]
    assert page.articles[0].lines == Lines(headline=(1,), body=(2, 3, 4, 5))


def test_a_sentence_cut_by_a_column_is_glued():
    article = only(f"{HEAD}\n{LEAD[:40]}\n{LEAD[40:]}\n{MORE}")
    assert (article.body, article.gaps) == (f"{LEAD}\n{MORE}", ())
    assert article.lines.body == (2, 3, 4)


def test_a_latin_phrase_cut_by_a_column_keeps_its_space():
    half = "学员何亮说，跟着师傅练了一个月，如今他在机床上，也学会了用 machine"
    article = only(f"{HEAD}\n{LEAD}\n{half}\nlearning 工具挑出有裂纹的木料。")
    assert article.body == f"{LEAD}\n{half} learning 工具挑出有裂纹的木料。"


@pytest.mark.parametrize("rest", ["的手艺，如今能独立打出一把椅子。", "，如今能独立打出一把椅子。"])
def test_a_paragraph_inside_a_sentence_behind_a_full_stop_is_a_gap(rest):
    article = only(f"{HEAD}\n{LEAD}\n{rest}\n{MORE}")
    assert article.body == f"{LEAD}\n{rest}\n{MORE}"
    assert article.gaps == (len(LEAD) + 1,)


def test_whole_paragraphs_have_no_gap_between_them():
    assert only(f"{FIRST}{LAST}").gaps == ()


def test_single_reads_one_article():
    assert single(FIRST) == only(FIRST)


def test_single_takes_a_text_of_two_articles_for_one():
    article = single(f"{FIRST}\n{SECOND}")
    assert (article.number, article.headline) == (1, HEAD)
    assert article.lines == Lines(headline=(1,), body=(2, 3, 5, 6))


def test_single_leaves_furniture_out():
    article = single(f"青河工人报\n{FIRST}\n第3版\n{SECOND}")
    assert "第3版" not in article.body
    assert article.headline == HEAD
