"""Cross-validated quality on the corpus, with 95 % intervals.

    python benchmarks/corpus.py [--jobs N]

Each article is predicted by a model that was trained, calibrated and given its thresholds without
the article's fold. Near-duplicates and contrast pairs stay in one fold. Intervals are bootstraps
over those groups.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from newsclf.themes import NONE, read_taxonomy
from newsclf.training.corpus import Corpus, read_corpus
from newsclf.training.pipeline import TrainingSettings
from newsclf.training.train import Data, cross_validate, data_of, f1, macro_f1

ROOT = Path(__file__).parents[1]
RESAMPLES = 2000
Ints = npt.NDArray[np.int64]


def interval(data: Data, decided: Ints) -> tuple[float, float]:
    """Return the 95 % interval of macro-F1, groups drawn with replacement."""
    source = np.random.default_rng(0)
    rows_of = [np.flatnonzero(data.groups == group) for group in np.unique(data.groups)]
    values = []
    for _ in range(RESAMPLES):
        drawn = source.integers(0, len(rows_of), len(rows_of))
        rows = np.concatenate([rows_of[group] for group in drawn])
        values.append(macro_f1(decided[rows], data.primary[rows]))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def confusion(corpus: Corpus, data: Data, decided: Ints) -> str:
    """Return the table of true (down) and decided (across) themes."""
    names = [theme.id for theme in corpus.themes] + [NONE]
    numbers = [*range(len(corpus.themes)), -1]
    lines = ["true \\ said  " + "".join(f"{name:>12}" for name in names)]
    for name, true in zip(names, numbers, strict=True):
        counts = [int(((data.primary == true) & (decided == said)).sum()) for said in numbers]
        lines.append(f"{name:<12} " + "".join(f"{count:>12}" for count in counts))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Cross-validate the themes on the corpus.")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    themes = read_taxonomy(ROOT / "labels" / "themes.toml")
    corpus = read_corpus(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv", themes)
    data = data_of(corpus.examples, themes)
    print(f"{len(corpus.examples)} articles, {len(set(data.groups.tolist()))} groups")
    probabilities, decided = cross_validate(data, themes, TrainingSettings(), jobs=options.jobs)
    low, high = interval(data, decided)
    print(f"macro-F1  {macro_f1(decided, data.primary):.3f}  [{low:.3f}, {high:.3f}]")
    print(f"accuracy  {np.mean(decided == data.primary):.3f}")
    for number, name in [*enumerate(theme.id for theme in themes), (-1, NONE)]:
        print(f"  F1 {name:<11} {f1(decided == number, data.primary == number):.3f}")
    gap = np.abs(probabilities.mean(axis=0) - data.tags.mean(axis=0)).max()
    print(f"largest gap between mean probability and frequency of a theme: {gap:.3f}")
    print(confusion(corpus, data, decided))


if __name__ == "__main__":
    main()
