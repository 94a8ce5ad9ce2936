"""A page's text -> its articles and furniture: blocks, roles, then assembly."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsclf.documents import (
    Article,
    ArticleKind,
    Furniture,
    FurnitureKind,
    Lines,
    Page,
    Span,
    TaggedArticle,
)
from newsclf.pages.blocks import blocks_of, needs_space
from newsclf.pages.bylines import as_printed, unique
from newsclf.pages.furniture import is_slogan
from newsclf.pages.grammar import CAPTION_CHARACTERS, Look, Role, look_at, roles_of
from newsclf.pages.joins import INSIDE, Join, lost_before, names_topic, starts_item
from newsclf.pages.openings import Openings

_PICTURE_CREDIT = re.compile(r"摄|/图|供图|图片|文图|图文")
SECTION_CHARACTERS = 8  # a bare line of furniture up to this length names a section
# A paragraph shorter than this that ends in the open is an item of a list, not half a sentence.
SHORTEST_HALF = 6


@dataclass(frozen=True, slots=True)
class Splitter:
    """Split pages into articles.

    Attributes:
        openings: How paragraphs begin, which shows lost text.
    """

    openings: Openings

    def split(self, text: str) -> Page:
        """Split the text of a newspaper page into its articles.

        Args:
            text: A page or a single article, with its lines as copied: sentences cut by columns,
                text wrapped at any width, any line endings.

        Returns:
            The articles in page order, and the lines that belong to none. A text of one paragraph
            is one article without a headline.
        """
        return _split(look_at(blocks_of(text), self.openings))

    def single(self, text: str) -> Article:
        """Read a text as exactly one article, whatever it looks like.

        Args:
            text: Title lines, then paragraphs; a corpus has one such text per file.

        Returns:
            The article; furniture inside it is left out.
        """
        every = look_at(blocks_of(text), self.openings)
        page = _split(every)
        return page.articles[0] if len(page.articles) == 1 else _single(every)


def _split(looks: list[Look]) -> Page:
    if len(looks) == 1 and not looks[0].furniture:
        return Page((_article(1, [looks[0]], ["B"]),), ())
    roles = _as_one(looks, roles_of(looks))
    lost = _lost_before(looks, roles)
    articles: list[Article] = []
    furniture: list[Furniture] = []
    section = ""
    start = 0
    for end in _article_ends(roles):
        part_looks: list[Look] = []
        part_roles: list[Role] = []
        for seen, role in zip(looks[start:end], roles[start:end], strict=True):
            if role in ("F", "A", "S"):
                before = furniture[-1].kind if furniture and not part_roles else None
                furniture += _furniture(seen, role, before)
                section = _section(seen, role)
            else:
                part_looks.append(seen)
                part_roles.append(role)
        if part_roles:
            articles.append(_article(len(articles) + 1, part_looks, part_roles, section, lost))
            section = ""
        start = end
    return Page(tuple(articles), tuple(furniture))


def _single(every: list[Look]) -> Article:
    looks = [seen for seen in every if not seen.furniture] or every
    titled = next((i for i, seen in enumerate(looks) if seen.prose), min(1, len(looks) - 1))
    roles: list[Role] = ["D" if place else "H" for place in range(titled)]
    for seen in looks[titled:]:
        later: Role = "B" if len(roles) == titled else "C" if seen.credit is not None else "P"
        roles.append(later)
    return _article(1, looks, roles)


def _as_one(looks: Sequence[Look], roles: list[Role]) -> list[Role]:
    """Take a text for one article where nothing but short lines speaks for more.

    In a page, other articles have bylines, dates, credits or section markers; in a file with one
    article, lines between its paragraphs are its crossheads, or halves of sentences.
    """
    starts = [index for index, role in enumerate(roles) if role == "B"]
    if len(starts) < 2 or not looks[starts[0]].lead or not set(roles) <= set("KHDBPXC"):
        return roles
    for index in starts[1:]:
        seen = looks[index]
        marked = seen.lead or seen.soft_lead or seen.tail
        if marked or roles[index - 1] != "H" or roles[index - 2] not in ("B", "P"):
            return roles
    later = starts[0] + 1
    return roles[:later] + [
        ("X" if looks[index + 1].opening < 0.0 else "P")
        if role == "H"
        else "P"
        if role == "B"
        else role
        for index, role in enumerate(roles[later:], start=later)
    ]


def line_at(article: Article | TaggedArticle, offset: int) -> int:
    """Return the input line from which a character of the body was taken.

    Args:
        article: An article, or the record of one.
        offset: Offset of the character in `body`. A line feed or space that the splitter inserted
            between two lines belongs to the line above.

    Returns:
        The 1-based number of the line. Without `body_starts`, the first line of the body; 0 if the
        article has no lines.
    """
    lines = article.lines.body
    if not lines:
        return 0
    return lines[max(bisect_right(article.body_starts, offset) - 1, 0)]


def _article_ends(roles: Sequence[Role]) -> list[int]:
    """Return the index behind each article's last block; furniture goes with what follows it."""
    goes_on = _goes_on(roles)
    ends: list[int] = []
    titled = False  # title lines were met and their text was not yet
    texted = False
    for index, role in enumerate(roles):
        if role in ("K", "H") or (role == "B" and not titled and texted):
            if texted:
                ends.append(index)
                texted = False
            titled = role != "B"
        if role in ("B", "P"):
            texted, titled = True, False
        elif role in ("S", "F", "A") and texted and not goes_on[index]:
            ends.append(index)
            texted = titled = False
    return [*ends, len(roles)]


