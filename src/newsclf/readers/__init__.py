"""Bytes from disk or standard input -> text. Readers for other formats belong here."""

from newsclf.readers.text import (
    MAX_BYTES,
    TOO_LARGE,
    Decoded,
    decode,
    decoded_text,
    read_file,
    read_text,
)

__all__ = ["MAX_BYTES", "TOO_LARGE", "Decoded", "decode", "decoded_text", "read_file", "read_text"]
