"""`newsclf compare`: two models on the same labels."""

from __future__ import annotations

from pathlib import Path

import click

from newsclf.bundle import load_bundle
from newsclf.cli import common, corpora
from newsclf.pages import Splitter
from newsclf.text.words import tokenizer_of


@click.command("compare", short_help="Test whether one model is better than another.")
@click.argument("model_a", type=click.Path(path_type=Path))
@click.argument("model_b", type=click.Path(path_type=Path))
@corpora.corpus_arguments
def command(model_a: Path, model_b: Path, source: corpora.Given) -> None:
    """Compare two models on a held-out corpus with a paired bootstrap test.

    \b
    Example:
      newsclf compare models/old models/new test.tsv
    """
    with common.one_line_errors():
        from newsclf.training.evaluate import compare, evaluate

        models = [load_bundle(folder) for folder in (model_a, model_b)]
        corpus = corpora.read(source, models[0].model.info.themes, Splitter(models[0].openings))
        found = [
            evaluate(one.model, corpus, tokenizer_of(), progress=corpora.show_progress)
            for one in models
        ]
        if any(evaluation.seen for evaluation in found):
            common.say(corpora.SEEN)
        result = compare(*found)
        better = "B is better" if result.difference.value > 0 else "A is better"
        verdict = better if result.p_value < 0.05 else "no significant difference"
        with common.open_output(None) as out:
            out.write(f"A  {models[0].label}  accuracy {result.first}\n")
            out.write(f"B  {models[1].label}  accuracy {result.second}\n")
            out.write(f"B - A  {result.difference}\n")
            out.write(f"correct only in A {result.only_first}, only in B {result.only_second}\n")
            out.write(f"p = {result.p_value:.3f} (paired bootstrap, two-sided): {verdict}\n")
