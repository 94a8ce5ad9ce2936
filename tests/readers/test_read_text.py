"""Reading text: encodings, limits, and what is not text."""

import codecs
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.errors import InputError
from newsclf.readers import MAX_BYTES, decode, read_text

PAGE = "车间里的“小课堂”\n师傅周末开讲，12名学徒到场。\n"
CHINESE = st.text(alphabet="车间里的小课堂师傅周末开讲，。“”12\nab ", min_size=1)


def refusal(action, *arguments):
    with pytest.raises(InputError) as error:
        action(*arguments)
    return str(error.value)


@pytest.fixture
def page_file(tmp_path):
    def write(data):
        path = tmp_path / "page.txt"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16"])
def test_decode_knows_the_encodings_of_chinese_pages(encoding):
    assert decode(PAGE.encode(encoding), "page.txt").text == PAGE


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_decode_knows_utf_16_without_a_mark_by_its_line_feeds(encoding):
    assert decode(PAGE.encode(encoding), "page.txt").text == PAGE


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
)
def test_decode_obeys_a_byte_order_mark_and_drops_it(mark, encoding):
    assert decode(mark + PAGE.encode(encoding), "page.txt").text == PAGE


def test_decode_keeps_line_endings_as_they_are():
    assert decode("甲\r\n乙\r丙\n".encode(), "page.txt").text == "甲\r\n乙\r丙\n"


def test_decode_reads_four_byte_characters_of_gb18030():
    assert decode("𠮷姓师傅".encode("gb18030"), "page.txt").text == "𠮷姓师傅"


def test_decode_reads_ascii():
    assert decode(b"plain text", "page.txt").text == "plain text"


@given(CHINESE)
@settings(deadline=None, max_examples=100)
def test_utf_8_survives_a_round_trip(text):
    assert decode(text.encode(), "page.txt").text == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive or an Office file (docx, xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file (doc, xls)"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"GIF89a", "a GIF picture"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"{\\rtf1", "an RTF file"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\x00", "an SQLite database"),
    ],
)
def test_decode_names_what_a_file_is_instead_of_text(data, kind):
    message = refusal(decode, data, "page.txt")
    assert message == f"page.txt: not text: looks like {kind}; save it as plain text first"


def test_decode_refuses_bytes_that_are_no_text():
    message = refusal(decode, bytes(range(256)) * 4, "page.txt")
    assert message == (
        "page.txt: not text: looks like binary data or an encoding other than "
        "UTF-8, UTF-16 or GB18030"
    )


def test_decode_forgives_a_stray_control_character():
    assert decode(("字" * 99 + "\x01").encode(), "page.txt").text == "字" * 99 + "\x01"


def test_read_text_returns_the_text_of_a_file(page_file):
    assert read_text(page_file(PAGE.encode("gb18030"))) == PAGE


def test_read_text_names_a_missing_file(tmp_path):
    path = tmp_path / "none.txt"
    assert refusal(read_text, path) == f"{path}: no such file"


def test_read_text_refuses_a_folder(tmp_path):
    assert refusal(read_text, tmp_path) == f"{tmp_path}: is a folder; pass the files in it"


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"\0\0"])
def test_read_text_refuses_an_empty_file(page_file, data):
    path = page_file(data)
    assert refusal(read_text, path) == f"{path}: is empty"


def test_read_text_refuses_a_file_above_the_limit(page_file):
    path = page_file(b"a" * (MAX_BYTES + 1))
    assert refusal(read_text, path) == (
        f"{path}: larger than 16 MB; a page is far smaller, split the file"
    )


def test_read_text_takes_a_file_at_the_limit(page_file):
    assert len(read_text(page_file(b"a" * MAX_BYTES))) == MAX_BYTES


def standard_input(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_dash_is_standard_input(monkeypatch):
    standard_input(monkeypatch, PAGE.encode("gb18030"))
    assert read_text(Path("-")) == PAGE


def test_messages_name_standard_input(monkeypatch):
    standard_input(monkeypatch, b"\n")
    assert refusal(read_text, Path("-")) == "standard input: is empty"


@pytest.mark.parametrize(
    "text",
    ["锟斤拷锟斤拷锟斤拷开班", "烫烫烫烫烫烫", "石桥镇工会办起夜校".encode().decode("latin-1")],
)
def test_text_that_was_damaged_before_is_told(page_file, text):
    path = page_file(text.encode())
    with pytest.raises(InputError) as error:
        read_text(path)
    assert str(error.value) == (
        f"{path}: the text was damaged before it was saved here (锟斤拷 and the like); "
        "open the original and save it as UTF-8"
    )


def test_a_text_that_names_such_damage_is_read(page_file):
    assert read_text(page_file("网页上的锟斤拷是乱码。".encode())) == "网页上的锟斤拷是乱码。"


def test_a_few_bad_bytes_are_read_and_counted():
    good = ("石桥镇工会在旧粮站办起夜校，46名学徒报名。" * 9).encode("gb18030")
    found = decode(good[:41] + good[42:], "page.txt")  # a byte is missing
    assert (found.encoding, found.damaged) == ("gb18030", 1)
    assert found.text.replace("\ufffd", "")[:9] == "石桥镇工会在旧粮站"


def test_more_bad_bytes_are_no_text():
    good = bytearray(("石桥镇工会在旧粮站办起夜校，46名学徒报名。" * 9).encode())
    good[::40] = b"\xff" * len(good[::40])
    with pytest.raises(InputError, match="not text"):
        decode(bytes(good), "page.txt")


def test_the_padding_of_a_lost_end_is_left_out_and_counted():
    found = decode("石桥镇工会办起夜校。\n".encode() + b"\x00" * 512, "page.txt")
    assert found == ("石桥镇工会办起夜校。\n", "utf-8", 512)


def test_a_mark_of_loss_that_the_file_has_itself_is_no_damage():
    assert decode(("石桥镇工会办起夜校" * 20 + "\ufffd").encode(), "page.txt").damaged == 0


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_told(encoding):
    assert decode("石桥镇工会办起夜校。\n".encode(encoding), "page.txt").encoding == encoding
