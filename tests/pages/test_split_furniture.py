"""What a page has beside its articles."""

import pytest
from tests.shipped import split

HEAD = "渔港工会给船员办起识字班"
FIRST = (
    f"{HEAD}\n本报讯（记者 郑小舟）本月起，渔港工会每逢休渔日开课，42名船员学写家信和航海日志。"
    "授课的是镇上的退休教师。\n"
)
OTHER_HEAD = "南岭矿区食堂推出夜班热汤"
SECOND = (
    f"{OTHER_HEAD}\n本报讯（记者 苗青）南岭矿区工会协调食堂延长供餐，夜班矿工凌晨两点也能喝上热汤。"
    "第一周就送出900碗。\n"
)


def kinds(text):
    return [(item.line, item.kind) for item in split(text).furniture]


def headlines(text):
    return [article.headline for article in split(text).articles]


@pytest.mark.parametrize(
    ("marker", "section"),
    [
        ("【工会动态】", "工会动态"),
        ("●图片新闻●", "图片新闻"),
        ("· 观察 ·", "观察"),
        ("■ 一线", "一线"),
        ("基层之窗", "基层之窗"),
        ("职工信箱", "职工信箱"),
    ],
)
def test_a_section_marker_names_the_article_below(marker, section):
    page = split(f"{FIRST}\n{marker}\n\n{SECOND}")
    assert [(a.headline, a.section) for a in page.articles] == [(HEAD, ""), (OTHER_HEAD, section)]
    assert [(f.line, f.text, f.kind) for f in page.furniture] == [(4, marker, "section")]


def test_a_section_marker_names_only_the_article_right_below():
    page = split(f"【工会动态】\n{FIRST}\n{SECOND}")
    assert [article.section for article in page.articles] == ["工会动态", ""]


@pytest.mark.parametrize("banner", ["弘扬劳模精神 奋进崭新征程", "凝心聚力 建功立业", "新春走基层"])
def test_a_banner_belongs_to_no_article(banner):
    text = f"{banner}\n\n{FIRST}\n{SECOND}"
    assert kinds(text) == [(1, "banner")]
    assert headlines(text) == [HEAD, OTHER_HEAD]


def test_headers_and_footers_belong_to_no_article():
    text = (
        "青河工人报\n2031年5月8日 星期四 第3版\n责任编辑：马小雨 电话：0123-4567890\n"
        f"{FIRST}\n{SECOND}\n国内统一刊号：CN00-0000  承印：青河印刷厂\n"
    )
    assert kinds(text) == [(1, "header"), (2, "header"), (3, "footer"), (10, "footer")]
    assert headlines(text) == [HEAD, OTHER_HEAD]


def test_an_advertisement_runs_to_the_end_of_the_page():
    text = f"{FIRST}\n{SECOND}\n广告\n青河家具城\n实木餐桌八折\n到店有礼\n"
    assert kinds(text) == [(line, "advertisement") for line in (7, 8, 9, 10)]
    assert headlines(text) == [HEAD, OTHER_HEAD]


def test_a_public_service_advertisement_belongs_to_no_article():
    assert kinds(f"{FIRST}\n公益广告\n节约用水 人人有责") == [
        (4, "advertisement"),
        (5, "advertisement"),
    ]


def test_notices_of_loss_belong_to_no_article():
    text = (
        f"{FIRST}\n{SECOND}\n遗失声明\n何大山遗失电工证，编号0123，声明作废。\n"
        "青河木器厂遗失公章一枚，声明作废。\n"
    )
    assert kinds(text) == [(7, "notice"), (8, "notice"), (9, "notice")]
    assert headlines(text) == [HEAD, OTHER_HEAD]


def test_a_notice_between_articles_with_signature_and_date():
    text = (
        f"{FIRST}\n减资公告\n青河木器有限公司拟减少注册资本，债权人自公告之日起45日内可申报债权。\n"
        f"青河木器有限公司\n2031年5月8日\n\n{SECOND}"
    )
    page = split(text)
    assert [f.line for f in page.furniture] == [4, 5, 6, 7]
    assert [f.kind for f in page.furniture[:3]] == ["notice"] * 3
    assert headlines(text) == [HEAD, OTHER_HEAD]


def test_a_jump_line_belongs_to_no_article():
    text = f"{FIRST}下转第4版\n\n{SECOND}"
    assert kinds(text) == [(3, "other")]
    assert headlines(text) == [HEAD, OTHER_HEAD]


def test_a_jump_at_the_end_of_a_paragraph_is_marked_as_no_news():
    (article,) = split(FIRST.rstrip() + "（下转第4版）").articles
    start, end = article.bylines[-1]
    assert article.body[start:end] == "（下转第4版）"


def test_furniture_keeps_its_text_as_printed():
    assert [f.text for f in split(f"第３版\n{FIRST}").furniture] == ["第３版"]


def test_a_page_of_furniture_alone_has_no_article():
    page = split("青河工人报\n2031年5月8日 星期四\n第3版")
    assert page.articles == ()
    assert [f.line for f in page.furniture] == [1, 2, 3]


@pytest.mark.parametrize(
    "between",
    [
        "青河工人报　2025年6月18日　星期三　责任编辑　林一\n3",
        "广告热线：000-12345678　本报地址：青河市人民路1号　邮编：100000",
    ],
)
def test_furniture_inside_a_sentence_is_taken_out(between):
    above = "本报讯（记者 何舟）石桥镇工会在旧粮站办起夜校，46名学徒报名，"
    below = "一周上两个晚上，学满十次可以考级。"
    page = split(f"石桥镇工会办起夜校\n\n{above}\n\n{between}\n\n{below}")
    (article,) = page.articles
    assert article.body == above + below
    assert article.gaps == ()
    assert [item.line for item in page.furniture] == list(range(5, 5 + len(between.split("\n"))))


def test_below_furniture_an_article_begins_where_the_sentence_above_it_is_whole():
    page = split(
        "石桥镇工会办起夜校\n\n本报讯（记者 何舟）石桥镇工会在旧粮站办起夜校，46名学徒报名。\n"
        "广告热线：000-12345678　本报地址：青河市人民路1号　邮编：100000\n"
        "食堂添了三道热菜\n\n本报讯（记者 方晓）石桥机械厂的食堂添了三道热菜，夜班的师傅说好。"
    )
    assert [article.headline for article in page.articles] == [
        "石桥镇工会办起夜校",
        "食堂添了三道热菜",
    ]


def test_pages_of_furniture_between_halves_cost_no_more_than_others():
    furniture = "广告热线：000-12345678　本报地址：青河市人民路1号　邮编：100000"
    half = "学徒们在旧粮站里上课，一直到九点，"
    page = split(f"{furniture}\n\n{half}\n\n" * 3000)  # quadratic work would take minutes
    assert page.furniture
