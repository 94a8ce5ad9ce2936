"""The records as an Excel workbook, with a summary sheet."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Any

from newsclf import extras
from newsclf.text.characters import display_width, printable
from newsclf.themes import Theme
from newsclf.writers.briefing import COLOURS
from newsclf.writers.records import COLUMNS, REPRINT

MOST_ROWS = 1_048_576  # of a sheet, the header among them; Excel's limit
MOST_CHARACTERS = 32_767  # of a cell, in UTF-16 units; Excel's limit
SHEET, SUMMARY = "报道", "概览"
NAME = "theme_name"  # a column that only the workbook has
# What is read first stands first; the other columns follow in the order of the record.
_FIRST = ("theme", "confident", "headline", "digest", "tags", "file", "article", "section")
_WIDTHS = {  # characters of a column
    NAME: 14,
    "theme": 14,
    "confident": 11,
    "article": 9,
    "gaps": 9,
    "headline": 44,
    "digest": 64,
    "file": 30,
    "kicker": 24,
    "deck": 24,
    "body": 50,
    "model": 26,
    REPRINT: 34,
}
_WIDTH = 14
_WRAPPED = ("headline", "digest")
_LINE = 16.5  # points of a line
_MOST_HEIGHT = 409.0  # points of a row; Excel's limit
_FONT = {"font_name": "微软雅黑", "font_size": 10}
_TINT = 0.78  # how far a theme's colour goes to white behind its name
_UNSURE = "#fff4cc"
_CREATED = datetime(2000, 1, 1)  # no clock: the same records give the same bytes


def require() -> None:
    """Make sure that the package for workbooks is installed.

    Raises:
        DependencyError: It is not installed.
    """
    extras.require("XLSX needs XlsxWriter", "xlsx", "xlsxwriter")


def write_xlsx(records: Iterable[Mapping[str, Any]], path: Path, themes: Sequence[Theme]) -> None:
    """Write a workbook: the sheet 报道 with a row for each record, and 概览 with the counts.

    The header has the keys of the record, and `theme_name`. Lists and objects are JSON, texts are
    never formulas, and rows that a person should review are yellow. A text too long for Excel is
    cut after 32,766 characters and ends with `…`; control characters are removed. Rows that do not
    fit on a sheet continue on 报道 2 and so on. The same records always give the same bytes.

    Args:
        records: The records, each read once.
        path: The output file.
        themes: The taxonomy.

    Raises:
        DependencyError: XlsxWriter is not installed.
        OSError: The file cannot be written.
    """
    require()
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with path.open("wb") as out:
        # Rows go to the disk as they come: a workbook in memory takes gigabytes.
        book = Workbook(out, {"constant_memory": True})
        book.use_zip64()
        book.set_properties({"created": _CREATED})
        counts = _write_records(book, records, themes)
        _write_summary(book, counts, themes)
        try:
            book.close()
        except FileCreateError as error:  # the library's name for an OSError
            raise OSError(str(error)) from None


def _write_records(
    book: Any, records: Iterable[Mapping[str, Any]], themes: Sequence[Theme]
) -> Counter[tuple[str | None, str]]:
    """Write the sheets of records; return how many of each theme are all, unsure and reprints."""
    rest = [name for name in (*COLUMNS, REPRINT) if name not in _FIRST]
    columns = (NAME, *_FIRST, *rest)
    names = {theme.id: theme.name for theme in themes}
    formats = _Formats(book, themes)
    counts: Counter[tuple[str | None, str]] = Counter()
    sheet, number, row = _sheet(book, columns, 1), 1, 0
    for record in records:
        if row == MOST_ROWS - 1:
            sheet.autofilter(0, 0, row, len(columns) - 1)
            number += 1
            sheet, row = _sheet(book, columns, number), 0
        row += 1
        theme, confident = record["theme"], record["confident"]
        counts[theme, "all"] += 1
        counts[theme, "unsure"] += not confident
        counts[theme, "reprints"] += record.get(REPRINT) is not None
        sheet.set_row(row, _height(record))
        for place, column in enumerate(columns):
            value = names.get(theme, theme) if column == NAME else record.get(column)
            _write(sheet, row, place, value, formats.of(column, theme, confident))
    sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
    return counts


def _sheet(book: Any, columns: Sequence[str], number: int) -> Any:
    sheet = book.add_worksheet(SHEET if number == 1 else f"{SHEET} {number}")
    header = _header(book)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column, _WIDTH))
        sheet.write_string(0, place, column, header)
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    return sheet


def _header(book: Any) -> Any:
    look = {"bold": True, "font_color": "#ffffff", "bg_color": "#39424e", "valign": "vcenter"}
    return book.add_format(_FONT | look)


def _height(record: Mapping[str, Any]) -> float:
    """Return the height, in points, that the wrapped texts of a row need; not all programs look."""
    lines = [display_width(record[name]) / _WIDTHS[name] for name in _WRAPPED]
    return min(_LINE * max(1, *map(ceil, lines)) + 2.25, _MOST_HEIGHT)


class _Formats:
    """The formats of cells; a workbook has one object for each."""

    def __init__(self, book: Any, themes: Sequence[Theme]) -> None:
        self._book = book
        self._colours = {theme.id: tint(COLOURS[theme.colour]) for theme in themes}
        self._made: dict[tuple[bool, str | None], Any] = {}

    def of(self, column: str, theme: str | None, confident: bool) -> Any:
        colour = None if confident else _UNSURE
        if theme is not None and column in (NAME, "theme"):
            colour = self._colours.get(theme, colour)
        key = (column in _WRAPPED, colour)
        if key not in self._made:
            look: dict[str, Any] = {**_FONT, "valign": "top", "text_wrap": key[0]}
            if colour:
                # A fill hides the lines between cells.
                look |= {"bg_color": colour, "border": 1, "border_color": "#d9dce1"}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def tint(colour: str) -> str:
    """Return a color, `#rrggbb`, light enough for black text on it."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * _TINT):02x}" for part in parts)


