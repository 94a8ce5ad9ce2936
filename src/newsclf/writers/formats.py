"""The file formats and their writers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsclf.themes import Theme
from newsclf.writers.records import as_json, write_records_csv

Record = Mapping[str, Any]
Writer = Callable[[Iterable[Record], Path, Sequence[Theme]], None]

# Each format, and the file of it that a batch writes.
FORMATS = {
    "jsonl": "articles.jsonl",
    "csv": "articles.csv",
    "xlsx": "articles.xlsx",
    "parquet": "articles.parquet",
    "html": "briefing.html",
    "docx": "briefing.docx",
}


def writer_of(name: str) -> Writer:
    """Return the writer of a format, and fail early if its package is missing.

    Args:
        name: A key of `FORMATS`.

    Raises:
        DependencyError: A package is not installed.
    """
    if name == "xlsx":
        from newsclf.writers import xlsx

        xlsx.require()
        return xlsx.write_xlsx
    if name == "parquet":
        from newsclf.writers import parquet

        parquet.require()
        return lambda records, path, _: parquet.write_parquet(records, path)
    if name == "html":
        from newsclf.writers import html

        html.require()
        return html.write_html
    if name == "docx":
        from newsclf.writers import docx

        docx.require()
        return docx.write_docx
    if name == "csv":
        return lambda records, path, _: write_records_csv(records, path)
    return _write_jsonl


def _write_jsonl(records: Iterable[Record], path: Path, _: Sequence[Theme]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(as_json(record) + "\n" for record in records)
