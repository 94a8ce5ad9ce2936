"""The project's corpus, and a model trained on a part of it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# The tests run in a process a core: threads of theirs would wait for each other. Before numpy.
os.environ.update({f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")})


def pytest_collection_modifyitems(items):
    """Put files that need the trained model first: one process then trains it for all of them."""
    first = {item.path for item in items if "trained" in item.fixturenames}
    items.sort(key=lambda item: item.path not in first)


@pytest.fixture(scope="session")
def corpus():
    """Return the project's corpus."""
    from newsclf.themes import read_taxonomy
    from newsclf.training.corpus import Source, read_corpus

    themes = read_taxonomy(ROOT / "labels" / "themes.toml")
    source = Source(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv")
    return read_corpus(source, themes)


@pytest.fixture(scope="session")
def articles(corpus):
    """Return the articles of the corpus."""
    return [example.article for example in corpus.examples]


@pytest.fixture(scope="session")
def sample(corpus):
    """Return every sixteenth article of it: of all themes, with second ones, of many kinds."""
    return replace(corpus, examples=corpus.examples[::16])


@pytest.fixture(scope="session")
def learned(trained):
    """Return that as a bundle, with the other parts of the model that ships."""
    from newsclf.bundle import load_bundle
    from newsclf.training.learn import Learned

    bundle = replace(load_bundle(), name="sample", model=trained.model, sha256="")
    return Learned(bundle, trained, None, None)


@pytest.fixture(scope="session")
def trained(sample):
    """Return what training on that sample finds; settings are common to all folds, for time."""
    from newsclf.training.train import train

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsclf.training.data.COMMON_SETTINGS", 0)
        return train(sample, jobs=1)
