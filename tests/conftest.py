"""The project's corpus, and a model trained on a part of it."""

from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def corpus():
    """Return the project's corpus."""
    from newsclf.themes import read_taxonomy
    from newsclf.training.corpus import Source, read_corpus

    themes = read_taxonomy(ROOT / "labels" / "themes.toml")
    source = Source(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv")
    return read_corpus(source, themes)


@pytest.fixture(scope="session")
def sample(corpus):
    """Return every eighth article of it."""
    return replace(corpus, examples=corpus.examples[::8])


@pytest.fixture(scope="session")
def learned(trained):
    """Return that as a bundle, with the other parts of the model that ships."""
    from newsclf.bundle import load_bundle
    from newsclf.training.learn import Learned

    bundle = replace(load_bundle(), name="sample", model=trained.model, sha256="")
    return Learned(bundle, trained, None, None)


@pytest.fixture(scope="session")
def trained(sample):
    """Return what training on that sample finds."""
    from newsclf.training.train import train

    return train(sample, jobs=2)
