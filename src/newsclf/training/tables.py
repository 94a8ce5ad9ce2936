"""Tables of texts and labels: CSV, TSV, XLSX, JSON Lines, fastText; and their columns."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsclf import extras
from newsclf.errors import CorpusError
from newsclf.readers import decode
from newsclf.text.characters import printable

MAX_TABLE_BYTES = 512 * 2**20  # a million headlines have some 80 MB
MAX_CELL = 1_000_000  # characters
SUFFIXES = (".csv", ".tsv", ".jsonl", ".xlsx")
_SEPARATORS = ";\t|"  # of a .csv whose header has no comma: Excel writes ; in half of Europe
FASTTEXT = "__label__"  # begins a label in fastText's files of lines
_NO_VALUE = frozenset(("nan", "na", "n/a", "#n/a", "null", "<na>"))

# What columns are called, likeliest first.
ID_NAMES = ("id", "file", "name", "编号", "文件", "文件名")
TEXT_NAMES = ("text", "content", "body", "article", "sentence", "正文", "文本", "内容")
TITLE_NAMES = ("headline", "title", "标题", "题目")
LABEL_NAMES = (
    *("primary", "label", "labels", "theme", "themes", "category", "class", "tag", "tags"),
    *("标签", "类别", "主题", "分类"),
)
_JOIN = "\x1f"  # parts the members of a JSON list: the unit separator stands in no text


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of its (last) line, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns and rows of a table, in order.

    Attributes:
        path: The file.
        columns: Their names.
        rows: In the order of the file.
        notes: Notes on the table, for people.
    """

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def column(self, asked: str | None, names: Sequence[str], role: str) -> str:
        """Return the column for a role: the one requested, or the likeliest by its name.

        Raises:
            CorpusError: There is none.
        """
        found = self.likely(names) if asked is None else asked
        if found is None or found not in self.columns:
            missing = f"no column {asked!r}" if asked else f"no column looks like the {role}"
            remedy = "name one id" if role == "id" else f"choose one with --{role}-column"
            raise CorpusError(f"{self.path}: {missing}; {remedy}: {', '.join(self.columns)}")
        return found

    def likely(self, names: Sequence[str]) -> str | None:
        """Return the first column by the order of `names`, ignoring case."""
        lowered = {column.lower(): column for column in reversed(self.columns)}
        return next((lowered[name] for name in names if name in lowered), None)


