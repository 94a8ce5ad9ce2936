"""Near-duplicates by signatures: against the exact similarity of sets of shingles."""

import numpy as np
import pytest

from newsclf.batch.reprints import BINS, Reprints, signatures_of
from newsclf.training.duplicates import shingles_of, similarity_of


@pytest.fixture(scope="module")
def bodies(corpus):
    return [example.article.body for example in corpus.examples[:200]]


def repeated(bodies, size=7):
    found = signatures_of(bodies)
    return Reprints(lambda: (found[i : i + size] for i in range(0, len(found), size))).first


def test_signatures_do_not_depend_on_the_other_texts(bodies):
    together = signatures_of(bodies)
    assert np.array_equal(together, np.concatenate([signatures_of([one]) for one in bodies]))


def test_the_share_of_equal_bins_estimates_the_similarity(bodies):
    pairs = [(one, one[: len(one) * part // 10]) for one in bodies for part in (5, 7, 9)]
    errors = []
    for one, other in pairs:
        a, b = signatures_of([one, other])
        exact = similarity_of(shingles_of(one), shingles_of(other))
        errors.append(np.count_nonzero(a == b) / BINS - exact)
    assert abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 0.07


def test_shortened_and_retyped_articles_are_reprints_of_the_first(bodies):
    copies = [one[: len(one) * 9 // 10] for one in bodies]
    wide = [one.translate({ord("0") + d: 0xFF10 + d for d in range(10)}) for one in bodies]
    first = repeated([*bodies, *copies, *wide])
    count = len(bodies)
    assert first == {number: number % count for number in range(count, 3 * count)}


def test_other_articles_are_not(bodies):
    assert repeated(bodies) == {}


def test_short_and_empty_texts_are_never_reprints():
    assert repeated(["", "", "图为比赛现场。", "图为比赛现场。", "……", "……"]) == {}
    assert repeated([]) == {}
