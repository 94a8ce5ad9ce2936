"""Text files: encodings, limits, and detection of files that are not text."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from newsclf.errors import InputError
from newsclf.text.readable import readable

MAX_BYTES = 16 * 2**20  # a page has some 20 kB; a year of a daily's one column has about 4 MB
TOO_LARGE = f"larger than {MAX_BYTES // 2**20} MB; a page is far smaller, split the file"

# What a file is by its first bytes (the "magic numbers" of file(1)).
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file (docx, xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (doc, xls)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
_BINARY = re.compile(rb"[\x00-\x08]")
_SAMPLE = 100_000  # characters that are looked at to tell text from binary data
_ODD = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd]")
# What is left of text that was read in a wrong encoding and saved: UTF-8's mark of what was lost,
# as GBK reads it; memory that a debugger filled; Latin letters for UTF-8.
_GARBLED = re.compile(
    "(?:锟斤拷.{0,40}){3}|烫烫烫烫|屯屯屯屯|(?:[äåæçèéï][\u0080-\u00bf]{1,2}){8}", re.DOTALL
)
_GARBLED_HINTS = ("锟斤拷", "烫烫", "屯屯", *"äåæçèéï")  # found far faster than the pattern
_LOST = "\ufffd"
_DAMAGED = 100  # characters of which one may be damaged
_PADDING = b"\x00" * 8
_ENCODINGS = "UTF-8, UTF-16 or GB18030"


class Decoded(NamedTuple):
    """The text of a file, and how it was read.

    Attributes:
        text: The text, without a byte-order mark; U+FFFD stands for what could not be read.
        encoding: `"utf-8"`, `"gb18030"`, `"utf-16"`, `"utf-16-le"` or `"utf-16-be"`.
        damaged: Number of places that could not be read, and of NUL bytes behind the text.
    """

    text: str
    encoding: str
    damaged: int


def read_text(path: Path) -> str:
    """Return the text of a file; see `read_file`."""
    return read_file(path).text


def read_file(path: Path) -> Decoded:
    """Read a text file.

    Args:
        path: The file; `-` is standard input.

    Returns:
        Its text, and how it was read.

    Raises:
        InputError: The file is missing, a folder, empty, larger than `MAX_BYTES`, or not text.
    """
    name = "standard input" if str(path) == "-" else str(path)
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            # Opened before anything is asked of it, so that nothing can change in between.
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{name}: is a folder; pass the files in it") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from None
    return decoded_text(data, name)


def decoded_text(data: bytes, name: str) -> Decoded:
    """Return the text of a file's bytes, and how they were read.

    Args:
        data: The bytes of a whole file, or more than `MAX_BYTES` of one that is too large.
        name: Name of the file in error messages.

    Raises:
        InputError: The file is empty, too large, or not text.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: {TOO_LARGE}")
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{name}: is empty")
    return decode(data, name)


def decode(data: bytes, name: str) -> Decoded:
    """Decode text in UTF-8, UTF-16 (with or without a byte-order mark) or GB18030.

    A few bad bytes are no reason to refuse a page: one character in a hundred may be damaged.

    Args:
        data: The bytes of a whole file.
        name: Name of the file in error messages.

    Returns:
        The text, and how it was read.

    Raises:
        InputError: The bytes are not text in one of these encodings, or were damaged before.
    """
    for signature, kind in _SIGNATURES:
        # Text may begin with MZ, too.
        if data.startswith(signature) and (signature != b"MZ" or _BINARY.search(data, 0, 512)):
            raise InputError(f"{name}: not text: looks like {kind}; save it as plain text first")
    size = len(data)
    if data.endswith(_PADDING) and b"\x00" not in (bare := data.rstrip(b"\x00")):
        data = bare  # a file system that lost the end of a file
    for encoding in _candidates(data):
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        lost = text.count(_LOST) - data.count(_LOST.encode()) * (encoding == "utf-8")
        if lost * _DAMAGED > len(text):
            continue
        if any(map(text.__contains__, _GARBLED_HINTS)) and _GARBLED.search(text):
            raise InputError(
                f"{name}: the text was damaged before it was saved here (锟斤拷 and the like); "
                "open the original and save it as UTF-8"
            )
        if _is_text(text):
            return Decoded(text, encoding, lost + size - len(data))
    raise InputError(
        f"{name}: not text: looks like binary data or an encoding other than {_ENCODINGS}"
    )


def _candidates(data: bytes) -> tuple[str, ...]:
    """Name the encodings to try, likeliest first."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\x00" in data:
        # Text in UTF-16 without a mark: line feeds and spaces tell the byte order.
        little = data[1::2].count(0)
        return (
            ("utf-16-le", "utf-16-be")
            if little >= data[::2].count(0)
            else ("utf-16-be", "utf-16-le")
        )
    return ("utf-8", "gb18030")


def _is_text(text: str) -> bool:
    """Tell text from bytes that happen to decode: at most one in fifty is odd."""
    sample = readable(text[:_SAMPLE])
    return len(_ODD.findall(sample)) * 50 <= len(sample)
