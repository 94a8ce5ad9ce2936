"""`newsclf train` as it comes, beside fastText and scikit-learn's usual pipeline, on headlines.

    python benchmarks/classifiers.py FOLDER

FOLDER holds public headlines: `tnews_train.tsv` (columns title, label; accuracy by 5 folds that
part no title) and `thucnews_train.tsv`, `thucnews_dev.tsv` (trained on the one, measured on the
other). Neither is part of this project. fastText and scikit-learn are given their best of the
settings that are listed below, chosen on the very figures that are shown: an advantage for them.
fastText: pip install '.[bench]'; it needs a compiler from Python 3.12 on.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from newsclf.bundle import load_bundle, shipped_splitter
from newsclf.classify.features import document_of
from newsclf.text.words import Tokenizer, tokenizer_of
from newsclf.training.corpus import Corpus, Source, article_of, read_corpus
from newsclf.training.data import folds_of
from newsclf.training.duplicates import groups_of
from newsclf.training.metrics import Gold, figure_of, resamples

Right = npt.NDArray[np.float64]
Predict = Callable[[Sequence[str], Sequence[str], Sequence[str]], list[str]]
SVM_PENALTIES = (0.1, 0.3, 1.0)
# Of words, characters and both as tokens, sequences of 1 to 3, 5 to 25 epochs at rates of 0.05
# to 0.5, these were the best.
FASTTEXT = (
    (("words",), {"epoch": 25, "lr": 0.1, "wordNgrams": 2, "minn": 1, "maxn": 2}),
    (("characters",), {"epoch": 10, "lr": 0.3, "wordNgrams": 3}),
    (("words", "characters"), {"epoch": 10, "lr": 0.3, "wordNgrams": 3}),
)


def ours(titles: Sequence[str], labels: Sequence[str], unknown: Sequence[str]) -> list[str]:
    """Train by the command, as a user would, and predict by the model that it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        table, model = Path(folder) / "train.tsv", Path(folder) / "model"
        rows = zip(titles, labels, strict=True)
        table.write_text("text\tlabel\n" + "".join(f"{t}\t{y}\n" for t, y in rows), "utf-8")
        command = [sys.executable, "-c", "from newsclf.cli import main; main()"]
        start = time.perf_counter()
        done = subprocess.run(
            [*command, "train", str(table), "-o", str(model)], capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        seconds = time.perf_counter() - start
        print(f"    trained in {seconds:.0f} s; the largest process had {peak:.1f} GB", flush=True)
        loaded = load_bundle(model).model
        splitter = shipped_splitter()
        names = [theme.id for theme in loaded.info.themes]
        documents = [document_of(article_of(title, splitter)) for title in unknown]
        predictions = [
            loaded.choices(documents[i : i + 500], tokenizer_of())[1].primary
            for i in range(0, len(documents), 500)
        ]
        return [names[number] for number in np.concatenate(predictions).tolist()]


def svm(penalty: float) -> Predict:
    """Return scikit-learn's usual pipeline: characters 1-2, TF-IDF, a linear machine."""

    def predict(titles: Sequence[str], labels: Sequence[str], unknown: Sequence[str]) -> list[str]:
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
        model = make_pipeline(vectorizer, LinearSVC(C=penalty))
        found: list[str] = model.fit(titles, labels).predict(unknown).tolist()
        return found

    return predict


def fasttext(kinds: Sequence[str], settings: dict[str, float]) -> Predict:
    """Return fastText's supervised classifier on jieba's words, on characters, or on both."""

    def predict(titles: Sequence[str], labels: Sequence[str], unknown: Sequence[str]) -> list[str]:
        return trained_fasttext(titles, labels, kinds, settings)(unknown)

    return predict


def trained_fasttext(
    texts: Sequence[str], labels: Sequence[str], kinds: Sequence[str], settings: dict[str, float]
) -> Callable[[Sequence[str]], list[str]]:
    """Train fastText's supervised classifier; return what tells the labels of texts."""
    import fasttext as library

    tokenize = tokenizer_of()
    tokens: dict[str, Tokenizer] = {
        "words": tokenize,
        "characters": lambda text: list(text.lower()),
    }

    def line_of(text: str) -> str:
        return " ".join(" ".join(tokens[kind](text)) for kind in kinds).replace("\n", " ")

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        for text, label in zip(texts, labels, strict=True):
            file.write(f"__label__{label} {line_of(text)}\n")
        file.flush()
        model = library.train_supervised(file.name, verbose=0, thread=1, **settings)

    def predict(unknown: Sequence[str]) -> list[str]:
        # `predict` of a list breaks on NumPy 2: its C++ half is asked directly.
        found = [model.f.predict(f"{line_of(text)}\n", 1, 0.0, "strict") for text in unknown]
        # A text of unknown words alone has no prediction, which counts as wrong.
        return [some[0][1].removeprefix("__label__") if some else "" for some in found]

    return predict


def measure(name: str, right: Right, groups: npt.NDArray[np.int64]) -> None:
    drawn = [float(np.average(right, weights=w)) for w in resamples(groups, 300)]
    print(f"  {name}: accuracy {figure_of(float(right.mean()), drawn)}", flush=True)


def peers() -> list[tuple[str, Predict]]:
    """Return what is compared, by name."""
    rows: list[tuple[str, Predict]] = [("newsclf train", ours)]
    rows += [(f"scikit-learn, characters 1-2, C {c}", svm(c)) for c in SVM_PENALTIES]
    rows += [
        (f"fastText on {' and '.join(kinds)}, {options}", fasttext(kinds, options))
        for kinds, options in FASTTEXT
    ]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare classifiers on public headlines.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5, help="how many of the five folds to run")
    options = parser.parse_args()
    tnews = read_corpus(Source(options.folder / "tnews_train.tsv"))
    titles, labels = _columns(tnews)
    groups = groups_of(titles, titles, least=1.0)
    names = sorted(set(labels))
    primary = np.array([names.index(label) for label in labels])
    empty = np.zeros((len(labels), 1), dtype=np.bool_)
    gold = Gold(primary, empty, empty, empty, groups)
    folds = folds_of(gold, 5)[: options.folds]
    held = np.concatenate([test for _, test in folds])
    print(f"TNEWS, {len(held)} of {len(labels)} titles held out in {len(folds)} folds")
    for name, predict in peers():
        right = np.concatenate([_right(predict, titles, labels, a, b) for a, b in folds])
        measure(name, right, groups[held])
    train, dev = (
        read_corpus(Source(options.folder / f"thucnews_{part}.tsv")) for part in ("train", "dev")
    )
    known, unknown = _columns(train), _columns(dev)
    both = (known[0] + unknown[0], known[1] + unknown[1])
    rows = np.arange(len(both[0]))
    first, last = rows[: len(known[0])], rows[len(known[0]) :]
    print(f"THUCNews, trained on {len(first)}, measured on {len(last)}")
    for name, predict in peers():
        measure(name, _right(predict, *both, first, last), last)


def _columns(corpus: Corpus) -> tuple[list[str], list[str]]:
    return [e.article.headline for e in corpus.examples], [e.primary for e in corpus.examples]


def _right(
    predict: Predict,
    titles: Sequence[str],
    labels: Sequence[str],
    rows: npt.NDArray[np.int64],
    held: npt.NDArray[np.int64],
) -> Right:
    known = [titles[row] for row in rows.tolist()], [labels[row] for row in rows.tolist()]
    predictions = predict(*known, [titles[row] for row in held.tolist()])
    truth = [labels[row] for row in held.tolist()]
    return np.array([a == b for a, b in zip(predictions, truth, strict=True)], dtype=np.float64)


if __name__ == "__main__":
    main()
