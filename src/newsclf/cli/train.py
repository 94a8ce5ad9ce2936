"""`newsclf train`: a corpus and its labels -> a model folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from newsclf.cli import common, corpora
from newsclf.errors import CorpusError
from newsclf.themes import read_taxonomy


@click.command("train", short_help="Train a model on labels of your own.")
@corpora.corpus_arguments
@click.option(
    "--themes",
    "taxonomy",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="TOML file of the themes; without it, the labels themselves are the themes.",
)
@click.option(
    "--name",
    help="What the model is called in records; by default as the folder.",
)
@click.option(
    "--also",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A table of further examples to learn from, which no figure counts.",
)
@corpora.jobs_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder of the model.",
)
def command(
    source: corpora.Given,
    taxonomy: Path | None,
    name: str | None,
    also: Path | None,
    jobs: int,
    output: Path,
) -> None:
    """Train a model: the same corpus gives the same bytes.

    CORPUS is a folder of texts named ID.txt with a labels file, or one .csv, .tsv or .jsonl file
    with a text column and a label column. A row can have several labels, parted by ; or |, and
    the label none. Settings are chosen by cross-validation; how good the model is on texts it has
    not seen is printed, and kept in the model card beside it.

    \b
    Examples:
      newsclf train headlines.tsv -o my-model
      newsclf train pages.jsonl --text-column content --label-column topic -o my-model
      newsclf train articles/ --labels labels.csv --themes themes.toml -o my-model
    """
    with common.one_line_errors(common.FAILED):
        from newsclf.classify.model import save_model
        from newsclf.training import card, data, review, train

        themes = read_taxonomy(taxonomy) if taxonomy else None
        source = replace(source, also=also)
        corpus = corpora.read(source, themes)
        rare = train.rare_labels(corpus)
        if rare and themes is None:
            names = ", ".join(f"{label} ({count})" for label, count in sorted(rare.items()))
            if len(rare) == len({example.primary for example in corpus.examples}):
                needed = f"no label has the {data.FEWEST} examples that each needs"
                raise CorpusError(f"{source.path}: {needed}: {names}")
            common.say(f"left out, fewer than {data.FEWEST} examples: {names}")
            corpus = corpora.without(corpus, rare)
        for label, count in review.few_examples(corpus).items():
            common.say(f"warning: {label} has {count} examples; its figures will be rough")
        examples = data.data_of(corpus)
        _warn(corpus, examples)
        name = name or output.resolve().name
        trained = train.train(
            corpus, name=name, jobs=jobs, progress=corpora.show_progress, data=examples
        )
        files = card.files_of(trained, corpus, _again(source, taxonomy, name, output))
        model = trained.model
        digest = save_model(output, model.info, model.vocabulary, model.weights, files)
        corpora.say_quality(trained.quality)
        common.say(f"{output}: {model.info.name} {model.info.version} (sha256:{digest[:8]})")


def _warn(corpus: corpora.Corpus, data: corpora.Data) -> None:
    from newsclf.training import review

    pairs = [pair for pair in review.copies_of(corpus, data.gold) if pair.contradicting]
    for pair in pairs[:3]:
        common.say(f"warning: {pair.first} and {pair.second} are copies with different labels")
    if len(pairs) > 3:
        common.say(f"warning: and {len(pairs) - 3} more such pairs: `newsclf check` lists them")
    for leak in review.leaks_of(corpus, data):
        common.say(
            f"warning: {leak.term!r} stands in {leak.recall:.0%} of the texts of {leak.label} and "
            "hardly elsewhere: does the text hold its label?"
        )


def _again(source: corpora.Given, taxonomy: Path | None, name: str, output: Path) -> str:
    options = [("--labels", source.labels), ("--text-column", source.text_column)]
    options += [("--label-column", source.label_column), ("--themes", taxonomy)]
    options += [("--also", source.also)]
    given = "".join(f" {option} {value}" for option, value in options if value)
    called = f" --name {name}" if name != output.resolve().name else ""
    return f"newsclf train {source.path}{given}{called} -o {output}"
