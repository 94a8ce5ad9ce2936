"""What of a clause goes: each rule with a sentence for and one against."""

import pytest

from newsclf.digest.bodies import SEPARATOR
from newsclf.digest.compress import cuts_of, kept_of


def kept(text):
    text = SEPARATOR + text
    return "".join(text[start:end] for start, end in kept_of((1, len(text)), cuts_of(text)))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # The third and later members of a list that 等 closes; not of one that has two members, nor
        # where 等 belongs to another word.
        (
            "夜校开设钳工、焊工、电工、漆工等8个班,招收学徒120名",
            "夜校开设钳工、焊工等8个班,招收学徒120名",
        ),
        ("夜校开设钳工、焊工等8个班", "夜校开设钳工、焊工等8个班"),
        ("评出一等奖2个、二等奖4个、三等奖6个", "评出一等奖2个、二等奖4个、三等奖6个"),
        # The place of an event; not what something is done with or at.
        ("第三届职工运动会在镇中学操场举行", "第三届职工运动会举行"),
        ("在镇中学操场举行的运动会吸引了三百人", "在镇中学操场举行的运动会吸引了三百人"),
        ("他在镇中学操场修好了十二盏灯", "他在镇中学操场修好了十二盏灯"),
        # A remark in brackets; not a number that stands in them.
        ("讲解员谭师傅(右)把放大镜递给学徒", "讲解员谭师傅把放大镜递给学徒"),
        ("报名电话(010)6512打了一上午", "报名电话(010)6512打了一上午"),
        # Nothing inside a quotation or a title.
        ("印发《改革任务清单(二期)》三百册", "印发《改革任务清单(二期)》三百册"),
        ("他说“刀、锤、钳、锯等都在”就走了", "他说“刀、锤、钳、锯等都在”就走了"),
        # Adverbs at the beginning that say nothing; not where they are part of the news.
        ("当场有二十六人办理入会手续", "有二十六人办理入会手续"),
        ("当天的夜班由工会干部顶岗", "当天的夜班由工会干部顶岗"),
        # A day at the beginning; not one inside.
        ("5月11日上午石桥镇工会联合会成立", "石桥镇工会联合会成立"),
        ("石桥镇工会联合会5月11日上午成立", "石桥镇工会联合会5月11日上午成立"),
    ],
)
def test_what_goes_and_what_stays(text, left):
    assert kept(text) == left


@pytest.mark.parametrize("text", ["夜班不停机,没有一人受伤", "奖金由1,200元提高到1,500元"])
def test_negations_and_numbers_stay(text):
    assert kept(text) == text


def test_only_the_cuts_of_the_span_count():
    text = "钳工班在东院开班,焊工班在西院开班"
    assert kept_of((9, len(text)), cuts_of(text)) == [(9, 12), (15, 17)]


def test_long_lists_cost_no_more_than_other_texts():
    # Each of these took minutes where a pattern could begin anywhere and end anywhere.
    for text in ("钢铁、" * 200_000, "一" * 300_000, "(一" * 200_000, "“" * 300_000):
        assert cuts_of(text) == []
    assert len(cuts_of("钢、铁、铜等" * 50_000)) == 50_000