def labels_in(cell: str) -> tuple[str, ...]:
    """Return the unique labels of a cell, separated by `;`, `；` or `|`.

    Surrounding spaces and invisible characters are removed.
    """
    for mark in "；|" + _JOIN:
        cell = cell.replace(mark, ";")
    parts = (" ".join(printable(part).split()) for part in cell.split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def means_nothing(label: str) -> bool:
    """Tell whether a label is what programs write for an empty cell."""
    return label.lower() in _NO_VALUE


def items_in(cell: str) -> tuple[str, ...]:
    """Return the items of a JSON list, or the single text of any other cell."""
    return tuple(cell.split(_JOIN))


def read_table(path: Path) -> Table:
    """Read a table in UTF-8, UTF-16 or GB18030; its suffix determines the format.

    Args:
        path: `.csv` with quotes as in Excel, `.tsv`, `.jsonl` with one object per line, `.xlsx`
            (first sheet), or any other file of lines that begin with fastText's `__label__`.

    Raises:
        CorpusError: It is missing, too large, or invalid; the message names the line.
        InputError: It is not text.
        DependencyError: The package for `.xlsx` is not installed.
    """
    kind = path.suffix.lower()
    data = _bytes_of(path)
    if kind == ".xlsx":
        return _with_header(path, _sheet_rows(path, data))
    fasttext = kind not in SUFFIXES and data.lstrip(b"\xef\xbb\xbf \r\n").startswith(
        FASTTEXT.encode()
    )
    if kind not in SUFFIXES and not fasttext:
        raise CorpusError(
            f"{path}: not a table; use .csv, .tsv, .xlsx or .jsonl, or lines that begin with "
            f"{FASTTEXT}"
        )
    text = decode(data, str(path)).text
    if fasttext:
        return _fasttext_lines(path, text)
    if kind == ".jsonl":
        return _json_lines(path, text)
    if kind == ".tsv":
        return _with_header(path, tsv_lines(text))
    separator = _separator_of(text)
    notes = () if separator == "," else (f"{path} is separated by {_shown(separator)}",)
    return _with_header(path, csv_lines(path, text, separator), notes)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_TABLE_BYTES:
        raise CorpusError(f"{path}: larger than {MAX_TABLE_BYTES // 2**20} MB; split the file")
    return data


def _separator_of(text: str) -> str:
    """Return what parts the cells of CSV text, by its header: a comma if there is one."""
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    if "," in header:
        return ","
    return max(_SEPARATORS, key=header.count) if any(c in header for c in _SEPARATORS) else ","


def _shown(separator: str) -> str:
    return "tabs" if separator == "\t" else separator


def _sheet_rows(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the row numbers and cells of the first sheet of a workbook."""
    extras.require("reading XLSX needs python-calamine", "xlsx", "python_calamine")
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:  # a small file can unfold to terabytes
            size = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile:
        raise CorpusError(f"{path}: not a workbook; save it as .xlsx or .csv") from None
    if size > MAX_TABLE_BYTES:
        raise CorpusError(f"{path}: larger than {MAX_TABLE_BYTES // 2**20} MB; split the file")
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())
        raise CorpusError(f"{path}: cannot be read as a workbook: {reason}") from None
    for number, cells in enumerate(rows, start=1):
        yield number, [_sheet_cell(cell) for cell in cells]


def _sheet_cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():  # Excel knows no whole numbers
        return str(int(value))
    return str(value)[:MAX_CELL]


def _fasttext_lines(path: Path, text: str) -> Table:
    rows = []
    for number, line in enumerate(io.StringIO(text), start=1):
        labels, words = [], line.split()
        while words and words[0].startswith(FASTTEXT):
            labels.append(words.pop(0).removeprefix(FASTTEXT))
        if labels or words:
            rest = line.strip()
            for label in labels:
                rest = rest.removeprefix(FASTTEXT + label).lstrip()
            rows.append(Row(number, {"text": rest, "label": _JOIN.join(labels)}))
    return _checked(path, ("text", "label"), rows)


def csv_lines(path: Path, text: str, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the line numbers and cells of CSV text."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise CorpusError(f"{path}:{reader.line_num}: broken CSV: {error}") from None
    finally:
        csv.field_size_limit(before)


def tsv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line numbers and cells of tab-separated text; a stray quotation mark is text."""
    for number, line in enumerate(io.StringIO(text), start=1):
        yield number, [_unquoted(cell) for cell in line.rstrip("\r\n").split("\t")]


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    if len(cell) >= 2 and cell[0] == cell[-1] == '"' and '"' not in inner.replace('""', ""):
        return inner.replace('""', '"')
    return cell


def _with_header(
    path: Path, lines: Iterator[tuple[int, list[str]]], notes: tuple[str, ...] = ()
) -> Table:
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = tuple(cell.strip() for cell in cells)
            double = [name for name in header if name and header.count(name) > 1]
            if double:
                raise CorpusError(f"{path}:{number}: duplicate column {double[0]!r}")
        elif len(cells) != len(header):
            raise CorpusError(
                f"{path}:{number}: {len(cells)} columns, but the header has {len(header)}"
            )
        else:
            rows.append(Row(number, dict(zip(header, cells, strict=True))))
    return _checked(path, header, rows, notes)


def _json_lines(path: Path, text: str) -> Table:
    columns: dict[str, None] = {}
    rows: list[Row] = []
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        try:
            # NaN is no JSON, but what pandas writes for an empty cell.
            item = json.loads(line, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            raise CorpusError(f"{path}:{number}: not JSON; each line must be one object") from None
        if not isinstance(item, dict):
            raise CorpusError(f'{path}:{number}: not an object like {{"text": …, "label": …}}')
        columns.update(dict.fromkeys(item))
        rows.append(Row(number, {key: _cell(value) for key, value in item.items()}))
    full = [Row(row.line, {name: row.cells.get(name, "") for name in columns}) for row in rows]
    return _checked(path, tuple(columns), full)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return _JOIN.join(map(str, value))
    return "" if value is None else str(value)


def _checked(
    path: Path, columns: tuple[str, ...], rows: list[Row], notes: tuple[str, ...] = ()
) -> Table:
    if not rows:
        raise CorpusError(f"{path}: no rows; the first line of a table names its columns")
    return Table(path, columns, tuple(rows), notes)
