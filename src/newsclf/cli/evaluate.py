"""`newsclf evaluate`: a model against labels, as a table, JSON, or an HTML report."""

from __future__ import annotations

from pathlib import Path

import click

from newsclf.bundle import load_bundle
from newsclf.cli import common, corpora
from newsclf.pages import Splitter
from newsclf.text.words import tokenizer_of


@click.command("evaluate", short_help="Evaluate a model against labels.")
@click.argument("model_folder", type=click.Path(path_type=Path), metavar="MODEL")
@corpora.corpus_arguments
@corpora.format_option
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Also write an HTML report with charts and the worst errors.",
)
@common.output_option
def command(
    model_folder: Path,
    source: corpora.Given,
    format_name: str,
    report: Path | None,
    output: Path | None,
) -> None:
    """Evaluate a model against the labels of a corpus, with 95% bootstrap intervals.

    CORPUS is as for `newsclf train`: a folder with --labels, or one table. For a close call, either
    label counts as correct.

    \b
    Examples:
      newsclf evaluate my-model test.tsv
      newsclf evaluate my-model test.tsv --format json -o figures.json
      newsclf evaluate my-model articles/ --labels labels.csv --report report.html
    """
    with common.one_line_errors():
        from newsclf.training import report as page
        from newsclf.training.evaluate import evaluate

        if report is not None:
            page.require()
        bundle = load_bundle(model_folder)
        model = bundle.model
        corpus = corpora.read(source, model.info.themes, Splitter(bundle.openings), strict=False)
        tokenize = tokenizer_of()
        found = evaluate(model, corpus, tokenize, progress=corpora.show_progress)
        if found.seen:
            common.say(corpora.SEEN)
        with common.open_output(output) as out:
            if format_name == "json":
                out.write(corpora.quality_json(found.quality) + "\n")
            else:
                out.write(f"{bundle.label} on {common.shown(source.path)}\n")
                out.writelines(line + "\n" for line in corpora.quality_lines(found.quality))
                missing = [t.id for t in model.info.themes if t.id not in found.quality.labels]
                out.writelines(f"{name}: not in this test\n" for name in missing)
        if report is not None:
            text = page.html_of(bundle, model_folder, corpus, found, tokenize)
            with common.open_output(report) as out:
                out.write(text)
            common.say(f"{report}: written")
