"""The contents of a briefing on a batch of articles, independent of its format.

A briefing is what a press office circulates in the morning: the number of articles on each theme,
and the articles themselves, grouped by theme.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

from newsclf.text.characters import printable
from newsclf.themes import Theme

MOST_LISTED = 200  # articles of a section; nobody reads more in the morning
MOST_REPRINTS = 8  # places where an article was reprinted that are named
TITLE = "工会新闻简报"
_MOST_EMPTY = 12  # a taxonomy of so many themes shows those without an article, too
_MOST_DAYS, _MOST_MONTHS = 31, 36  # columns of a chart that can still be read

# Colours of a taxonomy as they are printed. The shipped themes differ in lightness (57, 95, 147,
# 122 of 255, as grey), so that a chart can be read in grey.
COLOURS = {
    "blue": "#17406f",
    "red": "#b93a32",
    "green": "#74ad58",
    "magenta": "#9a62a8",
    "cyan": "#2ba3b0",
    "yellow": "#d8a52c",
    "white": "#8a8f98",
}
LIGHT, DARK = "#c3c8cf", "#5b616b"  # without a theme; to be looked at, or of all kinds

_WEEKDAYS = "一二三四五六日"
_DATES = re.compile(
    r"(?<!\d)(?:"
    r"(\d{4})([-_.])(\d{1,2})\2(\d{1,2})(?!\d)"
    r"|(\d{4})()(\d{2})(\d{2})(?!\d)"
    r"|(\d{4})(年)(\d{1,2})月(\d{1,2})日"
    r"|(\d{4})([-/])(\d{2})/(\d{2})(?=/)"  # the folders of a site: 2026-11/20/
    r")"
)
_DATE_PART = re.compile(r"[\d_.年月日-]+")
_REASONS = (
    (r"no body", "没有正文"),
    (r"no whole sentence", "正文没有完整的句子"),
    (r"shorter than (\d+) characters", r"正文不足 \1 字"),
    (r"no clause fits into (\d+) characters", r"没有 \1 字以内的分句"),
    (r"no line keeps the rules", "没有合乎规则的一句"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """An article as listed in a briefing; all texts are single lines and safe to show.

    Attributes:
        headline: The headline, or its substitute.
        digest: The digest, `""` if there is none.
        reason: Why there is no digest, in Chinese; `""` if there is one or it is unknown.
        source: Its source, as given by `source_of`.
        tags: Names of the secondary themes.
        guess: The model's best guess with its probability if it is unsure, else `""`.
        also: Where it was reprinted, at most `MOST_REPRINTS` places.
        reprints: Number of reprints.
    """

    headline: str
    digest: str
    reason: str
    source: str
    tags: tuple[str, ...]
    guess: str
    also: tuple[str, ...]
    reprints: int


@dataclass(frozen=True, slots=True)
class Section:
    """The articles of a theme, those without one, or those that a person should review.

    Attributes:
        name: The name of the theme, 其他 or 待核.
        note: A sentence that explains the section, `""` if its name is enough.
        colour: Its color in charts, as `#rrggbb`.
        count: Number of its articles.
        items: The newest `MOST_LISTED` of them; within a day in the order of the records.
    """

    name: str
    note: str
    colour: str
    count: int
    items: tuple[Item, ...]

    @property
    def more(self) -> int:
        """Number of articles not listed."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Column:
    """A day, month or year of the chart over time.

    Attributes:
        name: Like 11月20日, 2026年11月 or 2026年.
        short: The same without what the column before it already shows, like 20.
        counts: Number of articles of each section, in the order of the sections.
    """

    name: str
    short: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Number of all articles in the column."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Briefing:
    """The contents of a briefing.

    Attributes:
        title: The title.
        dates: The day, or the first and last day, like 2026年11月18日至20日; `""` if unknown.
        total: Number of articles without reprints; the sections' counts add up to it.
        reprints: Number of articles left out as reprints.
        dated: Number of articles with known dates; the columns' counts add up to it.
        sections: Themes in the order of the taxonomy, then 其他, then 待核.
        columns: The chart over time without gaps, empty if there is only one day.
    """

    title: str
    dates: str
    total: int
    reprints: int
    dated: int
    sections: tuple[Section, ...]
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """Title and dates on one line."""
        return f"{self.title} · {self.dates}" if self.dates else self.title

    @property
    def summary(self) -> str:
        """A one-line count of the articles."""
        parts = [f"共 {self.total:,} 篇报道"]
        if self.reprints:
            parts.append(f"另有转载 {self.reprints:,} 篇")
        return "，".join(parts)

    @property
    def longest(self) -> int:
        """The count of the longest bar, at least 1."""
        return max([1, *(section.count for section in self.sections)])

    @property
    def highest(self) -> int:
        """The count of the highest column, at least 1."""
        return max([1, *(column.total for column in self.columns)])

    @property
    def stacked(self) -> bool:
        """Whether columns can be stacked by section: no two sections have the same color."""
        used = [section.colour for section in self.sections if section.count]
        return len(set(used)) == len(used)

    def pieces(self, column: Column) -> list[tuple[str, str, int]]:
        """Return name, color and count of the non-empty pieces of a column."""
        if not self.stacked:
            return [("合计", DARK, column.total)] if column.total else []
        counts = zip(self.sections, column.counts, strict=True)
        return [(section.name, section.colour, count) for section, count in counts if count]


