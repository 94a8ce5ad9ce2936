"""The record as JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import fields
from typing import IO, Any

from newsclf.documents import TaggedArticle

COLUMNS = tuple(field.name for field in fields(TaggedArticle))
# A spreadsheet runs a cell that begins with one of these as a formula
# (OWASP, CSV injection: https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_jsonl(articles: Iterable[TaggedArticle], out: IO[str]) -> None:
    """Write one JSON object a line, each as soon as it is there."""
    for article in articles:
        out.write(json.dumps(article.to_dict(), ensure_ascii=False) + "\n")


def write_json(articles: Iterable[TaggedArticle], out: IO[str]) -> None:
    """Write one JSON array."""
    records = [article.to_dict() for article in articles]
    out.write(json.dumps(records, ensure_ascii=False, indent=2) + "\n")


def write_csv(articles: Iterable[TaggedArticle], out: IO[str]) -> None:
    """Write CSV with a header; lists and objects as JSON, formulas made harmless by a quote."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for article in articles:
        record = article.to_dict()
        writer.writerow([_cell(record[column]) for column in COLUMNS])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if value.startswith(_FORMULA) else value
