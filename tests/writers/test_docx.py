"""The briefing as a Word document, read back by python-docx."""

import io
import sys
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm
from PIL import Image

from newsclf.errors import DependencyError
from newsclf.writers.briefing import MOST_LISTED
from newsclf.writers.docx import write_docx


@pytest.fixture
def document(tmp_path, themes):
    """Return a function that writes a briefing and reads it."""

    def write(*records, title=""):
        path = tmp_path / "a.docx"
        write_docx(records, path, themes, title)
        return docx.Document(str(path))

    return write


def paragraphs(document, *styles):
    return [p.text for p in document.paragraphs if not styles or p.style.name in styles]


def table_texts(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def bars(table):
    """Return width in centimetres and description of each picture of a table."""
    found = table._tbl.iter(qn("wp:inline"))
    return [(round(one.extent.cx / Cm(1), 2), one.docPr.get("descr")) for one in found]


def test_all_that_a_briefing_says_in_its_order(document, record):
    first = record()
    made = document(
        first,
        record(file="2026-11-20/乙.txt", duplicate_of=first["id"]),
        record(article=3, theme=None, tags=[], digest="", digest_reason="no body"),
        record(article=4, confident=False),
    )
    assert [(p.style.name, p.text) for p in made.paragraphs] == [
        ("Title", "工会新闻简报"),
        ("Dateline", "2026年11月20日 星期五\t共 3 篇报道，另有转载 1 篇"),
        ("Heading 1", "创新　1 篇"),
        ("Heading 2", "老电工的“小发明”，省下大力气"),
        ("Digest", "老周改了12台设备。"),
        ("Source", "晨报/第3版 · 第 2 篇　｜　兼及：技能　｜　又见：乙"),
        ("Heading 1", "其他　1 篇"),
        ("Source", "不属于以上主题。"),
        ("Heading 2", "老电工的“小发明”，省下大力气"),
        ("Digest", "——（没有正文）"),
        ("Source", "晨报/第3版 · 第 3 篇"),
        ("Heading 1", "待核　1 篇"),
        ("Source", "模型对下列报道没有把握，请人工核对。"),
        ("Heading 2", "老电工的“小发明”，省下大力气"),
        ("Digest", "老周改了12台设备。"),
        ("Source", "晨报/第3版 · 第 4 篇　｜　初判：创新 97%　｜　兼及：技能"),
        ("Source", "主题由计算机判定，摘要由计算机摘自原文。"),
    ]


def test_counts_are_a_table_with_bars(document, record):
    made = document(record(), record(), record(theme="skills"))
    (table,) = made.tables
    assert table_texts(table) == [["技能", "", "1"], ["关怀", "", "0"], ["创新", "", "2"]]
    assert bars(table) == [(5.2, "技能 1"), (10.4, "创新 2")]


def test_several_days_have_a_second_table(document, record):
    days = ["2026-11-18", "2026-11-20", "2026-11-20", "1"]
    kinds = ["skills", "skills", "innovation", "skills"]
    made = document(
        *(record(file=f"{d}/1.txt", theme=kind) for d, kind in zip(days, kinds, strict=True))
    )
    assert "报道篇数的变化（1 篇日期不明，未计入）" in paragraphs(made, "Source")
    table = made.tables[1]
    assert table_texts(table) == [
        ["11月18日", "", "1"],
        ["11月19日", "", "0"],
        ["11月20日", "", "2"],
    ]
    assert bars(table) == [(5.2, "技能 1"), (10.4, "技能 1，创新 1")]


def test_a_bar_is_a_picture_of_its_pieces(document, record):
    made = document(record(file="2026-11-19/1.txt"), *(record(theme=t) for t in ("skills", None)))
    blip = list(made.tables[1]._tbl.iter(qn("a:blip")))[-1]
    blob = made.part.related_parts[blip.get(qn("r:embed"))].blob
    picture = Image.open(io.BytesIO(blob))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (416, 8))
    rows = picture.tobytes()
    row = rows[: 3 * 416]
    assert rows == row * 8
    white = bytes.fromhex("ffffff")
    assert row == bytes.fromhex("17406f") * 208 + white + bytes.fromhex("c3c8cf") * 207


def test_headings_stay_with_what_follows_and_digests_with_their_source(document, record):
    made = document(record())
    for name in ("Heading 1", "Heading 2", "Digest"):
        assert made.styles[name].paragraph_format.keep_with_next


def test_chinese_has_chinese_fonts(document, record):
    made = document(record())
    for name, font in (("Normal", "宋体"), ("Heading 1", "微软雅黑"), ("Source", "微软雅黑")):
        fonts = made.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
    runs = list(made.element.body.iter(qn("w:r")))
    assert {run.rPr.rFonts.get(qn("w:hint")) for run in runs} == {"eastAsia"}


def test_pages_are_a4_with_title_and_numbers(document, record):
    section = document(record()).sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "工会新闻简报 · 2026年11月20日 星期五"
    assert section.first_page_header.paragraphs[0].text == ""
    for footer in (section.footer, section.first_page_footer):
        fields = footer._element.iter(qn("w:fldSimple"))
        assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_the_rest_of_a_long_section_is_told(document, record):
    made = document(*(record() for _ in range(MOST_LISTED + 1300)))
    assert len(paragraphs(made, "Heading 2")) == MOST_LISTED
    assert "以上为前 200 篇（日期新的在前），另有 1,300 篇未列出。" in paragraphs(made, "Source")


def test_odd_texts_are_written_as_they_are_and_what_forges_text_is_left_out(document, record):
    texts = ["=1+1", "<script>&amp;</script>", "长" * 500, "表情🎉", "{{ name }}"]
    odd = "甲\u202e乙\x1b\x00\ud800\ufffe"
    made = document(*(record(headline=text) for text in [*texts, odd]), title="<题>")
    assert paragraphs(made, "Heading 2") == [*texts, "甲乙"]
    assert paragraphs(made, "Title") == ["<题>"]


def test_no_article_is_told(document):
    made = document()
    assert paragraphs(made)[1:3] == ["\t共 0 篇报道", "没有报道。"]
    assert made.tables == []


def test_same_records_give_the_same_bytes_and_no_entry_tells_the_time(tmp_path, themes, record):
    first, second = tmp_path / "a", tmp_path / "b"
    for path in (first, second):
        write_docx([record(), record(file="2026-11-19.txt")], path, themes)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = docx.Document(str(first)).core_properties
    assert {about.created.isoformat(), about.modified.isoformat()} == {"2000-01-01T00:00:00+00:00"}
    assert (about.author, about.title) == ("", "工会新闻简报 · 2026年11月19日至20日")


def test_a_missing_python_docx_is_named_with_the_way_to_install_it(monkeypatch, tmp_path, themes):
    monkeypatch.setitem(sys.modules, "docx", None)
    wanted = r"^a DOCX briefing needs python-docx and Pillow: pip install 'newsclf\[briefing\]'$"
    with pytest.raises(DependencyError, match=wanted):
        write_docx([], tmp_path / "a", themes)
    assert not (tmp_path / "a").exists()
