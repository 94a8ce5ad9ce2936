"""What training learns of how paragraphs begin."""

from pathlib import Path

import pytest
from tests.present import present

from newsclf.bundle import load_clause_weights, load_openings
from newsclf.training.corpus import Source, read_labelled, sha256_of
from newsclf.training.learn import openings_or_shipped
from newsclf.training.openings import FEWEST_TEXTS, learn_openings, samples_of
from newsclf.training.references import read_references

ROOT = Path(__file__).parents[2]
SEEDS = Source(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv")
TEXT = "夜校开班\n\n本报讯（记者 何青）石桥镇工会在旧粮站办起夜校。46名学徒报名学习。\n\n供稿 何青"


@pytest.fixture(scope="module")
def texts():
    return read_labelled(SEEDS).texts


@pytest.fixture(scope="module")
def learned(texts):
    return learn_openings(texts[1400 : 1400 + FEWEST_TEXTS + 20])


def test_a_sentence_gives_its_beginning_and_two_cuts():
    samples = samples_of([TEXT])
    assert samples.cut == [0, 1, 1, 0, 1, 1]
    assert [samples.texts[0], samples.texts[3]] == [
        "石桥镇工会在旧粮站办起夜校。46名学徒报名学习。",
        "46名学徒报名学习。",
    ]
    # A byline is no beginning, and of the sentences of a paragraph the first one begins it.
    assert samples.paragraph == [True, False, False, False, False, False]
    assert all(samples.texts[0].endswith(text) for text in samples.texts)


def test_titles_and_credits_teach_nothing():
    assert samples_of(["夜校开班\n\n供稿 何青"]).texts == []


def test_the_rest_of_what_a_column_cut_is_no_beginning():
    samples = samples_of(["石桥镇工会在旧粮站办起夜校。46名学徒\n报名学习木工手艺。"])
    assert "报名学习木工手艺。" not in samples.texts


def test_few_texts_know_less_than_the_model_that_ships(texts):
    assert learn_openings(texts[: FEWEST_TEXTS - 1]) is None
    assert openings_or_shipped(None) == load_openings()


def test_beginnings_are_told_from_cuts_out_of_sample(learned):
    assert learned.texts >= FEWEST_TEXTS
    assert learned.found > 0.2
    assert learned.wrong < 0.05
    score = learned.openings.score
    assert score("近日，石桥镇总工会举办技能竞赛。") < 0 < score("会组织的技能竞赛在旧粮站举办。")
    assert openings_or_shipped(learned) is learned.openings


def test_the_same_texts_give_the_same_bytes(texts, learned):
    again = present(learn_openings(texts[1400 : 1400 + FEWEST_TEXTS + 20]))
    assert again.openings.to_bytes() == learned.openings.to_bytes()


def test_the_shipped_openings_and_digests_were_learned_from_the_files_of_the_checkout(
    texts, corpus
):
    assert load_openings().corpus == sha256_of(texts)
    lines = read_references(SEEDS.path, ROOT / "labels" / "digests.jsonl")
    weights = load_clause_weights()
    assert weights.corpus == corpus.sha256
    assert weights.references == sha256_of((one.id, one.digests) for one in lines)


def test_of_a_large_corpus_every_so_many_texts_are_read(texts, monkeypatch):
    some = texts[1400 : 1400 + 2 * FEWEST_TEXTS]
    monkeypatch.setattr("newsclf.training.openings.MOST_CHARACTERS", sum(map(len, some)) - 1)
    assert present(learn_openings(some)).texts == FEWEST_TEXTS
