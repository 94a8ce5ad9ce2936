"""`newsclf train`: a corpus and its labels -> a model folder."""

from __future__ import annotations

from pathlib import Path

import click

from newsclf.cli import common
from newsclf.themes import read_taxonomy


@click.command("train", short_help="Train a model on a corpus.")
@click.argument("corpus", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--labels",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="CSV with the columns id, primary, secondary, close and group.",
)
@click.option(
    "--themes",
    "taxonomy",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="TOML file of the themes.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder of the model.",
)
def command(corpus: Path, labels: Path, taxonomy: Path, output: Path) -> None:
    """Train a model: the same corpus gives the same bytes.

    CORPUS is a folder of texts, one article each, named ID.txt.

    \b
    Example:
      newsclf train seeds/articles --labels labels/articles.csv \\
        --themes labels/themes.toml -o my-model
    """
    from newsclf.training.corpus import read_corpus
    from newsclf.training.pipeline import TrainingSettings
    from newsclf.training.train import train_corpus

    with common.one_line_errors(common.FAILED):
        common.say(f"reading {corpus}")
        labelled = read_corpus(corpus, labels, read_taxonomy(taxonomy))
        common.say(f"training on {len(labelled.examples)} articles")
        digest = train_corpus(labelled, TrainingSettings(), output)
    common.say(f"{output}: sha256:{digest[:8]}")
