"""Tables of texts and labels: CSV, TSV and JSON Lines, and which column is what."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsclf.errors import CorpusError
from newsclf.readers import decode

MAX_TABLE_BYTES = 512 * 2**20  # a million headlines have some 80 MB
MAX_CELL = 1_000_000  # characters
SUFFIXES = (".csv", ".tsv", ".jsonl")

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
    """The columns of a table in their order, and its rows."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, asked: str | None, names: Sequence[str], role: str) -> str:
        """Return the column that plays a role: the one asked for, or the likeliest by its name.

        Raises:
            CorpusError: There is none.
        """
        found = self.likely(names) if asked is None else asked
        if found is None or found not in self.columns:
            missing = f"no column {asked!r}" if asked else f"no column looks like the {role}"
            remedy = "call one id" if role == "id" else f"name it with --{role}-column"
            raise CorpusError(f"{self.path}: {missing}; {remedy}: {', '.join(self.columns)}")
        return found

    def likely(self, names: Sequence[str]) -> str | None:
        """Return the first column, by the order of `names`, that is called so in any case."""
        lowered = {column.lower(): column for column in reversed(self.columns)}
        return next((lowered[name] for name in names if name in lowered), None)


def labels_in(cell: str) -> tuple[str, ...]:
    """Return the labels of a cell, parted by `;`, `；` or `|`, each once, without blanks around."""
    for mark in "；|" + _JOIN:
        cell = cell.replace(mark, ";")
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def items_in(cell: str) -> tuple[str, ...]:
    """Return the members of a JSON list, or the one text of any other cell."""
    return tuple(cell.split(_JOIN))


def read_table(path: Path) -> Table:
    """Read a table in UTF-8, UTF-16 or GB18030; its suffix tells what it is.

    Args:
        path: `.csv` with quotes as Excel writes them, `.tsv`, or `.jsonl` with an object a line.

    Raises:
        CorpusError: It is missing, too large, or broken; the message names the line.
        InputError: It is not text.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise CorpusError(f"{path}: a table is a .csv, .tsv or .jsonl file")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_TABLE_BYTES:
        raise CorpusError(f"{path}: larger than {MAX_TABLE_BYTES // 2**20} MB; split the file")
    text = decode(data, str(path))
    if kind == ".jsonl":
        return _json_lines(path, text)
    lines = csv_lines(path, text) if kind == ".csv" else tsv_lines(text)
    return _with_header(path, lines)


def csv_lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line numbers and cells of CSV text."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
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


def _with_header(path: Path, lines: Iterator[tuple[int, list[str]]]) -> Table:
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = tuple(cell.strip() for cell in cells)
            double = [name for name in header if name and header.count(name) > 1]
            if double:
                raise CorpusError(f"{path}:{number}: two columns are called {double[0]!r}")
        elif len(cells) != len(header):
            raise CorpusError(
                f"{path}:{number}: {len(cells)} columns where the header has {len(header)}"
            )
        else:
            rows.append(Row(number, dict(zip(header, cells, strict=True))))
    return _checked(path, header, rows)


def _json_lines(path: Path, text: str) -> Table:
    columns: dict[str, None] = {}
    rows: list[Row] = []
    for number, line in enumerate(io.StringIO(text), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            raise CorpusError(f"{path}:{number}: not JSON; each line is one object") from None
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


def _checked(path: Path, columns: tuple[str, ...], rows: list[Row]) -> Table:
    if not rows:
        raise CorpusError(f"{path}: no rows in it; the first line of a table names its columns")
    return Table(path, columns, tuple(rows))
