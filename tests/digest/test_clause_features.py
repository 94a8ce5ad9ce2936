"""What tells the clauses that editors keep: exact numbers of plain texts."""

import pytest

from newsclf.digest.bodies import bodies_of, pairs_of, places_of
from newsclf.digest.clauses import LONGEST_READ, clauses_of, sentences_of
from newsclf.digest.features import _said, clause_features
from newsclf.documents import Article, Lines


def article(body, headline="", kicker="", deck=""):
    return Article(1, headline, kicker, deck, "", (), "article", Lines(), body, (), ())


def read(articles):
    bodies = bodies_of(articles)
    sentences = sentences_of(bodies)
    return bodies, pairs_of(bodies), sentences, clauses_of(bodies, sentences)


def features(*articles):
    """Return the features of the clauses of articles by name."""
    bodies, _, sentences, clauses = read(articles)
    found = clause_features(bodies, sentences, clauses)
    return {name: values.tolist() for name, values in found.items()}


def said(*articles):
    """Return what is said elsewhere of each clause of articles, by name."""
    bodies, pairs, sentences, clauses = read(articles)
    place = places_of(clauses.starts, clauses.stops, len(bodies.text))
    found = _said(bodies, pairs, sentences, clauses, place)
    return {name: values.tolist() for name, values in found.items()}


@pytest.mark.parametrize(
    ("clause", "share"),
    [
        ("学徒到场。", 0.0),
        ("学徒30人到场。", 0.5),
        ("学徒30人带3件工具到场。", 1.0),
        ("学徒30人带3件工具走5公里到场。", 1.0),
        ("学徒30人带3件工具走5公里用2小时到场。", 1.0),
    ],
)
def test_more_than_two_figures_say_no_more_than_two(clause, share):
    assert features(article(clause))["figure"] == [share]


@pytest.mark.parametrize(
    ("clause", "name", "share"),
    [
        ("奖金2000、3000、4000与100。", "large", 1.0),
        ("奖金2000与3。", "large", 0.5),
        ("他拿着刨子就走了又回。", "telling", 1.0),
        ("学徒拿着刨子。", "telling", 0.25),
        ("工会与工会的工会。", "actor", 1.0),
        ("奖金3000。", "digit", 1.0),
    ],
)
def test_each_count_has_a_most(clause, name, share):
    assert features(article(clause))[name] == [share]


def test_a_sentence_has_the_figures_of_all_its_clauses_and_five_at_most():
    few = features(article("带30人,用3件工具。学徒到场。"))
    assert few["sentence: figures"] == [0.4, 0.4, 0.0]
    many = features(article("带30人与3件工具走5公里,用2小时做4张桌子与6把椅子,分3次运7吨。"))
    assert many["sentence: figures"] == [1.0, 1.0, 1.0]


def test_neighbours_are_clauses_of_one_sentence():
    found = features(article("带30人,学徒到场,用3件工具与2小时。师傅讲课。"))
    assert found["figure"] == [0.5, 0.0, 1.0, 0.0]
    assert found["before: figure"] == [0.0, 0.5, 0.0, 0.0]
    assert found["after: figure"] == [0.0, 1.0, 0.0, 0.0]


# A clause of n characters in a row has n - 1 pairs; marks part them.


def test_what_no_other_clause_and_no_title_has_is_said_once():
    assert said(article("春风化雨,秋月照江。")) == {
        "said again": [0.0, 0.0],
        "said often": [0.0, 0.0],
        "headline": [0.0, 0.0],
        "of the headline": [0.0, 0.0],
        "sentence: headline": [0.0, 0.0],
    }


def test_said_again_is_the_share_of_pairs_that_other_clauses_have():
    # 春风 风化 化雨 | 春风 风吹 吹来 | 秋月
    found = said(article("春风化雨,春风吹来。秋月。"))
    assert found["said again"] == [1 / 3, 1 / 3, 0.0]
    assert found["said often"] == [1 / 3 / 4, 1 / 3 / 4, 0.0]


def test_a_clause_that_repeats_itself_does_not_say_again():
    assert said(article("春风春风。"))["said again"] == [0.0]
    found = said(article("春风春风,春风。"))
    assert found["said again"] == [2 / 3, 1.0]  # 风春 is in the first alone
    assert found["said often"] == [2 / 3 / 4, 1 / 4]


