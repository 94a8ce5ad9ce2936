"""Shared by train, evaluate, compare and check: labeled texts, progress, figures."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsclf.cli import common
from newsclf.pages import Splitter
from newsclf.themes import Theme

if TYPE_CHECKING:  # these load scikit-learn, which takes a second
    from newsclf.training.corpus import Corpus
    from newsclf.training.corpus import Source as Given
    from newsclf.training.data import Data
    from newsclf.training.metrics import Quality

__all__ = ["Corpus", "Data", "Given"]

SEEN = (
    "warning: the model was trained on this corpus, so the figures do not apply to new texts. "
    "See its model card for figures on held-out texts."
)


format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Output format.",
)


def corpus_arguments(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the corpus argument and its options; the command gets them as one `source`."""

    @click.argument("corpus", type=click.Path(path_type=Path, exists=True))
    @click.option(
        "--labels",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Labels for a folder: a table with the columns id and label (or primary, secondary).",
    )
    @click.option(
        "--text-column", metavar="NAME", help="Column of the text; by default recognized by name."
    )
    @click.option("--label-column", metavar="NAME", help="Column of the label; likewise.")
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        corpus: Path,
        labels: Path | None,
        text_column: str | None,
        label_column: str | None,
        **options: Any,
    ) -> Any:
        from newsclf.training.corpus import Source

        source = Source(corpus, labels, text_column, label_column)
        return command(*args, source=source, **options)

    return wrapped


def jobs_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option for the number of processes."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=lambda: os.cpu_count() or 1,
        show_default="all cores",
        help="Number of processes; it does not affect the result.",
    )(command)


def read(
    source: Given,
    themes: Sequence[Theme] | None = None,
    splitter: Splitter | None = None,
    *,
    strict: bool = True,
) -> Corpus:
    """Read a corpus and report what was read; see `read_corpus`."""
    from newsclf.training.corpus import read_corpus

    return told(read_corpus(source, themes, splitter=splitter, strict=strict))


def told(corpus: Corpus) -> Corpus:
    """Say what was read, and return it."""
    for note in corpus.notes:
        common.say(note)
    columns = ", ".join(f"{role} from {name!r}" for role, name in corpus.columns.items())
    kinds = "one label each" if corpus.labels == "one" else "several or no labels allowed"
    count = len(corpus.themes)
    common.say(f"{len(corpus.examples)} examples, {count} themes, {kinds}; {columns}")
    for reason, left in corpus.left_out.items():
        common.say(f"left out: {left} {reason}")
    return corpus


def without(corpus: Corpus, themes: Iterable[str]) -> Corpus:
    """Return a corpus without some themes."""
    from newsclf.training.corpus import without as corpus_without

    return corpus_without(corpus, themes)


def show_progress(label: str, results: Iterable[Any], total: int) -> Iterable[Any]:
    """Show a progress bar for a phase on a terminal, elsewhere only its name."""
    if not sys.stderr.isatty():
        common.say(label)
    yield from common.show_progress(label, results, total)


def say_quality(quality: Quality) -> None:
    """Print quality figures, human-readable."""
    for line in quality_lines(quality):
        common.say(line)


def quality_lines(quality: Quality) -> list[str]:
    """Return a table of figures with their intervals."""
    from newsclf.training.card import TITLES

    lines = [f"{quality.examples} examples in {quality.groups} groups; 95% intervals"]
    lines += [f"{TITLES[name]}: {figure}" for name, figure in quality.figures.items()]
    lines += [
        f"{name}: precision {kinds['precision']}, recall {kinds['recall']}, F1 {kinds['f1']}"
        for name, kinds in quality.labels.items()
    ]
    return lines


def quality_json(quality: Quality) -> str:
    """Return the figures as JSON: name -> value, low, high."""
    from newsclf.writers.records import as_json

    record = {
        "examples": quality.examples,
        "groups": quality.groups,
        **{name: asdict(figure) for name, figure in quality.figures.items()},
        "labels": {
            name: {kind: asdict(figure) for kind, figure in kinds.items()}
            for name, kinds in quality.labels.items()
        },
        "confusion": quality.confusion,
    }
    return as_json(json.loads(json.dumps(record)), indent=2)
