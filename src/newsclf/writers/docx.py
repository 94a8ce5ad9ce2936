"""The briefing as a Word document, with Word's own headings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsclf import extras
from newsclf.themes import Theme
from newsclf.writers.briefing import Briefing, Item, Section, briefing_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_INK, _SOFT, _RED = "1c1f24", "59606b", "b3261e"
_SONG, _HEI = "宋体", "微软雅黑"
_LATIN = {_SONG: "Times New Roman", _HEI: "Arial"}
_BAR = 10.4  # centimetres of the longest bar
_TABLE = (2.8, _BAR + 0.5, 2.1)  # centimetres of the columns beside and with the bars
_DOTS = 40  # of a picture, for each centimetre
# Elements that come after `pBdr` in the properties of a paragraph (ISO/IEC 29500-1, 17.3.1.26).
_AFTER_BORDERS = (
    *("shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct"),
    *("topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid"),
    *("spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    *("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle"),
    *("rPr", "sectPr", "pPrChange"),
)
_CREATED = datetime(2000, 1, 1)  # no clock: the same records give the same bytes


def require() -> None:
    """Make sure that the package for Word documents is installed.

    Raises:
        DependencyError: It is not installed.
    """
    extras.require("a DOCX briefing needs python-docx and Pillow", "briefing", "docx", "PIL")


def write_docx(
    records: Iterable[Mapping[str, Any]], path: Path, themes: Sequence[Theme], title: str = ""
) -> None:
    """Write the briefing on a batch of articles; see `briefing_of` for its contents.

    The same records always give the same bytes.

    Args:
        records: The records; may be iterated more than once.
        path: The output file.
        themes: The taxonomy.
        title: The title, `briefing.TITLE` if `""`.

    Raises:
        DependencyError: python-docx is not installed.
        OSError: The file cannot be written.
    """
    require()
    from docx import Document
    from docx.shared import Pt

    briefing = briefing_of(records, themes, title)
    document = Document()
    _set_up(document, briefing)
    document.add_paragraph(briefing.title, style="Title")
    dateline = document.add_paragraph(style="Dateline")
    if briefing.dates:
        dateline.add_run(briefing.dates).bold = True
    dateline.add_run(f"\t{briefing.summary}")
    if briefing.total:
        _add_counts(document, briefing)
        if briefing.columns:
            _add_columns(document, briefing)
        for section in briefing.sections:
            if section.items:
                _add_section(document, section)
    else:
        document.add_paragraph("没有报道。")
    note = document.add_paragraph("主题由计算机判定，摘要由计算机摘自原文。", style="Source")
    note.paragraph_format.space_before = Pt(18)
    _hint(document)
    written = io.BytesIO()
    document.save(written)
    with path.open("wb") as out:
        _copy(written, out)


def _copy(written: io.BytesIO, out: Any) -> None:
    """Copy a ZIP file; the entries of the copy have the time that `ZipInfo` begins with, 1980."""
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))


def _set_up(document: Document, briefing: Briefing) -> None:
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.2)
    page.header_distance = page.footer_distance = Cm(1.2)
    page.different_first_page_header_footer = True  # the title stands there
    _set_styles(document)
    page.header.paragraphs[0].text = briefing.name
    for footer in (page.footer, page.first_page_footer):
        _add_page_number(footer.paragraphs[0])
    about = document.core_properties
    about.title, about.author, about.comments, about.language = briefing.name, "", "", "zh-CN"
    about.created = about.modified = _CREATED
    about.last_modified_by, about.revision = "", 1


def _set_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    styles: Any = document.styles
    language = styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    for name in ("Dateline", "Count", "Digest", "Source"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    # style, font, size, colour, bold, points before and after, line spacing: what is read is set
    # in points, as the lines of Chinese fonts are of very different heights
    for name, font, size, colour, bold, before, after, spacing in (
        ("Normal", _SONG, 10.5, _INK, False, 0, 0, 1.0),
        ("Title", _SONG, 26, _RED, True, 0, 4, 1.0),
        ("Dateline", _HEI, 10, _INK, False, 0, 14, 1.0),
        ("Count", _HEI, 9, _INK, False, 0, 0, Pt(14)),  # 31 days fit on the first page
        ("Heading 1", _HEI, 15, _INK, True, 22, 4, 1.0),
        ("Heading 2", _HEI, 11, _INK, True, 10, 2, Pt(17)),
        ("Digest", _SONG, 10.5, _INK, False, 0, 2, Pt(16.5)),
        ("Source", _HEI, 8.5, _SOFT, False, 0, 2, Pt(13)),
        ("Header", _HEI, 8.5, _SOFT, False, 0, 0, 1.0),
        ("Footer", _HEI, 8.5, _SOFT, False, 0, 0, 1.0),
    ):
        style = styles[name]
        style.font.size, style.font.bold = Pt(size), bold
        style.font.color.rgb = RGBColor.from_string(colour)
        _set_font(style, font)
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.line_spacing, shape.widow_control = spacing, True
    styles["Digest"].paragraph_format.keep_with_next = True  # as headings are in the template
    styles["Digest"].paragraph_format.keep_together = True
    _set_border(styles["Title"], bottom=(_RED, 18))
    _set_border(styles["Dateline"], bottom=(_RED, 4))
    tabs = styles["Dateline"].paragraph_format.tab_stops
    tabs.add_tab_stop(Cm(15.8), WD_TAB_ALIGNMENT.RIGHT)
    styles["Footer"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_font(style: Any, font: str) -> None:
    """Set the fonts of Latin and of Chinese; those of the template's theme would go before."""
    from docx.oxml.ns import qn

    style.font.name = _LATIN[font]
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), font)


