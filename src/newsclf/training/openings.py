"""Trains what `pages.joins` knows of how paragraphs begin, and measures it.

Run as `python -m newsclf.training.openings CORPUS`: beginnings of the sentences of a corpus
against cuts at random places, logistic regression on the features of `opening_features`.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from newsclf.pages.bylines import leading
from newsclf.pages.joins import CUTS, INSIDE, OPENING_KINDS, finished, opening_features
from newsclf.readers import read_text
from newsclf.text.characters import fold
from newsclf.text.sentences import sentence_spans

FEWEST = 3  # features met less often are left out
SHORTEST = 8  # characters; shorter sentences have no inside


def openings_of(corpus: Path) -> tuple[list[str], list[int], list[bool], list[int]]:
    """Return beginnings and cuts of a corpus.

    Returns:
        The texts from there on; 1 for a cut, 0 for a beginning; True where a paragraph begins;
        the number of the article.
    """
    source = random.Random(0)
    texts: list[str] = []
    cut: list[int] = []
    paragraph: list[bool] = []
    groups: list[int] = []
    for number, path in enumerate(sorted(corpus.glob("*.txt"))):
        above = "。"
        for line in read_text(path).splitlines():
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
                texts += [folded[place : place + 60] for place in places]
                cut += [int(place != start) for place in places]
                paragraph += [place == start == begin for place in places]
                groups += [number] * len(places)
    return texts, cut, paragraph, groups


def _named(features: Sequence[str]) -> dict[str, int]:
    return {kind + value: 1 for kind, value in zip(OPENING_KINDS, features, strict=True)}


def main(corpus: Path, output: Path) -> None:
    """Train on a corpus, print what the bounds achieve out of sample, write the weights."""
    texts, cut, paragraph, groups = openings_of(corpus)
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([_named(opening_features(text)) for text in texts])
    met = np.asarray(rows.sum(axis=0)).ravel() >= FEWEST
    rows = rows[:, np.flatnonzero(met)]
    names = vectorizer.get_feature_names_out()[met]
    model = LogisticRegression(C=0.5, max_iter=2000, tol=1e-8)
    folds = GroupKFold(5)
    scores = cross_val_predict(
        model, rows, cut, groups=groups, cv=folds, method="decision_function"
    )
    truth, begins = np.array(cut), np.array(paragraph)
    wrong, found = np.mean(scores[begins] >= INSIDE), np.mean(scores[truth == 1] >= INSIDE)
    print(f"above {INSIDE}: {wrong:.1%} of real beginnings, {found:.1%} of cuts", file=sys.stderr)
    model.fit(rows, cut)
    named = zip(names, model.coef_[0], strict=True)
    weights = {str(name): round(float(weight), 2) for name, weight in named}
    weights[""] = round(float(model.intercept_[0]), 2)
    text = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True)
    output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    from newsclf.pages import joins

    main(Path(sys.argv[1]), Path(joins.__file__).with_name("openings.json"))
