"""`newsclf tag`: the articles of pages with their themes and digests."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import click

from newsclf.cli import common
from newsclf.documents import TaggedArticle
from newsclf.tagger import Tagger, from_file, load
from newsclf.themes import Theme
from newsclf.writers import write_csv, write_json, write_jsonl, write_table
from newsclf.writers.formats import FORMATS, writer_of
from newsclf.writers.table import summary

# What can be written while articles come in, to standard output, too.
_STREAMS = {"json": write_json, "jsonl": write_jsonl, "csv": write_csv}


@click.command("tag", short_help="Tag and digest the articles on pages.")
@common.files_argument
@common.format_option("table", "json", *FORMATS)
@click.option(
    "--explain",
    is_flag=True,
    help="Add the terms behind each theme, with positions and weights that add up to the score.",
)
@common.model_option
@common.segmenter_option
@common.digest_options
@common.output_option
def command(
    files: tuple[str, ...],
    format_name: str | None,
    explain: bool,
    model_folder: Path | None,
    output: Path | None,
    **how: Any,
) -> None:
    """Split pages into articles, tag each by theme, and print a one-line digest of each.

    FILE is text in UTF-8, UTF-16 or GB18030; - is standard input. A question mark in the table
    marks articles that a person should review.

    \b
    Examples:
      newsclf tag page.txt
      newsclf tag pages/*.txt -o articles.xlsx
      newsclf tag page.txt --max-chars 40
      cat page.txt | newsclf tag -
    """
    with common.one_line_errors():
        name = common.format_of(format_name, output, ("json", *FORMATS))
        if name in FORMATS and name not in _STREAMS and output is None:
            raise click.UsageError(f"--format {name} needs -o FILE")
        tagger = load(model_folder, **how)
        inputs = common.Inputs(files)
        pages = _tagged(tagger, inputs, explain)
        if name in FORMATS and name not in _STREAMS and output is not None:
            write = writer_of(name)
            records = (article.to_dict() for _, articles in pages for article in articles)
            with common.whole_file(output) as path:
                write(records, path, tagger.model.info.themes)
        else:
            # The mark tells Excel that a CSV file is UTF-8.
            encoding = "utf-8-sig" if name == "csv" else "utf-8"
            with common.open_output(output, encoding=encoding) as out:
                if name in _STREAMS:
                    _STREAMS[name]((a for _, articles in pages for a in articles), out)
                else:
                    _write_tables(pages, tagger.model.info.themes, out, output)
                out.flush()
    sys.exit(common.FAILED if inputs.failed else 0)


def _tagged(
    tagger: Tagger, inputs: common.Inputs, explain: bool
) -> Iterator[tuple[str, list[TaggedArticle]]]:
    for name, decoded in inputs:
        articles = from_file(tagger.tag(decoded.text, name=name, explain=explain), decoded)
        if not articles:
            inputs.fail(inputs.without_article(name))
        yield name, articles


def _write_tables(
    pages: Iterable[tuple[str, list[TaggedArticle]]],
    themes: Sequence[Theme],
    out: IO[str],
    output: Path | None,
) -> None:
    for name, articles in pages:
        if not articles:
            continue
        out.write(f"\n{summary(articles, themes, name)}\n\n")
        write_table(
            articles,
            out,
            themes=themes,
            width=common.terminal_width(),
            colour=common.uses_colour(output),
        )
