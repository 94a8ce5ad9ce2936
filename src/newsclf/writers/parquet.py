"""The records as Parquet, with typed lists and objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from newsclf import extras
from newsclf.documents import TaggedArticle
from newsclf.writers.records import COLUMNS, REPRINT

ROWS = 4096  # records of a row group: some ten megabytes of text


def require() -> None:
    """Make sure that the package for Parquet is installed.

    Raises:
        DependencyError: It is not installed.
    """
    extras.require("Parquet needs pyarrow", "parquet", "pyarrow.parquet")


def write_parquet(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write records with the columns of `schema`, in row groups of `ROWS` records.

    The same records always give the same bytes.

    Args:
        records: The records, each read once.
        path: The output file.

    Raises:
        DependencyError: pyarrow is not installed.
        OSError: The file cannot be written.
    """
    require()
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = schema()
    with path.open("wb") as out, pq.ParquetWriter(out, columns, compression="zstd") as writer:
        rows: list[Mapping[str, Any]] = []

        def flush() -> None:
            try:
                table = pa.Table.from_pylist(rows, schema=columns)
            except UnicodeEncodeError:  # half a character, as names in odd bytes have
                table = pa.Table.from_pylist([_encodable(row) for row in rows], schema=columns)
            writer.write_table(table)
            rows.clear()

        for record in records:
            rows.append(record)
            if len(rows) == ROWS:
                flush()
        if rows:
            flush()


def schema() -> Any:
    """Return the Arrow schema: the fields of `TaggedArticle` by type, and `duplicate_of`.

    Explanations are available only in JSON.

    Returns:
        A `pyarrow.Schema`; texts, numbers, lists and structs.
    """
    import pyarrow as pa

    hints = get_type_hints(TaggedArticle)
    fields = [(name, _arrow(hints[name])) for name in COLUMNS]
    return pa.schema([*fields, (REPRINT, pa.string())])


def _arrow(hint: Any) -> Any:
    """Return the Arrow type of a Python type as `to_dict` writes it out."""
    import pyarrow as pa

    if is_dataclass(hint):
        return pa.struct([(name, _arrow(kind)) for name, kind in get_type_hints(hint).items()])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        return pa.list_(_arrow(arguments[0]))
    if origin is Literal:
        return pa.string()
    if origin in (Union, UnionType):
        (given,) = (argument for argument in arguments if argument is not NoneType)
        return _arrow(given)
    return {str: pa.string(), bool: pa.bool_(), int: pa.int32(), float: pa.float64()}[hint]


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {key: _encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value
