"""`newsclf digest`: one line for each article of pages, without tags."""

from __future__ import annotations

import sys

import click

from newsclf.cli import common
from newsclf.digest import LEAST_ROOM, MAX_CHARS, abstract_of
from newsclf.digest.engines import ENGINES, Engine, digest_with
from newsclf.pages import split
from newsclf.text.characters import printable

max_chars_option = click.option(
    "--max-chars",
    type=click.IntRange(LEAST_ROOM, 1000),
    default=MAX_CHARS,
    show_default=True,
    help="Most characters of a line, punctuation counted, spaces not.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="textrank",
    show_default=True,
    help="What chooses the line.",
)


@click.command("digest", short_help="Print one line for each article.")
@common.files_argument
@max_chars_option
@click.option(
    "--sentences",
    type=click.IntRange(1, 100),
    help="Print so many whole sentences instead of one line.",
)
@engine_option
def command(files: tuple[str, ...], max_chars: int, sentences: int | None, engine: Engine) -> None:
    """Print the digest of each article of pages, one a line, in page order.

    \b
    Examples:
      newsclf digest page.txt --max-chars 60
      newsclf digest report.txt --sentences 5
    """
    if sentences is not None and engine != "textrank":
        raise click.UsageError("--sentences goes with the engine textrank alone")
    with common.one_line_errors():
        inputs = common.Inputs(files)
        with common.open_output(None) as out:
            for name, text in inputs:
                articles = split(text).articles
                if not articles:
                    inputs.fail(inputs.without_article(name))
                for article in articles:
                    if sentences is None:
                        digest = digest_with(article, engine, max_chars=max_chars)
                    else:
                        digest = abstract_of(article, sentences)
                    out.write(printable(digest.text) + "\n")
            out.flush()
    sys.exit(common.FAILED if inputs.failed else 0)
