"""Tables: what is read, and what is told of a broken one."""

import pytest

from newsclf.errors import CorpusError
from newsclf.training.tables import LABEL_NAMES, labels_in, read_table


@pytest.fixture
def table(tmp_path):
    def read(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_table(path)

    return read


def cells(found):
    return [list(row.cells.values()) for row in found.rows]


def refusal(table, name, text):
    with pytest.raises(CorpusError) as error:
        table(name, text)
    return str(error.value)


def test_csv_is_read_as_excel_writes_it(table):
    found = table("t.csv", '\ufefftext,label\r\n"灯,亮了\n一夜",教育\r\n"他说""好""",福利\r\n')
    assert found.columns == ("text", "label")
    assert cells(found) == [["灯,亮了\n一夜", "教育"], ['他说"好"', "福利"]]
    assert [row.line for row in found.rows] == [3, 4]


def test_a_stray_quotation_mark_in_tsv_is_text(table):
    found = table("t.tsv", 'text\tlabel\n"灯亮了\t教育\n他说"好"\t福利\n"引""号"\t文化\n')
    assert cells(found) == [['"灯亮了', "教育"], ['他说"好"', "福利"], ['引"号', "文化"]]


def test_json_lines_may_lack_keys(table):
    found = table("t.jsonl", '{"text": "灯", "label": "a"}\n\n{"label": null, "text": 5, "x": 1}\n')
    assert found.columns == ("text", "label", "x")
    assert cells(found) == [["灯", "a", ""], ["5", "", "1"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_told(table, encoding):
    found = table("t.csv", "text,label\n夜校里的灯亮到九点,教育\n".encode(encoding))
    assert cells(found) == [["夜校里的灯亮到九点", "教育"]]


def test_empty_lines_are_passed_over(table):
    assert cells(table("t.csv", "text,label\n\n灯,a\n\n")) == [["灯", "a"]]


def test_a_row_of_other_length_is_named(table, tmp_path):
    message = refusal(table, "t.tsv", "text\tlabel\n灯\ta\n灯亮了\n")
    assert message == f"{tmp_path / 't.tsv'}:3: 1 columns, but the header has 2"


def test_broken_csv_is_named_with_its_line(table, tmp_path):
    message = refusal(table, "t.csv", 'text,label\n"灯"x,a\n')
    assert message == f"{tmp_path / 't.csv'}:2: broken CSV: ',' expected after '\"'"


def test_a_line_that_is_no_json_is_named(table, tmp_path):
    message = refusal(table, "t.jsonl", '{"text": "灯"}\n{text: 灯}\n')
    assert message == f"{tmp_path / 't.jsonl'}:2: not JSON; each line must be one object"


def test_a_line_that_is_no_object_is_named(table, tmp_path):
    message = refusal(table, "t.jsonl", '["灯"]\n')
    assert message == f'{tmp_path / "t.jsonl"}:1: not an object like {{"text": …, "label": …}}'


def test_a_double_column_is_named(table, tmp_path):
    message = refusal(table, "t.csv", "text,label,label\n灯,a,b\n")
    assert message == f"{tmp_path / 't.csv'}:1: duplicate column 'label'"


def test_other_files_are_refused(table, tmp_path):
    message = refusal(table, "t.txt", "text\n灯\n")
    assert message == (
        f"{tmp_path / 't.txt'}: not a table; use .csv, .tsv, .xlsx or .jsonl, or lines that "
        "begin with __label__"
    )


@pytest.mark.parametrize(("separator", "name"), [(";", ";"), ("\t", "tabs"), ("|", "|")])
def test_csv_that_is_parted_by_something_else_is_read_and_told(table, tmp_path, separator, name):
    found = table("t.csv", f"text{separator}label\n灯,亮了{separator}a\n")
    assert cells(found) == [["灯,亮了", "a"]]
    assert found.notes == (f"{tmp_path / 't.csv'} is separated by {name}",)


def test_fasttext_lines_have_labels_and_a_text(table):
    found = table("t.ft", "__label__a __label__b 灯 亮了\n\n__label__c 菜\n没有标签\n")
    assert found.columns == ("text", "label")
    assert cells(found) == [["灯 亮了", "a\x1fb"], ["菜", "c"], ["没有标签", ""]]
    assert [row.line for row in found.rows] == [1, 3, 4]


@pytest.fixture
def workbook(tmp_path):
    """Return a function that writes a workbook of one sheet."""
    openpyxl = pytest.importorskip("openpyxl")

    def write(rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "t.xlsx"
        book.save(path)
        book.close()
        return path

    return write


def test_the_first_sheet_of_a_workbook_is_a_table(workbook):
    found = read_table(workbook([["标题", "标签", "n"], ["灯亮了", "教育", 3], ["菜", None, 2.5]]))
    assert found.columns == ("标题", "标签", "n")
    assert cells(found) == [["灯亮了", "教育", "3"], ["菜", "", "2.5"]]
    assert [row.line for row in found.rows] == [2, 3]


def test_what_is_no_workbook_is_told(table, tmp_path):
    message = refusal(table, "t.xlsx", "text\n灯\n")
    assert message == f"{tmp_path / 't.xlsx'}: not a workbook; save it as .xlsx or .csv"


def test_a_workbook_that_unfolds_to_too_much_is_refused(workbook, tmp_path, monkeypatch):
    path = workbook([["text", "label"], ["灯" * 30_000, "a"]])
    monkeypatch.setattr("newsclf.training.tables.MAX_TABLE_BYTES", path.stat().st_size)
    with pytest.raises(CorpusError) as error:
        read_table(path)
    assert str(error.value).endswith("MB; split the file")


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(CorpusError) as error:
        read_table(tmp_path / "t.csv")
    assert str(error.value) == f"{tmp_path / 't.csv'}: cannot be read: No such file or directory"


def test_a_table_that_is_too_large_is_refused(table, tmp_path, monkeypatch):
    monkeypatch.setattr("newsclf.training.tables.MAX_TABLE_BYTES", 10)
    message = refusal(table, "t.csv", "text,label\n灯,a\n")
    assert message == f"{tmp_path / 't.csv'}: larger than 0 MB; split the file"


def test_the_likeliest_column_is_found_in_any_case(table):
    found = table("t.csv", "Category,Label\na,b\n")
    assert found.column(None, LABEL_NAMES, "label") == "Label"


def test_an_asked_column_that_is_not_there_is_named(table, tmp_path):
    found = table("t.csv", "text,label\n灯,a\n")
    with pytest.raises(CorpusError) as error:
        found.column("topic", LABEL_NAMES, "label")
    assert str(error.value) == (
        f"{tmp_path / 't.csv'}: no column 'topic'; choose one with --label-column: text, label"
    )


@pytest.mark.parametrize("cell", ["a;b", "a ; b;", "a|b", "a；b;a", "a\x1fb"])
def test_labels_of_a_cell_are_parted(cell):
    assert labels_in(cell) == ("a", "b")


def test_blanks_and_invisible_characters_around_labels_do_not_count():
    assert labels_in("a\u200b; \u3000a \ufeff") == ("a",)


def test_an_empty_cell_has_no_label():
    assert labels_in(" ; ") == ()
