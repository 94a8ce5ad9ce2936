"""The model card: training data, quality and limitations of a model.

Mitchell, M. et al. (2019). Model cards for model reporting. FAT*.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

import numpy as np

import newsclf
from newsclf.classify.decide import NO_THEME
from newsclf.text.characters import printable
from newsclf.training.calibrate import CONFIDENT_ACCURACY
from newsclf.training.corpus import Corpus
from newsclf.training.learn import Learned
from newsclf.training.metrics import Figure
from newsclf.training.train import Trained, Trial

CARD_FILE = "README.md"
RECORD_FILE = "training.json"
_SHOWN_TRIALS = 5
TITLES = {
    "accuracy": "accuracy of the primary theme",
    "macro_f1": "macro-F1 of the primary theme",
    "tag_micro_f1": "micro-F1 of all tags",
    "calibration_error": "expected calibration error of the decisions",
    "refusal_auroc": "AUROC of the probability of any theme, with a theme versus without",
    "confident_share": "share of confident decisions",
    "confident_accuracy": "accuracy of confident decisions",
}


def files_of(learned: Learned, corpus: Corpus, command: str) -> dict[str, bytes]:
    """Return the card and its figures, as files saved with the model.

    Args:
        learned: The result of training.
        corpus: The training data.
        command: How to train the model again.
    """
    record = json.dumps(_record(learned.themes, corpus), ensure_ascii=False, indent=1)
    card = _card(learned, corpus, command)
    return {RECORD_FILE: f"{record}\n".encode(), CARD_FILE: card.encode()}


def _record(trained: Trained, corpus: Corpus) -> dict[str, Any]:
    return {
        "newsclf": newsclf.__version__,
        "corpus": corpus.name,
        "columns": corpus.columns,
        "examples": sum(e.measured for e in corpus.examples),
        "also": {"examples": sum(not e.measured for e in corpus.examples), "sha256": corpus.also},
        "left_out": corpus.left_out,
        "labels": dict(_counts(corpus)),
        "settings": asdict(trained.settings),
        "trials": [{"score": round(t.score, 4), **asdict(t.settings)} for t in trained.trials],
        "quality": _rounded(asdict(trained.quality)),
        "quality_of_known_kinds": trained.random and _rounded(asdict(trained.random)),
        "learning_curve": {str(k): round(v, 4) for k, v in trained.curve.items()},
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def _counts(corpus: Corpus) -> list[tuple[str, int]]:
    return sorted(Counter(e.primary for e in corpus.examples if e.measured).items())


def parts_of(learned: Learned) -> list[str]:
    """Return one line on each of the other parts: how it was learned, or that it was not."""
    openings, digests = learned.openings, learned.digests
    taken = "copied from the bundled model"
    return [
        f"openings: {taken}"
        if openings is None
        else (
            f"openings: learned from {openings.texts} texts; out of sample, {openings.found:.1%} "
            f"of cuts at random places are detected, and {openings.wrong:.1%} of real beginnings "
            "are mistaken for cuts"
        ),
        f"digests: {taken}"
        if digests is None
        else (
            f"digests: learned from human-written digests of {digests.articles} articles; "
            f"out-of-sample ROUGE-L {_rouge(digests.rouge_l)}"
        ),
    ]


def _rouge(figure: Figure) -> str:
    return f"{figure.value:.1f} [{figure.low:.1f}, {figure.high:.1f}]"


def _card(learned: Learned, corpus: Corpus, command: str) -> str:
    trained = learned.themes
    model, quality, data = trained.model, trained.quality, trained.data
    info = model.info
    lengths = [len(d.text) for d in data.documents]
    several = sum(bool(e.secondary) for e in corpus.examples)
    close = sum(bool(e.close) and corpus.ranked for e in corpus.examples)
    left = "; ".join(f"{count} {reason}" for reason, count in corpus.left_out.items() if count)
    lines = [
        f"# Model card: {_plain(learned.bundle.name)} {learned.bundle.version}",
        "",
        "Assigns Chinese news articles to themes. A linear model: TF-IDF of words and characters,",
        "one support vector machine per theme (and one for none), naive Bayes where it helps, and",
        "probabilities calibrated out of sample. Written by `newsclf train`; every figure below",
        "was measured in training, on held-out examples.",
        "",
        "Other parts:",
        "",
        *(f"- {line}." for line in parts_of(learned)),
        "",
        "## Data",
        "",
        f"- Corpus `{_plain(corpus.name)}`: {quality.examples} examples in {quality.groups} "
        f"groups of near-duplicates and contrast pairs{f' (left out: {left})' if left else ''}.",
        f"- Length: median {median(lengths):.0f} characters, {min(lengths)} to {max(lengths)}.",
        f"- {several} examples have more than one theme"
        + (f", {close} are close calls with two correct primaries." if close else "."),
        f"- SHA-256 of texts, labels and themes: `{info.corpus}`.",
        *_also(corpus),
        "",
        *_table(("label", "examples"), [(_plain(n), str(c)) for n, c in _counts(corpus)]),
        "",
        "## Quality",
        "",
        _method(trained),
        "",
        *_figures(trained),
        "",
        *_table(
            ("label", "precision", "recall", "F1"),
            [
                (_plain(name), *(str(kinds[kind]) for kind in ("precision", "recall", "f1")))
                for name, kinds in quality.labels.items()
            ],
        ),
        "",
        *_curve(trained),
        "## Settings",
        "",
        f"Chosen from {len(trained.trials)} by cross-validation; the best {_SHOWN_TRIALS}:",
        "",
        *_trials(trained.trials[:_SHOWN_TRIALS]),
        "",
        *_bounds(trained),
        "",
        "## Limitations",
        "",
        "- Themes are recognized by their words. An article about something new, in words that the",
        "  corpus does not have, is likely to be marked unsure or to get no theme.",
        _shares(trained),
        "- Decisions that are not confident should be reviewed by a person.",
        "",
        "## Reproduce",
        "",
        "The same corpus always gives the same bytes:",
        "",
        f"    {_plain(command)}",
        "",
    ]
    return "\n".join(lines)


def _method(trained: Trained) -> str:
    folds = trained.settings.folds
    if not trained.data.nested:
        chosen = "some folds" if trained.data.large else "all folds"
        how = (
            f"Settings were chosen on {chosen}; calibration and thresholds of each fold come from "
            "the scores of the others."
        )
    else:
        how = (
            "Settings, calibration and thresholds were chosen separately for each fold (nested "
            "cross-validation)."
        )
    kinds = trained.data.kinds
    if kinds is None:
        parts = "splits no group."
    else:
        parts = (
            f"holds out whole kinds of event, {len(np.unique(kinds))} in all. The second column "
            "comes from folds that hold out articles of every kind and split no group. The first "
            "shows what to expect on new kinds of event, the second on known ones."
        )
    return f"{folds}-fold cross-validation that {parts} {how} Intervals are bootstraps over groups."


def _also(corpus: Corpus) -> list[str]:
    further = sum(not example.measured for example in corpus.examples)
    if not further:
        return []
    return [f"- Additional training examples, in no figure: {further} (SHA-256 `{corpus.also}`)."]


def _shares(trained: Trained) -> str:
    shares = {theme.id: theme.share for theme in trained.model.info.themes if theme.share}
    if not shares:
        return (
            "- The shares of themes in the corpus say nothing about other sources; probabilities\n"
            "  are calibrated for texts with the same shares as the corpus."
        )
    mixed = ", ".join(f"{_plain(name)} {share:.0%}" for name, share in shares.items())
    return (
        f"- Probabilities are calibrated for texts with these shares: {mixed}, the rest\n"
        "  without a theme."
    )


def _figures(trained: Trained) -> list[str]:
    rows = trained.quality.figures
    if trained.random is None:
        return _table(
            ("figure", "value", "95% interval"),
            [(TITLES[name], *_parts(figure)) for name, figure in rows.items()],
        )
    random = trained.random.figures
    return _table(
        ("figure", "on held-out kinds of event", "on held-out articles of known kinds"),
        [(TITLES[name], str(figure), str(random.get(name, ""))) for name, figure in rows.items()],
    )


def _curve(trained: Trained) -> list[str]:
    if not trained.curve:
        return []
    score = "accuracy" if trained.data.labels == "one" else "macro-F1"
    rows = [(f"{share:.1%}", f"{value:.3f}") for share, value in trained.curve.items()]
    return [
        "Trained on a share of the examples, with the settings chosen on all:",
        "",
        *_table(("share", score), rows),
        "",
    ]


def _trials(trials: tuple[Trial, ...]) -> list[str]:
    rows = []
    for trial in trials:
        settings, features = trial.settings, trial.settings.features
        rows.append(
            (
                "{}-{}".format(*features.word_ngrams),
                "{}-{}".format(*features.char_ngrams),
                "yes" if features.punctuation else "no",
                str(settings.min_documents),
                str(settings.inverse_penalty),
                str(settings.bayes_weight),
                f"{trial.score:.4f}",
            )
        )
    header = ("words", "characters", "punctuation", "minimum articles", "C", "Bayes", "score")
    return _table(header, rows)


def _bounds(trained: Trained) -> list[str]:
    info = trained.model.info
    decider = info.decider
    if decider.labels == "one":
        bounds = "Every text has exactly one theme: the likeliest one."
    else:
        where = (
            "Secondary themes are looked for in passages of two sentences; the likeliest passage "
            "counts. "
            if decider.passages
            else ""
        )
        bounds = (
            f"{where}A secondary theme needs a probability of at least {decider.secondary:.2f}. "
            f"The model abstains on a text with fewer than {info.abstention.terms} character "
            f"terms, or if it knows less than {info.abstention.known:.0%} of them."
        )
    sure = (trained.predictions.choices.primary != NO_THEME).any()
    least = (
        f"A decision is confident from a probability of {decider.sure:.3f}: the lowest threshold, "
        f"but at least one half, above which {CONFIDENT_ACCURACY:.0%} of decisions are correct "
        "out of sample."
    )
    return [bounds, least] if sure else [bounds]


def _parts(figure: Figure) -> tuple[str, str]:
    return f"{figure.value:.3f}", f"{figure.low:.3f} to {figure.high:.3f}"


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [
        f"| {' | '.join(header)} |",
        f"|{'|'.join(' --- ' for _ in header)}|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _plain(text: str) -> str:
    """Return user text that is safe in a Markdown table."""
    return " ".join(printable(text).split()).replace("|", "\\|").replace("<", "&lt;")
