"""Records as Parquet, read back by pyarrow."""

import sys
from itertools import repeat

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from newsclf.errors import DependencyError
from newsclf.writers.parquet import ROWS, write_parquet
from newsclf.writers.records import COLUMNS


@pytest.fixture
def written(tmp_path):
    """Return a function that writes records and opens the file."""

    def write(records):
        path = tmp_path / "a.parquet"
        write_parquet(records, path)
        return pq.ParquetFile(path)

    return write


def test_records_come_back_as_they_were(written, record):
    unsure = record(theme=None, confident=False, tags=[], digest="", digest_reason="no body")
    rows = written([record(), unsure]).read().to_pylist()
    assert rows == [record(), unsure]


def test_columns_are_those_of_the_record_with_their_types(written):
    schema = written([]).schema_arrow
    assert schema.names == [*COLUMNS, "duplicate_of"]
    numbers = pa.list_(pa.field("element", pa.int32()))
    score = pa.struct([("id", pa.string()), ("name", pa.string()), ("probability", pa.float64())])
    parts = ("headline", "kicker", "deck", "body", "credit")
    expected = {
        "file": pa.string(),
        "article": pa.int32(),
        "lines": pa.struct([(part, numbers) for part in parts]),
        "reporters": pa.list_(pa.field("element", pa.string())),
        "kind": pa.string(),
        "theme": pa.string(),
        "confident": pa.bool_(),
        "themes": pa.list_(pa.field("element", score)),
        "digest_spans": pa.list_(pa.field("element", numbers)),
        "gaps": pa.int32(),
        "duplicate_of": pa.string(),
    }
    assert {name: schema.field(name).type for name in expected} == expected


def test_no_record_is_an_empty_table(written):
    assert written([]).metadata.num_rows == 0


def test_row_groups_are_of_bounded_size(written, record):
    file = written(repeat(record(), 2 * ROWS + 1))
    groups = [file.metadata.row_group(place).num_rows for place in range(file.num_row_groups)]
    assert groups == [ROWS, ROWS, 1]


def test_texts_are_written_as_they_are(written, record):
    texts = ["=1+1", "<script>", "甲\x00\x1b\u202e乙", "👩‍👩‍👧", "\ufffe"]
    rows = written([record(headline=text) for text in texts]).read(["headline"]).to_pylist()
    assert [row["headline"] for row in rows] == texts


def test_half_a_character_becomes_a_question_mark(written, record):
    (row,) = written([record(file="\udce4.txt", reporters=["\ud83d"])]).read().to_pylist()
    assert (row["file"], row["reporters"]) == ("?.txt", ["?"])


def test_same_records_give_the_same_bytes(tmp_path, record):
    first, second = tmp_path / "a", tmp_path / "b"
    for path in (first, second):
        write_parquet([record(), record(headline="乙")], path)
    assert first.read_bytes() == second.read_bytes()


def test_a_missing_pyarrow_is_named_with_the_way_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(DependencyError, match=r"^Parquet needs pyarrow: pip install 'newsclf\[par"):
        write_parquet([], tmp_path / "a")
    assert not (tmp_path / "a").exists()
