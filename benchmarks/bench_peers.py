"""Other programs that tag or digest, each set up as its own documentation shows.

Tagging is what most scripts do: words by jieba, TF-IDF, a linear classifier, trained on the
corpus. A digest is one sentence or 80 characters (`benchmarks/digest.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import classifiers
import digest
from bench_report import Job
from bench_texts import ROOT
from newsclf.text.words import tokenizer_of

Work = Callable[[Sequence[str]], object]
# What fastText's own tutorial comes to, with its advice for smaller memory.
FASTTEXT = {"lr": 0.5, "epoch": 25, "wordNgrams": 2, "bucket": 200_000, "dim": 50}


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program.

    Attributes:
        name: What the table calls it.
        package: What to install.
        job: What it does of newsclf's work.
        texts: How many texts it is given a round: the slow ones get few.
        load: Sets it up, outside the clock, and returns what does the work.
    """

    name: str
    package: str
    job: Job
    texts: int
    load: Callable[[], Work]


@cache
def examples() -> tuple[list[str], list[str]]:
    """Return the texts of the corpus and their primary themes."""
    from newsclf.themes import read_taxonomy
    from newsclf.training.corpus import Source, read_corpus

    source = Source(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv")
    found = read_corpus(source, read_taxonomy(ROOT / "labels" / "themes.toml")).examples
    texts = [f"{one.article.headline}\n\n{one.article.body}\n" for one in found]
    return texts, [one.primary for one in found]


def load_pipeline() -> Work:
    """Train scikit-learn's usual pipeline on the words of jieba in Python."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(
        tokenizer=tokenizer_of("jieba"), token_pattern=None, lowercase=False
    )
    predict: Work = make_pipeline(vectorizer, LinearSVC()).fit(*examples()).predict
    return predict


def load_fasttext() -> Work:
    """Train fastText on the words of rjieba."""
    return classifiers.trained_fasttext(*examples(), ["words"], FASTTEXT)


def load_digests(name: str) -> Work:
    """Set up one of the programs of `benchmarks/digest.py`."""
    choose = digest.PEERS[name]()
    return lambda texts: [choose(text) for text in texts]


PEERS = (
    Peer("fastText on rjieba's words", "fasttext", "tags", 600, load_fasttext),
    Peer("jieba + scikit-learn", "scikit-learn", "tags", 300, load_pipeline),
    Peer("sumy TextRank", "sumy", "digests", 100, partial(load_digests, "sumy TextRank")),
    Peer("jionlp", "jionlp", "digests", 60, partial(load_digests, "jionlp")),
    Peer("snownlp", "snownlp", "digests", 12, partial(load_digests, "snownlp")),
    Peer("TextRank4ZH", "textrank4zh", "digests", 8, partial(load_digests, "TextRank4ZH")),
)
