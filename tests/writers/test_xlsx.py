"""Records as a workbook, read back by openpyxl."""

import json
import sys
import zipfile

import openpyxl
import pytest

from newsclf.errors import DependencyError
from newsclf.writers import xlsx
from newsclf.writers.records import COLUMNS
from newsclf.writers.xlsx import MOST_CHARACTERS, write_xlsx

# openpyxl does not know the bars in the cells of the summary, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning:openpyxl")


@pytest.fixture
def book(tmp_path, themes):
    """Return a function that writes records and reads the workbook."""

    def write(*records):
        path = tmp_path / "a.xlsx"
        write_xlsx(records, path, themes)
        return openpyxl.load_workbook(path)

    return write


def rows(sheet):
    """Return the rows of a sheet as dictionaries by its header."""
    header, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rest]


def cell(sheet, column, row=2):
    header = [cell.value for cell in sheet[1]]
    return sheet.cell(row, header.index(column) + 1)


def test_a_row_holds_the_record_and_the_name_of_its_theme(book, record):
    (row,) = rows(book(record())["报道"])
    for key in ("lines", "reporters", "themes", "tags", "digest_spans", "keywords", "body_starts"):
        row[key] = json.loads(row[key])
    # An empty text is a cell without one.
    assert {
        key: "" if value is None and key != "duplicate_of" else value for key, value in row.items()
    } == {
        "theme_name": "创新",
        **record(),
    }


def test_what_is_read_first_stands_first(book):
    header = [cell.value for cell in book()["报道"][1]]
    assert header[:6] == ["theme_name", "theme", "confident", "headline", "digest", "tags"]
    assert sorted(header) == sorted(["theme_name", *COLUMNS, "duplicate_of"])


def test_header_is_bold_and_stays_and_columns_can_be_filtered(book, record):
    sheet = book(record(), record())["报道"]
    assert all(cell.font.bold for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:Z3")


def test_headline_and_digest_are_wrapped_and_rows_high_enough(book, record):
    sheet = book(record(), record(digest="长" * 60))["报道"]
    assert [cell(sheet, name).alignment.wrap_text for name in ("headline", "digest")] == [
        True,
        True,
    ]
    assert not cell(sheet, "body").alignment.wrap_text
    # 60 full-width characters, and a column of 64 digits: two lines
    assert [sheet.row_dimensions[row].height for row in (2, 3)] == [18.75, 35.25]


def test_a_theme_has_its_colour_and_an_unsure_row_is_yellow(book, record):
    unsure = record(theme="skills", confident=False)
    sheet = book(record(), unsure, record(theme=None, confident=False))["报道"]

    def fill(column, row):
        given = cell(sheet, column, row).fill
        return given.fgColor.rgb.lower() if given.fill_type else None

    assert [fill("theme", row) for row in (2, 3, 4)] == ["ffe0edda", "ffccd5df", "fffff4cc"]
    assert [fill("theme_name", row) for row in (2, 3, 4)] == ["ffe0edda", "ffccd5df", "fffff4cc"]
    assert [fill("headline", row) for row in (2, 3, 4)] == [None, "fffff4cc", "fffff4cc"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5℃里的抢修", "@SUM(A1)", "http://a.cn"])
def test_a_text_is_never_a_formula_or_a_link(book, record, text):
    found = cell(book(record(headline=text))["报道"], "headline")
    assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)


def test_what_excel_would_decode_is_escaped(book, record):
    # ISO/IEC 29500-1, 22.9.2.19: _x0041_ stands for A, _x005F_ for _; openpyxl decodes neither
    assert cell(book(record(headline="_x0041_"))["报道"], "headline").value == "_x005F_x0041_"


def test_what_xml_cannot_hold_and_what_forges_text_is_left_out(book, record):
    text = "甲\x00\x0b\x1b\u202e\ufffe\uffff\ud800乙\n丙<&>"
    assert cell(book(record(body=text))["报道"], "body").value == "甲乙\n丙<&>"


def test_a_text_that_looks_like_the_inside_of_a_cell_stays_a_text(book, record):
    assert cell(book(record(headline="<r><x></r>"))["报道"], "headline").value == "<r><x></r> "


def test_a_text_too_long_for_a_cell_is_cut(book, record):
    sheet = book(
        record(body="字" * MOST_CHARACTERS),
        record(body="字" * (MOST_CHARACTERS + 1)),
        record(body="字" + "🎉" * 20_000),
    )["报道"]
    assert cell(sheet, "body", 2).value == "字" * MOST_CHARACTERS
    assert cell(sheet, "body", 3).value == "字" * (MOST_CHARACTERS - 1) + "…"
    # Excel counts an emoji as two: 1 + 2 × 16,382 + 1 characters, and no half of one
    assert cell(sheet, "body", 4).value == "字" + "🎉" * 16_382 + "…"


def test_rows_beyond_a_sheet_go_on_in_another(monkeypatch, book, record):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)  # a million rows take minutes
    found = book(*(record(article=number) for number in range(1, 6)))
    assert found.sheetnames == ["报道", "报道 2", "报道 3", "概览"]
    numbers = [[row["article"] for row in rows(sheet)] for sheet in found.worksheets[:3]]
    assert numbers == [[1, 2], [3, 4], [5]]
    assert [sheet.auto_filter.ref for sheet in found.worksheets[:3]] == ["A1:Z3", "A1:Z3", "A1:Z2"]


def test_summary_counts_the_themes(book, record):
    found = book(
        record(),
        record(duplicate_of="x"),
        record(theme="skills", confident=False),
        record(theme=None),
        record(theme="other"),
    )
    assert list(found["概览"].iter_rows(values_only=True)) == [
        ("主题", "theme", "篇数", "其中待核", "其中转载"),
        ("技能", "skills", 1, 1, 0),
        ("关怀", "welfare", 0, 0, 0),
        ("创新", "innovation", 2, 0, 1),
        ("other", "other", 1, 0, 0),
        ("无", "", 1, 0, 0),
        ("合计", None, 5, 1, 1),
    ]


def test_no_record_is_a_header_and_zeros(book):
    found = book()
    assert rows(found["报道"]) == []
    assert found["概览"]["C6"].value == 0


def test_same_records_give_the_same_bytes_and_no_entry_tells_the_time(tmp_path, themes, record):
    first, second = tmp_path / "a", tmp_path / "b"
    for path in (first, second):
        write_xlsx([record()], path, themes)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        assert file.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


def test_a_missing_xlsxwriter_is_named_with_the_way_to_install_it(monkeypatch, tmp_path, themes):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(
        DependencyError, match=r"^XLSX needs XlsxWriter: pip install 'newsclf\[xlsx"
    ):
        write_xlsx([], tmp_path / "a", themes)
    assert not (tmp_path / "a").exists()