def test_more_than_four_other_clauses_say_no_more_than_four():
    found = said(article("春风," * 4 + "春风。"))
    assert found["said often"] == [1.0] * 5
    assert said(article("春风," * 6 + "春风。"))["said often"] == [1.0] * 7
    assert said(article("春风," * 3 + "春风。"))["said often"] == [0.75] * 4


def test_pairs_over_a_mark_or_from_clause_to_clause_are_none():
    assert said(article("春、风,春风。"))["said again"] == [0.0, 0.0]
    assert said(article("听春,风来。春风。"))["said again"] == [0.0, 0.0, 0.0]


def test_a_pair_that_the_longest_sentence_that_is_read_cuts_is_none():
    body = "来" * (LONGEST_READ - 1) + "春风去。"
    assert said(article(body, headline="春风"))["headline"] == [0.0]
    assert said(article(body[1:], headline="春风"))["headline"] == [1.0]


def test_digits_and_letters_make_pairs_and_rare_characters_none():
    assert said(article("共86名,收86件。"))["said again"] == [1 / 3, 1 / 3]
    assert said(article("学CAD图,讲CAD课。"))["said again"] == [2 / 4, 2 / 4]
    assert said(article("𠀀𠀁春风,𠀀𠀁秋月。"))["said again"] == [0.0, 0.0]


def test_full_width_and_traditional_forms_are_the_same_pairs():
    assert said(article("共８６名,收86件。"))["said again"] == [1 / 3, 1 / 3]
    assert said(article("讲學,講学。"))["said again"] == [1.0, 1.0]


def test_headline_is_the_share_of_the_titles_pairs_that_a_clause_says():
    # The title has 春风 风化 化雨 雨来, four.
    found = said(article("春风化开,雨来。秋月。", headline="春风化雨来"))
    assert found["headline"] == [2 / 4, 1 / 4, 0.0]
    assert found["of the headline"] == [2 / 3, 1.0, 0.0]
    assert found["sentence: headline"] == [3 / 4, 3 / 4, 0.0]


def test_what_the_title_says_is_not_said_again_by_it():
    assert said(article("春风化开。", headline="春风化雨来"))["said again"] == [0.0]


def test_a_pair_of_the_title_counts_once_a_clause_and_once_a_sentence():
    found = said(article("春风与春风,春风。", headline="春风化雨"))
    assert found["headline"] == [1 / 3, 1 / 3]
    assert found["of the headline"] == [1 / 4, 1.0]  # of 春风 风与 与春 春风
    assert found["sentence: headline"] == [1 / 3, 1 / 3]


def test_a_pair_that_stands_twice_in_the_title_counts_once():
    assert said(article("春风来。", headline="春风与春风"))["headline"] == [1 / 3]


def test_kicker_headline_and_deck_are_one_title():
    found = said(article("春风,秋月,夏雨。", kicker="春风 ", headline="秋月 ", deck="夏雨"))
    assert found["headline"] == [1 / 3, 1 / 3, 1 / 3]
    assert found["sentence: headline"] == [1.0, 1.0, 1.0]


def test_articles_say_nothing_of_each_other():
    one = article("春风化雨,秋月。", headline="秋月照江")
    other = article("春风吹来,秋月。夏雨。", headline="春风")
    alone = [said(one), said(other)]
    together = said(one, other)
    assert alone[0]["headline"] == [0.0, 1 / 3]
    assert alone[1]["headline"] == [1.0, 0.0, 0.0]
    for name, values in together.items():
        assert values == alone[0][name] + alone[1][name]


def test_openers_are_no_part_of_what_a_clause_says():
    # 近日 is cut from the clause: neither counted nor found again.
    found = said(article("近日,春风化雨。近日,春风吹来。", headline="近日春风"))
    assert found["said again"] == [1 / 3, 1 / 3]
    assert found["headline"] == [1 / 3, 1 / 3]


def test_a_clause_without_pairs_says_nothing():
    found = said(article("来、去。春风。", headline="春风"))
    assert {name: values[0] for name, values in found.items()} == dict.fromkeys(found, 0.0)
    assert found["headline"][1] == 1.0


def test_no_clauses_have_no_features():
    assert said(article("")) == {
        "said again": [],
        "said often": [],
        "headline": [],
        "of the headline": [],
        "sentence: headline": [],
    }
