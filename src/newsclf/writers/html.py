"""The briefing as one self-contained, printable HTML file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsclf import extras
from newsclf.themes import Theme
from newsclf.writers.briefing import Briefing, Column, briefing_of

_WIDTH, _HEIGHT = 704, 132  # the chart over time, in CSS pixels
_LABELS = 16  # columns that leave room for a label each


def require() -> None:
    """Make sure that the package for HTML is installed.

    Raises:
        DependencyError: It is not installed.
    """
    extras.require("an HTML briefing needs jinja2", "briefing", "jinja2")


def write_html(
    records: Iterable[Mapping[str, Any]], path: Path, themes: Sequence[Theme], title: str = ""
) -> None:
    """Write the briefing on a batch of articles; see `briefing_of` for its contents.

    The same records always give the same bytes.

    Args:
        records: The records; may be iterated more than once.
        path: The output file.
        themes: The taxonomy.
        title: The title, `briefing.TITLE` if `""`.

    Raises:
        DependencyError: jinja2 is not installed.
        OSError: The file cannot be written.
    """
    require()
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("newsclf.writers", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    briefing = briefing_of(records, themes, title)
    page = environment.get_template("briefing.html").stream(
        briefing=briefing, chart=_chart(briefing), width=_WIDTH, height=_HEIGHT
    )
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(page)


def _chart(briefing: Briefing) -> list[dict[str, Any]]:
    """Return where the columns of the chart over time are drawn, and their pieces from below."""
    columns = []
    count = len(briefing.columns)
    step = _WIDTH / max(count, 1)
    labels = _labels(briefing.columns)
    for place, column in enumerate(briefing.columns):
        pieces, top = [], float(_HEIGHT)
        for _, colour, number in briefing.pieces(column):
            size = _HEIGHT * number / briefing.highest
            top -= size
            pieces.append({"y": top, "height": size, "colour": colour})
        columns.append(
            {
                "x": place * step,
                "width": min(step * 0.7, 44.0),
                "middle": (place + 0.5) * step,
                "top": top,
                "total": column.total,
                "label": labels[place],
                "pieces": pieces,
            }
        )
    return columns


def _labels(columns: Sequence[Column]) -> list[str]:
    """Return what stands under each column: the first of a month or year, and others with room."""
    every = -(-len(columns) // _LABELS)
    labels: list[str] = []
    last = -every
    for place, column in enumerate(columns):
        begins = column.short == column.name
        close = any(later.short == later.name for later in columns[place + 1 : place + every])
        shown = begins or (place - last >= every and not close)
        labels.append(column.short if shown else "")
        last = place if shown else last
    return labels
