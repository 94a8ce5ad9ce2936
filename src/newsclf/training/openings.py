"""Learn how paragraphs begin (`pages.Openings`), and evaluate the result.

Logistic regression on the features of `opening_features`: beginnings of sentences of a corpus
versus cuts at random places.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from newsclf.pages.bylines import leading
from newsclf.pages.joins import CUTS, INSIDE, finished
from newsclf.pages.openings import KINDS, Openings, opening_features
from newsclf.text.characters import fold
from newsclf.text.sentences import sentence_spans
from newsclf.training.corpus import sha256_of

FEWEST_TEXTS = 300  # of running text; fewer know less of openings than the model that ships
# Characters of the texts that are read: they show how paragraphs begin, and more take hours. Of a
# larger corpus every so many texts are read.
MOST_CHARACTERS = 3_000_000
FEWEST = 3  # features met less often are left out
# Inverse: 0.5 sees more cuts of the corpus (55 instead of 41 of 100), and is so sure of what it has
# met there that beginnings of other papers pass for cuts: real pages lose two headlines in 100.
PENALTY = 0.1
SHORTEST = 8  # characters; shorter sentences have no inside


@dataclass(frozen=True, slots=True)
class LearnedOpenings:
    """How paragraphs begin, and the out-of-sample quality of the threshold `INSIDE`.

    Attributes:
        openings: The learned openings.
        texts: Number of texts with running text.
        wrong: Share of real beginnings of paragraphs above the threshold.
        found: Share of cuts above the threshold.
    """

    openings: Openings
    texts: int
    wrong: float
    found: float


@dataclass(frozen=True, slots=True)
class Samples:
    """Beginnings and cuts.

    Attributes:
        texts: The text from there on.
        cut: 1 for a cut, 0 for a beginning.
        paragraph: True if a paragraph begins there.
        groups: The number of the source text of each.
    """

    texts: list[str]
    cut: list[int]
    paragraph: list[bool]
    groups: list[int]


def samples_of(texts: Sequence[str]) -> Samples:
    """Return beginnings and cuts from texts."""
    source = random.Random(0)
    found = Samples([], [], [], [])
    for number, text in enumerate(texts):
        above = "。"
        for line in text.splitlines():
            folded = fold(line.strip())
            if "。" not in folded:
                continue  # a title, a credit
            rest, above = not finished(above), folded  # the rest of what a column cut
            lead = leading(folded)
            begin = lead.offset if lead else 0
            for start, end in sentence_spans(folded, begin):
                if end - start < SHORTEST or (rest and start == begin):
                    continue
                places = [start, *(source.randrange(start + 2, end - 4) for _ in range(CUTS))]
                found.texts.extend(folded[place : place + 60] for place in places)
                found.cut.extend(int(place != start) for place in places)
                found.paragraph.extend(place == start == begin for place in places)
                found.groups.extend([number] * len(places))
    return found


def learn_openings(texts: Sequence[str]) -> LearnedOpenings | None:
    """Learn how paragraphs begin.

    Args:
        texts: Articles with each paragraph on its own line.

    Returns:
        The learned openings; None if there are fewer than `FEWEST_TEXTS` with running text.
    """
    step = 1 + sum(map(len, texts)) // MOST_CHARACTERS
    samples = samples_of(texts[::step])
    count = len(set(samples.groups))
    if count < FEWEST_TEXTS:
        return None
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([_named(opening_features(text)) for text in samples.texts])
    met = np.asarray(rows.sum(axis=0)).ravel() >= FEWEST
    rows = rows[:, np.flatnonzero(met)]
    names = vectorizer.get_feature_names_out()[met]
    model = LogisticRegression(C=PENALTY, max_iter=2000, tol=1e-8)
    scores = cross_val_predict(
        model,
        rows,
        samples.cut,
        groups=samples.groups,
        cv=GroupKFold(5),
        method="decision_function",
    )
    model.fit(rows, samples.cut)
    weights: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    for name, weight in zip(names.tolist(), model.coef_[0].tolist(), strict=True):
        weights[name[0]][name[1:]] = round(weight, 2)
    truth, begins = np.array(samples.cut), np.array(samples.paragraph)
    return LearnedOpenings(
        openings=Openings(
            round(float(model.intercept_[0]), 2), tuple(weights.values()), sha256_of(texts)
        ),
        texts=count,
        wrong=float(np.mean(scores[begins] >= INSIDE)),
        found=float(np.mean(scores[truth == 1] >= INSIDE)),
    )


def _named(features: Sequence[str]) -> dict[str, int]:
    return {kind + value: 1 for kind, value in zip(KINDS, features, strict=True)}
