"""Lines of a page -> blocks: what the page's maker set as one title line or one paragraph.

Text that was copied with a line break every N characters is unwrapped here. Sentences that a
column cut are not: their halves are blocks of their own until `joins` looks at them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsclf.text.characters import display_width, fold

# Narrower text than this is a table or a poem, not a column; wider is a paragraph a line.
MIN_WRAP, MAX_WRAP = 12, 60
# Share of the lines with a line below them that must be full for a text to count as wrapped.
# Wrapped pages have 0.6 and more, pages with a paragraph a line below 0.2.
MIN_FULL_SHARE = 0.35
_SURROGATE = re.compile("[\ud800-\udfff]")
_FINISHED = re.compile(r"[。!?;…:！？；：][”’》」』)）\]】]*\Z")


class Block(NamedTuple):
    """A title line or a paragraph.

    Attributes:
        text: The text as it stands in the input, surrounding spaces cut off.
        folded: The same text folded to half width, the same length.
        lines: 1-based numbers of its lines.
        indented: True if it starts with two full-width blanks or the like.
        blanks: Blank lines right above it.
        wrapped: True if lines were put together for it.
    """

    text: str
    folded: str
    lines: tuple[int, ...]
    indented: bool
    blanks: int
    wrapped: bool = False


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a page, top to bottom.

    Args:
        text: A page with any line endings. Form feeds between pages of a PDF are blanks.
    """
    text = _SURROGATE.sub("\ufffd", text)  # halves of characters: no encoding has them
    raw = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", " ").replace("\x0b", " ")
    folded_lines = fold(raw).split("\n")
    raw_lines = raw.split("\n")
    width = _wrap_width(raw_lines)
    blocks: list[Block] = []
    group: list[int] = []  # indices of the lines of the block at hand
    blanks = 0
    for index, folded in enumerate(folded_lines):
        if not folded.strip():
            if group:
                blocks.append(_block(raw_lines, folded_lines, group, blanks, width))
                group, blanks = [], 0
            blanks += 1
            continue
        if group and not (width and width.continues(raw_lines[group[-1]], raw_lines[index])):
            blocks.append(_block(raw_lines, folded_lines, group, blanks, width))
            group, blanks = [], 0
        group.append(index)
    if group:
        blocks.append(_block(raw_lines, folded_lines, group, blanks, width))
    return blocks


def _block(
    raw: Sequence[str],
    folded: Sequence[str],
    group: Sequence[int],
    blanks: int,
    width: _Wrap | None,
) -> Block:
    first = folded[group[0]]
    indented = len(first) - len(first.lstrip()) >= 2
    if len(group) == 1:
        start = len(first) - len(first.lstrip())
        end = len(first.rstrip())
        text, fold_text = raw[group[0]][start:end], first[start:end]
    else:
        text, fold_text = _joined(raw, folded, group, width)
    return Block(text, fold_text, tuple(i + 1 for i in group), indented, blanks, len(group) > 1)


def _joined(
    raw: Sequence[str], folded: Sequence[str], group: Sequence[int], width: _Wrap | None
) -> tuple[str, str]:
    texts: list[str] = []
    folds: list[str] = []
    for index in group:
        line = folded[index]
        start, end = len(line) - len(line.lstrip()), len(line.rstrip())
        # A full line was cut wherever it was full; a shorter one between two words.
        short = folds and not (width and width.full(raw[index - 1]))
        if short and needs_space(folds[-1], line[start:end]):
            texts.append(" ")
            folds.append(" ")
        texts.append(raw[index][start:end])
        folds.append(line[start:end])
    return "".join(texts), "".join(folds)


def needs_space(before: str, after: str) -> bool:
    """Tell whether two halves of a line were words of a Latin script, parted by a space."""
    return (
        before[-1:].isascii()
        and before[-1:].isalpha()
        and after[:1].isascii()
        and after[:1].isalpha()
    )


@dataclass(frozen=True, slots=True)
class _Wrap:
    """A hard line width, in characters or in full-width cells."""

    width: int
    in_cells: bool

    def size(self, line: str) -> int:
        line = line.rstrip()
        return (display_width(line) + 1) // 2 if self.in_cells else len(line)

    def continues(self, line: str, below: str) -> bool:
        """Tell whether the line below goes on with the paragraph of a line."""
        if below[:2].isspace() or len(below) - len(below.lstrip()) >= 2:
            return False
        if self.size(line) < self.width - 1:
            return False
        # Behind a full line that ends a sentence, a short one that ends none is a title.
        ends = _FINISHED.search(line.rstrip()) and not _FINISHED.search(below.rstrip())
        return not (ends and self.size(below) < self.width - 1)

    def full(self, line: str) -> bool:
        """Tell whether not one more character had room in a line."""
        return self.size(line) >= self.width


def _wrap_width(lines: Sequence[str]) -> _Wrap | None:
    """Find the width of hard-wrapped text: a width that no line exceeds and many lines reach."""
    filled = [line for line in lines if line.strip()]
    above = [a for a, b in zip(lines, lines[1:], strict=False) if a.strip() and b.strip()]
    if len(above) < 2 or sum(len(line) > MAX_WRAP + 2 for line in filled) * 20 > len(filled):
        return None
    best: tuple[float, _Wrap] | None = None
    for in_cells in (False, True):
        measure = _Wrap(0, in_cells)
        sizes = [measure.size(line) for line in above]
        width = max(Counter(sizes).items(), key=lambda item: (item[1], item[0]))[0]
        full = [a for a, size in zip(above, sizes, strict=True) if abs(size - width) <= 1]
        cut = [line for line in full if not _FINISHED.search(line.rstrip())]
        inside = sum(measure.size(line) <= width + 2 for line in filled) / len(filled)
        share = len(full) / len(above)
        if (
            MIN_WRAP <= width <= MAX_WRAP
            and inside >= 0.95
            and share >= MIN_FULL_SHARE
            and len(cut) >= max(2, len(full) // 2)
            and (best is None or share > best[0])
        ):
            best = (share, _Wrap(width, in_cells))
    return best[1] if best else None
