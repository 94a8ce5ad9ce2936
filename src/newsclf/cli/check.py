"""`newsclf check`: find problems in a corpus."""

from __future__ import annotations

import click

from newsclf.cli import common, corpora

SHOWN = 20


@click.command("check", short_help="Find duplicates and likely label errors in a corpus.")
@corpora.corpus_arguments
@click.option(
    "--near",
    type=click.FloatRange(0.05, 1.0),
    default=0.2,
    show_default=True,
    help="Least similarity of texts to list as near-duplicates (Jaccard, 5-character sequences).",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help=f"List everything, not just the first {SHOWN} of each.",
)
@corpora.jobs_option
def command(source: corpora.Given, near: float, everything: bool, jobs: int) -> None:
    """Find problems in labeled texts, without changing anything.

    Reports near-duplicates, openings shared by many texts, labels that a model trained on the other
    texts disagrees with, terms that give a label away, and odd texts. Exits with code 1 if two
    copies of a text have different labels.

    \b
    Examples:
      newsclf check headlines.tsv
      newsclf check articles/ --labels labels.csv --near 0.3 --all
    """
    contradicting = 0
    with common.one_line_errors():
        from newsclf.training import data, review, train

        corpus = corpora.read(source)
        limit = None if everything else SHOWN
        pairs = review.duplicates_of(corpus, near)
        contradicting = sum(pair.contradicting and pair.similarity >= 0.5 for pair in pairs)
        sections = {
            f"near-duplicates from {near:.2f} on": [
                f"{p.first} and {p.second}: {p.similarity:.2f}"
                + (", different labels" if p.contradicting else "")
                for p in pairs
            ],
            "openings of 12 characters that more than 4 texts share": [
                f"{opening}…: {', '.join(ids)}"
                for opening, ids in review.openings_of(corpus).items()
                if len(ids) > 4
            ],
            "odd texts": [f"{odd.id}: {odd.reason}" for odd in review.odd_texts(corpus)],
            "labels with few examples": [
                f"{label}: {count}" for label, count in review.few_examples(corpus).items()
            ],
        }
        rare = train.rare_labels(corpus)
        kept = corpora.without(corpus, rare) if rare else corpus
        if len({example.primary for example in kept.examples}) > 1:
            examples = data.data_of(kept)
            sections["terms that give a label away"] = [
                f"{leak.label}: {leak.term!r} in {leak.recall:.0%} of its texts, hardly elsewhere"
                for leak in review.leaks_of(kept, examples)
            ]
            predictions = train.out_of_sample(
                kept, examples, jobs=jobs, progress=corpora.show_progress
            )
            sections["likely wrong labels"] = [
                f"{s.id}: {s.label} ({s.own:.0%}), rather {s.likely} ({s.probability:.0%})"
                for s in review.suspects_of(kept, examples.gold, predictions.probabilities)
            ]
        growth = review.vocabulary_growth(corpus)
        with common.open_output(None) as out:
            for title, lines in sections.items():
                out.write(f"{title}: {len(lines)}\n")
                out.writelines(f"  {common.shown(line)}\n" for line in lines[:limit])
                if limit and len(lines) > limit:
                    out.write(f"  and {len(lines) - limit} more: --all lists them\n")
            points = ", ".join(f"{seen} in {texts}" for texts, seen in growth)
            out.write(f"different pairs of characters seen in so many texts: {points}\n")
    if contradicting:
        raise SystemExit(common.FAILED)