def date_of(file: str) -> date | None:
    """Return the date in the path of a file, None if there is none.

    Recognized are 2026-11-20, 2026_11_20, 2026.11.20, 20261120, 2026年11月20日 and the folders
    2026/11/20/ and 2026-11/20/, from 1900 to 2099. Of several dates the last one counts, being
    closest to the article. Longer runs of digits are numbers, not dates.
    """
    found = None
    for match in _DATES.finditer(file):
        year, _, month, day = (group for group in match.groups() if group is not None)
        try:
            given = date(int(year), int(month), int(day))
        except ValueError:  # no such month or day
            continue
        if 1900 <= given.year < 2100:
            found = given
    return found


def source_of(file: str) -> str:
    """Return the name of a file for readers: its path without extension and date folders."""
    path = PurePosixPath(file.replace("\\", "/"))
    folders = list(path.parts[:-1])
    if date_of(file):
        folders = [part for part in folders if not _DATE_PART.fullmatch(part)]
    return _line_of("/".join([*folders, path.stem]))


@dataclass(order=True, slots=True)
class _Listed:
    """An article that is listed so far; the least goes first when there is no more room."""

    day: int
    place: int  # negative: of one day, the first stay
    record: Mapping[str, Any] = field(compare=False)


def briefing_of(
    records: Iterable[Mapping[str, Any]], themes: Sequence[Theme], title: str = ""
) -> Briefing:
    """Return the briefing for records.

    Memory is bounded by the sections, not by the records, which are read twice if any of them is a
    reprint.

    Args:
        records: Records as returned by `TaggedArticle.to_dict`, with the key `duplicate_of`: the id
            of the record that this one reprints. May be iterated more than once.
        themes: The taxonomy.
        title: The title, `TITLE` if `""`.
    """
    order: dict[str | None, Theme] = {theme.id: theme for theme in themes}
    counts: Counter[tuple[str | None, bool]] = Counter()
    days: Counter[tuple[date, tuple[str | None, bool]]] = Counter()
    listed: dict[tuple[str | None, bool], list[_Listed]] = {}
    reprints = 0
    for place, record in enumerate(records):
        if record.get("duplicate_of"):
            reprints += 1
            continue
        key = (record["theme"], True) if record["confident"] else (None, False)
        if key[0] is not None and key[0] not in order:  # of another model than the others
            order[key[0]] = Theme(key[0], key[0], "white")
        counts[key] += 1
        day = date_of(record["file"])
        if day is not None:
            days[day, key] += 1
        rank = (day.toordinal() if day else 0, -place)
        heap = listed.setdefault(key, [])
        if len(heap) < MOST_LISTED:
            heapq.heappush(heap, _Listed(*rank, record))
        elif rank > (heap[0].day, heap[0].place):
            heapq.heapreplace(heap, _Listed(*rank, record))
    also = _reprints(records, listed.values()) if reprints else {}
    names = {id: theme.name for id, theme in order.items() if id is not None}
    keys: list[tuple[str | None, bool]] = [
        (id, True) for id in order if counts[id, True] or len(order) <= _MOST_EMPTY
    ]
    keys += [key for key in ((None, True), (None, False)) if counts[key]]
    several = len({day for day, _ in days}) > 1
    sections = []
    for key in keys:
        name, note, colour = _heading(key, order)
        kept = sorted(listed.get(key, []), reverse=True)
        items = tuple(_item(one.record, names, also, several) for one in kept)
        sections.append(Section(name, note, colour, counts[key], items))
    return Briefing(
        title=_line_of(title) or TITLE,
        dates=_range([day for day, _ in days]),
        total=counts.total(),
        reprints=reprints,
        dated=days.total(),
        sections=tuple(sections),
        columns=_columns(days, keys),
    )


