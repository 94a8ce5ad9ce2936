"""Records of a batch run as CSV."""

import csv
import io
import json

from newsclf.writers import write_csv, write_records_csv
from newsclf.writers.records import COLUMNS


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_are_those_of_tag_and_duplicate_of(tmp_path):
    path = tmp_path / "a.csv"
    write_records_csv([], path)
    assert (
        path.read_bytes() == b"\xef\xbb\xbf" + ",".join([*COLUMNS, "duplicate_of"]).encode() + b"\n"
    )


def test_cells_are_those_of_the_record(tmp_path, record):
    path = tmp_path / "a.csv"
    write_records_csv([record(), record(theme=None, duplicate_of="甲.txt#1")], path)
    first, second = rows(path)
    texts = {key for key, value in record().items() if isinstance(value, str)}
    read = {
        key: cell if key in texts else json.loads(cell or "null") for key, cell in first.items()
    }
    assert read == record()
    assert (second["theme"], second["duplicate_of"]) == ("", "甲.txt#1")


def test_formulas_are_harmless_as_in_tag(tmp_path, record):
    path = tmp_path / "a.csv"
    write_records_csv([record(headline="=1+1", duplicate_of="@甲")], path)
    assert (rows(path)[0]["headline"], rows(path)[0]["duplicate_of"]) == ("'=1+1", "'@甲")


def test_both_ways_to_csv_write_the_same_row(tmp_path, record):
    class Article:
        def to_dict(self):
            return {key: value for key, value in record().items() if key != "duplicate_of"}

    path, out = tmp_path / "a.csv", io.StringIO(newline="")
    write_records_csv([record()], path)
    write_csv([Article()], out)  # type: ignore[list-item]
    ours = path.read_text(encoding="utf-8-sig").splitlines()
    assert [line.removesuffix(",") for line in ours[1:]] == out.getvalue().splitlines()[1:]
