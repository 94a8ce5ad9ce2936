"""Explanations: they add up, and every place holds its term."""

from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.classify.explain import Explainer
from newsclf.classify.features import document_of
from newsclf.documents import Article, Lines, Place
from newsclf.tagger import load
from newsclf.text.characters import fold
from newsclf.text.words import tokenizer_of

BODY = (
    "本报讯（记者 乔木）石桥机械厂工会星期二开办焊工培训班，12名学徒报名。\n厂工会慰问了夜班职工。"
)
ARTICLE = Article(
    number=1,
    headline="厂里开办焊工培训班",
    kicker="石桥",
    deck="",
    section="",
    reporters=("乔木",),
    kind="article",
    lines=Lines(),
    body=BODY,
    bylines=((0, 10),),
    gaps=(),
)


@pytest.fixture(scope="module")
def explainer():
    tagger = load()
    return Explainer(tagger.model, tagger.tokenize)


@pytest.mark.parametrize("theme", ["skills", "welfare"])
def test_weights_and_intercept_are_the_score(explainer, theme):
    found = explainer.explain(ARTICLE, theme)
    number = [t.id for t in explainer.model.info.themes].index(theme)
    score = explainer.model.scores([document_of(ARTICLE)], tokenizer_of())[0, number]
    assert fsum([found.intercept, *(term.weight for term in found.terms)]) == found.score
    assert found.score == pytest.approx(score, abs=1e-12)


def test_every_term_stands_where_it_is_said_to(explainer):
    parts = {"headline": ARTICLE.headline, "kicker": ARTICLE.kicker, "body": BODY}
    terms = explainer.explain(ARTICLE, "skills").terms
    assert all(term.places for term in terms)
    for term in terms:
        for place in term.places:
            stands = parts[place.part][place.start : place.end]
            assert "".join("0" if c.isdigit() else c for c in fold(stands)) == term.text


def test_all_places_of_a_term_are_given(explainer):
    terms = {term.text: term.places for term in explainer.explain(ARTICLE, "skills").terms}
    start = BODY.index("培训")
    assert terms["培训"] == (Place("headline", 6, 8), Place("body", start, start + 2))


def test_bylines_have_no_say(explainer):
    places = [p for term in explainer.explain(ARTICLE, "skills").terms for p in term.places]
    assert all(place.part != "body" or place.start >= 10 for place in places)


def test_the_weightiest_terms_come_first(explainer):
    weights = [abs(term.weight) for term in explainer.explain(ARTICLE, "skills").terms]
    assert weights == sorted(weights, reverse=True)


def test_a_theme_that_the_model_does_not_know_is_refused(explainer):
    with pytest.raises(ValueError, match="sport"):
        explainer.explain(ARTICLE, "sport")


@settings(max_examples=60, deadline=None)
@given(
    kicker=st.sampled_from(["", "引题İ", "第２届"]),
    headline=st.sampled_from(["", "焊工比武 開賽", "ＡＢ培训"]),
    body=st.text(alphabet="工会焊培训慰问技能，。\n 1２aİ開賽𠮷", max_size=40),
)
def test_any_article_is_explained(explainer, kicker, headline, body):
    article = Article(1, headline, kicker, "", "", (), "article", Lines(), body, (), ())
    found = explainer.explain(article, "skills")
    assert all(term.places for term in found.terms)
    for term in found.terms:
        for place in term.places:
            assert len(getattr(article, place.part)[place.start : place.end]) == len(term.text)
