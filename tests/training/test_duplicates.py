"""Near-duplicates: which pairs are told, and which texts they bind together."""

import pytest

from newsclf.text.characters import fold
from newsclf.training.duplicates import groups_of, near_duplicates, shingles_of

LAMP = "夜校里的灯亮到九点"  # nine characters, five sequences of five
FOOD = "食堂添了三道热菜呢"


def test_equal_texts_are_wholly_similar():
    assert near_duplicates([LAMP, FOOD, LAMP]) == [(0, 2, 1.0)]


def test_unlike_texts_are_no_pair():
    assert near_duplicates([LAMP, FOOD]) == []


def test_similarity_is_shared_over_all_sequences_of_five_characters():
    ((first, second, similarity),) = near_duplicates([LAMP, LAMP + "了"])
    assert (first, second) == (0, 1)
    assert similarity == pytest.approx(5 / 6)


def test_a_sequence_counts_once_however_often_it_stands():
    assert near_duplicates(["灯" * 5, "灯" * 50]) == [(0, 1, 1.0)]


def test_pairs_below_the_least_similarity_are_left_out():
    texts = [LAMP, LAMP[:7] + FOOD]  # 3 shared of 5 + 12 - 3
    assert near_duplicates(texts, least=3 / 14 + 1e-9) == []
    assert [pair[:2] for pair in near_duplicates(texts, least=3 / 14 - 1e-9)] == [(0, 1)]


def test_pairs_are_listed_in_order():
    pairs = [pair[:2] for pair in near_duplicates([FOOD, LAMP, FOOD, LAMP, FOOD])]
    assert pairs == [(0, 2), (0, 4), (1, 3), (2, 4)]


def test_width_and_blanks_make_no_difference():
    assert near_duplicates(["灯亮了，９点熄灭", "灯 亮了,9点\n熄灭"]) == [(0, 1, 1.0)]


def test_a_text_shorter_than_a_sequence_is_like_its_equal_alone():
    assert near_duplicates(["灯", "灯", LAMP]) == [(0, 1, 1.0)]


def test_empty_texts_are_no_pair():
    assert near_duplicates(["", " \n", LAMP]) == []


def test_shingles_are_all_sequences_of_five_characters():
    both = {*shingles_of("夜校里的灯").tolist(), *shingles_of("校里的灯亮").tolist()}
    assert len(both) == 2
    assert set(shingles_of("夜校里的灯亮").tolist()) == both


def test_no_two_sequences_of_the_corpus_share_a_hash(sample):
    texts = ["".join(fold(text).split()) for text in sample.texts]
    sequences = {text[i : i + 5] for text in texts for i in range(len(text) - 4)}
    hashes = {number for text in texts for number in shingles_of(text).tolist()}
    assert len(hashes) == len(sequences)


def test_the_pairs_of_the_corpus_are_those_of_an_exact_count(corpus):
    texts = [text[:30] for text in corpus.texts[::4]]
    sets = [set(shingles_of(text).tolist()) for text in texts]
    exact = [
        (a, b)
        for b in range(len(sets))
        for a in range(b)
        if len(sets[a] & sets[b]) >= 0.15 * len(sets[a] | sets[b])
    ]
    found = [pair[:2] for pair in near_duplicates(texts, least=0.15)]
    assert len(exact) >= 20
    assert set(found) <= set(exact)
    assert len(found) >= 0.98 * len(exact)


def test_copies_share_a_group():
    first, second, third = groups_of([LAMP, FOOD, LAMP + "了"], ["", "", ""]).tolist()
    assert first == third != second


def test_a_name_binds_texts_together():
    first, second, third = groups_of([LAMP, FOOD, "退休的老周种下石榴树"], ["g", "", "g"]).tolist()
    assert first == third != second


def test_an_empty_name_binds_nothing():
    assert len(set(groups_of([LAMP, FOOD], ["", ""]).tolist())) == 2


def test_groups_reach_along_chains():
    texts = [LAMP, LAMP + "了", FOOD]
    assert len(set(groups_of(texts, ["", "g", "g"]).tolist())) == 1
