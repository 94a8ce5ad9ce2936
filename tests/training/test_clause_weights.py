"""What training learns of the clauses that editors keep."""

from dataclasses import replace

import numpy as np
import pytest
from tests.shipped import WEIGHTS, single

from newsclf.digest.bodies import bodies_of
from newsclf.digest.clauses import clauses_of, sentences_of
from newsclf.digest.features import clause_features
from newsclf.digest.weights import HEADLINE_ROOM, LINE_ROOM, worth_of
from newsclf.training.clause_weights import (
    begun_by,
    fitted,
    held_out,
    kept_by,
    overlap_with,
    sample_of,
)

TEXT = "石桥镇工会在旧粮站办起夜校,46名学徒报名。课程每周两晚,学满十次可以考级。"
LINE = "46名学徒报名。学满十次可以考级。"
ARTICLE = single(f"夜校开班\n\n{TEXT}")


BODIES = bodies_of([replace(ARTICLE, headline="")])
SENTENCES = sentences_of(BODIES)


@pytest.fixture
def clauses():
    return clauses_of(BODIES, SENTENCES)


def test_shares_of_clauses_that_a_line_keeps(clauses):
    ((start, stop),) = clauses.pieces(1)
    assert BODIES.text[start:stop] == "46名学徒报名。"
    assert kept_by(BODIES.text, clauses, LINE).tolist() == [0.0, 1.0, 0.0, 1.0]


def test_the_clause_that_a_line_begins_with(clauses):
    assert begun_by(BODIES.text, clauses, LINE).tolist() == [0.0, 1.0, 0.0, 0.0]


def test_overlap_with_a_headline(clauses):
    # Of 8 characters 学徒报名 are four, of 7 pairs three.
    assert overlap_with(BODIES.text, clauses, "学徒报名")[1] == pytest.approx((4 / 8 + 3 / 7) / 2)


def test_an_article_without_clauses_teaches_nothing():
    assert sample_of(replace(ARTICLE, body=""), [LINE], kept_by) is None


def test_models_are_fitted_without_what_they_tell(clauses):
    found = sample_of(ARTICLE, [LINE], kept_by)
    assert found is not None
    samples = [found[0]] * 9
    assert [part.shape for part in held_out(samples, 1.0)] == [(2, 4)] * 9
    weights, starts = fitted(samples, 1e-6)
    assert (weights @ samples[0].features.T)[0] + starts[0] == pytest.approx([0, 1, 0, 1], abs=1e-3)


def test_the_worth_of_a_line_follows_its_room(clauses):
    features = clause_features(BODIES, SENTENCES, clauses)
    short, middle, line = (
        worth_of(WEIGHTS, features, clauses.fresh, room).each
        for room in (HEADLINE_ROOM, (HEADLINE_ROOM + LINE_ROOM) // 2, LINE_ROOM)
    )
    assert np.allclose(middle, (short + line) / 2)
    assert not np.allclose(short, line)
