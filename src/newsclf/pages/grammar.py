"""The grammar of a page: the role of each block, found as the best path through all blocks.

A page is a chain of roles: furniture, then kicker, headline, deck, byline, body, crossheads,
credits, furniture, the next kicker. Each block gets a score for each possible role (emission), each
pair of neighbors a score for each pair of roles (transition), and the Viterbi algorithm finds the
chain with the highest sum. (Viterbi, A. J. (1967). Error bounds for convolutional codes and an
asymptotically optimum decoding algorithm. IEEE Transactions on Information Theory 13(2), 260-269.)

The scores are hand-set weights of evidence: one point is a hint, three are decisive. After a
change, run `make bench` or `benchmarks/pages.py` on pages that you have not looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from newsclf.documents import FurnitureKind
from newsclf.pages import bylines, titles
from newsclf.pages.blocks import Block
from newsclf.pages.furniture import (
    ITEM_FIRST,
    both_sides,
    furniture_of,
    is_campaign,
    is_contact,
    is_date,
    section_of,
)
from newsclf.pages.joins import INSIDE, finished, starts_item, stopped
from newsclf.pages.openings import Openings
from newsclf.text.characters import HAN

Role = Literal["F", "A", "S", "K", "H", "D", "Y", "B", "P", "X", "C"]

# F furniture, A advertisement or notice, S section marker, K kicker, H headline, D deck,
# Y byline on its own line, B first paragraph of an article, P any later one, X crosshead,
# C credit on its own line.
NEVER = -1e9
LED_PAGE = 0.6  # a page whose first text has a byline: later texts without one are suspect
COMMERCIAL = ("advertisement", "notice")

_AFTER_ARTICLE: dict[Role, float] = {"K": 0.0, "H": 0.0, "S": 0.0, "F": -0.5, "A": 0.0, "B": -4.0}
_TRANSITIONS: dict[Role, dict[Role, float]] = {
    "F": {"F": 0.0, "A": 0.0, "S": 0.0, "K": 0.0, "H": 0.0, "B": -3.5, "P": -4.0, "C": -4.0},
    "A": {"A": 0.5, "F": 0.0, "S": 0.0, "K": -1.0, "H": -1.0, "B": -6.0, "P": -8.0},
    "S": {"F": -0.5, "A": 0.0, "S": -0.2, "K": 0.4, "H": 1.2, "B": -1.0},
    "K": {"K": -1.0, "H": 0.6},
    "H": {"D": 0.0, "Y": 0.0, "B": 0.0, "X": -1.5},
    "D": {"D": -0.7, "Y": 0.0, "B": 0.0, "X": -1.5},
    "Y": {"Y": -1.0, "B": 1.5, "X": 0.0},
    "B": {"P": 0.0, "X": -1.2, "C": 0.0, **_AFTER_ARTICLE},
    "P": {"P": 0.0, "X": -1.2, "C": 0.0, **_AFTER_ARTICLE},
    "X": {"P": 0.0, "X": -2.5},
    "C": {"C": -0.5, "P": -1.5, **_AFTER_ARTICLE, "F": 0.0},
}
_START: dict[Role, float] = {"F": 0.0, "A": 0.0, "S": 0.0, "K": 0.0, "H": 0.0, "B": -2.0}
_END: dict[Role, float] = {"F": 0.0, "A": 0.0, "S": 0.0, "B": 0.0, "P": 0.0, "C": 0.0}
_INTO: dict[Role, dict[Role, float]] = {
    role: {before: steps[role] for before, steps in _TRANSITIONS.items() if role in steps}
    for role in _TRANSITIONS
}
# Which role a page ends with, of those with equal sums.
_LAST_PROSE: tuple[Role, ...] = ("B", "P", "F", "A")
_LAST: tuple[Role, ...] = ("H", "K", "D", "X", "P", "B", "Y", "C", "F", "A", "S")
BROKEN_OFF = 8.0  # half a sentence above furniture outweighs that articles seldom go on below it
WORST = -5.0  # what a block looks that little like it is not
# What two neighbours say of each other: a score for each role of the first, none for the rest.
Between = dict[Role, float]
_NOTHING: Between = {}
_TITLES: tuple[Role, ...] = ("K", "H")
_NO_ADVERTISEMENT: Between = {role: -6.0 for role in _TRANSITIONS if role != "A"}
_UNFINISHED_PAGE = -8.0  # a page that ends with a title above nothing
CAPTION_CHARACTERS = 260  # photo stories met have captions up to 230 characters
MIN_CELLS, MIN_ROWS = 3, 3  # a table has so many cells a row and so many rows
SHORTEST_REMARK = 8  # characters, brackets included; shorter lines in brackets are names
SISTER_BLOCKS = 12  # crossheads stand up to six paragraphs apart, column cuts make them more
SHORTEST_TITLE = 5  # characters; shorter lines are names of columns rather than kickers
_SALUTATION = re.compile(r"[^,。!?]{2,10}:\Z")
_COLUMNS = re.compile(rf"\S {{2,}}\S.* {{2,}}\S|\S {{3,}}\S|[{HAN}]{{6,}} {{2,}}[{HAN}]{{6,}}")
_SOFT_LEAD = (
    "近日", "日前", "昨日", "昨天", "今日", "记者近日", "记者日前", "上周", "本周", "上月",
    "本月", "连日来",
)  # fmt: skip
_SOFT_FIRST = frozenset(start[0] for start in _SOFT_LEAD)


class Look(NamedTuple):
    """What can be seen from one block alone.

    Attributes:
        block: The block.
        section: Its text without ornaments if it looks like a section marker.
        furniture: Its kind if it is certainly furniture.
        credit: The names if it is only a byline or credit.
        prose: True for a paragraph, False for a line that may be a title.
        item: True for a date, a contact, a line in brackets or of a list: part of a text or of the
            page furniture.
        lead: The byline that it begins with.
        tail: The credit that it ends with.
        text: The folded text between lead and tail.
        soft_lead: True if the news begins with a date or 近日.
        opening: How likely it begins inside a sentence; see `Openings.score`.
        middle: True if it certainly does.
        open: True if it ends inside a sentence.
    """

    block: Block
    section: str | None = None
    furniture: FurnitureKind | None = None
    credit: tuple[str, ...] | None = None
    prose: bool = False
    item: bool = False
    lead: bylines.Attribution | None = None
    tail: bylines.Attribution | None = None
    text: str = ""
    soft_lead: bool = False
    opening: float = 0.0
    middle: bool = False
    open: bool = False


def look_at(blocks: Sequence[Block], openings: Openings) -> list[Look]:
    """Look at each block of a page alone, except tables, which are recognized by their rows."""
    rows = _table_rows(blocks)
    return [
        Look(block, item=True, text=block.folded) if index in rows else look(block, openings)
        for index, block in enumerate(blocks)
    ]


def _table_rows(blocks: Sequence[Block]) -> set[int]:
    """Return the blocks that are rows of tables: lines of cells, one right below another."""
    rows: set[int] = set()
    run: list[int] = []
    for index, block in enumerate(blocks):
        line = block.folded
        row = len(line.split(None, MIN_CELLS - 1)) >= MIN_CELLS and titles.is_title_like(line)
        if row and (not run or not block.blanks):
            run.append(index)
        elif row or run:
            rows.update(run if len(run) >= MIN_ROWS else ())
            run = [index] if row else []
    rows.update(run if len(run) >= MIN_ROWS else ())
    return rows


def look(block: Block, openings: Openings) -> Look:
    """Look at one block."""
    folded = block.folded
    if folded[0] in ITEM_FIRST and (is_date(folded) or is_contact(folded)):
        return Look(block, item=True, text=folded)
    kind = furniture_of(folded)
    if kind:
        return Look(block, furniture=kind, text=folded)
    if len(folded) <= bylines.MAX_CREDIT:
        names = bylines.credit(folded)
        if names is not None:
            return Look(block, credit=names, text=folded)
    lead = bylines.leading(folded)
    tail = bylines.trailing(folded)
    start = lead.offset if lead else 0
    text = folded[start : tail.offset if tail and tail.offset > start else len(folded)]
    prose = bool(lead and text) or not titles.is_title_like(folded)
    bracketed = folded[0] == "(" and folded[-1] == ")" and len(folded) > SHORTEST_REMARK
    item = not prose and (bracketed or titles.is_labelled(folded))
    opening = openings.score(folded) if prose and not lead else -INSIDE
    return Look(
        block,
        None if prose else section_of(folded),
        None,
        None,
        prose,
        item,
        lead,
        tail,
        text,
        _is_soft_lead(text),
        opening,
        opening >= INSIDE,
        tail is None and not finished(folded),
    )  # by position: names take twice as long, for each block of a page


def _is_soft_lead(text: str) -> bool:
    if text[:1] in _SOFT_FIRST and text.startswith(_SOFT_LEAD):
        return True
    if text.startswith(("截至", "为")):
        return True
    month = text.find("月", 0, 12)
    return month >= 0 and text.find("日", 0, 12) >= 0 and any(c.isdigit() for c in text[:12])


def roles_of(looks: Sequence[Look]) -> list[Role]:
    """Return the role of each block of a page: the chain of roles with the highest sum."""
    if not looks:
        return []
    style = _byline_rate(looks)
    commercial = not {seen.furniture for seen in looks}.isdisjoint(COMMERCIAL)
    sisters = _sisters(looks)
    best: list[dict[Role, float]] = []
    back: list[dict[Role, Role]] = []
    text: Look | None = None  # the last block that is no furniture
    for index, seen in enumerate(looks):
        emissions = _emissions(seen, looks, index, sisters.get(index, ()))
        if not commercial:
            emissions.pop("A", None)
        if index and looks[index - 1].prose and not seen.lead:
            emissions.pop("B", None)  # a text without a title begins with a byline
        if index and _broken_off(text, looks[index - 1], seen):
            emissions["P"] += BROKEN_OFF
        text = text if seen.furniture else seen
        scores: dict[Role, float] = {}
        origin: dict[Role, Role] = {}
        if index:
            scores, origin = _step(best[-1], looks[index - 1], seen, emissions, style)
        else:
            for role, emission in emissions.items():
                legal = role in _START and (role != "A" or seen.furniture in COMMERCIAL)
                if legal and emission >= WORST:
                    scores[role] = emission + _START[role]
        if not scores:  # no legal chain leads here: what cannot be placed is furniture
            before = _likeliest(best[-1], looks[index - 1]) if best else "F"
            scores, origin = {"F": best[-1][before] + NEVER / 1e3 if best else 0.0}, {"F": before}
        best.append(scores)
        back.append(origin)
    last = {role: value + _END.get(role, _UNFINISHED_PAGE) for role, value in best[-1].items()}
    role = _likeliest(last, looks[-1])
    chain = [role]
    for origin in reversed(back[1:]):
        role = origin[role]
        chain.append(role)
    return chain[::-1]


def _broken_off(text: Look | None, above: Look, seen: Look) -> bool:
    """Tell whether a paragraph goes on with a sentence that furniture above it interrupts.

    Args:
        text: The last block that is no furniture, above the paragraph.
        above: The block right above it.
        seen: The paragraph.
    """
    if text is None or not above.furniture or seen.lead:
        return False
    return seen.prose and text.prose and text.open


def _step(
    last: dict[Role, float], above: Look, seen: Look, emissions: dict[Role, float], style: float
) -> tuple[dict[Role, float], dict[Role, Role]]:
    """Lengthen the best chains by one block.

    Returns:
        The score of the best chain to each role of the block, and the role before it there.
    """
    between = _between(above, seen, last, emissions, style)
    scores: dict[Role, float] = {}
    origin: dict[Role, Role] = {}
    for role, emission in emissions.items():
        if emission < WORST:
            continue
        into = _INTO[role]
        told = between.get(role, _NOTHING)
        top, chosen = NEVER, None
        # All are in the order of _TRANSITIONS, and of equal sums the first is kept.
        for before, value in last.items():
            if before in into:
                total = value + into[before]
                if before in told:
                    total += told[before]
                if total > top:
                    top, chosen = total, before
        if chosen is not None:
            scores[role] = top + emission
            origin[role] = chosen
    return scores, origin


def _likeliest(scores: dict[Role, float], seen: Look) -> Role:
    order = _LAST_PROSE if seen.prose else _LAST
    return max([role for role in order if role in scores], key=scores.__getitem__)


def _byline_rate(looks: Sequence[Look]) -> float:
    """Return the share of texts below a title that begin with a byline: the style of the page."""
    below = [b for a, b in zip(looks, looks[1:], strict=False) if not a.prose and b.prose]
    rate = sum(b.lead is not None for b in below) / len(below) if below else 0.0
    return max(rate, LED_PAGE) if below and below[0].lead else rate


def _emissions(
    seen: Look, looks: Sequence[Look], index: int, sisters: Sequence[str]
) -> dict[Role, float]:
    if seen.furniture in COMMERCIAL:
        return {"A": 2.0}
    if seen.furniture:
        return {"F": 2.0, "A": 1.5}  # here and below in the order of _TRANSITIONS
    if seen.credit is not None:
        return {"F": -3.0, "Y": 0.5, "C": 0.5}
    if seen.item:
        return {"F": 0.0, "A": 0.0, "P": 0.3, "C": -1.0}
    if seen.prose:
        return _prose_emissions(seen)
    return _short_emissions(seen, looks, index, sisters)


def _prose_emissions(seen: Look) -> dict[Role, float]:
    first = 2.0 if seen.lead else 0.3 if seen.soft_lead else 0.0
    if seen.middle:
        first -= 2.0
    bare = len(seen.text) <= 60 and not seen.lead
    return {
        "F": -4.0 if bare else -6.0,
        "A": -8.0 if seen.lead else -1.0,
        "B": first,
        "P": -2.0 if seen.lead else 0.0,
    }


def _short_emissions(
    seen: Look, looks: Sequence[Look], index: int, sisters: Sequence[str]
) -> dict[Role, float]:
    line = seen.block.folded
    facts = titles.facts_of(line)
    below = looks[index + 1] if index + 1 < len(looks) else None
    prose = titles.prose_like(line)
    if below is None or not (below.prose or seen.lead):
        prose *= 0.3  # half a sentence is followed by the other half
    elif below.prose and below.lead is None:
        prose += 0.6 * min(max(below.opening - 1.0, 0.0), 3.0)
    ended = line[-1] in "!?…" and not line.startswith("“")
    emissions: dict[Role, float] = {
        "F": -2.2 if len(line) < 40 else -3.0,
        "A": -0.5,
        "S": NEVER,
        "K": titles.kicker_score(line) - prose,
        "H": titles.headline_score(line) - prose,
        "D": titles.deck_score(line) - prose,
        "B": -3.0 + prose + (1.0 if seen.tail else 0.0),
        "P": -2.0 + prose + (1.0 if seen.middle else 0.0) + (0.5 if ended or seen.tail else 0.0),
        "X": titles.crosshead_score(line) - prose,
    }
    if not sisters:
        emissions["X"] -= 1.0
    else:
        alike = sum(titles.alike(line, sister) for sister in sisters)
        emissions["X"] += 4.0 if alike > 1 else 2.0 if alike else 0.0
    if below is not None and is_date(below.block.folded):
        emissions["P"] += 3.0  # who signs a notice stands above its date
    if below is not None and below.section is not None and below.block.folded != line:
        emissions["F"] += 2.5  # the name of a series above the markers of its columns
    if facts.couplet:
        above = looks[index - 1].furniture if index > 0 else None
        emissions["F"] += 2.2 if above and above not in COMMERCIAL else 1.0
    if _SALUTATION.match(line):
        emissions["B"] += 4.0
        emissions["P"] += 2.0
    if "  " in line and _COLUMNS.search(line):
        emissions["P"] += 1.5  # a line of a table or of a list set in columns
        emissions["H"] -= 0.5
    if len(line) <= SHORTEST_TITLE:
        emissions["K"] -= 1.0
        emissions["S"] = -0.5

    if seen.section is not None:
        emissions["S"] = 2.5 + (1.5 if both_sides(line) else 0.0)
        emissions["F"] = 1.0
        emissions["H"] -= 2.0
    if facts.slogan:
        first = index == 0 or looks[index - 1].furniture is not None
        emissions["F"] += 2.5 + (1.5 if first or is_campaign(line) else 0.0)
    return emissions


def _sisters(looks: Sequence[Look]) -> dict[int, list[str]]:
    """Return, for each line that may be a crosshead, the others near it that may be one.

    Crossheads come in twos and more; a lone one is a headline as likely.
    """
    lone = [
        index
        for index in range(1, len(looks) - 1)
        if not looks[index].prose and _may_be_crosshead(looks, index)
    ]
    lines = [looks[index].block.folded for index in lone]
    sisters: dict[int, list[str]] = {}
    for place, index in enumerate(lone):
        first = bisect_left(lone, index - SISTER_BLOCKS)
        last = bisect_right(lone, index + SISTER_BLOCKS)
        sisters[index] = lines[first:place] + lines[place + 1 : last]
    return sisters


def _may_be_crosshead(looks: Sequence[Look], index: int) -> bool:
    seen, below = looks[index], looks[index + 1]
    if not below.prose or not looks[index - 1].prose or below.lead:
        return False
    short = not (seen.item or seen.furniture) and seen.credit is None
    return short and not seen.block.folded.startswith(("问:", "答:"))


def _between(
    a: Look,
    b: Look,
    firsts: dict[Role, float],
    seconds: dict[Role, float],
    style: float,
) -> dict[Role, Between]:
    """Score what two neighbouring blocks say of each other.

    Args:
        a: A block.
        b: The block below it.
        firsts: The roles that the block above may have.
        seconds: The roles that the block below may have.
        style: The `_byline_rate` of the page.

    Returns:
        The scores for the roles of the block below of which they say anything.
    """
    between: dict[Role, Between] = {}
    if "P" in seconds:
        between["P"] = _above_text(a, b, firsts)
    if "B" in seconds:
        between["B"] = _above_first(a, b, style, firsts)
    if "A" in seconds and b.furniture not in COMMERCIAL:
        # What does not say that it is an advertisement follows one that does.
        between["A"] = _NO_ADVERTISEMENT
    if "P" in firsts or "B" in firsts:
        if a.tail:
            between["F"] = between["S"] = {"B": 0.7, "P": 0.7}
        if "H" in seconds:
            score = _above_title(a, b)
            between["K"] = {"B": score, "P": score}
            between["H"] = {"B": score, "P": score}
            score = _above_crosshead(a, b)
            between["X"] = {"B": score, "P": score}
    if "H" in seconds:
        _add_titles(between, a, b, firsts)
    return between


def _add_titles(between: dict[Role, Between], a: Look, b: Look, firsts: dict[Role, float]) -> None:
    """Add what stands above a title line: furniture apart from it, another title line."""
    if "F" in firsts and not a.furniture and not b.block.blanks:
        for role in _TITLES:
            between.setdefault(role, {})["F"] = -1.5
    if "K" in firsts or "H" in firsts:
        lean = _lean(a, b)
        between.setdefault("H", {})["K"] = -lean
        between["D"] = {"H": lean}


def _above_first(a: Look, b: Look, style: float, firsts: dict[Role, float]) -> Between:
    """Score what stands above the first paragraph of an article."""
    between: Between = {}
    if "H" in firsts or "D" in firsts:
        caption = b.tail is not None and len(b.text) <= CAPTION_CHARACTERS
        score = 0.0
        if b.lead or caption:
            score = 1.0
        elif not b.soft_lead:
            score -= 0.3 + style + max(0.0, 0.6 - titles.newsworthy(a.block.folded))
        between["H"] = between["D"] = score
    if b.lead:
        between["F"] = between["A"] = between["B"] = between["P"] = between["C"] = 2.0
    return between


def _above_text(a: Look, b: Look, firsts: dict[Role, float]) -> Between:
    """Score what stands above a later paragraph."""
    score = 0.0
    if a.open:
        score += 1.5
    elif _loose(b):
        score -= 1.5
    score += 0.5 if b.middle else 0.0
    between: Between = {"B": score, "P": score}
    if "X" in firsts:
        caption = b.tail is not None and len(b.text) <= CAPTION_CHARACTERS
        between["X"] = -3.0 if b.lead else -1.5 if b.soft_lead else 0.5
        between["X"] -= 1.0 if caption else 0.0
    if "C" in firsts and (b.middle or a.block.lines[-1] + 1 == b.block.lines[0]):
        between["C"] = 0.5
    return between


def _loose(b: Look) -> bool:
    """Tell whether a block has no stop at its end nor a number at its beginning."""
    line = b.block.folded
    return not (
        b.prose
        or b.item
        or stopped(line)
        or line[-1] in ":;"
        or starts_item(line)
        or ("  " in line and _COLUMNS.search(line))
    )


def _above_title(a: Look, b: Look) -> float:
    """Score a paragraph above a kicker or headline."""
    score = -1.5 if a.open else 0.0
    if a.tail:
        score += 0.7
    if b.block.blanks >= 2:
        score += 0.7
    return score


def _above_crosshead(a: Look, b: Look) -> float:
    """Score a paragraph above a crosshead."""
    score = -1.5 if a.open else 0.0
    if a.tail:
        score -= 2.0
    return score - 0.5 * max(0.0, titles.newsworthy(b.block.folded))


def _lean(a: Look, b: Look) -> float:
    """Score the first of two title lines as the headline: the one that tells the event."""
    difference = titles.newsworthy(a.block.folded) - titles.newsworthy(b.block.folded)
    longer = len(a.block.folded) - len(b.block.folded)
    return 0.6 * difference - (0.3 if longer >= 6 else -0.3 if longer <= -6 else 0.0)
