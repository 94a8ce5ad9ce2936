"""Copies made readable: what extraction and old fonts put in place of the characters of a page.

One list, applied before anything else looks at a text. Each line stays a line, so that line numbers
are those of the input. What is left out or put in another place is told in `readable`.
"""

from __future__ import annotations

import re
import unicodedata

from newsclf.text.characters import HAN

# Glyphs that stand for the ideograph of the same form: Kangxi radicals, compatibility ideographs
# (Unicode, chapter 18). All are one character; none is a variant that a name could be written with.
_BLOCKS = ((0x2F00, 0x2FD5), (0xF900, 0xFAFF), (0x2F800, 0x2FA1D))
# CJK Radicals Supplement: words of their own (Unicode, EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    zip(
        "⺀⺁⺃⺅⺉⺌⺍⺎⺒⺓⺖⺗⺘⺙⺜⺝⺟⺠⺡⺢⺣⺤⺥⺨⺩⺫⺬⺭⺮⺯⺰⺱⺶⺷⺹⺼⺽⺾⺿⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻎⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻲⻳",
        "冫厂乚亻刂小小尢巳幺忄心扌攵日月母民氵水灬爫爫犭王目示礻竹糸纟网羊羊老肉臼艹艹虎衤西西见角讠贝足车辶辶阝钅长长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄齐齿龙龟龟",
        strict=True,
    )
)
# Vertical and small forms of punctuation (U+FE10, U+FE30, U+FE50).
_FORMS = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈﹐﹑﹒﹔﹕﹖﹗﹘﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹣﹤﹥﹦﹨﹩﹪﹫",
        "，、。：；！？〖〗…：—–（）｛｝〔〕【】《》〈〉「」『』［］，、．；：？！—（）｛｝〔〕＃＆＊＋－＜＞＝＼＄％＠",
        strict=True,
    )
)
# Bullets of symbol fonts, which come as private use (Wingdings, Symbol).
_DOTS = dict.fromkeys("\u2027\u30fb\uff65", "·")  # of names
# Old-style digits of the fonts of Adobe (Adobe Glyph List: zerooldstyle and so on).
_DIGITS = {chr(0xF730 + digit): str(digit) for digit in range(10)}
_BULLETS = dict.fromkeys(
    "\uf06c\uf06e\uf06f\uf071\uf075\uf076\uf09f\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc", "●"
)
_LINE_ENDS = ("\r\n", "\r", "\x0b", "\x85", "\u2028", "\u2029")
_PAGE_END = re.compile("(?<=[^\n])\x0c(?=[^\n])")
# What shows as nothing: soft hyphens, zero-width marks, marks of direction.
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WIDE = f"[{HAN}\u3001-\u3011\u2018-\u201d\uff01-\uff5e]"
# The blank stands first: so the search jumps from one to the next.
_SPACED = re.compile(f" (?<={_WIDE} )(?={_WIDE})")
_LETTER_SPACED = 0.25  # share of such blanks in a text, from which on its characters are set apart
_SURROGATE = re.compile("[\ud800-\udfff]")


def _table() -> dict[int, str]:
    pairs = {**_RADICALS, **_FORMS, **_DOTS, **_DIGITS, **_BULLETS}
    for first, last in _BLOCKS:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                pairs[chr(code)] = plain
    return {ord(odd): plain for odd, plain in pairs.items()}


_TABLE = _table()
# Where all of them lie: a few ranges, which are searched fast.
_ODD = re.compile(
    "[\u2027\u2e80-\u2fd5\u30fb\uf000-\ufaff\ufe10-\ufe6b\uff65\U0002f800-\U0002fa1d]"
)


def readable(text: str) -> str:
    """Return a text as its page would be read.

    - Every kind of line end (CR, NEL, VT, U+2028, U+2029, a form feed inside a line) is a line
      feed; a form feed at the end of a page is a blank.
    - Kangxi radicals, compatibility ideographs, vertical and small forms are the characters that
      they look like; bullets of symbol fonts are ●.
    - Soft hyphens, zero-width characters and marks of direction are gone.
    - Where Chinese characters are set apart by spaces throughout, these spaces are gone.

    Args:
        text: A page as it was copied.

    Returns:
        The text with as many lines, each with the same words in the same order.
    """
    text = _SURROGATE.sub("\ufffd", text)  # halves of characters: no encoding has them
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    if "\x0c" in text:
        text = _PAGE_END.sub("\n", text).replace("\x0c", " ")
    if text.isascii():
        return text
    text = _HIDDEN.sub("", text)
    if _ODD.search(text):
        text = text.translate(_TABLE)
    if text.count(" ") > _LETTER_SPACED * len(text):
        without, spaced = _SPACED.subn("", text)
        text = without if spaced > _LETTER_SPACED * len(text) else text
    return text
