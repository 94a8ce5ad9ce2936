"""Words: Chinese word segmentation with the dictionary and algorithm of jieba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from newsclf.errors import DependencyError

Segmenter = Literal["rjieba", "jieba"]
SEGMENTERS: tuple[str, ...] = get_args(Segmenter)
Tokenizer = Callable[[str], list[str]]


def tokenizer_of(segmenter: Segmenter = "rjieba") -> Tokenizer:
    """Return a tokenizer; the words that it returns concatenate to the text.

    Each run of Han characters, letters, digits and `+#&._%-` is tokenized separately, so a passage
    between punctuation marks or spaces is tokenized the same alone and in its text.

    Args:
        segmenter: `rjieba` has jieba's dictionary and algorithm in Rust; `jieba` is the reference
            implementation in Python, 20 times slower.

    Raises:
        DependencyError: The package is not installed.
        ValueError: The segmenter is unknown.
    """
    if segmenter not in SEGMENTERS:
        raise ValueError(f"segmenter must be one of {', '.join(SEGMENTERS)}, not {segmenter!r}")
    # Imported here: each loads its dictionary when it is imported.
    try:
        if segmenter == "rjieba":
            import rjieba

            tokenize: Tokenizer = rjieba.cut
            return tokenize
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)  # it greets on standard error otherwise
        reference: Tokenizer = jieba.lcut
        return reference
    except ImportError:
        raise DependencyError(f"{segmenter} is not installed: pip install {segmenter}") from None