def _goes_on(roles: Sequence[Role]) -> list[bool]:
    """Tell of each block whether an article that furniture interrupts there goes on behind it."""
    goes_on: list[bool] = []
    following = False
    for role in reversed(roles):  # once from the end: pages may be nothing but furniture
        if role not in ("F", "A", "S"):
            following = role in ("P", "C", "X")
        goes_on.append(following)
    return goes_on[::-1]


def _section(seen: Look, role: Role) -> str:
    """Return the section that a block opens: the marker right above an article, or nothing."""
    if role == "S":
        return seen.section or seen.block.folded
    unsure = role == "F" and seen.furniture is None and not is_slogan(seen.block.folded)
    return seen.block.text if unsure and len(seen.block.text) <= SECTION_CHARACTERS else ""


def _furniture(seen: Look, role: Role, before: FurnitureKind | None) -> list[Furniture]:
    kind: FurnitureKind
    if seen.furniture:
        kind = seen.furniture
    elif role == "S":
        kind = "section"
    elif is_slogan(seen.block.folded):
        kind = "banner"
    else:
        kind = (
            before
            if role == "A" and before == "notice"
            else "advertisement"
            if role == "A"
            else "other"
        )
    if len(seen.block.lines) == 1:
        return [Furniture(seen.block.lines[0], seen.block.text, kind)]
    first = Furniture(seen.block.lines[0], seen.block.text, kind)
    return [first, *(Furniture(line, "", kind) for line in seen.block.lines[1:])]


