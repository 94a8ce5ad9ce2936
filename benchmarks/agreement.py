"""How far the two labellings of the corpus agree.

    python benchmarks/agreement.py

Cohen's kappa of the primary themes (Cohen, J., 1960. A coefficient of agreement for nominal
scales. Educational and Psychological Measurement 20) with a 95 % bootstrap interval over groups,
how many second themes agree, and which primaries are taken for which.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score

from newsclf.training.metrics import figure_of, resamples

LABELS = Path(__file__).parents[1] / "labels" / "articles.csv"


def main() -> None:
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first, second = (np.array([row[f"{name}_primary"] for row in rows]) for name in ORDER)
    numbers = {name: place for place, name in enumerate(sorted({r["group"] for r in rows} - {""}))}
    groups = np.array(
        [numbers.get(row["group"], len(numbers) + place) for place, row in enumerate(rows)]
    )
    drawn = [cohen_kappa_score(first, second, sample_weight=w) for w in resamples(groups, 300)]
    kappa = figure_of(cohen_kappa_score(first, second), drawn)
    print(f"{len(rows)} articles labelled twice, the second time blind")
    print(f"kappa of the primary themes: {kappa}; the same in {np.mean(first == second):.1%}")
    sets = [
        tuple({row[f"{n}_primary"], *row[f"{n}_secondary"].split(";")} - {""} for n in ORDER)
        for row in rows
    ]
    print(f"all themes the same: {np.mean([a == b for a, b in sets]):.1%}")
    pairs = Counter((a, b) for a, b in zip(first.tolist(), second.tolist(), strict=True) if a != b)
    for (a, b), count in pairs.most_common():
        print(f"  {a} and {b}: {count}")
    settled = Counter(
        "close" if row["close"] else "first" if row["primary"] == row["first_primary"] else "second"
        for row, a, b in zip(rows, first.tolist(), second.tolist(), strict=True)
        if a != b
    )
    print(f"settled by the guide: {dict(settled)}")


ORDER = ("first", "second")

if __name__ == "__main__":
    main()
