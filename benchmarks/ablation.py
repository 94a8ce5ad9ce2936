"""What each choice of features and classifier is worth, on the corpus, out of sample.

    python benchmarks/ablation.py [--jobs N]

Macro-F1 of the primary theme by 5-fold cross-validation that parts no group; calibration and
bounds of each fold come from the scores of the others. Each row changes one thing of the settings
that training chose; its difference to them comes with a paired 95 % bootstrap interval.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from jieba import posseg
from sklearn.linear_model import LogisticRegression

from newsclf.classify.features import Document, FeatureSettings, Floats
from newsclf.themes import read_taxonomy
from newsclf.training import pipeline as parts
from newsclf.training.calibrate import Scores
from newsclf.training.corpus import Corpus, Source, read_corpus
from newsclf.training.data import Data, counted, data_of
from newsclf.training.metrics import Predictions, figure_of, macro_f1, resamples
from newsclf.training.pipeline import NO, SECOND, YES, TrainingSettings
from newsclf.training.train import CrossValidator, train

ROOT = Path(__file__).parents[1]


def read_seeds() -> Corpus:
    """Return the project's corpus."""
    source = Source(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv")
    return read_corpus(source, read_taxonomy(ROOT / "labels" / "themes.toml"))


def validator_of(data: Data, features: FeatureSettings, jobs: int) -> CrossValidator:
    """Return a cross-validator of one kind of features; its folds calibrate each other."""
    counts = counted(data.documents, features)[1]
    return CrossValidator.of(
        data, {features: counts}, start=TrainingSettings(), large=True, jobs=jobs
    )


def predicted(data: Data, settings: TrainingSettings, jobs: int) -> Predictions:
    """Return out-of-sample predictions by some settings."""
    validator = validator_of(data, settings.features, jobs)
    rows = np.arange(len(data.documents))
    folds = validator.folds(rows)
    return validator.cross_validated(settings, validator.scores(settings, rows, folds), folds)


def with_other_weights(
    data: Data,
    settings: TrainingSettings,
    fit: Callable[[Any, Any], Floats],
    jobs: int,
    **tfidf: Any,
) -> Predictions:
    """Return predictions by another classifier or another weighting of the same counts.

    `fit(rows, labels)` returns weights and, last, an intercept, for one theme.
    """
    validator = validator_of(data, settings.features, jobs)
    counts = validator.counts[settings.features]
    scores = np.zeros(data.cases.shape)
    folds = validator.folds(np.arange(len(data.documents)))
    for rows, held in folds:
        weighting = parts.weighting(settings, counts.words).named_steps["tfidf"]
        weighting.set_params(**tfidf)
        known = weighting.fit_transform(counts.of(rows))
        unknown = weighting.transform(counts.of(held))
        for theme in range(data.cases.shape[1]):
            used = np.flatnonzero(data.cases[rows, theme] != SECOND)
            found = fit(known[used], data.cases[rows][used, theme])
            scores[held, theme] = unknown @ found[:-1] + found[-1]
    return validator.cross_validated(settings, Scores(scores), folds)


def regression(rows: Any, labels: Any) -> Floats:
    """Return the weights of a logistic regression, balanced, at its best C of 1, 10 and 100."""
    model = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear", tol=1e-4)
    model.fit(rows, labels)
    return np.append(model.coef_[0], model.intercept_)


def changed(data: Data, change: Callable[[str], str]) -> Data:
    """Return data whose texts were changed; the head keeps its place."""
    documents = []
    for document in data.documents:
        head, body = document.text[: document.head], document.text[document.head :]
        head = change(head)
        documents.append(Document(head + change(body), len(head)))
    return replace(data, documents=documents)


def without_names(text: str) -> str:
    """Return a text without the names of persons (nr), places (ns) and newspapers."""
    kept = [word for word, flag in posseg.cut(text) if not flag.startswith(("nr", "ns"))]
    return re.sub("(工人|劳动|日报|晚报|午报|晨报|都市报)+(报|讯)?", "", "".join(kept))


def variants(settings: TrainingSettings) -> list[tuple[str, TrainingSettings]]:
    """Return the settings that differ from the chosen ones in one thing."""
    features = settings.features

    def of(**changes: Any) -> TrainingSettings:
        return replace(settings, features=replace(features, **changes))

    rows = [
        ("words 1-2", of(word_ngrams=(1, 2))),
        ("characters 2", of(char_ngrams=(2, 2))),
        ("characters 1", of(char_ngrams=(1, 1))),
        ("characters 1-3", of(char_ngrams=(1, 3))),
        ("punctuation the other way", of(punctuation=not features.punctuation)),
        *((f"headline weighs {n}", of(headline_weight=n)) for n in (1, 2, 5)),
        *((f"terms of {n} articles", replace(settings, min_documents=n)) for n in (1, 3)),
        *((f"C {c}", replace(settings, inverse_penalty=c)) for c in (0.1, 0.3, 1.0, 3.0)),
        *((f"naive Bayes {w}", replace(settings, bayes_weight=w)) for w in (0.0, 0.5, 1.0)),
    ]
    return [(name, changes) for name, changes in rows if changes != settings]


def table(
    data: Data, base: Predictions, rows: Sequence[tuple[str, Data, Predictions]]
) -> list[str]:
    """Return a line for each variant: its macro-F1 and the difference to the base."""
    every = np.ones(len(data.documents))
    draws = resamples(data.gold.groups)
    first = macro_f1(data.gold, base, every)
    drawn = np.array([macro_f1(data.gold, base, weights) for weights in draws])
    lines = [f"{'as chosen':<34}{figure_of(first, drawn.tolist())}"]
    for name, _, predictions in rows:
        value = macro_f1(data.gold, predictions, every)
        gaps = np.array([macro_f1(data.gold, predictions, weights) for weights in draws]) - drawn
        gap = figure_of(value - first, gaps.tolist())
        lines.append(f"{name:<34}{value:.3f}  {gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="Ablate features and classifier on the corpus.")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    corpus = read_seeds()
    data = data_of(corpus)
    settings = train(corpus, jobs=options.jobs, data=data).settings
    print(settings)
    base = predicted(data, settings, options.jobs)
    rows = [(n, data, predicted(data, s, options.jobs)) for n, s in variants(settings)]
    rows.append(
        ("logistic regression", data, with_other_weights(data, settings, regression, options.jobs))
    )

    def machine(known: Any, labels: Any) -> Floats:
        blend = parts.OneVsRestBlend(inverse_penalty=settings.inverse_penalty)
        blend.fit(known, labels[:, None])
        return np.append(blend.coef_[0], blend.intercept_)

    plain = {f"{name}__tfidf__sublinear_tf": False for name in ("word", "char")}
    predictions = with_other_weights(data, settings, machine, options.jobs, **plain)
    rows.append(("counts as they are, no Bayes", data, predictions))
    for name, case in (("examples", YES), ("full counter-examples", NO)):
        cases = np.where(data.cases == SECOND, case, data.cases)
        predictions = predicted(replace(data, cases=cases), settings, options.jobs)
        rows.append((f"second themes as {name}", data, predictions))
    texts = {
        "digits dropped": changed(data, lambda text: text.replace("0", "")),
        "names and places masked": changed(data, without_names),
    }
    rows += [(n, data, predicted(other, settings, options.jobs)) for n, other in texts.items()]
    print("\n".join(table(data, base, rows)))


if __name__ == "__main__":
    main()
