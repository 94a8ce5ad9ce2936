"""What belongs to no article."""

import pytest

from newsclf.pages.furniture import (
    both_sides,
    close_up,
    furniture_of,
    is_campaign,
    is_contact,
    is_date,
    is_section_name,
    is_slogan,
    section_of,
)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("【工会动态】", "工会动态"),
        ("● 社区 ●", "社区"),
        ("·读者来信·", "读者来信"),
        ("<职工说>", "职工说"),
        ("■ 一线", "一线"),
        ("▶短讯", "短讯"),
        ("图片新闻", "图片新闻"),
        ("图 片 新 闻", "图片新闻"),
    ],
)
def test_section_of_returns_the_name_without_ornaments(line, name):
    assert section_of(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "把课堂搬进车间",
        "夜校开班了。",
        "《车间里的书架》",
        "新春走基层进行时",
        "【" + "很长的一行字" * 3 + "】",
        "——————",
    ],
)
def test_section_of_other_lines_is_none(line):
    assert section_of(line) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("广告", "advertisement"),
        ("公益广告", "advertisement"),
        ("3版 广告", "advertisement"),
        ("QINGHE FURNITURE", "advertisement"),
        ("遗失声明", "notice"),
        ("公 告", "notice"),
        ("寻物启事", "notice"),
        ("何大山遗失电工证一本,编号0123,声明作废。", "notice"),
        ("本厂拟减少注册资本,债权人可在45日内申报债权。", "notice"),
        ("青河工人报", "header"),
        ("2031年5月8日 星期四", "header"),
        ("第3版", "header"),
        ("A2", "header"),
        ("责任编辑:马小雨", "footer"),
        ("校对:马小雨", "footer"),
        ("国内统一刊号:CN00-0000", "footer"),
        ("电话:0123-4567890 邮箱:a@example.cn", "footer"),
        ("http://www.example.cn", "footer"),
        ("下转第4版", "other"),
        ("导读", "other"),
        ("2版 要闻:木工夜校开班", "other"),
        ("今天晴转多云,12℃~20℃", "other"),
    ],
)
def test_furniture_of_names_the_kind(line, kind):
    assert furniture_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "青河县总工会开办木工夜校",
        "车间里来了位新师傅",
        "职工们欢迎新师傅",
        "让技能点亮生活",
        "夜校第三期开班,三十名学徒到场,师傅当场出题,限两小时做完一张方凳。",
    ],
)
def test_furniture_of_news_is_none(line):
    assert furniture_of(line) is None


def test_a_long_block_is_never_furniture_but_a_notice():
    assert furniture_of("夜校的课表贴在门口," * 14 + "责任编辑:马小雨") is None


@pytest.mark.parametrize("line", ["2031年5月8日", "(2031年5月8日)", "二○三一年五月八日"])
def test_dates(line):
    assert is_date(line)


@pytest.mark.parametrize("line", ["5月8日", "2031年5月8日晚", "夜校", ""])
def test_lines_that_are_no_date(line):
    assert not is_date(line)


@pytest.mark.parametrize(
    "line", ["联系电话:0123-456", "报名地址:青河路1号", "咨询电话(工作日):0123"]
)
def test_contacts(line):
    assert is_contact(line)


def test_a_sentence_about_an_address_is_no_contact():
    assert not is_contact("地址在青河路。")


@pytest.mark.parametrize("line", ["弘扬劳模精神 奋进崭新征程", "喜迎佳节", "木工夜校系列报道"])
def test_slogans(line):
    assert is_slogan(line)


@pytest.mark.parametrize("line", ["青河县总工会开办木工夜校", "三十名职工喜迎佳节"])
def test_news_is_no_slogan(line):
    assert not is_slogan(line)


def test_a_campaign_is_named():
    assert is_campaign("新春走基层")
    assert not is_campaign("新春开班")


@pytest.mark.parametrize(
    ("text", "closed"), [("公 告", "公告"), ("公告 栏", "公告 栏"), ("公", "公")]
)
def test_close_up_joins_characters_set_apart(text, closed):
    assert close_up(text) == closed


@pytest.mark.parametrize(("text", "both"), [("【问答】", True), ("●社区", False), ("●●", False)])
def test_both_sides_have_ornaments(text, both):
    assert both_sides(text) is both


@pytest.mark.parametrize(
    ("text", "name"), [("图片新闻", True), ("工会动态", True), ("木工夜校", False)]
)
def test_section_names(text, name):
    assert is_section_name(text) is name
