"""The choice of a digest."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shipped import WEIGHTS, digest_of, single, split

from newsclf.digest import MAX_CHARS, MIN_CHARS, Digester, broken_rules
from newsclf.digest.choose import _Lines
from newsclf.digest.clauses import Clauses, Joined, Sentences
from newsclf.digest.rules import shortest
from newsclf.digest.weights import Worth
from newsclf.documents import Digest
from newsclf.text.characters import count_characters

HEAD = "青河县总工会开办木工夜校\n"
BODY = (
    "本报讯（记者 陈晓禾）近日，青河县总工会在木工车间开办夜校，36名青年职工报名学习榫卯手艺。"
    "课程每周两晚，由退休师傅轮流授课，学满十次就能参加等级考核。\n"
    "学员何亮说：“以前看图纸像看天书，如今能独立打出一把椅子。”"
    "下一步，县总工会还要增开电工班，名额优先留给新入职的年轻职工。"
)
ARTICLE = single(HEAD + BODY)
COURSE = "课程每周两晚，由退休师傅轮流授课，学满十次就能参加等级考核。"
NEWS = "青河县总工会在木工车间开办夜校，36名青年职工报名学习榫卯手艺。"


def digest(text, **options):
    return digest_of(single(text), **options)


def test_the_bounds_are_those_of_the_labelling_guide():
    assert (MIN_CHARS, MAX_CHARS) == (20, 80)


def test_the_news_is_chosen_without_dateline_byline_and_opener():
    start = BODY.index(NEWS)
    assert digest_of(ARTICLE, max_chars=40) == Digest(NEWS, ((start, start + len(NEWS)),))


def test_spans_give_the_text_again():
    found = digest_of(ARTICLE)
    assert "".join(ARTICLE.body[start:end] for start, end in found.spans) == found.text


def test_with_more_room_another_sentence_follows():
    found = digest_of(ARTICLE)
    assert found.text == NEWS + COURSE
    assert len(found.spans) == 1


@pytest.mark.parametrize("most", range(16, 81, 4))
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


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "no body"),
        ("夜校开班。", "shorter than 20 characters"),
        ("夜校开班。学徒到场。师傅讲课。", "shorter than 20 characters"),
        ("他们" * 60 + "。", "no clause fits into 80 characters"),
        ("他们在车间门口等了很久很久也没有等到那一班车。", "no line keeps the rules"),
    ],
)
def test_where_there_is_no_line_the_reason_is_given(body, reason):
    assert digest(body) == Digest("", (), reason)


def test_a_line_that_only_says_the_headline_again_is_not_taken():
    head = "青河县总工会在木工车间开办免费夜校"
    more = "课程每周两晚，由退休师傅轮流授课，学满十次就能参加考核。"
    assert digest(f"{head}\n{head}。{more}", max_chars=40).text == more


def test_a_line_never_ends_inside_a_quotation_or_bracket():
    body = "师傅说“先看料，再动手，最后才是力气”这句话，学徒们写在了工具箱（红色，靠窗那一只）上。"
    found = digest(body, max_chars=40)
    assert broken_rules(found, single(body), max_chars=40) in ([], ["empty"])


def test_plans_give_way_to_what_was_done():
    plan = "下一步，工会还要在码头南侧再建两处歇脚亭，并配上充电插座。"
    done = "码头工会为装卸工人建起三处歇脚亭，亭里备有热水和药箱。"
    assert digest(plan + done, max_chars=40).text == done


def test_words_of_others_give_way_to_what_was_done():
    said = "“干完一船货，终于有地方坐一坐，还能喝上一口热水。”"
    done = "码头工会为装卸工人建起三处歇脚亭，亭里备有热水和药箱。"
    assert digest(said + done, max_chars=40).text == done


def test_text_on_two_sides_of_a_gap_is_not_joined():
    article = single(
        f"{HEAD}{NEWS}\n的手艺，如今能独立打出一把椅子。课程每周两晚，由退休师傅轮流授课。"
    )
    assert len(article.gaps) == 1
    assert digest_of(article).text in (NEWS, "课程每周两晚，由退休师傅轮流授课。")


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


@given(BODIES, st.integers(16, 80))
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


def test_more_sentences_are_whole_and_in_order():
    found = Digester(WEIGHTS, sentences=2).digest_of(ARTICLE)
    assert found.text == NEWS + COURSE
    assert "".join(ARTICLE.body[start:end] for start, end in found.spans) == found.text


def test_an_article_without_sentences_has_no_abstract():
    assert Digester(WEIGHTS, sentences=3).digest_of(single("夜校开班")).reason in ("no body", "")


ODD = {
    "one sentence": "石桥镇工会在旧粮站办起木工夜校，四十六名学徒报名。",
    "no punctuation": "石桥镇工会在旧粮站办起木工夜校四十六名学徒报名",
    "only a list": "钳工、焊工、电工、漆工、木工、瓦工、铆工、刨工、磨工、镗工、铣工、车工",
    "only a quotation": "“以前看图纸像看天书，如今能独立打出一把椅子，还能教徒弟。”",
    "a poem": "刨花落在夜的肩上\n灯把木纹照成河流\n我们用凿子划船\n划向天亮的地方",
    "a table": "姓名 工种 成绩\n何亮 木工 96.5\n周平 焊工 94.0\n谭山 电工 91.5",
    "English": "The union opened a CNC school in March, and 46 apprentices joined it. 学徒很高兴。",
    "emoji": "石桥镇工会的木工夜校今晚开班啦🎉🎉，四十六名学徒带着刨子到场👍。",
    "five characters": "夜校开班了",
    "blanks": "石桥镇　工会 在 旧粮站 办起木工夜校，四十六名　　学徒报名。",
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("most", [16, 30, 80])
def test_odd_texts_give_a_line_that_keeps_the_rules_or_a_reason(kind, most):
    article = single(f"\n\n{ODD[kind]}")
    found = digest_of(article, max_chars=most)
    assert broken_rules(found, article, max_chars=most) in ([], ["empty"])
    assert bool(found.text) != bool(found.reason)


def test_a_long_report_is_read_to_its_end():
    text = "\n".join(f"第{n}间仓库里堆着木料和旧工具箱。" for n in range(3000)) + "\n" + NEWS
    article = single(f"青河县总工会在木工车间开办夜校\n\n{text}")
    assert digest_of(article).text.endswith(NEWS.split("，")[1])


# The search against all lines there are: what follows states its rules and scores them plainly.
# All worths are whole numbers, and so the same in any order.
MOST_CLAUSES = 7


def search(source):
    """Return random articles as lists of clauses, the worths of all, and the room of a line."""
    articles = []
    for _ in range(source.integers(1, 4)):
        clauses, sentence, stretch = [], 0, 0
        for _ in range(source.integers(0, MOST_CLAUSES + 1)):
            begins = source.random() < 0.5  # another sentence
            sentence += begins
            stretch += begins and source.random() < 0.25  # text is lost before it
            clauses.append(
                {
                    "length": int(source.integers(1, 10)),
                    "each": int(source.integers(-3, 7)),
                    "starts": int(source.integers(-9, 10)),
                    "ends": source.random() < 0.7,
                    "closes": source.random() < 0.8,
                    "fresh": source.random() < 0.5,
                    "leans": source.random() < 0.3,
                    "sentence": sentence,
                    "stretch": stretch,
                }
            )
        for one, following in zip([None, *clauses], [*clauses, None], strict=True):
            other = not one or not following or one["sentence"] != following["sentence"]
            if one:  # the last clause of a sentence closes it, if it was kept
                one["closes"] = one["closes"] and other
            if following:  # what begins a sentence can follow another one
                following["fresh"] = following["fresh"] or other
        articles.append(clauses)
    return articles, tuple(source.integers(-9, 10, 3).tolist()), int(source.integers(3, 31))


def lines_of(articles, worths, room):
    """Return what the search finds: for each article its lines, best first."""
    sentence: list[tuple[int, int]] = []
    article_of, stretch_of, firsts = [], [], [0]
    for number, clauses in enumerate(articles):
        for clause in clauses:
            if not sentence or (number, clause["sentence"]) != sentence[-1]:
                sentence.append((number, clause["sentence"]))
                article_of.append(number)
                stretch_of.append(clause["stretch"])
        firsts.append(firsts[-1] + len(clauses))
    of = {key: place for place, key in enumerate(sentence)}
    every = [
        {**clause, "sentence": of[number, clause["sentence"]]}
        for number, clauses in enumerate(articles)
        for clause in clauses
    ]

    def column(name, kind):
        return np.array([clause[name] for clause in every], dtype=kind)

    nothing = np.zeros(len(sentence), dtype=np.int64)
    sentences = Sentences(
        article=np.array(article_of, dtype=np.int64),
        starts=nothing,
        stops=nothing,
        quoted=nothing > 0,
        ahead=nothing > 0,
        paragraph=nothing,
        stretch=np.array(stretch_of, dtype=np.int64),
        firsts=np.searchsorted(article_of, np.arange(len(articles) + 1)),
    )
    nowhere = np.zeros(len(every), dtype=np.int64)
    flags = {name: column(name, np.bool_) for name in ("ends", "closes", "fresh", "leans")}
    clauses = Clauses(
        cut={},
        kept=Joined("", nowhere),
        sentence=column("sentence", np.int64),
        starts=nowhere,
        stops=nowhere,
        length=column("length", np.int64),
        waiting=nowhere > 0,
        attribution=nowhere > 0,
        **flags,
    )
    worth = Worth(column("each", np.float64), column("starts", np.float64), *map(float, worths))
    found = _Lines(sentences, clauses, worth, np.array(firsts), room)
    return [
        [[number - start for number in line] for line in found.of(start, stop)]
        for start, stop in zip(firsts, firsts[1:], strict=False)
    ]


def scored(line, worths):
    """Return what a line of clauses is worth, None where no line may be so."""
    joined, skipped, closed = worths
    first, last = line[0], line[-1]
    if first["leans"] or not last["ends"]:
        return None
    score = first["starts"] + closed * last["closes"]
    score += sum(clause["each"] * clause["length"] for clause in line)
    for one, following in zip(line, line[1:], strict=False):
        if following["place"] == one["place"] + 1 and following["sentence"] == one["sentence"]:
            score += joined
        elif (
            following["sentence"] > one["sentence"]
            and following["stretch"] == one["stretch"]
            and one["ends"]
            and one["closes"]
            and following["fresh"]
            and not following["leans"]
        ):
            score -= skipped
        else:
            return None
    return score


def all_lines(clauses, worths, room):
    """Return the worth of the best line of each last clause and length, of all lines there are."""
    best: dict[tuple[int, int], int] = {}
    for count in range(1, len(clauses) + 1):
        for line in combinations(clauses, count):
            length = sum(clause["length"] for clause in line)
            score = scored(line, worths)
            if score is not None and shortest(room) <= length <= room:
                end = line[-1]["place"], length
                best[end] = max(score, best.get(end, score))
    return best


@pytest.mark.parametrize("seed", range(10))
def test_the_best_line_is_the_best_of_all_lines_that_may_be(seed):
    source = np.random.default_rng(seed)
    for _ in range(30):
        articles, worths, room = search(source)
        scanty = min(MIN_CHARS, room // 2)
        for clauses, lines in zip(articles, lines_of(articles, worths, room), strict=True):
            placed = [{**clause, "place": place} for place, clause in enumerate(clauses)]
            due = all_lines(placed, worths, room)
            found = []
            for line in lines:
                chosen = [placed[number] for number in line]
                length = sum(clause["length"] for clause in chosen)
                found.append((length < scanty, scored(chosen, worths), (line[-1], length)))
            # Scanty lines come last, each in the order of its worth.
            in_order = sorted((end[1] < scanty, -score) for end, score in due.items())
            assert [(few, -score) for few, score, _ in found] == in_order
            assert {end: score for _, score, end in found} == due


def clause(length, each=1, sentence=0, **others):
    usual = {"starts": 0, "ends": True, "closes": True, "fresh": True, "leans": False, "stretch": 0}
    return {**usual, "length": length, "each": each, "sentence": sentence, **others}


def best(clauses, worths=(0, 0, 0), room=30):
    return next(iter(lines_of([clauses], worths, room)[0]), None)


def test_a_line_takes_what_fits_best_not_what_is_best_first():
    clauses = [clause(16, 5), clause(15, 4, 1), clause(15, 4, 2)]
    assert best(clauses) == [1, 2]
    assert best(clauses, room=29) == [0]


def test_a_line_may_begin_in_the_middle_of_a_sentence_but_not_leave_it_there():
    clauses = [clause(9, -9, closes=False), clause(9, closes=False), clause(9), clause(9, 5, 1)]
    assert best(clauses) == [1, 2, 3]
    clauses[2]["length"] = 25
    assert best(clauses) == [2]


def test_a_line_does_not_go_over_lost_text():
    clauses = [clause(12, 2), clause(12, 3, 1, stretch=1), clause(12, 1, 2, stretch=1)]
    assert best(clauses) == [1, 2]


def test_a_line_begins_and_ends_where_that_is_worth_most():
    clauses = [clause(15, starts=-5), clause(15, 1, 1, starts=6), clause(15, 0, 2)]
    assert best(clauses, (0, 5, 0)) == [1]
    clauses[0]["starts"] = 2
    assert best(clauses, (0, 5, 0)) == [0, 1]
    clauses = [clause(15, closes=False), clause(15, -1)]
    assert best(clauses, (0, 0, 14)) == [0]
    assert best(clauses, (0, 0, 16)) == [0, 1]


def test_to_go_on_costs_and_to_join_pays():
    clauses = [clause(15, closes=False), clause(15, -1)]
    assert best(clauses, (14, 0, 0)) == [0]
    assert best(clauses, (16, 0, 0)) == [0, 1]
    clauses = [clause(15), clause(15, 2, 1)]
    assert best(clauses, (0, 14, 0)) == [0, 1]
    assert best(clauses, (0, 16, 0)) == [1]


def test_a_scanty_line_is_taken_only_where_nothing_else_is_to_be_had():
    assert best([clause(14, 9), clause(15, 1, 1)], (0, 300, 0)) == [1]
    assert best([clause(14, 9), clause(31, 1, 1)]) == [0]
    assert best([clause(9, 9), clause(31, 1, 1)]) is None
