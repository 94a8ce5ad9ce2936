"""A corpus: one article a text file, and a table of labels."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsclf.documents import Article
from newsclf.errors import CorpusError
from newsclf.pages import single
from newsclf.readers import read_text
from newsclf.themes import NONE, Theme


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled article.

    Attributes:
        id: Name of its file without `.txt`.
        article: The article.
        primary: Id of its primary theme, or `none`.
        secondary: Ids of its secondary themes.
        close: Ids that are as right as `primary`; empty but for close calls.
        group: Examples of one group never stand on both sides of a test: contrast pairs.
    """

    id: str
    article: Article
    primary: str
    secondary: tuple[str, ...]
    close: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled articles and the themes of their labels.

    Attributes:
        themes: The taxonomy.
        examples: In the order of the labels file.
        digest: SHA-256 over labels, themes and texts.
    """

    themes: tuple[Theme, ...]
    examples: tuple[Example, ...]
    digest: str


def read_corpus(folder: Path, labels: Path, themes: Sequence[Theme]) -> Corpus:
    """Read the texts that a labels file names.

    Args:
        folder: Holds `ID.txt` for each id.
        labels: CSV with the columns `id`, `primary`, `secondary`, `close` and `group`;
            several ids in a cell are parted by `;`. Other columns are for people.
        themes: The taxonomy.

    Raises:
        CorpusError: A column is missing, a label unknown, an id double or no file name.
        InputError: A text is missing or cannot be read.
    """
    digest = hashlib.sha256()
    examples: list[Example] = []
    known = {NONE, *(theme.id for theme in themes)}
    seen: set[str] = set()
    for number, row in _rows(labels):
        place = f"{labels}:{number}"
        if row["id"] in seen:
            raise CorpusError(f"{place}: id {row['id']!r} stands twice")
        seen.add(row["id"])
        path = folder / f"{row['id']}.txt"
        if path.parent != folder or "\0" in row["id"]:
            raise CorpusError(f"{place}: id {row['id']!r} is not a file name")
        text = read_text(path)
        for value in (
            row["id"],
            row["primary"],
            row["secondary"],
            row["close"],
            row["group"],
            text,
        ):
            digest.update(value.encode() + b"\0")
        names = [row["primary"], *_list(row["secondary"]), *_list(row["close"])]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise CorpusError(f"{place}: theme {unknown[0]!r} is not in the taxonomy")
        examples.append(
            Example(
                id=row["id"],
                article=single(text),
                primary=row["primary"],
                secondary=_list(row["secondary"]),
                close=_list(row["close"]),
                group=row["group"],
            )
        )
    if not examples:
        raise CorpusError(f"{labels}: no labels in it")
    for theme in themes:
        digest.update(repr(theme).encode())
    return Corpus(tuple(themes), tuple(examples), digest.hexdigest())


def _rows(labels: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a labels file, each with the number of its last line."""
    try:
        with labels.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [
                (reader.line_num, {key: value or "" for key, value in row.items() if key})
                for row in reader
            ]
            columns = reader.fieldnames or []
    except OSError as error:
        raise CorpusError(f"{labels}: cannot read the labels: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"{labels}: not a CSV file in UTF-8: {error}") from None
    missing = {"id", "primary", "secondary", "close", "group"}.difference(columns)
    if missing:
        raise CorpusError(f"{labels}: column {min(missing)!r} is missing")
    return rows


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
