"""`newsclf digest`: one line for each article of pages, without tags."""

from __future__ import annotations

import sys

import click

from newsclf.cli import common
from newsclf.digest import MAX_CHARS, MIN_CHARS
from newsclf.digest.engines import ENGINES, Engine, digest_with
from newsclf.pages import split
from newsclf.text.characters import printable


@click.command("digest", short_help="Print one line for each article.")
@common.files_argument
@click.option(
    "--max-chars",
    type=click.IntRange(MIN_CHARS, 1000),
    default=MAX_CHARS,
    show_default=True,
    help="Most characters of a line, punctuation counted, spaces not.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="textrank",
    show_default=True,
    help="What chooses the line.",
)
def command(files: tuple[str, ...], max_chars: int, engine: Engine) -> None:
    """Print the digest of each article of pages, one a line, in page order.

    \b
    Example:
      newsclf digest page.txt --max-chars 60
    """
    with common.one_line_errors():
        inputs = common.Inputs(files)
        with common.open_output(None) as out:
            for name, text in inputs:
                articles = split(text).articles
                if not articles:
                    inputs.fail(inputs.without_article(name))
                for article in articles:
                    digest = digest_with(article, engine, max_chars=max_chars)
                    out.write(printable(digest.text) + "\n")
            out.flush()
    sys.exit(common.FAILED if inputs.failed else 0)
