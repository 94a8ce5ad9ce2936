"""TextRank over pairs of characters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.digest import graph
from newsclf.digest.bodies import bodies_of, pairs_of
from newsclf.digest.graph import DAMPING, sentence_ranks
from newsclf.documents import Article, Lines
from newsclf.text.sentences import sentence_spans


def ranks(*texts):
    """Return the ranks of the sentences of some texts."""
    bodies = bodies_of(
        [Article(1, "", "", "", "", (), "article", Lines(), t, (), ()) for t in texts]
    )
    found = [
        sentence_spans(bodies.text, int(start), int(stop))
        for start, stop in zip(bodies.starts, bodies.stops, strict=True)
    ]
    spans = np.array([span for some in found for span in some], dtype=np.int64).reshape(-1, 2)
    firsts = np.cumsum([0, *map(len, found)])
    return sentence_ranks(pairs_of(bodies), spans[:, 0], spans[:, 1], firsts, len(bodies.text))


def test_no_sentences_have_no_ranks():
    assert ranks("").shape == (0,)


def test_a_single_sentence_ranks_1():
    assert ranks("学徒练榫卯。").tolist() == [1.0]


def test_sentences_that_share_nothing_rank_alike():
    assert ranks("刨花落地。师傅喝茶。天黑了。").tolist() == [1.0, 1.0, 1.0]


def test_the_sentence_that_shares_most_ranks_highest():
    result = ranks("学徒练榫卯。今天练榫卯有学徒。下午喝茶。学徒今天早到。")
    assert int(result.argmax()) == 1
    assert int(result.argmin()) == 2


def test_twins_rank_alike():
    result = ranks("木工班教榫卯。电工班教接线。木工班教榫卯。")
    assert result[0] == pytest.approx(result[2])


def test_ranks_of_a_chain_of_three_solve_the_equation_of_the_paper():
    # The middle sentence shares one pair with each end, the ends none: weights W' = [0 .5 0; 1 0 1;
    # 0 .5 0], so with d = 0.85 the ends have (0.15 + 0.425 m) and the middle 0.15 + 1.7 e.
    middle = (1 - DAMPING) * (1 + 2 * DAMPING) / (1 - DAMPING**2)
    end = (1 - DAMPING) + DAMPING * middle / 2
    assert ranks("甲乙。甲乙丙丁。丙丁。") == pytest.approx([end / middle, 1.0, end / middle])


def test_ranks_of_several_texts_are_those_of_each():
    texts = [
        "甲乙。甲乙丙丁。丙丁。",
        "",
        "学徒练榫卯。",
        "甲乙。丙丁戊。丁戊甲乙。",
        "甲乙。丙丁。",
    ]
    alone = [rank for text in texts for rank in ranks(text).tolist()]
    assert ranks(*texts).tolist() == alone


def test_a_pair_across_the_end_of_a_sentence_counts_for_none():
    assert ranks("练刨花\n锯木头\n花锯声").tolist() == [1.0, 1.0, 1.0]


def test_letters_and_punctuation_make_no_pairs():
    assert ranks("AB,12。AB,12。").tolist() == [1.0, 1.0]


@given(st.text(alphabet="甲乙丙丁戊a1,。\n ", max_size=60))
@settings(deadline=None, max_examples=100)
def test_ranks_are_finite_and_the_highest_is_1(text):
    result = ranks(text)
    assert np.isfinite(result).all()
    assert (result > 0).all()
    assert result.size == 0 or result.max() == pytest.approx(1.0)


def test_many_sentences_rank_as_the_system_says(monkeypatch):
    text = "。".join(f"学徒{a}练{b}榫卯" for a in "甲乙丙丁" for b in "子丑寅卯") + "。师傅喝茶。"
    solved = ranks(text)
    monkeypatch.setattr(graph, "_DENSE", 0)
    assert ranks(text) == pytest.approx(solved, abs=1e-4)
