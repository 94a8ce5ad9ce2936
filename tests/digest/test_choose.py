"""The choice of a digest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.digest import MAX_CHARS, MIN_CHARS, broken_rules, digest_of
from newsclf.documents import Digest
from newsclf.pages import single, split
from newsclf.text.characters import count_characters

HEAD = "青河县总工会开办木工夜校\n"
BODY = (
    "本报讯（记者 陈晓禾）近日，青河县总工会在木工车间开办夜校，36名青年职工报名学习榫卯手艺。"
    "课程每周两晚，由退休师傅轮流授课，学满十次就能参加等级考核。\n"
    "学员何亮说：“以前看图纸像看天书，如今能独立打出一把椅子。”"
    "下一步，县总工会还要增开电工班，名额优先留给新入职的年轻职工。"
)
ARTICLE = single(HEAD + BODY)
NEWS = "青河县总工会在木工车间开办夜校，36名青年职工报名学习榫卯手艺。"


def digest(text, **options):
    return digest_of(single(text), **options)


def test_the_bounds_are_those_of_the_labelling_guide():
    assert (MIN_CHARS, MAX_CHARS) == (20, 80)


def test_the_news_is_chosen_without_dateline_byline_and_opener():
    start = BODY.index(NEWS)
    assert digest_of(ARTICLE) == Digest(NEWS, ((start, start + len(NEWS)),))


def test_spans_give_the_text_again():
    found = digest_of(ARTICLE)
    assert "".join(ARTICLE.body[start:end] for start, end in found.spans) == found.text


@pytest.mark.parametrize("most", range(20, 81, 4))
def test_the_limit_is_kept(most):
    found = digest_of(ARTICLE, max_chars=most)
    assert count_characters(found.text) <= most
    assert broken_rules(found, ARTICLE, max_chars=most) in ([], ["empty"])


def test_runs_of_blanks_are_left_out_and_parted_into_spans():
    found = digest("夜校第三期开班，三十名学徒　　带着自己的刨子到场。")
    assert found == Digest("夜校第三期开班，三十名学徒带着自己的刨子到场。", ((0, 13), (15, 25)))


def test_a_single_space_is_kept():
    found = digest("夜校第三期开班，三十名学徒用 CAD 画出自己的第一张图。")
    assert found.text == "夜校第三期开班，三十名学徒用 CAD 画出自己的第一张图。"


@pytest.mark.parametrize("body", ["", "夜校开班。", "夜校开班。学徒到场。师傅讲课。"])
def test_no_line_is_made_where_none_is_long_enough(body):
    assert digest(body) == Digest("", ())


def test_a_line_that_only_says_the_headline_again_is_not_taken():
    head = "青河县总工会在木工车间开办免费夜校"
    more = "课程每周两晚，由退休师傅轮流授课，学满十次就能参加考核。"
    assert digest(f"{head}\n{head}。{more}").text == more


def test_a_line_never_ends_inside_a_quotation_or_bracket():
    body = "师傅说“先看料，再动手，最后才是力气”这句话，学徒们写在了工具箱（红色，靠窗那一只）上。"
    found = digest(body, max_chars=40)
    assert broken_rules(found, single(body), max_chars=40) in ([], ["empty"])


def test_plans_give_way_to_what_was_done():
    plan = "下一步，工会还要在码头南侧再建两处歇脚亭，并配上充电插座。"
    done = "码头工会为装卸工人建起三处歇脚亭，亭里备有热水和药箱。"
    assert digest(plan + done).text == done


def test_words_of_others_give_way_to_what_was_done():
    said = "“干完一船货，终于有地方坐一坐，还能喝上一口热水。”"
    done = "码头工会为装卸工人建起三处歇脚亭，亭里备有热水和药箱。"
    assert digest(said + done).text == done


def test_text_on_two_sides_of_a_gap_is_not_joined():
    article = single(
        f"{HEAD}{NEWS}\n的手艺，如今能独立打出一把椅子。课程每周两晚，由退休师傅轮流授课。"
    )
    assert len(article.gaps) == 1
    assert digest_of(article).text == NEWS


PIECES = st.sampled_from(
    [
        "近日，",
        "据了解，",
        "记者从县总工会获悉，",
        "为了学手艺，",
        "他们",
        "三十名学徒到场，",
        "师傅讲“先看料，再动手”，",
        "夜校设在木工车间（老厂房），",
        "学满十次就能参加等级考核，",
        "省下1,200元材料费",
        "全县共有8家企业报名",
        "；",
        "：",
        "。",
        "！",
        "…",
        "。”",
        "（",
        "”",
        "　　",
        " ",
    ]
)
BODIES = st.lists(PIECES, max_size=30).map("".join)


@given(BODIES, st.integers(20, 80))
@settings(deadline=None, max_examples=100)
def test_a_digest_of_one_paragraph_keeps_every_rule(text, most):
    article = single("木工夜校迎来三十名学徒\n本报讯（记者 陈晓禾）" + text)
    found = digest_of(article, max_chars=most)
    assert broken_rules(found, article, max_chars=most) in ([], ["empty"])


@given(st.lists(BODIES, max_size=5).map("。\n".join))
@settings(deadline=None, max_examples=100)
def test_digests_of_a_page_keep_every_rule(text):
    for article in split("木工夜校迎来三十名学徒\n本报讯（记者 陈晓禾）" + text).articles:
        assert broken_rules(digest_of(article), article) in ([], ["empty"])
