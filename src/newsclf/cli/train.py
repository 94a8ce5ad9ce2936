"""`newsclf train`: train a model folder from a corpus and its labels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from newsclf.bundle import save_bundle
from newsclf.cli import common, corpora
from newsclf.errors import CorpusError
from newsclf.pages import Splitter
from newsclf.themes import read_taxonomy


@click.command("train", short_help="Train a model on your own labels.")
@corpora.corpus_arguments
@click.option(
    "--themes",
    "taxonomy",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="TOML file of the themes; by default, the labels are the themes.",
)
@click.option(
    "--name",
    help="Name of the model in records; by default, the name of its folder.",
)
@click.option(
    "--also",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Table of additional training examples, not counted in any figure.",
)
@click.option(
    "--references",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Human-written digests of texts in the folder: a table with the columns id and "
    "references.",
)
@corpora.jobs_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the model.",
)
def command(
    source: corpora.Given,
    taxonomy: Path | None,
    name: str | None,
    also: Path | None,
    references: Path | None,
    jobs: int,
    output: Path,
) -> None:
    """Train a model; the same corpus always gives the same bytes.

    CORPUS is a folder of texts named ID.txt with a labels file, or one .csv, .tsv or .jsonl file
    with a text column and a label column. A row can have several labels, separated by ; or |, or
    the label none. Settings are chosen by cross-validation. The quality on held-out texts is
    printed and saved in the model card.

    If the corpus allows, the model also learns how paragraphs begin, from texts with paragraphs,
    and which clauses editors keep, from --references. The rest is copied from the bundled model;
    the card says which parts.

    \b
    Examples:
      newsclf train headlines.tsv -o my-model
      newsclf train pages.jsonl --text-column content --label-column topic -o my-model
      newsclf train articles/ --labels labels.csv --themes themes.toml -o my-model
    """
    with common.one_line_errors():
        from newsclf.training import card
        from newsclf.training.corpus import corpus_of, read_labelled
        from newsclf.training.data import data_of
        from newsclf.training.learn import learn, openings_or_shipped
        from newsclf.training.openings import learn_openings
        from newsclf.training.references import read_references

        themes = read_taxonomy(taxonomy) if taxonomy else None
        source = replace(source, also=also)
        if references is not None and not source.path.is_dir():
            raise CorpusError(f"{references}: --references needs a folder of texts")
        labelled = read_labelled(source)
        openings = learn_openings(labelled.texts)
        splitter = Splitter(openings_or_shipped(openings))
        corpus = corpora.told(corpus_of(labelled, themes, splitter=splitter))
        lines = (
            read_references(source.path, references, splitter=splitter)
            if references is not None
            else []
        )
        corpus = _without_rare(corpus, source.path, themes is None)
        examples = data_of(corpus)
        _warn(corpus, examples)
        name = name or output.resolve().name
        show = corpora.show_progress
        learned = learn(corpus, openings, lines, name=name, data=examples, jobs=jobs, progress=show)
        again = _again(source, taxonomy, references, name, output)
        sha256 = save_bundle(output, learned.bundle, card.files_of(learned, corpus, again))
        corpora.say_quality(learned.themes.quality)
        for line in card.parts_of(learned):
            common.say(line)
        common.say(f"{output}: {replace(learned.bundle, sha256=sha256).label}")


def _without_rare(corpus: corpora.Corpus, path: Path, optional: bool) -> corpora.Corpus:
    """Return a corpus without labels that are too rare to learn; say which these are.

    Args:
        corpus: The corpus.
        path: Where it lies.
        optional: Labels name themselves, so that some can be left out.
    """
    from newsclf.training import data, train

    rare = train.rare_labels(corpus)
    if not rare or not optional:
        return corpus
    names = ", ".join(f"{label} ({count})" for label, count in sorted(rare.items()))
    if len(rare) == len({example.primary for example in corpus.examples}):
        needed = f"no label has the {data.FEWEST} examples that each needs"
        raise CorpusError(f"{path}: {needed}: {names}")
    common.say(f"left out, fewer than {data.FEWEST} examples: {names}")
    return corpora.without(corpus, rare)


def _warn(corpus: corpora.Corpus, data: corpora.Data) -> None:
    from newsclf.training import review

    for label, count in review.few_examples(corpus).items():
        common.say(f"warning: {label} has {count} examples; its figures will be imprecise")
    pairs = [pair for pair in review.copies_of(corpus, data.gold) if pair.contradicting]
    for pair in pairs[:3]:
        common.say(f"warning: {pair.first} and {pair.second} are copies with different labels")
    if len(pairs) > 3:
        common.say(f"warning: {len(pairs) - 3} more such pairs; `newsclf check` lists them")
    for leak in review.leaks_of(corpus, data):
        common.say(
            f"warning: {leak.term!r} occurs in {leak.recall:.0%} of the texts of {leak.label} and "
            "hardly elsewhere; does the text contain its label?"
        )


def _again(
    source: corpora.Given,
    taxonomy: Path | None,
    references: Path | None,
    name: str,
    output: Path,
) -> str:
    options = [("--labels", source.labels), ("--text-column", source.text_column)]
    options += [("--label-column", source.label_column), ("--themes", taxonomy)]
    options += [("--also", source.also), ("--references", references)]
    given = "".join(f" {option} {value}" for option, value in options if value)
    called = f" --name {name}" if name != output.resolve().name else ""
    return f"newsclf train {source.path}{given}{called} -o {output}"
