"""The records as JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

from newsclf.documents import TaggedArticle
from newsclf.text.characters import UNSAFE, printable

# An explanation is there only where it was asked for, and has hundreds of terms.
COLUMNS = tuple(field.name for field in fields(TaggedArticle) if field.name != "explanation")
REPRINT = "duplicate_of"  # the key that a batch run adds: the id of the article printed earlier
# A spreadsheet runs a cell that begins with one of these as a formula
# (OWASP, CSV injection: https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_jsonl(articles: Iterable[TaggedArticle], out: IO[str]) -> None:
    """Write one JSON object per line, each as soon as it is available."""
    for article in articles:
        out.write(as_json(article.to_dict()) + "\n")


def write_json(articles: Iterable[TaggedArticle], out: IO[str]) -> None:
    """Write one JSON array."""
    records = [article.to_dict() for article in articles]
    out.write(as_json(records, indent=2) + "\n")


def as_json(value: Any, indent: int | None = None) -> str:
    """Return JSON with characters escaped that are unsafe on a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))


def write_csv(articles: Iterable[TaggedArticle], out: IO[str]) -> None:
    """Write CSV with a header; lists and objects are JSON, formulas are escaped by a quote.

    Explanations, with hundreds of terms per article, are available only in JSON.
    """
    _write_rows((article.to_dict() for article in articles), COLUMNS, out)


def write_records_csv(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write records from `to_dict` like `write_csv`, with the column `duplicate_of`.

    A byte-order mark tells Excel that the file is UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        _write_rows(records, (*COLUMNS, REPRINT), out)


def _write_rows(records: Iterable[Mapping[str, Any]], columns: Sequence[str], out: IO[str]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([_cell(record.get(column)) for column in columns])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    value = printable(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
