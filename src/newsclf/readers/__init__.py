"""Bytes on disk and standard input -> text. Other formats than text find their place here."""

from newsclf.readers.text import MAX_BYTES, TOO_LARGE, decode, decoded_text, read_text

__all__ = ["MAX_BYTES", "TOO_LARGE", "decode", "decoded_text", "read_text"]
