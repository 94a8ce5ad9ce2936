"""The table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO

import click

from newsclf.documents import Explanation, Page, TaggedArticle, TermWeight
from newsclf.text.characters import CLOSING, OPENING, display_width, fold, printable
from newsclf.themes import Theme

MIN_WIDTH = 40  # columns; a narrower terminal gets lines that it wraps itself
MAX_WIDTH = 110  # wider lines are hard to read
SHOWN_FOR, SHOWN_AGAINST, SHOWN_PLACES = 8, 4, 2  # what fits on a few lines
_UNSURE = "?"
_NO_THEME = "无"
# What a line must not begin with, and what it must not end with (GB/T 15834, line breaking).
_NOT_FIRST = frozenset(f"。、,.;:?!%…—·{CLOSING}")
_NOT_LAST = frozenset(OPENING)


def write_table(
    articles: Sequence[TaggedArticle],
    out: IO[str],
    *,
    themes: Iterable[Theme],
    width: int,
    colour: bool,
) -> None:
    """Write the articles of a page: theme, probability, headline, and the digest below.

    Args:
        articles: The articles of one page.
        out: Where to write.
        themes: The model's themes, for their names and colors.
        width: Width of the terminal in columns.
        colour: Whether to color the themes.
    """
    width = max(MIN_WIDTH, min(width, MAX_WIDTH))
    colours = {theme.id: theme for theme in themes}
    names = [display_width(theme.name) for theme in colours.values()]
    margin = max([display_width(_NO_THEME), *names]) + 7
    for article in articles:
        name, code = _NO_THEME, "bright_black"
        if article.theme is not None:
            name, code = colours[article.theme].name, colours[article.theme].colour
        chance = _chance(article)
        mark = " " if article.confident else _UNSURE
        label = _pad(name, margin - 7)
        mark = _styled(mark, colour, fg="yellow", bold=True)
        first = f"{_styled(label, colour, fg=code, bold=True)} {chance:4.0%}{mark} "
        title = wrap(_title(article), width - margin)
        out.write(first + _styled(title[0], colour, bold=True) + "\n")
        indent = " " * margin
        for line in title[1:]:
            out.write(indent + _styled(line, colour, bold=True) + "\n")
        for line in _details(article, colours, width - margin):
            out.write(indent + line + "\n")
        out.write("\n")


def summary(articles: Sequence[TaggedArticle], themes: Iterable[Theme], name: str) -> str:
    """Return a one-line count of the articles of a page by theme."""
    if not articles:
        return f"{_line_of(name)}: no article"
    counts = [
        f"{theme.name} {count}"
        for theme in themes
        if (count := sum(article.theme == theme.id for article in articles))
    ]
    without = sum(article.theme is None for article in articles)
    counts += [f"{_NO_THEME} {without}"] if without else []
    unsure = sum(not article.confident for article in articles)
    tail = f"; {_UNSURE} {unsure} to review" if unsure else ""
    plural = "article" if len(articles) == 1 else "articles"
    return f"{_line_of(name)}: {len(articles)} {plural}: {', '.join(counts)}{tail}"


def page_summary(page: Page) -> str:
    """Return the counts of a page in words."""
    articles, lines = len(page.articles), len(page.furniture)
    return (
        f"{articles} article{'s' * (articles != 1)}, {lines} line{'s' * (lines != 1)} of furniture"
    )


def write_page(page: Page, out: IO[str], *, width: int, colour: bool) -> None:
    """Write a page as split: each article with its parts and lines, then the furniture."""
    width = max(MIN_WIDTH, min(width, MAX_WIDTH))
    for article in page.articles:
        title = wrap(_line_of(article.headline) or "(no headline)", width - 6)
        out.write(f"{article.number:>4}  " + _styled(title[0], colour, bold=True) + "\n")
        out.writelines(" " * 6 + _styled(line, colour, bold=True) + "\n" for line in title[1:])
        parts: list[tuple[str, str, tuple[int, ...]]] = [
            ("section", article.section, ()),
            ("kicker", article.kicker, article.lines.kicker),
            ("deck", article.deck, article.lines.deck),
            ("reporters", " ".join(article.reporters), article.lines.credit),
            ("body", article.body, article.lines.body),
        ]
        for label, text, lines in parts:
            if text:
                _write_part(label, text, lines, out, width)
        if article.gaps:
            places = "1 place" if len(article.gaps) == 1 else f"{len(article.gaps)} places"
            out.write(cut(f"      {'gaps':<10}text lost in {places}", width) + "\n")
        out.write("\n")
    for item in page.furniture:
        line = f"{item.line:>4}  {item.kind:<14}{_line_of(item.text)}"
        out.write(_styled(cut(line, width), colour, fg="bright_black") + "\n")


def _chance(article: TaggedArticle) -> float:
    """Return the probability of the decision: of the theme, or that there is none."""
    if article.theme is None:
        return 1.0 - max((score.probability for score in article.themes), default=0.0)
    return next(score.probability for score in article.themes if score.id == article.theme)


def _write_part(label: str, text: str, lines: tuple[int, ...], out: IO[str], width: int) -> None:
    place = f" (line{'s' if len(lines) > 1 else ''} {_ranges(lines)})" if lines else ""
    out.write(
        cut(f"      {label:<10}{_shortened(text, width - 20 - len(place))}{place}", width) + "\n"
    )


def _shortened(text: str, width: int) -> str:
    return cut(_line_of(text), max(width, 8))


def _ranges(lines: Sequence[int]) -> str:
    return f"{lines[0]}-{lines[-1]}" if len(lines) > 1 else str(lines[0])


def _title(article: TaggedArticle) -> str:
    title = article.headline or article.kicker or article.deck
    return _line_of(title) or f"({_line_of(article.body[:18])}…)"


def _details(article: TaggedArticle, themes: Mapping[str, Theme], width: int) -> list[str]:
    lines = wrap(_line_of(article.digest) or f"(no digest: {article.digest_reason})", width)
    if len(article.tags) > 1:
        others = "、".join(themes[tag].name for tag in article.tags[1:])
        lines.append(cut(f"+ {others}", width))
    if article.explanation is not None:
        scores = "  ".join(f"{s.name} {s.probability:.0%}" for s in article.themes)
        lines += wrap(scores, width)
        for line in explained(article.explanation):
            lines += wrap(line, width)
    return lines


def explained(explanation: Explanation) -> list[str]:
    """Return the terms for and against a theme, and the sum that gives its score.

    The numbers are rounded so that those shown add up: rounding errors go to the terms not shown.
    """
    terms = explanation.terms
    pro = [term for term in terms if term.weight > 0][:SHOWN_FOR]
    con = [term for term in terms if term.weight < 0][:SHOWN_AGAINST]
    lines = [
        f"{label} {'、'.join(map(_weighed, some))}"
        for label, some in (("for:", pro), ("against:", con))
        if some
    ]
    shown = [round(term.weight, 2) for term in (*pro, *con)]
    score, intercept = round(explanation.score, 2), round(explanation.intercept, 2)
    rest = score - intercept - sum(shown)
    lines.append(
        f"score of {explanation.theme} {score:.2f} = {intercept:.2f} (intercept) "
        f"{sum(shown):+.2f} (these {len(shown)} terms) "
        f"{rest + 0.0:+.2f} ({len(terms) - len(shown)} other terms)"
    )
    return lines


def _weighed(term: TermWeight) -> str:
    """Return a term with its weight and its places: the part, and the characters before it."""
    places = [f"{place.part} {place.start}" for place in term.places]
    more = f" and {len(places) - SHOWN_PLACES} more" if len(places) > SHOWN_PLACES else ""
    where = f" ({', '.join(places[:SHOWN_PLACES])}{more})" if places else ""
    return f"{_line_of(term.text)} {term.weight:+.2f}{where}"


def _line_of(text: str) -> str:
    return " ".join(printable(text).split())


def _styled(text: str, colour: bool, *, fg: str | None = None, bold: bool = False) -> str:
    return click.style(text, fg=fg, bold=bold) if colour else text


def _pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def cut(text: str, width: int) -> str:
    """Truncate a line to a number of terminal cells, with `…` if it was truncated."""
    used = 0
    last = 0  # where a text with `…` behind it would end
    for place, character in enumerate(text):
        used += display_width(character)
        if used <= width - 1:
            last = place + 1
        if used > width:
            return text[:last] + "…"
    return text


def wrap(text: str, width: int) -> list[str]:
    """Wrap a text into lines of at most `width` terminal cells.

    Chinese breaks anywhere except before closing and after opening marks; Latin words and numbers
    stay whole if they fit on a line.
    """
    lines: list[str] = []
    start = 0
    while start < len(text):
        end, used = start, 0
        while end < len(text) and used + display_width(text[end]) <= width:
            used += display_width(text[end])
            end += 1
        if end < len(text):
            end = _break_before(text, start, max(end, start + 1))
        lines.append(text[start:end].strip())
        start = end
    return [line for line in lines if line] or [""]


def _break_before(text: str, start: int, end: int) -> int:
    """Move a break to the left until it splits no word and separates no mark from its text."""
    place = end
    while place > start + 1 and _is_bound(text[place - 1], text[place]):
        place -= 1
    return place if place > start + 1 or not _is_bound(text[place - 1], text[place]) else end


def _is_bound(before: str, after: str) -> bool:
    if fold(after) in _NOT_FIRST or fold(before) in _NOT_LAST:
        return True
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
