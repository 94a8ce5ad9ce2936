"""`newsclf evaluate-digest`: digests against references, with the lead baseline."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsclf.bundle import load_clause_weights, load_openings
from newsclf.cli import common, corpora
from newsclf.digest import Digester
from newsclf.pages import Splitter

if TYPE_CHECKING:  # loads scikit-learn, which takes a second
    from newsclf.training.references import DigestQuality

_NAMES = {"rouge_1": "ROUGE-1", "rouge_2": "ROUGE-2", "rouge_l": "ROUGE-L"}


@click.command("evaluate-digest", short_help="Evaluate digests against references.")
@click.argument("corpus", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--references",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="References for a folder: a table with the columns id and references.",
)
@click.option(
    "--text-column", metavar="NAME", help="Column of the text; by default recognized by name."
)
@click.option("--reference-column", metavar="NAME", help="Column of the references; likewise.")
@common.digest_options
@common.model_option
@corpora.format_option
def command(
    corpus: Path,
    references: Path | None,
    max_chars: int,
    engine: str,
    model_folder: Path | None,
    format_name: str,
    **columns: str | None,
) -> None:
    """Evaluate digests against human-written references: character ROUGE, and the rules.

    The figures of the chosen engine are printed with those of the lead baseline.

    CORPUS is a folder of texts with --references, or one CSV, TSV or JSON Lines file with a text
    and its reference in each row. Intervals are 95% bootstrap intervals over articles.

    \b
    Examples:
      newsclf evaluate-digest articles/ --references digests.jsonl
      newsclf evaluate-digest news.jsonl --reference-column summary --max-chars 30
    """
    with common.one_line_errors():
        from newsclf.training.references import quality_of_digests, read_references

        found = read_references(
            corpus,
            references,
            **columns,
            splitter=Splitter(load_openings(model_folder)),
        )
        weights, results = load_clause_weights(model_folder), {}
        for name in dict.fromkeys((engine, "lead")):
            digester = Digester(weights, name, max_chars)
            told = [
                digester.digest_of(one.article)
                for one in corpora.show_progress(f"digests by {name}", found, len(found))
            ]
            results[name] = quality_of_digests(found, told, max_chars=max_chars)
        with common.open_output(None) as out:
            if format_name == "json":
                out.write(json.dumps({n: _plain(q) for n, q in results.items()}, indent=1) + "\n")
            else:
                count = sum(len(one.digests) for one in found)
                out.write(f"{len(found)} articles, {count} references; 95% intervals\n")
                for name, quality in results.items():
                    lines = _lines(name, quality, several=count > len(found))
                    out.writelines(line + "\n" for line in lines)


def _plain(quality: DigestQuality) -> dict[str, object]:
    plain = asdict(quality)
    del plain["scores"]
    return plain


def _lines(name: str, quality: DigestQuality, *, several: bool) -> list[str]:
    lines = [name]
    for metric, label in _NAMES.items():
        figure, best = quality.figures[metric], quality.best[metric]
        lines.append(
            f"  {label}  {figure.value:5.1f} [{figure.low:.1f}, {figure.high:.1f}]"
            + (f", best reference {best.value:.1f}" if several else "")
        )
    broken = ", ".join(f"{rule} {count}" for rule, count in sorted(quality.broken.items()))
    lines.append(f"  rules kept {quality.kept:.1%}" + (f" ({broken})" if broken else ""))
    lines.append(
        f"  {quality.length:.1f} characters per digest, {quality.compression:.1%} of the bodies"
    )
    return lines