def _hint(document: Document) -> None:
    """Say of all runs that they are Chinese: quotation marks and dashes are of both scripts."""
    from docx.oxml.ns import qn

    for run in document.element.body.iter(qn("w:r")):
        run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _set_border(styled: Any, **sides: tuple[str, int]) -> None:
    """Draw lines beside a paragraph or a style's paragraphs: colour and eighths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = styled._element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    borders = OxmlElement("w:pBdr")
    for side, (colour, size) in sides.items():
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", size), ("space", 5), ("color", colour)):
            line.set(qn(f"w:{key}"), str(value))
        borders.append(line)
    # The schema has an order: what comes after the lines is named here.
    properties.insert_element_before(borders, *(f"w:{name}" for name in _AFTER_BORDERS))


def _add_page_number(paragraph: Paragraph) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for text, code in (("第 ", "PAGE"), (" 页 / 共 ", "NUMPAGES")):
        paragraph.add_run(text)
        field: Any = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        paragraph._p.append(field)
    paragraph.add_run(" 页")


def _add_counts(document: Document, briefing: Briefing) -> None:
    table = _table(document, len(briefing.sections), _TABLE)
    for cells, section in zip(_cells(table), briefing.sections, strict=True):
        cells[0].paragraphs[0].add_run(section.name)
        _add_bar(
            cells[1].paragraphs[0],
            [(section.name, section.colour, section.count)],
            briefing.longest,
        )
        _add_number(cells[2], section.count)


def _add_columns(document: Document, briefing: Briefing) -> None:
    missing = briefing.total - briefing.dated
    note = f"（{missing:,} 篇日期不明，未计入）" if missing else ""
    caption = document.add_paragraph(f"报道篇数的变化{note}", style="Source")
    from docx.shared import Pt

    caption.paragraph_format.space_before = Pt(14)
    caption.paragraph_format.space_after = Pt(3)
    caption.paragraph_format.keep_with_next = True
    table = _table(document, len(briefing.columns), _TABLE)
    for cells, column in zip(_cells(table), briefing.columns, strict=True):
        cells[0].paragraphs[0].add_run(column.name)
        _add_bar(cells[1].paragraphs[0], briefing.pieces(column), briefing.highest)
        _add_number(cells[2], column.total)


def _table(document: Document, rows: int, widths: Sequence[float]) -> Table:
    from docx.shared import Cm

    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    return table


def _cells(table: Table) -> Iterator[tuple[_Cell, ...]]:
    """Yield the cells of each row; a table of python-docx looks all of them up for each one."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    for row in table.rows:
        cells = tuple(row.cells)
        for cell in cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].style = "Count"
        yield cells


def _add_number(cell: _Cell, number: int) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cell.paragraphs[0].add_run(f"{number:,}")
    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add_bar(paragraph: Paragraph, pieces: Sequence[tuple[str, str, int]], most: int) -> None:
    """Draw a bar of pieces side by side; `most` articles have the full length."""
    from docx.shared import Cm

    total = sum(count for _, _, count in pieces)
    if not total:
        return
    length = _BAR * total / most
    row, done = b"", 0
    for _, colour, count in pieces:
        done += count
        end = max(1, round(_DOTS * length * done / total))
        row = _extended(row, end, colour)
    picture: Any = paragraph.add_run().add_picture(_png(row), Cm(length), Cm(0.34))
    said = "，".join(f"{name} {count:,}" for name, _, count in pieces)
    picture._inline.docPr.set("descr", said)


def _extended(row: bytes, end: int, colour: str) -> bytes:
    """Return a row of dots, three bytes each, drawn on to its new end, a white gap before."""
    free = end - len(row) // 3
    gap = 1 if row and free > 1 else 0
    return row + b"\xff\xff\xff" * gap + bytes.fromhex(colour[1:]) * (free - gap)


def _png(row: bytes) -> io.BytesIO:
    """Return a picture of rows that are all the same."""
    from PIL import Image

    height = 8  # a single row would fade out above and below when it is drawn larger
    picture = io.BytesIO()
    Image.frombytes("RGB", (len(row) // 3, height), row * height).save(picture, "PNG")
    return picture


def _add_section(document: Document, section: Section) -> None:
    from docx.shared import Cm, Pt, RGBColor

    heading = document.add_heading(section.name, level=1)
    count = heading.add_run(f"　{section.count:,} 篇")
    count.bold, count.font.size = False, Pt(10)
    count.font.color.rgb = RGBColor.from_string(_SOFT)
    heading.paragraph_format.left_indent = Cm(0.3)  # the line on the left stands in it
    colour = section.colour[1:]
    _set_border(heading, left=(colour, 48), bottom=(colour, 12))
    if section.note:
        note = document.add_paragraph(section.note, style="Source")
        note.paragraph_format.keep_with_next = True
    for item in section.items:
        _add_item(document, item)
    if section.more:
        document.add_paragraph(
            f"以上为前 {len(section.items)} 篇（日期新的在前），另有 {section.more:,} 篇未列出。",
            style="Source",
        )


def _add_item(document: Document, item: Item) -> None:
    document.add_heading(item.headline, level=2)
    reason = f"（{item.reason}）" if item.reason else ""
    document.add_paragraph(item.digest or f"——{reason}", style="Digest")
    parts = [item.source]
    if item.guess:
        parts.append(f"初判：{item.guess}")
    if item.tags:
        parts.append(f"兼及：{'、'.join(item.tags)}")
    if item.reprints:
        more = f" 等 {item.reprints} 处" if item.reprints > len(item.also) else ""
        parts.append(f"又见：{'；'.join(item.also)}{more}")
    document.add_paragraph("　｜　".join(parts), style="Source")