@dataclass(slots=True)
class _Body:
    """A body in the making: text, and what is known of places in it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    bylines: list[Span] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    reporters: list[str] = field(default_factory=list)

    def add(self, seen: Look, join: Join) -> None:
        text = seen.block.text
        offset = self.length
        if self.pieces:
            between = "\n"
            if join == "glue":
                between = " " if needs_space(self.pieces[-1], seen.block.folded) else ""
            self.pieces.append(between)
            offset += len(between)
        if join == "gap":
            self.gaps.append(offset)
        if seen.lead:
            self.bylines.append((offset, offset + seen.lead.offset))
            self.reporters += as_printed(seen.lead.reporters, seen.block.folded, text)
        if seen.tail:
            self.bylines.append((offset + seen.tail.offset, offset + len(text)))
            self.reporters += as_printed(seen.tail.reporters, seen.block.folded, text)
        self.starts += [offset + start for start in seen.block.starts]
        self.pieces.append(text)
        self.length = offset + len(text)


def _article(
    number: int,
    looks: Sequence[Look],
    roles: Sequence[Role],
    section: str = "",
    lost: frozenset[int] = frozenset(),
) -> Article:
    titles: dict[str, list[str]] = {"K": [], "H": [], "D": []}
    lines: dict[str, list[int]] = {"K": [], "H": [], "D": [], "B": [], "C": []}
    body = _Body()
    last: tuple[Look, Role] | None = None
    picture = False
    for seen, role in zip(looks, roles, strict=True):
        if role in titles:
            titles[role].append(seen.block.text)
            lines[role] += seen.block.lines
        elif role in ("Y", "C"):
            lines["C"] += seen.block.lines
            block = seen.block
            body.reporters += as_printed(seen.credit or (), block.folded, block.text)
            picture = picture or bool(_PICTURE_CREDIT.search(seen.block.folded))
        else:
            lines["B"] += seen.block.lines
            body.add(
                seen,
                _join(last, seen, role, lost) if last else "paragraph",
            )
            last = (seen, role)
            if seen.tail:
                credit = seen.block.folded[seen.tail.offset :]
                picture = picture or bool(_PICTURE_CREDIT.search(credit))
    headline = " ".join(titles["H"])
    return Article(
        number=number,
        headline=headline,
        kicker=" ".join(titles["K"]),
        deck=" ".join(titles["D"]),
        section=section,
        reporters=unique(body.reporters),
        kind=_kind(body, looks, picture),
        lines=Lines(*(tuple(lines[key]) for key in "HKDBC")),
        body="".join(body.pieces),
        body_starts=tuple(body.starts),
        bylines=tuple(body.bylines),
        gaps=tuple(body.gaps),
    )


def _kind(body: _Body, looks: Sequence[Look], picture: bool) -> ArticleKind:
    if not picture or body.length > CAPTION_CHARACTERS:
        return "article"
    return "article" if any(seen.lead and seen.lead.wire for seen in looks) else "photo"


def _lost_before(looks: Sequence[Look], roles: Sequence[Role]) -> frozenset[int]:
    """Return the first lines of the paragraphs before which text was lost."""
    places: list[int] = []
    scores: list[float] = []
    for index in range(1, len(looks)):
        above, seen = looks[index - 1], looks[index]
        if roles[index] != "P" or roles[index - 1] not in ("B", "P") or above.open:
            continue
        places.append(seen.block.lines[0])
        scores.append(-INSIDE if _is_topic(looks, roles, index) else seen.opening)
    lost = lost_before(scores)
    return frozenset(place for place, is_lost in zip(places, lost, strict=True) if is_lost)


def _is_topic(looks: Sequence[Look], roles: Sequence[Role], index: int) -> bool:
    """Tell whether a paragraph and another one of its article begin with their topics."""
    if not names_topic(looks[index].block.folded):
        return False
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(looks) and roles[other] == "P":
            if names_topic(looks[other].block.folded):
                return True
            other += step
    return False


def _join(last: tuple[Look, Role], seen: Look, role: Role, lost: frozenset[int]) -> Join:
    """Decide how a paragraph follows the one above it."""
    above, above_role = last
    if "X" in (role, above_role) or role == "B" or seen.lead or seen.item or above.item:
        return "paragraph"
    if above.open and not _is_item(above, seen):
        return "glue"
    return "gap" if seen.block.lines[0] in lost else "paragraph"


def _is_item(above: Look, seen: Look) -> bool:
    """Tell a line of a list, which ends without a stop, from half a sentence."""
    return starts_item(seen.block.folded) or len(above.block.folded) < SHORTEST_HALF
