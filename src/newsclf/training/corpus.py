"""A corpus: labeled articles from a folder and a labels file, or from one table."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, nan
from pathlib import Path

from newsclf.bundle import shipped_splitter
from newsclf.classify.decide import Labels
from newsclf.documents import Article, Lines
from newsclf.errors import CorpusError
from newsclf.pages import Splitter
from newsclf.readers import read_text
from newsclf.text.characters import fold
from newsclf.themes import COLOURS, NONE, Theme, checked_themes
from newsclf.training.tables import (
    ID_NAMES,
    LABEL_NAMES,
    TEXT_NAMES,
    TITLE_NAMES,
    Row,
    Table,
    labels_in,
    means_nothing,
    read_table,
)

_NO_THEME = frozenset((NONE, "无", "None", "NONE"))
RANKED = "primary"  # a label column of this name ranks its label above those of `secondary`


_TextRow = tuple[Row, str, str]  # with the name and the text of its example


@dataclass(frozen=True, slots=True)
class Example:
    """One labeled article.

    Attributes:
        id: Its id, or its line number in a table.
        article: The article.
        primary: Id of its primary theme, or `none`.
        secondary: Ids of its other themes.
        close: Ids as correct as `primary`; empty except for close calls.
        group: Examples of one group, such as contrast pairs, are never split between training and
            test.
        kind: The kind of event, "" if unknown; folds that hold out whole kinds measure how a model
            performs on new kinds.
        weight: Its weight in training, above 0; contrasts written on purpose count less than
            natural articles.
        measured: False if it serves only training and calibration and counts in no figure.
    """

    id: str
    article: Article
    primary: str
    secondary: tuple[str, ...]
    close: tuple[str, ...]
    group: str
    kind: str
    weight: float
    measured: bool = True


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labeled articles and the themes of their labels.

    Attributes:
        name: Its name for people: that of its folder or file.
        themes: The taxonomy.
        examples: In the order of the labels.
        ranked: One of several labels is primary; otherwise they are equal.
        columns: The columns read, for people: role -> column.
        left_out: Rows not used, for people: reason -> number of rows.
        notes: Anything odd about it, for people.
        sha256: SHA-256 of the labels, themes and texts that figures count.
        also: SHA-256 of the additional examples, "" if there are none.
    """

    name: str
    themes: tuple[Theme, ...]
    examples: tuple[Example, ...]
    ranked: bool
    columns: dict[str, str]
    left_out: dict[str, int]
    notes: tuple[str, ...]
    sha256: str
    also: str = ""

    @property
    def labels(self) -> Labels:
        """How the labels relate to each other."""
        if any(e.secondary or e.close for e in self.examples):
            return "first" if self.ranked else "several"
        return "first" if any(e.primary == NONE for e in self.examples) else "one"

    @property
    def texts(self) -> list[str]:
        """The texts compared for near-duplicates: bodies, else headlines."""
        return [e.article.body or e.article.headline for e in self.examples]


