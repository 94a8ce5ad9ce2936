"""The compiled model says what the scikit-learn pipeline says that it was compiled from."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from newsclf.classify import Model
from newsclf.classify.decide import best_of
from newsclf.classify.features import document_of, passages_of
from newsclf.tagger import load
from newsclf.text.words import tokenizer_of
from newsclf.training.corpus import Source, read_corpus
from newsclf.training.data import data_of
from newsclf.training.pipeline import (
    compile_pipeline,
    scores_of,
    term_counts,
    weighting,
    whole_pipeline,
)

ROOT = Path(__file__).parents[2]
# Compilation rounds weights to single precision (2^-24, relative).
TOLERANCE = 1e-6
ALONE = 4  # one article in so many is scored by itself, too; `test_decide_batches` has more


def fitted(data, settings):
    """Return the pipeline that training fits, put together as scikit-learn's users would."""
    counter = term_counts(settings.features)
    counts = counter.fit_transform(data.documents).tocsr()
    words = len(dict(counter.transformer_list)["word"].vocabulary_)
    fit = weighting(settings, words).fit(counts, data.cases, themes__sample_weight=data.costs)
    return whole_pipeline(counter, fit)


@pytest.fixture(scope="module")
def part(trained):
    """Return a model trained on the sample, the pipeline it came from, the texts."""
    return trained.model, fitted(trained.data, trained.settings), trained.data.documents


@pytest.fixture(scope="module")
def large(corpus, trained):
    """Return the same of every third article; calibrated as the part is, to save its folds."""
    data = data_of(replace(corpus, examples=corpus.examples[::3]))
    pipeline = fitted(data, trained.settings)
    compiled = compile_pipeline(pipeline, trained.settings.features)
    info = replace(
        trained.model.info, intercepts=compiled.intercepts, pivots=compiled.vocabulary.pivots
    )
    return Model(info, compiled.vocabulary, compiled.weights), pipeline, data.documents


def likely(model, documents, scores, best):
    """Return probabilities by scores of texts and of their best passages."""
    abstained = model.abstains(documents, tokenizer_of())
    return model.info.decider.decide(scores, abstained, best.__getitem__)[0]


def largest_differences(model, pipeline, documents):
    """Return the largest difference of any score and any probability, alone and in one batch."""
    scores = scores_of(pipeline, documents)
    passages = [passages_of(document) for document in documents]
    every = [passage for some in passages for passage in some]
    best = best_of(scores_of(pipeline, every), [len(some) for some in passages])
    best = best[:, : len(model.info.themes)]
    one_by_one = np.concatenate(
        [model.scores([document], tokenizer_of()) for document in documents[::ALONE]]
    )
    return (
        np.abs(one_by_one - scores[::ALONE]).max(),
        np.abs(model.scores(documents, tokenizer_of()) - scores).max(),
        np.abs(model.best_passages(documents, tokenizer_of()) - best).max(),
        np.abs(
            model.probabilities(documents, tokenizer_of()) - likely(model, documents, scores, best)
        ).max(),
    )


def test_scores_and_probabilities_of_a_part_of_the_corpus_agree(part):
    assert max(largest_differences(*part)) < TOLERANCE


def test_scores_and_probabilities_of_articles_outside_training_agree(part, articles):
    model, pipeline, _ = part
    documents = [document_of(article) for article in articles[8::16]]  # the sample is [::16]
    assert max(largest_differences(model, pipeline, documents)) < TOLERANCE


def test_scores_and_probabilities_of_a_thousand_articles_agree(large):
    assert len(large[2]) >= 1000
    assert max(largest_differences(*large)) < TOLERANCE


@pytest.mark.parametrize("slope", [1.0, 0.1])
def test_with_punctuation_and_other_lengths_they_agree_too(trained, slope):
    features = replace(trained.settings.features, punctuation=True, slope=slope)
    settings = replace(trained.settings, features=features)
    pipeline = fitted(trained.data, settings)
    compiled = compile_pipeline(pipeline, features)
    info = replace(trained.model.info, settings=features, intercepts=compiled.intercepts)
    model = Model(info, compiled.vocabulary, compiled.weights)
    assert any("，" in term or "," in term for term in compiled.vocabulary.char_terms)
    assert any(" " in term for term in compiled.vocabulary.char_terms)
    assert max(largest_differences(model, pipeline, trained.data.documents)) < TOLERANCE


def test_articles_together_score_as_each_alone(part):
    model, _, documents = part
    together = model.scores(documents, tokenizer_of())
    alone = np.concatenate([model.scores([document], tokenizer_of()) for document in documents])
    assert np.abs(together - alone).max() < 1e-12


def test_the_shipped_model_was_trained_on_the_corpus_of_the_checkout(corpus):
    assert load().model.info.corpus == corpus.sha256


def test_the_shipped_model_was_trained_on_the_cards_of_the_checkout():
    source = Source(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv")
    found = read_corpus(replace(source, also=ROOT / "seeds" / "cards.csv"))
    record = json.loads((ROOT / "models" / "themes" / "training.json").read_text(encoding="utf-8"))
    assert record["also"] == {"examples": 909, "sha256": found.also}


def test_the_shipped_model_has_the_themes_of_the_taxonomy(corpus):
    assert load().model.info.themes == corpus.themes
