"""The compiled model says what the scikit-learn pipeline says that it was compiled from."""

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from newsclf.classify import Model
from newsclf.tagger import load
from newsclf.text.words import cutter
from newsclf.themes import read_taxonomy
from newsclf.training.corpus import read_corpus
from newsclf.training.pipeline import TrainingSettings, compile_pipeline, scores_of
from newsclf.training.train import data_of, fitted, train

ROOT = Path(__file__).parents[2]
SETTINGS = TrainingSettings()
# Compilation rounds weights to single precision (2^-24, relative): measured, scores differ by
# 1.8e-7 at most, probabilities by 1.7e-7.
TOLERANCE = 1e-6


@pytest.fixture(scope="session")
def corpus():
    themes = read_taxonomy(ROOT / "labels" / "themes.toml")
    return read_corpus(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv", themes)


@pytest.fixture(scope="session")
def part(corpus):
    """Return a model trained on every fourth article, the pipeline it came from, the texts."""
    data = data_of(corpus.examples[::4], corpus.themes)
    model = train(data, corpus.themes, SETTINGS, corpus.digest)
    return model, fitted(data, SETTINGS), data.documents


@pytest.fixture(scope="session")
def whole(corpus, part):
    """Return the same of every article; calibrated as the part is, which saves its folds."""
    data = data_of(corpus.examples, corpus.themes)
    pipeline = fitted(data, SETTINGS)
    compiled = compile_pipeline(pipeline, SETTINGS.features)
    info = replace(part[0].info, intercepts=compiled.intercepts)
    return Model(info, compiled.vocabulary, compiled.weights, ""), pipeline, data.documents


def probabilities_of(scores, model):
    slopes, offsets = np.array([[c.slope, c.offset] for c in model.info.calibration]).T
    return 1 / (1 + np.exp(-(scores * slopes + offsets)))


def largest_differences(model, pipeline, documents):
    """Return the largest difference of any score and any probability, alone and in one batch."""
    scores = scores_of(pipeline, documents)
    likely = probabilities_of(scores, model)
    one_by_one = np.concatenate([model.scores([document], cutter()) for document in documents])
    return (
        np.abs(one_by_one - scores).max(),
        np.abs(model.scores(documents, cutter()) - scores).max(),
        np.abs(model.probabilities(documents, cutter()) - likely).max(),
    )


def test_scores_and_probabilities_of_a_part_of_the_corpus_agree(part):
    assert max(largest_differences(*part)) < TOLERANCE


def test_scores_and_probabilities_of_articles_outside_training_agree(part, whole):
    model, pipeline, _ = part
    _, _, documents = whole
    assert max(largest_differences(model, pipeline, documents)) < TOLERANCE


def test_scores_and_probabilities_of_every_article_alone_agree(corpus, whole):
    assert len(whole[2]) == len(corpus.examples)
    assert max(largest_differences(*whole)) < TOLERANCE


def test_nothing_but_rounding_parts_the_model_from_its_pipeline(part):
    model, pipeline, documents = copy.deepcopy(part)
    for _, vectorizer in pipeline.named_steps["features"].transformer_list:
        vectorizer.idf_ = vectorizer.idf_.astype(np.float32).astype(np.float64)
    for regression in pipeline.named_steps["themes"].estimators_:
        regression.coef_ = regression.coef_.astype(np.float32).astype(np.float64)
        regression.intercept_ = regression.intercept_.astype(np.float32).astype(np.float64)
    assert max(largest_differences(model, pipeline, documents)) < 1e-12


def test_articles_together_score_as_each_alone(part):
    model, _, documents = part
    together = model.scores(documents, cutter())
    alone = np.concatenate([model.scores([document], cutter()) for document in documents])
    assert np.abs(together - alone).max() < 1e-12


def test_the_shipped_model_was_trained_on_the_corpus_of_the_checkout(corpus):
    assert load().model.info.corpus == corpus.digest


def test_the_shipped_model_has_the_themes_of_the_taxonomy(corpus):
    assert load().model.info.themes == corpus.themes
