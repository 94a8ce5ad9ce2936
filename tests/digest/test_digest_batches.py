"""Many articles at once: each digest is the one that the article has alone."""

import random
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shipped import WEIGHTS, digest_of, digests_of, split

from newsclf.digest import choose
from newsclf.digest.bodies import bodies_of
from newsclf.digest.clauses import clauses_of, sentences_of
from newsclf.digest.features import clause_features
from newsclf.digest.weights import worth_of
from newsclf.documents import Article, Lines
from newsclf.readers import read_text

PAGES = Path(__file__).parents[2] / "seeds" / "pages"


@pytest.fixture(scope="module")
def seeds(articles):
    """Return every second article of the corpus, and all of the pages."""
    pages = [split(read_text(path)).articles for path in sorted(PAGES.glob("*.txt"))]
    return [*articles[::2], *chain.from_iterable(pages)]


@pytest.mark.parametrize(("part", "most"), [(0, 16), (1, 30), (2, 80)])
def test_digests_of_the_seeds_are_the_same_in_any_batch(seeds, part, most):
    articles = seeds[part::3]
    alone = [digest_of(article, max_chars=most) for article in articles]
    assert digests_of(articles, max_chars=most) == alone
    order = list(range(len(articles)))
    random.Random(most).shuffle(order)
    for start in range(0, len(order), 70):
        some = order[start : start + 70]
        found = digests_of([articles[number] for number in some], max_chars=most)
        assert found == [alone[number] for number in some]


def worth(articles):
    """Return what each clause is worth, article by article."""
    bodies = bodies_of(articles)
    sentences = sentences_of(bodies)
    clauses = clauses_of(bodies, sentences)
    found = worth_of(WEIGHTS, clause_features(bodies, sentences, clauses), clauses.fresh, 60)
    parts = np.searchsorted(clauses.sentence, sentences.firsts)[1:-1]
    return [part.tolist() for part in np.split(np.stack((found.each, found.starts), 1), parts)]


def test_clauses_are_worth_the_same_to_the_last_bit_in_any_batch(seeds):
    alone = [worth([article])[0] for article in seeds[::5]]
    assert worth(seeds[::5]) == alone
    assert worth(seeds[::-5][::-1])[-1] == worth([seeds[-1]])[0]


PIECES = [
    *'他等“”《()"、,。!…:;\n ，٣名🎉𠮷\x00\u2028\ufffd',
    *(
        "近日,",
        "据了解,",
        "工会",
        "举行",
        "在镇里",
        "他说",
        "(右)",
        "　　",
        "１２",
        "5月1日",
        "一百",
        "a1",
    ),
    *("记者从", "学徒练榫卯", "谭师傅讲刨花", "办起夜校", "三十名职工报名"),
]
ODD = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@st.composite
def articles(draw):
    body = draw(ODD)
    places = st.integers(0, len(body))
    gaps = sorted(draw(st.sets(places, max_size=2)))
    bylines = [
        tuple(sorted(span)) for span in draw(st.lists(st.tuples(places, places), max_size=1))
    ]
    title = draw(ODD)
    return Article(1, title, "", "", "", (), "article", Lines(), body, tuple(bylines), tuple(gaps))


@given(st.lists(articles(), max_size=6), st.integers(16, 90))
@settings(deadline=None, max_examples=100)
def test_odd_texts_have_the_same_digest_in_any_batch(batch, most):
    alone = [digest_of(article, max_chars=most) for article in batch]
    assert digests_of(batch, max_chars=most) == alone
    assert digests_of(batch[::-1], max_chars=most) == alone[::-1]


def test_a_batch_of_more_characters_than_are_read_at_once(seeds, monkeypatch):
    alone = digests_of(seeds[:9])
    monkeypatch.setattr(choose, "_TOGETHER", 700)
    assert digests_of(seeds[:9]) == alone


def test_no_articles_have_no_digests(seeds):
    assert digests_of([]) == []
    bodies = ["", "开班", " \n"]
    found = digests_of([replace(seeds[0], body=body, bylines=()) for body in bodies])
    assert [digest.reason for digest in found] == [
        "no body",
        "shorter than 20 characters",
        "no body",
    ]
