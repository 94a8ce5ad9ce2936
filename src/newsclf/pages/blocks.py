"""Lines of a page -> blocks: each was typeset as one title line or one paragraph.

Text copied with a line break every N characters is unwrapped here. Sentences cut by a column are
not: their halves remain separate blocks until `joins` handles them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from newsclf.text.characters import CLOSING, HAN, display_width, fold
from newsclf.text.readable import readable

# Narrower text than this is a table or a poem, not a column; wider is a paragraph a line.
MIN_WRAP, MAX_WRAP = 12, 60
# Share of the lines with a line below them that must be full for a text to count as wrapped.
# Wrapped pages have 0.6 and more, pages with a paragraph a line below 0.2.
MIN_FULL_SHARE = 0.35
_DOT = re.compile(f"(?<=[{HAN}])[•∙⋅](?=[{HAN}])")  # of a name, however it is set
_HYPHENATED = re.compile("[A-Za-z]{2}-\\Z")  # a Latin word that a line breaks
_FINISHED = re.compile(rf"[。!?;…:！？；：][{re.escape(CLOSING)}）]*\Z")


class Block(NamedTuple):
    """A title line or a paragraph.

    Attributes:
        text: The text as in the input, with surrounding spaces stripped.
        folded: The same text folded to half width, with the same length.
        lines: 1-based numbers of its lines.
        starts: Where the text of each of its lines begins in `text`.
        indented: True if it starts with two full-width spaces or the like.
        blanks: Number of blank lines right above it.
        wrapped: True if it was joined from several lines.
    """

    text: str
    folded: str
    lines: tuple[int, ...]
    starts: tuple[int, ...]
    indented: bool
    blanks: int
    wrapped: bool = False


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a page, top to bottom.

    Args:
        text: A page with any line endings. Form feeds between PDF pages count as blanks.
    """
    text = readable(text)
    raw_lines = text.split("\n")
    stripped = [line.strip() for line in _DOT.sub("·", fold(text)).split("\n")]
    wrap = _wrap_of(raw_lines, stripped)
    blocks: list[Block] = []
    group: list[int] = []  # indices of the lines of the block at hand
    blanks = 0
    for index, folded in enumerate(stripped):
        if group and not (folded and wrap and wrap.continues(index)):
            blocks.append(_joined(raw_lines, stripped, group, blanks, wrap))
            group, blanks = [], 0
        if not folded:
            blanks += 1
        elif wrap:
            group.append(index)
        else:
            raw = raw_lines[index]
            indented = raw[:2].isspace()
            blocks.append(Block(raw.strip(), folded, (index + 1,), (0,), indented, blanks))
            blanks = 0
    if group:
        blocks.append(_joined(raw_lines, stripped, group, blanks, wrap))
    return blocks


def _joined(
    raw: Sequence[str],
    stripped: Sequence[str],
    group: Sequence[int],
    blanks: int,
    wrap: _Wrap | None,
) -> Block:
    """Put the lines of a block together."""
    texts: list[str] = []
    folds: list[str] = []
    starts: list[int] = []
    length = 0
    for index in group:
        # A full line was cut wherever it was full; a shorter one between two words.
        short = folds and not (wrap and wrap.full(index - 1))
        if short and needs_space(folds[-1], stripped[index]):
            texts.append(" ")
            folds.append(" ")
            length += 1
        if folds and _HYPHENATED.search(folds[-1]) and stripped[index][:1].islower():
            texts[-1], folds[-1] = texts[-1][:-1], folds[-1][:-1]
            length -= 1
        starts.append(length)
        texts.append(raw[index].strip())
        folds.append(stripped[index])
        length += len(stripped[index])
    lines = tuple([index + 1 for index in group])
    indented = raw[group[0]][:2].isspace()
    return Block(
        "".join(texts), "".join(folds), lines, tuple(starts), indented, blanks, len(group) > 1
    )


def needs_space(before: str, after: str) -> bool:
    """Tell whether two halves of a line were Latin-script words separated by a space."""
    return (
        before[-1:].isascii()
        and before[-1:].isalpha()
        and after[:1].isascii()
        and after[:1].isalpha()
    )


class _Wrap(NamedTuple):
    """A hard line width, and the lines of the page measured in its unit.

    Attributes:
        width: In characters or in full-width cells.
        lines: The lines, spaces cut off behind them.
        sizes: The size of each.
    """

    width: int
    lines: Sequence[str]
    sizes: Sequence[int]

    def continues(self, index: int) -> bool:
        """Tell whether a line goes on with the paragraph of the line above it."""
        below = self.lines[index]
        if below[:2].isspace() or self.sizes[index - 1] < self.width - 1:
            return False
        # Behind a full line that ends a sentence, a short one that ends none is a title.
        ends = _FINISHED.search(self.lines[index - 1]) and not _FINISHED.search(below)
        return not (ends and self.sizes[index] < self.width - 1)

    def full(self, index: int) -> bool:
        """Tell whether not one more character had room in a line."""
        return self.sizes[index] >= self.width


def _wrap_of(raw: Sequence[str], stripped: Sequence[str]) -> _Wrap | None:
    """Find the width of hard-wrapped text: a width that no line exceeds and many lines reach.

    Args:
        raw: The lines of a page.
        stripped: The same lines without surrounding spaces, `""` for a blank one.
    """
    filled = [index for index, line in enumerate(stripped) if line]
    wide = [index for index in filled if len(raw[index]) > MAX_WRAP + 2]
    if len(wide) * 20 > len(filled):
        return None
    above = [a for a, b in zip(filled, filled[1:], strict=False) if a + 1 == b]
    if len(above) < 2:
        return None
    lines = [line.rstrip() for line in raw]
    best: tuple[float, _Wrap] | None = None
    for sizes in (
        [len(line) for line in lines],
        [(display_width(line) + 1) // 2 for line in lines],
    ):
        counted = Counter([sizes[index] for index in above])
        width = max(counted.items(), key=lambda item: (item[1], item[0]))[0]
        full = [index for index in above if abs(sizes[index] - width) <= 1]
        cut = sum(_FINISHED.search(lines[index]) is None for index in full)
        inside = sum(sizes[index] <= width + 2 for index in filled) / len(filled)
        share = len(full) / len(above)
        if (
            MIN_WRAP <= width <= MAX_WRAP
            and inside >= 0.95
            and share >= MIN_FULL_SHARE
            and cut >= max(2, len(full) // 2)
            and (best is None or share > best[0])
        ):
            best = (share, _Wrap(width, lines, sizes))
    return best[1] if best else None
