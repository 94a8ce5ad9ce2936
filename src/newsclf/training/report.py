"""The HTML report, one self-contained file: figures, charts, and the worst errors."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from newsclf import extras
from newsclf.bundle import Bundle
from newsclf.classify.decide import NO_THEME
from newsclf.classify.explain import Explainer
from newsclf.classify.model import Model
from newsclf.text.characters import printable
from newsclf.text.words import Tokenizer
from newsclf.themes import NONE
from newsclf.training.card import RECORD_FILE, TITLES
from newsclf.training.corpus import Corpus
from newsclf.training.evaluate import Evaluation
from newsclf.training.metrics import reliability, risk_coverage

WORST = 20  # errors that are shown
_TERMS = 6  # terms for and against that an error is explained by
_EXCERPT = 160  # characters of an error's text
_BLUE, _GREY = "#2166ac", "#999999"
_MOST_CELLS = 40  # labels of a confusion matrix that can still be read


def require() -> None:
    """Make sure that the packages for charts and pages are installed.

    Raises:
        DependencyError: One of them is not installed.
    """
    extras.require("reports need matplotlib and jinja2", "report", "jinja2", "matplotlib")


def html_of(
    bundle: Bundle, folder: Path, corpus: Corpus, found: Evaluation, tokenize: Tokenizer
) -> str:
    """Return the report as HTML.

    Args:
        bundle: The evaluated model.
        folder: Its folder, where training saved the learning curve.
        corpus: The evaluation corpus.
        found: The evaluation.
        tokenize: Splits text into words.
    """
    from jinja2 import Environment, PackageLoader

    model = bundle.model
    names = [theme.name for theme in model.info.themes]
    pictures = {
        "confusion": _confusion([*names, NONE], found),
        "reliability": _reliability(found),
        "risk": _risk(found),
        "curve": _learning_curve(folder),
    }
    environment = Environment(loader=PackageLoader("newsclf.training", ""), autoescape=True)
    return environment.get_template("report.html").render(
        model=bundle.label,
        corpus=printable(corpus.name),
        seen=found.seen,
        quality=found.quality,
        titles=TITLES,
        pictures=pictures,
        errors=_errors(model, corpus, found, tokenize),
    )


def _svg(draw: Any, width: float = 5.0, height: float = 3.6) -> str:
    """Return a drawing as SVG whose text stays text: the reader's browser has the fonts."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    # A fixed salt makes ids, and so the file, the same each time.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "newsclf", "font.size": 9}):
        canvas = Canvas(figsize=(width, height), layout="constrained")
        draw(canvas.add_subplot())
        out = io.StringIO()
        canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue().partition("<svg")[1] + out.getvalue().partition("<svg")[2]


def _confusion(names: list[str], found: Evaluation) -> str:
    table = np.array(found.quality.confusion)
    used = np.flatnonzero(table.sum(axis=0) + table.sum(axis=1))[:_MOST_CELLS]
    table = table[np.ix_(used, used)]
    labels = [printable(names[place])[:12] for place in used.tolist()]
    side = max(3.6, 0.42 * len(labels))

    def draw(axes: Any) -> None:
        shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
        # Cells are drawn as shapes: the page's policy lets no picture inside of a picture through.
        axes.pcolormesh(shares, cmap="Blues", vmin=0, vmax=1, edgecolors="white", linewidth=1)
        axes.invert_yaxis()
        axes.set_aspect("equal")
        for row, column in np.ndindex(*table.shape):
            if table[row, column]:
                dark = shares[row, column] > 0.5
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    str(table[row, column]),
                    ha="center",
                    va="center",
                    color="white" if dark else "black",
                )
        places = range(len(labels))
        # Numbers stand in for the labels while matplotlib lays the picture out: its own font has
        # no Chinese, and would warn.
        middles = [place + 0.5 for place in places]
        axes.set_xticks(middles, [f"@{place}@" for place in places], rotation=60)
        axes.set_yticks(middles, [f"@{place}@" for place in places])
        axes.set(xlabel="decided", ylabel="label")

    svg = _svg(draw, side + 0.8, side)
    from markupsafe import escape

    for place, label in enumerate(labels):
        svg = svg.replace(f"@{place}@", str(escape(label)))
    return svg


def _reliability(found: Evaluation) -> str:
    points = reliability(found.gold, found.predictions)

    def draw(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color=_GREY, linewidth=1)
        said, true, counts = zip(*points, strict=True)
        sizes = [10 + 90 * (count / max(counts)) ** 0.5 for count in counts]
        axes.scatter(said, true, s=sizes, color=_BLUE)
        axes.plot(said, true, color=_BLUE, linewidth=1)
        axes.set(xlabel="probability said", ylabel="share that is true", xlim=(0, 1), ylim=(0, 1))

    return _svg(draw)


def _risk(found: Evaluation) -> str:
    coverage, risk = risk_coverage(found.gold, found.predictions)
    confident = found.predictions.choices.confident.mean()

    def draw(axes: Any) -> None:
        axes.plot(coverage, risk, color=_BLUE)
        axes.axvline(confident, color=_GREY, linewidth=1, linestyle="--")
        side = "right" if confident > 0.5 else "left"
        where = axes.get_xaxis_transform()
        axes.text(confident, 0.98, " confident ", transform=where, va="top", ha=side)
        axes.set(xlabel="share decided by the machine", ylabel="errors among them", xlim=(0, 1))
        axes.set_ylim(bottom=0)

    return _svg(draw)


def _learning_curve(folder: Path) -> str:
    """Return the curve that training left in the model folder, `""` if it left none."""
    try:
        record = json.loads((folder / RECORD_FILE).read_bytes())
        curve = {float(k): float(v) for k, v in record["learning_curve"].items()}
        examples = int(record["examples"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""
    if not curve:
        return ""

    def draw(axes: Any) -> None:
        axes.plot([share * examples for share in curve], list(curve.values()), "o-", color=_BLUE)
        axes.set(xlabel="examples trained on", ylabel="score out of sample (training)")
        axes.set_xlim(left=0)

    return _svg(draw)


def _errors(
    model: Model, corpus: Corpus, found: Evaluation, tokenize: Tokenizer
) -> list[dict[str, Any]]:
    """Return the errors that the model is surest of, with what misled it."""
    choices = found.predictions.choices
    truth = found.gold.settled(choices.primary)
    wrong = np.flatnonzero(truth != choices.primary)
    worst = wrong[np.argsort(-choices.chances[wrong], kind="stable")][:WORST]
    explainer = Explainer(model, tokenize)
    themes = [*(theme.id for theme in model.info.themes), NONE]
    errors = []
    for row in worst.tolist():
        example, decided = corpus.examples[row], int(choices.primary[row])
        likeliest = int(found.predictions.probabilities[row].argmax())
        shown = likeliest if decided == NO_THEME else decided
        reasons = explainer.explain(example.article, themes[shown])
        text = printable(" ".join(example.article.body.split()))
        errors.append(
            {
                "id": printable(example.id),
                "headline": printable(example.article.headline),
                "excerpt": text[:_EXCERPT] + "…" * (len(text) > _EXCERPT),
                "label": themes[int(truth[row])],
                "decided": themes[decided],
                "explained": themes[shown],
                "probability": float(found.predictions.probabilities[row, shown]),
                "pro": [t for t in reasons.terms if t.weight > 0][:_TERMS],
                "con": [t for t in reasons.terms if t.weight < 0][:_TERMS],
            }
        )
    return errors
