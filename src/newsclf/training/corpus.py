"""A corpus: labelled articles out of a folder and a labels file, or out of one table."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsclf.documents import Article, Lines
from newsclf.errors import CorpusError
from newsclf.pages import single
from newsclf.readers import read_text
from newsclf.themes import COLOURS, NONE, Theme, checked_themes
from newsclf.training.tables import (
    ID_NAMES,
    LABEL_NAMES,
    TEXT_NAMES,
    TITLE_NAMES,
    Row,
    Table,
    labels_in,
    read_table,
)

_NO_THEME = frozenset((NONE, "无", "None", "NONE"))
RANKED = "primary"  # a label column of this name ranks its label above those of `secondary`


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled article.

    Attributes:
        id: Its id, or the number of its line in a table.
        article: The article.
        primary: Id of its primary theme, or `none`.
        secondary: Ids of its other themes.
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
        name: What people know it by: the name of its folder or file.
        themes: The taxonomy.
        examples: In the order of the labels.
        ranked: Of several labels, one is primary; else they are equals.
        columns: What was read, for people: role -> column.
        left_out: What was not used, for people: reason -> how many rows.
        digest: SHA-256 over labels, themes and texts.
    """

    name: str
    themes: tuple[Theme, ...]
    examples: tuple[Example, ...]
    ranked: bool
    columns: dict[str, str]
    left_out: dict[str, int]
    digest: str

    @property
    def exclusive(self) -> bool:
        """Whether every example has exactly one theme."""
        return all(e.primary != NONE and not e.secondary and not e.close for e in self.examples)

    @property
    def texts(self) -> list[str]:
        """The texts that are compared for near-duplicates: bodies, else headlines."""
        return [e.article.body or e.article.headline for e in self.examples]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a corpus lies.

    Attributes:
        path: A folder of texts, or a table.
        labels: The labels file of a folder.
        text_column, label_column: Names of columns, None to guess them.
    """

    path: Path
    labels: Path | None = None
    text_column: str | None = None
    label_column: str | None = None


def read_corpus(source: Source, themes: Sequence[Theme] | None = None) -> Corpus:
    """Read labelled articles.

    A labels file, or a table, has a label column, with several labels parted by `;` or `|`. One
    called `primary` can be helped by `secondary`, `close` and `group`. `none` says that an
    article has no theme.

    Args:
        source: Where they lie.
        themes: The taxonomy; None: the labels themselves, in the order of the alphabet.

    Raises:
        CorpusError: A column is missing, a label unknown, an id double or no file name.
        InputError: A text is missing or cannot be read.
    """
    if source.path.is_dir():
        if source.labels is None:
            raise CorpusError(f"{source.path}: a folder needs its labels file: --labels FILE")
        table = read_table(source.labels)
        columns = {"id": table.column(None, ID_NAMES, "id")}
    else:
        if source.labels is not None:
            raise CorpusError(f"{source.path}: a table holds its labels itself; drop --labels")
        table = read_table(source.path)
        columns = _text_columns(table, source.text_column)
    columns["label"] = table.column(source.label_column, LABEL_NAMES, "label")
    ranked = columns["label"] == RANKED
    texts = _folder_texts if source.path.is_dir() else _table_texts
    known = frozenset([NONE, *(theme.id for theme in themes)]) if themes is not None else None
    left_out: dict[str, int] = {}
    examples: list[Example] = []
    digest = hashlib.sha256()
    for row, name, article in texts(source.path, table, columns):
        labels = labels_in(row.cells[columns["label"]])
        empty = not (article.body or article.headline).strip()
        if empty or not labels:
            reason = "without text" if empty else "without label"
            left_out[reason] = left_out.get(reason, 0) + 1
            continue
        example = _example(name, article, labels, row, ranked=ranked)
        if known is not None:
            _check_labels(example, known, f"{table.path}:{row.line}")
        digest.update(repr(example).encode("utf-8", "surrogatepass"))
        examples.append(example)
    if not examples:
        raise CorpusError(f"{table.path}: no labelled text in it")
    taxonomy = tuple(themes) if themes is not None else _themes_of(examples, table.path)
    for theme in taxonomy:
        digest.update(repr(theme).encode())
    return Corpus(
        name=source.path.resolve().stem,
        themes=taxonomy,
        examples=tuple(examples),
        ranked=ranked,
        columns=columns,
        left_out=left_out,
        digest=digest.hexdigest(),
    )


def without(corpus: Corpus, themes: Iterable[str]) -> Corpus:
    """Return a corpus without some themes and without the examples whose primary they are."""
    dropped = frozenset(themes)

    def kept(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(i for i in ids if i not in dropped)

    examples = tuple(
        Example(e.id, e.article, e.primary, kept(e.secondary), kept(e.close), e.group)
        for e in corpus.examples
        if e.primary not in dropped
    )
    left = {**corpus.left_out, "with too rare a label": len(corpus.examples) - len(examples)}
    taxonomy = tuple(theme for theme in corpus.themes if theme.id not in dropped)
    return Corpus(
        corpus.name, taxonomy, examples, corpus.ranked, corpus.columns, left, corpus.digest
    )


def article_of(text: str) -> Article:
    """Return the one article of a text; a text of one line is its headline."""
    line = text.strip()
    if "\n" in line:
        return single(text)
    return Article(1, line, "", "", "", (), "article", Lines(headline=(1,)), "", (), ())


def _text_columns(table: Table, asked: str | None) -> dict[str, str]:
    """Return the columns of the text and of its title; a title alone is the text."""
    columns: dict[str, str] = {}
    title = table.likely(TITLE_NAMES)
    if asked is None and title is not None:
        if table.likely(TEXT_NAMES) is None:
            return {"text": title}
        columns["title"] = title
    return {"text": table.column(asked, TEXT_NAMES, "text"), **columns}


def _folder_texts(
    folder: Path, table: Table, columns: dict[str, str]
) -> Iterator[tuple[Row, str, Article]]:
    seen: set[str] = set()
    for row in table.rows:
        name = row.cells[columns["id"]]
        place = f"{table.path}:{row.line}"
        if name in seen:
            raise CorpusError(f"{place}: id {name!r} stands twice")
        seen.add(name)
        path = folder / (name if name.endswith(".txt") else f"{name}.txt")
        if path.parent != folder or not name or "\0" in name:
            raise CorpusError(f"{place}: id {name!r} is not a file name")
        yield row, name, single(read_text(path))


def _table_texts(
    _: Path, table: Table, columns: dict[str, str]
) -> Iterator[tuple[Row, str, Article]]:
    name = table.likely(ID_NAMES[:1])
    for row in table.rows:
        text = row.cells[columns["text"]]
        title = row.cells[columns["title"]].strip() if "title" in columns else ""
        article = article_of(f"{title}\n\n{text}" if title and text.strip() else text or title)
        yield row, row.cells[name] if name else str(row.line), article


def _example(
    name: str, article: Article, labels: tuple[str, ...], row: Row, *, ranked: bool
) -> Example:
    labels = tuple(NONE if label in _NO_THEME else label for label in labels)
    cells = row.cells
    if ranked:
        close = labels_in(cells.get("close", ""))
        secondary = labels_in(cells.get("secondary", ""))
        return Example(name, article, labels[0], secondary, close, cells.get("group", ""))
    others = labels[1:]
    return Example(name, article, labels[0], others, others, cells.get("group", ""))


def _themes_of(examples: Sequence[Example], path: Path) -> tuple[Theme, ...]:
    names = {i for e in examples for i in (e.primary, *e.secondary, *e.close)} - {NONE}
    tables = [
        {"id": name, "name": name, "colour": COLOURS[place % len(COLOURS)]}
        for place, name in enumerate(sorted(names))
    ]
    try:
        return checked_themes(tables)
    except ValueError as error:
        raise CorpusError(f"{path}: {error}") from None


def _check_labels(example: Example, known: frozenset[str], place: str) -> None:
    for name in (example.primary, *example.secondary, *example.close):
        if name not in known:
            raise CorpusError(f"{place}: theme {name!r} is not in the taxonomy")
