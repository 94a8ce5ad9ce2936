"""`newsclf split`: the articles and furniture of pages, without tags."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from newsclf.bundle import load_openings
from newsclf.cli import common
from newsclf.documents import Page
from newsclf.pages import Splitter
from newsclf.text.characters import printable
from newsclf.writers.records import as_json
from newsclf.writers.table import page_summary, write_page


@click.command("split", short_help="Show how pages are split into articles.")
@common.files_argument
@common.format_option("table", "json", "jsonl")
@common.model_option
@common.output_option
def command(
    files: tuple[str, ...],
    format_name: str | None,
    model_folder: Path | None,
    output: Path | None,
) -> None:
    """Split pages into articles and furniture (lines that belong to no article).

    \b
    Example:
      newsclf split page.txt
    """
    with common.one_line_errors():
        splitter = Splitter(load_openings(model_folder))
        inputs = common.Inputs(files)
        name = common.format_of(format_name, output, ("json", "jsonl"))
        with common.open_output(output) as out:
            pages = ((file, splitter.split(decoded.text)) for file, decoded in inputs)
            if name == "table":
                for file, page in pages:
                    out.write(f"\n{printable(file)}: {page_summary(page)}\n\n")
                    width, colour = common.terminal_width(), common.uses_colour(output)
                    write_page(page, out, width=width, colour=colour)
            elif name == "json":
                records = [_record(file, page) for file, page in pages]
                out.write(as_json(records, indent=2) + "\n")
            else:
                for file, page in pages:
                    out.write(as_json(_record(file, page)) + "\n")
            out.flush()
    sys.exit(common.FAILED if inputs.failed else 0)


def _record(file: str, page: Page) -> dict[str, object]:
    return {"file": file, **asdict(page)}