def _write(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, look)
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        sheet.write_string(row, column, _cell(text), look)


def _cell(text: str) -> str:
    text = printable(text)
    if len(text) > MOST_CHARACTERS // 2:
        units = text.encode("utf-16-le")
        if len(units) > 2 * MOST_CHARACTERS:
            # "ignore" drops the first half of a character whose second half is cut off.
            text = units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"
    # XlsxWriter takes a text between these tags for XML of its own, and writes it as it is.
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text


def _write_summary(
    book: Any, counts: Mapping[tuple[str | None, str], int], themes: Sequence[Theme]
) -> None:
    sheet = book.add_worksheet(SUMMARY)
    header = _header(book)
    for place, (title, width) in enumerate(
        (("主题", 16), ("theme", 16), ("篇数", 26), ("其中待核", 12), ("其中转载", 12))
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, header)
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, 0)
    names = {theme.id: theme.name for theme in themes}
    ids: list[str | None] = [*names]
    # Themes of another model than the others' stand after the taxonomy.
    ids += sorted({theme for theme, _ in counts if theme is not None and theme not in names})
    plain = book.add_format(_FONT)
    kinds = ("all", "unsure", "reprints")
    for row, theme in enumerate([*ids, None], start=1):
        look = plain
        for colour in (one.colour for one in themes if one.id == theme):
            look = book.add_format({**_FONT, "bg_color": tint(COLOURS[colour])})
        sheet.write_string(row, 0, "无" if theme is None else _cell(names.get(theme, theme)), look)
        sheet.write_string(row, 1, _cell(theme or ""), look)
        for place, kind in enumerate(kinds, start=2):
            sheet.write_number(row, place, counts[theme, kind], plain)
    last = len(ids) + 1
    sheet.conditional_format(
        1,
        2,
        last,
        2,
        {
            "type": "data_bar",
            "bar_solid": True,
            "bar_color": "#9db7d5",
            "min_type": "num",
            "min_value": 0,
        },
    )
    bold = book.add_format({**_FONT, "bold": True, "top": 1})
    sheet.write_string(last + 1, 0, "合计", bold)
    sheet.write_blank(last + 1, 1, None, bold)
    for place, kind in enumerate(kinds, start=2):
        total = sum(number for (_, given), number in counts.items() if given == kind)
        sheet.write_number(last + 1, place, total, bold)
