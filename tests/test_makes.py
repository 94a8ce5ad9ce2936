"""One page, copied in different ways, gives the same articles."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.shipped import split

from newsclf.text.characters import fold

PAGES = Path(__file__).parents[1] / "seeds" / "pages"
TO_FULL_WIDTH = str.maketrans("(),:;!?", "（），：；！？")
PARAGRAPH = 40  # characters; longer lines of these pages are paragraphs


def wrapped(text: str, width: int, indent: str) -> str:
    lines: list[str] = []
    for line in text.split("\n"):
        line = (indent if len(line) > PARAGRAPH else "") + line.strip()
        lines += [line[i : i + width] for i in range(0, len(line), width)] or [""]
    return "\n".join(lines)


def without_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


MAKES: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "full-width punctuation": lambda text: text.translate(TO_FULL_WIDTH),
    "half-width punctuation": fold,
    "no blank lines": without_blank_lines,
    "more blank lines": lambda text: text.replace("\n", "\n\n"),
    "blanks at the ends": lambda text: text.replace("\n", "  \n"),
    "wrapped at 22": lambda text: wrapped(text, 22, "　　"),
    "wrapped at 30, no indents": lambda text: wrapped(text, 30, ""),
    "wrapped at 36, no blank lines": lambda text: without_blank_lines(wrapped(text, 36, "　　")),
}


def articles(text: str) -> list[tuple[str, str]]:
    return [
        ("".join(fold(article.headline).split()), "".join(fold(article.body).split()))
        for article in split(text).articles
    ]


@pytest.mark.parametrize("make", MAKES)
@pytest.mark.parametrize("name", ["union-daily-2.txt", "union-daily-4.txt", "union-daily-6.txt"])
def test_the_make_of_a_copy_does_not_change_its_articles(name: str, make: str) -> None:
    text = (PAGES / name).read_text(encoding="utf-8")
    assert articles(MAKES[make](text)) == articles(text)