def _heading(
    key: tuple[str | None, bool], themes: Mapping[str | None, Theme]
) -> tuple[str, str, str]:
    theme, confident = key
    if not confident:
        return "待核", "模型对下列报道没有把握，请人工核对。", DARK
    if theme is None:
        return "其他", "不属于以上主题。", LIGHT
    return _line_of(themes[theme].name), "", COLOURS[themes[theme].colour]


def _reprints(
    records: Iterable[Mapping[str, Any]], listed: Iterable[list[_Listed]]
) -> dict[str, list[str]]:
    """Return the files that reprint each listed article, by its id."""
    found: dict[str, list[str]] = {one.record["id"]: [] for heap in listed for one in heap}
    for record in records:
        first = record.get("duplicate_of")
        if first in found:
            found[first].append(record["file"])
    return found


def _item(
    record: Mapping[str, Any],
    names: Mapping[str, str],
    also: Mapping[str, list[str]],
    several: bool,
) -> Item:
    theme = record["theme"]
    digest = _line_of(record["digest"])
    files = also.get(record["id"], [])
    return Item(
        headline=headline_of(record),
        digest=digest,
        reason="" if digest else _reason(record.get("digest_reason", "")),
        source=f"{_place(record['file'], several)} · 第 {record['article']} 篇",
        tags=tuple(_line_of(names.get(tag, tag)) for tag in record["tags"] if tag != theme),
        guess="" if record["confident"] else _guess(record, names),
        also=tuple(_place(file, several) for file in files[:MOST_REPRINTS]),
        reprints=len(files),
    )


def headline_of(record: Mapping[str, Any]) -> str:
    """Return the headline; the kicker, deck or first words if there is none."""
    title = record["headline"] or record["kicker"] or record["deck"]
    return _line_of(title) or f"（{_line_of(record['body'])[:18]}…）"


def _place(file: str, several: bool) -> str:
    day = date_of(file)
    source = source_of(file)
    return f"{day.month}月{day.day}日 {source}" if day and several else source


def _guess(record: Mapping[str, Any], names: Mapping[str, str]) -> str:
    theme, scores = record["theme"], record["themes"]
    if theme is None:
        chance = 1.0 - max((score["probability"] for score in scores), default=0.0)
        return f"其他 {chance:.0%}"
    chance = next((score["probability"] for score in scores if score["id"] == theme), 0.0)
    return f"{_line_of(names.get(theme, theme))} {chance:.0%}"


def _reason(reason: str) -> str:
    for pattern, chinese in _REASONS:
        if re.fullmatch(pattern, reason):
            return re.sub(pattern, chinese, reason)
    return _line_of(reason)


def _range(days: Sequence[date]) -> str:
    """Return the first and the last day in Chinese, without what they share."""
    if not days:
        return ""
    first, last = min(days), max(days)
    start = f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return f"{start} 星期{_WEEKDAYS[first.weekday()]}"
    end = f"{last.day}日"
    if (first.year, first.month) != (last.year, last.month):
        end = f"{last.month}月{end}"
    if first.year != last.year:
        end = f"{last.year}年{end}"
    return f"{start}至{end}"


def _columns(
    days: Mapping[tuple[date, tuple[str | None, bool]], int],
    keys: Sequence[tuple[str | None, bool]],
) -> tuple[Column, ...]:
    """Return days, or months or years where there are too many days to draw."""
    known = {day for day, _ in days}
    if len(known) < 2:
        return ()
    first, last = min(known), max(known)
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    length = 3 if (last - first).days < _MOST_DAYS else 2 if months <= _MOST_MONTHS else 1
    counts: Counter[tuple[Any, ...]] = Counter()
    for (day, key), count in days.items():
        counts[day.timetuple()[:length], key] += count
    # Every day is gone through, so that a day without an article leaves its gap.
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    columns: list[Column] = []
    before: tuple[int, ...] = ()
    for period in dict.fromkeys(day.timetuple()[:length] for day in span):
        given = tuple(counts[period, key] for key in keys)
        name, short = _period(period, before)
        columns.append(Column(name, short, given))
        before = period
    return tuple(columns)


def _period(period: tuple[int, ...], before: tuple[int, ...]) -> tuple[str, str]:
    """Return what a day, month or year is called, and what it is called after another."""
    year, *rest = period
    if not rest:
        return f"{year}年", str(year)
    if len(rest) == 1:
        name, short = f"{year}年{rest[0]}月", f"{rest[0]}月"
        return name, short if before[:1] == (year,) else name
    name, short = f"{rest[0]}月{rest[1]}日", f"{rest[1]}"
    return name, short if before[:2] == (year, rest[0]) else name


def _line_of(text: str) -> str:
    return " ".join(printable(text).split())
