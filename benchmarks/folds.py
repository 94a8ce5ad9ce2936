"""How the themes do on what the model has not seen: kinds of event, regions, decades, forms.

    python benchmarks/folds.py [--jobs N]

Each line holds out whole groups of that name, five folds of them, with the settings of the shipped
model; calibration comes from the other folds. `articles` holds out articles of everything.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus_coverage import Row, read_rows
from newsclf.themes import read_taxonomy
from newsclf.training.corpus import Source, read_corpus
from newsclf.training.data import data_of
from newsclf.training.metrics import quality_of
from newsclf.training.train import Trainer

ROOT = Path(__file__).parents[1]
FIGURES = ("macro_f1", "confident_share", "confident_accuracy", "calibration_error")
HELD_OUT: dict[str, Callable[[Row], str]] = {
    "kinds": lambda row: row["kind"],
    "regions": lambda row: row["province"],
    "decades": lambda row: row["year"][:3],
    "forms": lambda row: row["form"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures by folds that hold out whole groups.")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    source = Source(
        ROOT / "seeds" / "articles",
        ROOT / "labels" / "articles.csv",
        also=ROOT / "seeds" / "cards.csv",
    )
    corpus = read_corpus(source, read_taxonomy(ROOT / "labels" / "themes.toml"))
    rows = {row["id"]: row for row in read_rows()}
    data = data_of(corpus)
    trainer = Trainer(data, jobs=options.jobs)
    record = json.loads((ROOT / "models" / "themes" / "training.json").read_text(encoding="utf-8"))
    chosen = record["settings"]
    settings = replace(
        trainer.validator.start,
        inverse_penalty=chosen["inverse_penalty"],
        bayes_weight=chosen["bayes_weight"],
    )
    measured = np.flatnonzero(data.measured)
    themes = [theme.id for theme in corpus.themes]
    for name in (*HELD_OUT, "articles"):
        validator, by_kind = trainer.validator, name != "articles"
        if by_kind:
            # A card has no region or form of its own here: each is a group for itself.
            names = [
                HELD_OUT[name](rows[e.id]) if e.id in rows else e.kind if name == "kinds" else e.id
                for e in corpus.examples
            ]
            validator = replace(
                validator, kinds=np.unique(names, return_inverse=True)[1].astype(np.int64)
            )
        validator = replace(validator, nested=False)
        folds = validator.folds(trainer.rows, by_kind=by_kind)
        scores = validator.scores(settings, trainer.rows, folds)
        predictions = validator.cross_validated(settings, scores, folds)
        quality = quality_of(data.gold.take(measured), predictions.take(measured), themes)
        figures = ", ".join(f"{key} {quality.figures[key]}" for key in FIGURES)
        print(f"{name:<9} {figures}", flush=True)


if __name__ == "__main__":
    main()
