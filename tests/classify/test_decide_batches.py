"""An article is decided alike, to the last bit, whatever is decided with it."""

import random
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from tests.shipped import split

from newsclf.classify import model as module
from newsclf.classify.features import document_of, passages_of
from newsclf.readers import read_text
from newsclf.tagger import load
from newsclf.text.sentences import sentence_spans

PAGES = Path(__file__).parents[2] / "seeds" / "pages"


@pytest.fixture(scope="module")
def tagger():
    return load()


@pytest.fixture(scope="module")
def articles(corpus):
    """Return every fourth article of the corpus and all of the pages."""
    pages = [split(read_text(path)).articles for path in sorted(PAGES.glob("*.txt"))]
    return [*(example.article for example in corpus.examples[::4]), *chain.from_iterable(pages)]


@pytest.fixture(scope="module")
def alone(tagger, articles):
    """Return the decision on each article alone."""
    return [tagger.model.decide([article], tagger.tokenize)[0] for article in articles]


@pytest.mark.parametrize("batch", [1, 5000, module.BATCH, 1 << 30])
def test_batches_of_any_size_decide_as_one_by_one(tagger, articles, alone, batch, monkeypatch):
    monkeypatch.setattr(module, "BATCH", batch)
    assert tagger.model.decide(articles, tagger.tokenize) == alone


@pytest.mark.parametrize("seed", range(3))
def test_the_company_of_an_article_has_no_say(tagger, articles, alone, seed):
    order = list(range(len(articles)))
    random.Random(seed).shuffle(order)
    found = tagger.model.decide([articles[place] for place in order], tagger.tokenize)
    assert found == [alone[place] for place in order]


def test_not_even_the_last_bit_of_a_probability_differs(tagger, articles):
    documents = [document_of(article) for article in articles]
    likely, choices = tagger.model.choices(documents, tagger.tokenize)
    singles = [tagger.model.choices([document], tagger.tokenize) for document in documents]
    assert np.array_equal(likely, np.concatenate([found for found, _ in singles]))
    chances = np.concatenate([found.chances for _, found in singles])
    assert np.array_equal(choices.chances, chances)


def test_passages_score_as_documents_of_their_own(tagger, articles):
    model = tagger.model
    documents = [document_of(article) for article in articles]
    best = [
        model.scores(passages_of(document), tagger.tokenize).max(axis=0) for document in documents
    ]
    themes = len(model.info.themes)
    found = model.best_passages(documents, tagger.tokenize)
    assert np.array_equal(found, np.array(best)[:, :themes])


def test_a_sentence_is_cut_into_the_words_that_it_has_in_its_text(tagger, articles):
    for article in articles:
        text = document_of(article).text
        words = [word for word in tagger.tokenize(text) if not word.isspace()]
        sentences = (text[start:end] for start, end in sentence_spans(text))
        found = chain.from_iterable(map(tagger.tokenize, sentences))
        assert [word for word in found if not word.isspace()] == words


def test_an_article_longer_than_a_batch_is_decided(tagger, articles):
    article = next(one for one in articles if one.body)
    long = replace(
        article, body="\n".join([article.body] * (module.BATCH // len(article.body) + 1))
    )
    first, second, third = tagger.model.decide([article, long, article], tagger.tokenize)
    assert first == third
    assert second == tagger.model.decide([long], tagger.tokenize)[0]
