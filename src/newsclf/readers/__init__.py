"""Bytes on disk and standard input -> text. Other formats than text find their place here."""

from newsclf.readers.text import MAX_BYTES, TOO_LARGE, decode, read_text, text_of

__all__ = ["MAX_BYTES", "TOO_LARGE", "decode", "read_text", "text_of"]
