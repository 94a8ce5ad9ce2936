"""Themes and digests of real articles with gold, where a folder is given (`NEWSCLF_REAL`)."""

import os
from pathlib import Path

import pytest

import articles
import newsclf

FOLDER = os.environ.get("NEWSCLF_REAL", "")
# What is reached; lowering a floor is a decision, not a repair.
FLOORS = {
    "themed right": 0.88,
    "accepted, work": 0.90,
    "none kept out": 0.97,
    "sure": 0.75,
    "sure right": 0.97,
}
DIGESTS = 44.0  # ROUGE-L


@pytest.fixture(scope="module")
def rows():
    """Return what the shipped model makes of the articles of the folder."""
    return articles.read_rows(Path(FOLDER), newsclf.load())


@pytest.fixture(scope="module")
def figures(rows):
    return articles.figures(rows)


@pytest.mark.skipif(not FOLDER, reason="NEWSCLF_REAL names no folder of labelled articles")
@pytest.mark.parametrize("name", FLOORS)
def test_real_articles_keep_their_floor(name, figures):
    assert figures[name].value >= FLOORS[name]


@pytest.mark.skipif(not FOLDER, reason="NEWSCLF_REAL names no folder of labelled articles")
def test_digests_of_real_articles_keep_their_floor(rows):
    figure = articles.digests(rows, Path(FOLDER))
    assert figure is not None
    assert figure.value >= DIGESTS
