"""Characters: folding, display width, and characters unsafe to print."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from newsclf.text.traditional import SIMPLIFIED, TRADITIONAL

Codes = npt.NDArray[np.uint32]

FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"
HAN = (
    f"{FIRST_HAN}-{LAST_HAN}"  # for use inside [ ] of a pattern: one range, which compiles fastest
)
OPENING = "“‘《〈「『【〔([{"
CLOSING = "”’》〉」』】〕)]}"
CLOSES = f"[{re.escape(CLOSING)}]"  # a pattern: any of them
_PARTNER = dict(zip(OPENING, CLOSING, strict=True))
_MARK = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
PAIRED = re.compile(f'["{re.escape(OPENING + CLOSING)}]')  # a text without these is balanced

# Control characters (C0 but tab and line feed, DEL, C1), bidirectional overrides, the marks that
# show as nothing, and what XML has no place for: in a terminal or a page they could hide or forge
# text, in a workbook or a document they would spoil the file.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\u061c\u115f\u1160\u180e\u2800\u3164\uffa0\U000e0000-\U000e0fff]"
)


def codes_of(text: str) -> Codes:
    """Return the code points of a text as an array of shape `(len(text),)`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _folding_table() -> Codes:
    table = np.arange(0x10000, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)  # full-width forms of ASCII
    for old, new in ((0x3000, 0x20), (0xA0, 0x20), (0xFE52, 0x2E), (0x2027, 0xB7), (0x30FB, 0xB7)):
        table[old] = new
    table[0x22EF] = 0x2026  # ⋯ is …
    table[codes_of(TRADITIONAL)] = codes_of(SIMPLIFIED)
    return table


_FOLD = _folding_table()
_FOLDS_TO = {chr(code): chr(_FOLD[code]) for code in np.flatnonzero(np.arange(0x10000) != _FOLD)}
_FOLDABLE = re.compile(f"[{re.escape(''.join(_FOLDS_TO))}]")
_SHORT = 50  # characters; up to there replacing one by one is three times as fast as an array


def text_of(codes: Codes) -> str:
    """Return the text of an array of code points."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def mapped(codes: Codes, table: Codes) -> Codes:
    """Map code points by a table of the characters 0 to 0xFFFF; others stay."""
    found = table.take(codes, mode="clip")  # a third of the time of `table[codes]`
    if codes.size and int(codes.max()) > 0xFFFF:
        return np.where(codes > 0xFFFF, codes, found)
    return found


def fold_codes(codes: Codes) -> Codes:
    """Fold code points like `fold`; the shape stays the same."""
    return mapped(codes, _FOLD)


def fold(text: str) -> str:
    """Fold full-width ASCII, odd spaces and traditional characters.

    Each character becomes one character, so offsets hold in both forms. `。、“”《》` stay.
    """
    # Most texts that come here are folded: to see that takes 3 ns a character, an array 9.
    if text.isascii() or not _FOLDABLE.search(text):
        return text
    if len(text) <= _SHORT:
        return _FOLDABLE.sub(_folded, text)
    return text_of(fold_codes(codes_of(text)))


def _folded(match: re.Match[str]) -> str:
    return _FOLDS_TO[match[0]]


# All but Han, Chinese stops and full-width forms, which are wide for certain.
_MAYBE_NARROW = re.compile("[^\u3000-\u3029\u4e00-\u9fa5\uff01-\uff60]")


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def display_width(text: str) -> int:
    """Return the number of terminal cells that a text occupies (Unicode Annex 11; wide is 2).

    Characters of ambiguous width, Chinese quotation marks among them, count 1 as terminals
    draw them.
    """
    if text.isascii():
        return len(text)
    # One character in seven needs a look of its own; looking at each takes 2 to 6 times as long.
    asked = _MAYBE_NARROW.findall(text)
    return 2 * (len(text) - len(asked)) + sum(map(_cells, asked))


def printable(text: str) -> str:
    """Remove control and invisible characters, which are unsafe on a terminal or page."""
    return UNSAFE.sub("", text)


def count_han(text: str) -> int:
    """Return the number of Han characters in a text."""
    return sum(FIRST_HAN <= character <= LAST_HAN for character in text)


def count_characters(text: str) -> int:
    """Return the length as counted for Chinese: including punctuation but not spaces."""
    return len(text) - sum(map(text.count, " \u3000\t\n\xa0"))


def balanced(text: str) -> bool:
    """Tell whether all quotation marks and brackets in a (folded) text are balanced."""
    stack: list[str] = []
    for mark in _MARK.findall(text):
        if mark in _PARTNER:
            stack.append(_PARTNER[mark])
        elif not stack or stack.pop() != mark:
            return False
    return not stack and text.count('"') % 2 == 0
