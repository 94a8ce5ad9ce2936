"""`newsclf digest`: a one-line digest of each article, without tags."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsclf.bundle import load_clause_weights, load_openings
from newsclf.cli import common
from newsclf.digest import Digester
from newsclf.digest.engines import MAX_SENTENCES
from newsclf.pages import Splitter
from newsclf.text.characters import printable


@click.command("digest", short_help="Print a one-line digest of each article.")
@common.files_argument
@common.digest_options
@click.option(
    "--sentences",
    type=click.IntRange(1, MAX_SENTENCES),
    help="Print this many whole sentences instead of a one-line digest.",
)
@common.model_option
def command(
    files: tuple[str, ...],
    max_chars: int,
    sentences: int | None,
    engine: str,
    model_folder: Path | None,
) -> None:
    """Print the digest of each article, one per line, in page order.

    \b
    Examples:
      newsclf digest page.txt --max-chars 60
      newsclf digest report.txt --sentences 5
    """
    if sentences is not None and engine != "textrank":
        raise click.UsageError("--sentences needs --engine textrank")
    with common.one_line_errors():
        splitter = Splitter(load_openings(model_folder))
        digester = Digester(load_clause_weights(model_folder), engine, max_chars, sentences)
        inputs = common.Inputs(files)
        with common.open_output(None) as out:
            for name, decoded in inputs:
                articles = splitter.split(decoded.text).articles
                if not articles:
                    inputs.fail(inputs.without_article(name))
                for digest in digester.digests_of(articles):
                    out.write(printable(digest.text) + "\n")
            out.flush()
    sys.exit(common.FAILED if inputs.failed else 0)