@dataclass(frozen=True, slots=True)
class Source:
    """The location of a corpus.

    Attributes:
        path: A folder of texts, or a table.
        labels: The labels file for a folder.
        text_column, label_column: Names of columns, None to recognize them.
        also: A table of additional examples that no figure counts.
    """

    path: Path
    labels: Path | None = None
    text_column: str | None = None
    label_column: str | None = None
    also: Path | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labeled texts as read.

    Attributes:
        name: Their name for people: that of their folder or file.
        table: The table of the labels.
        columns: The columns read, for people: role -> column.
        rows: Each row, with the name and the text of its example.
        further: The table, columns and rows of additional examples that no figure counts.
    """

    name: str
    table: Table
    columns: dict[str, str]
    rows: tuple[_TextRow, ...]
    further: tuple[Table, dict[str, str], tuple[_TextRow, ...]] | None

    @property
    def texts(self) -> list[str]:
        """The texts that figures count, title lines first."""
        return [text for _, _, text in self.rows]


def read_labelled(source: Source) -> Labelled:
    """Read labeled texts.

    A labels file or table has a label column, with several labels separated by `;` or `|`. A column
    `primary` may be accompanied by `secondary` and `close`, any label column by `group`, `kind` and
    `weight`.

    Raises:
        CorpusError: A column is missing, or an id is a duplicate or not a file name.
        InputError: A text is missing or cannot be read.
    """
    if source.path.is_dir() and source.labels is None:
        table, columns, rows = _class_folders(source.path)
    else:
        table, columns, rows = _labelled(source)
    further = None
    if source.also is not None:
        more, its_columns, its_rows = _labelled(Source(source.also))
        further = (more, its_columns, tuple(its_rows))
    return Labelled(source.path.resolve().stem, table, columns, tuple(rows), further)


def read_corpus(
    source: Source,
    themes: Sequence[Theme] | None = None,
    *,
    splitter: Splitter | None = None,
    strict: bool = True,
) -> Corpus:
    """Read labeled articles; see `read_labelled` and `corpus_of`."""
    return corpus_of(read_labelled(source), themes, splitter=splitter, strict=strict)


def corpus_of(
    labelled: Labelled,
    themes: Sequence[Theme] | None = None,
    *,
    splitter: Splitter | None = None,
    strict: bool = True,
) -> Corpus:
    """Return labeled texts as articles with themes.

    `none` means that an article has no theme. Labels that look identical are merged.

    Args:
        labelled: The texts.
        themes: The taxonomy; None for the labels themselves, sorted.
        splitter: Finds title and body of each text; None for that of the bundled model.
        strict: Whether a label outside the taxonomy is an error; otherwise its examples are left
            out.

    Raises:
        CorpusError: A label is unknown, or no text has one.
    """
    splitter = splitter or shipped_splitter()
    table, columns = labelled.table, labelled.columns
    ranked = columns["label"] == RANKED
    left_out: dict[str, int] = {}
    found = _examples(table, columns, labelled.rows, left_out, splitter)
    if labelled.further is not None:
        for row, example in _examples(*labelled.further, left_out, splitter):
            found.append((row, replace(example, measured=False)))
    notes = [*table.notes, *_doubtful(found)]
    spelling = _spelling(found, notes)
    found = [(row, _respelt(example, spelling)) for row, example in found]
    if themes is not None:
        found = _known(found, themes, table.path, left_out if not strict else None)
    examples = tuple(example for _, example in found)
    if not examples:
        reasons = "".join(f"; left out: {count} {reason}" for reason, count in left_out.items())
        raise CorpusError(f"{table.path}: no labeled text{reasons}")
    taxonomy = tuple(themes) if themes is not None else _themes_of(examples, table.path)
    measured = [example for example in examples if example.measured]
    further = [example for example in examples if not example.measured]
    return Corpus(
        name=labelled.name,
        themes=taxonomy,
        examples=examples,
        ranked=ranked,
        columns=columns,
        left_out=left_out,
        notes=tuple(notes),
        sha256=sha256_of([*measured, *taxonomy]),
        also=sha256_of(further) if further else "",
    )


def sha256_of(parts: Iterable[object]) -> str:
    """Return the SHA-256 of the `repr` of values, in hex."""
    found = hashlib.sha256()
    for part in parts:
        found.update(repr(part).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def without(corpus: Corpus, themes: Iterable[str]) -> Corpus:
    """Return a corpus without some themes and the examples that have them as primary."""
    dropped = frozenset(themes)

    def kept(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(i for i in ids if i not in dropped)

    examples = tuple(
        replace(e, secondary=kept(e.secondary), close=kept(e.close))
        for e in corpus.examples
        if e.primary not in dropped
    )
    left = {**corpus.left_out, "with too rare a label": len(corpus.examples) - len(examples)}
    taxonomy = tuple(theme for theme in corpus.themes if theme.id not in dropped)
    return replace(corpus, themes=taxonomy, examples=examples, left_out=left)


def article_of(text: str, splitter: Splitter) -> Article:
    """Return the one article of a text; a text of one line is its headline."""
    line = text.strip()
    if "\n" in line:
        return splitter.single(text)
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


def _examples(
    table: Table,
    columns: dict[str, str],
    rows: Iterable[_TextRow],
    left_out: dict[str, int],
    splitter: Splitter,
) -> list[tuple[Row, Example]]:
    """Return the rows that are examples, and count the others."""
    ranked = columns["label"] == RANKED
    found: list[tuple[Row, Example]] = []
    for row, name, text in rows:
        article = article_of(text, splitter)
        labels = labels_in(row.cells[columns["label"]])
        empty = not (article.body or article.headline).strip()
        if empty or not labels:
            reason = "without text" if empty else "without label"
            left_out[reason] = left_out.get(reason, 0) + 1
            continue
        example = _example(name, article, labels, row, ranked=ranked)
        if not 0.0 < example.weight < inf:
            raise CorpusError(f"{table.path}:{row.line}: weight must be a number above 0")
        found.append((row, example))
    return found


def _labelled(source: Source) -> tuple[Table, dict[str, str], Iterator[_TextRow]]:
    """Return a table, which column is what, and its rows, each with its id and text."""
    if source.labels is not None and source.path.is_dir():
        table = read_table(source.labels)
        columns = {"id": table.column(None, ID_NAMES, "id")}
        texts = _folder_texts
    elif source.labels is not None:
        raise CorpusError(f"{source.path}: a table contains its own labels; drop --labels")
    else:
        table = read_table(source.path)
        columns = _text_columns(table, source.text_column)
        texts = _table_texts
    columns["label"] = table.column(source.label_column, LABEL_NAMES, "label")
    return table, columns, texts(source.path, table, columns)


def _class_folders(folder: Path) -> tuple[Table, dict[str, str], Iterator[_TextRow]]:
    """Return the texts of a folder that has a folder for each label, as rows of a table."""
    try:
        labels = sorted(path for path in folder.iterdir() if path.is_dir() and _is_shown(path))
        files = [
            path for label in labels for path in sorted(label.glob("*.txt")) if _is_shown(path)
        ]
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be read: {error.strerror}") from None
    if not files:
        raise CorpusError(
            f"{folder}: a folder needs a labels file (--labels FILE), or a subfolder of .txt "
            "files for each label"
        )
    columns = {"text": "file", "label": "folder"}
    rows = tuple(
        Row(number, {"file": f"{path.parent.name}/{path.name}", "folder": path.parent.name})
        for number, path in enumerate(files, start=1)
    )
    texts = (
        (row, row.cells["file"], read_text(path)) for row, path in zip(rows, files, strict=True)
    )
    return Table(folder, ("file", "folder"), rows), columns, texts


def _is_shown(path: Path) -> bool:
    """Tell files from what systems leave in folders (.DS_Store, ._copy.txt, ~$open.txt)."""
    return not path.name.startswith((".", "~"))


def _folder_texts(folder: Path, table: Table, columns: dict[str, str], /) -> Iterator[_TextRow]:
    seen: set[str] = set()
    for row in table.rows:
        name = row.cells[columns["id"]]
        place = f"{table.path}:{row.line}"
        if name in seen:
            raise CorpusError(f"{place}: duplicate id {name!r}")
        seen.add(name)
        path = folder / (name if name.endswith(".txt") else f"{name}.txt")
        if path.parent != folder or not name or "\0" in name:
            raise CorpusError(f"{place}: id {name!r} is not a file name")
        yield row, name, read_text(path)


def _table_texts(_: Path, table: Table, columns: dict[str, str], /) -> Iterator[_TextRow]:
    name = table.likely(ID_NAMES[:1])
    for row in table.rows:
        text = row.cells[columns["text"]]
        title = row.cells[columns["title"]].strip() if "title" in columns else ""
        whole = f"{title}\n\n{text}" if title and text.strip() else text or title
        yield row, row.cells[name] if name else str(row.line), whole


def _example(
    name: str, article: Article, labels: tuple[str, ...], row: Row, *, ranked: bool
) -> Example:
    labels = tuple(NONE if label in _NO_THEME else label for label in labels)
    cells = row.cells
    group, kind = cells.get("group", ""), cells.get("kind", "")
    weight = _number(cells.get("weight", "") or "1")
    if ranked:
        close = labels_in(cells.get("close", ""))
        secondary = labels_in(cells.get("secondary", ""))
        return Example(name, article, labels[0], secondary, close, group, kind, weight)
    others = labels[1:]
    return Example(name, article, labels[0], others, others, group, kind, weight)


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return nan


def _doubtful(found: Sequence[tuple[Row, Example]]) -> Iterator[str]:
    """Yield a note on labels that are likely empty cells."""
    counts = Counter(e.primary for _, e in found if means_nothing(e.primary))
    for label, count in sorted(counts.items()):
        yield f"warning: {count} rows have the label {label!r}; if that means none, clear the cell"


def _spelling(found: Sequence[tuple[Row, Example]], notes: list[str]) -> dict[str, str]:
    """Return the one spelling of labels that look alike, and note what looks alike.

    Compatibility characters, such as the radical ⽂ beside 文, are the same to every reader
    (Unicode Annex 15, NFKC). Case and the traditional form of a character may be meant: of these
    the notes warn only.
    """
    counts = Counter(label for _, e in found for label in (e.primary, *e.secondary, *e.close))
    spelling: dict[str, str] = {}
    alike: dict[str, str] = {}
    for label in counts:
        plain = " ".join(unicodedata.normalize("NFKC", label).split())
        if plain != label:
            spelling[label] = plain
            if plain in counts:
                notes.append(f"labels {plain} and {label} look alike; merged into {plain}")
        first = alike.setdefault(fold(plain).casefold(), plain)
        if first != plain:
            notes.append(f"warning: labels {first} and {plain} look alike but are kept apart")
    return spelling


def _respelt(example: Example, spelling: dict[str, str]) -> Example:
    if not spelling:
        return example
    primary, *others = (spelling.get(i, i) for i in (example.primary, *example.secondary))
    close = dict.fromkeys(spelling.get(i, i) for i in example.close)
    kept = tuple(i for i in dict.fromkeys(others) if i != primary)
    return replace(
        example, primary=primary, secondary=kept, close=tuple(i for i in close if i != primary)
    )


def _known(
    found: Sequence[tuple[Row, Example]],
    themes: Sequence[Theme],
    path: Path,
    left_out: dict[str, int] | None,
) -> list[tuple[Row, Example]]:
    """Return the examples whose labels the taxonomy has; the others are told, or are an error."""
    known = {NONE, *(theme.id for theme in themes)}
    unknown: dict[str, list[int]] = {}
    kept: list[tuple[Row, Example]] = []
    for row, e in found:
        strange = [i for i in (e.primary, *e.secondary, *e.close) if i not in known]
        for name in strange:
            unknown.setdefault(name, []).append(row.line)
        if not strange:
            kept.append((row, e))
    if unknown and left_out is None:
        line = min(lines[0] for lines in unknown.values())
        names = ", ".join(map(repr, unknown))
        what = f"theme {names} is" if len(unknown) == 1 else f"themes {names} are"
        raise CorpusError(f"{path}:{line}: {what} not in the taxonomy")
    if unknown and left_out is not None:
        names = ", ".join(f"{name} ({len(lines)})" for name, lines in unknown.items())
        left_out[f"with a label that the model does not know: {names}"] = len(found) - len(kept)
    return kept


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
