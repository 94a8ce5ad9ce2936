"""Bytes from disk or standard input -> text. Readers for other formats belong here."""

from newsclf.readers.text import MAX_BYTES, TOO_LARGE, decode, decoded_text, read_text

__all__ = ["MAX_BYTES", "TOO_LARGE", "decode", "decoded_text", "read_text"]
