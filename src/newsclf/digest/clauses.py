"""Candidate text for digests: whole sentences and their clauses, for many articles at once.

All text is folded to half width; spans are offsets into the text of `Bodies`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from newsclf.digest.bodies import SEPARATOR, Bodies, Bools, Ints, changes
from newsclf.digest.compress import cuts_of, kept_of
from newsclf.documents import Article, Span
from newsclf.text.characters import CLOSING, PAIRED, Codes, balanced, codes_of
from newsclf.text.phrases import ON_A_DAY, ORGANISATIONS, RECENTLY, REPORTERS
from newsclf.text.sentences import clause_ends, sentence_spans, strip_span

LONGEST_READ = 2000  # characters of a sentence; a longer one is a list
MAX_SENTENCES = 20_000  # of an article; later ones are not read
MAX_CLAUSES = 20_000  # the same; the search keeps a row of numbers for each

# What says only when or from whom: cut from the beginning of a line, as often as it is there.
_SPEAKERS = (
    r"(?:负责人|主席|书记|部长|主任|工作人员|有关人士|介绍)"
    r"(?:告诉记者|介绍说|介绍|表示|告诉|说|透露|指出)[,:]"
)
_REACH = 24  # characters before a speaker
_DAY = rf"{RECENTLY}|{ON_A_DAY}|\d+月\d+日|\d+日"
_OPENER = re.compile(
    r"[,:;、。\s]+"
    r"|(?:近日|日前|近期|近来|目前|昨日|昨天|今日|日前|不久前|前不久|连日来|此外|同时|另外|另悉|据悉|据了解|据介绍|据统计|据报道|据不完全统计"
    r"|与此同时|除此之外|不仅如此|值得一提的是|需要指出的是|总的来看|下一步|接下来|随后|最后|最终|其中|为此|对此|因此|所以|而且|并且|但是|然而|不过|于是|例如|比如|如今)[,:\s]"
    rf"|(?:{RECENTLY}|据了解|据悉)(?=[^,。;{SEPARATOR}]{{4}})"
    rf"|(?:记者)?(?:{_DAY})?[,]?(?:记者)?(?:{_DAY})?"
    rf"(?:从|在|自)[^,。;:“”{SEPARATOR}]{{2,30}}(?:获悉|了解到|得知|看到|采访时了解到)[,:\s]?"
    rf"|记者(?:从[^,。;:“”{SEPARATOR}]{{2,30}})?(?:获悉|了解到|得知|看到|注意到|发现)[,:\s]?"
    rf"|[^,。;:“”{SEPARATOR}]{{0,{_REACH}}}{_SPEAKERS}"
)
_SPEAKER = re.compile(_SPEAKERS)
# The Han characters that openers without a speaker begin with: one clause in eight.
_OPENS = frozenset("近日目昨不前连此同另据与除值需总下接随最其为对因所而并但然于例比如记今上从在自")
# A line must not begin with what leans on the sentence before it.
_LEANINGS = (
    "[让她它这却也还又则但就才都再更且或及和与等的了着过地得即)\\]】”’》、,;:。!?]"
    f"|是(?=[^否{SEPARATOR}])|有效(?=[^期{SEPARATOR}])|使(?=[^用{SEPARATOR}])"
    f"|为(?=[^了民工{SEPARATOR}])|他们|他(?=[^国乡山人{SEPARATOR}])|其(?=[^他余实{SEPARATOR}])"
    f"|那(?=[^曲{SEPARATOR}])|该(?=[^亚{SEPARATOR}])|此(?=[^次项外{SEPARATOR}])"
    f"|以此|由此|从而|进而|并(?=[^购肩排{SEPARATOR}])|并且|而(?=[^立{SEPARATOR}])"
    "|一是|二是|三是|四是|五是|六是|第[一二三四五六]|首先|其次|再次|最后|如此|只有|之后|后来|随即|当时|此时"
    "|答:|问:|上述|前者|后者|对方|大家|双方"
)
_LEANING = re.compile(_LEANINGS)
# A clause that only says how, when or why waits for its main clause: no line may end with it.
# (Single characters stand in one class: that is found at once, and words are tried one by one.)
_WAITINGS = (
    "[为经在当自因除以从若如既旨]|通过|随着|围绕|针对|根据|按照|由于|作为|对于|关于|面对|结合|依托|借助|聚焦"
    "|只要|只有|虽然|尽管|不仅|不但|无论|不管|即使|与其"
)
_WAITING_END = "中下后时前等说即是和与及或"
_WAITING_ENDS = (
    "期间|之际|以来|基础上|的话|方面|来看|起见|为契机|为抓手|为主题|为目标|为载体|为重点|为牵引|为主线|为引领"
    "|为依托|介绍|表示|指出|显示|认为|强调|要求|提出|获悉|了解到|看到|发现|包括|例如|比如|分别为"
)
_WAITING_LENGTH = 40  # characters; a longer clause that begins with 在 or 为 has a verb of its own
_ATTRIBUTIONS = "说|表示|介绍|告诉记者|坦言|感慨|指出|强调|认为|透露|笑着说|回忆"
_NEXT_STEP = re.compile(r"下一步|今后|未来|接下来|将继续|将进一步|将以此|明年(?:起)?,")
# A clause that has a subject of its own, as far as its first words tell.
_SUBJECT = re.compile(
    rf"{ORGANISATIONS}|局(?!限|面|部)|厂(?!区|房)|中心|协会|委员会|委(?!托|派|培)"
    "|(?<![举主承开协创新筹申兴督])办(?!理|法|公|事|案|好|结|实|学)|组(?!织|成|建|合|装|团)|队(?!伍|列)|馆"
    "|(?<!车)站(?!立|位|点|在)|(?<![阶手时地路])段|矿(?!区|难)|所(?!属|有|在|以|需|得|获|述|学|用|做)"
)
_SUBJECT_REACH = 20  # characters before it
_SUBJECTS = (
    r"全[国省市区县州盟旗镇校厂院段矿港局](?!面)|各(?!自|种)|(?:其中)?\d+[名家个项件支对位](?!奖)"
    r"|今年|去年|截至|到\d|近?[一二三四五六七八九十两]年"
)
_PREPOSITIONS = "[由在对为从向将把以与按经给被受于]"  # what they name is not the subject
_BYLINE_INSIDE = re.compile(rf"\((?:本报|本网)?\s*(?:{REPORTERS}|特约)\s")
_STOPS = frozenset(f"。!?…{CLOSING}")
_REMARK_END = "。!?…;,:、"


def each(pattern: str) -> re.Pattern[str]:
    """Return a pattern that matches at the beginning of the parts of a `Joined` text.

    It begins with a fixed character, so the search jumps from part to part.
    """
    return re.compile(f"{SEPARATOR}(?:{pattern})")


def _backwards(words: str) -> str:
    """Return the alternatives as they stand in a text that is read from its end."""
    return words[::-1]


_EACH_LEANING, _EACH_WAITING, _EACH_SUBJECT = map(each, (_LEANINGS, _WAITINGS, _SUBJECTS))
_EACH_PREPOSITION = each(_PREPOSITIONS)
_EACH_BUT_MARKS = each(
    f":|[{_REMARK_END}]*(?:[{SEPARATOR}{_WAITING_END}]|{_backwards(_WAITING_ENDS)})"
)
_EACH_ATTRIBUTION = each(f"[,:。]?道?(?:{_backwards(_ATTRIBUTIONS)})")


@dataclass(frozen=True, slots=True)
class Joined:
    """Parts of texts, with `SEPARATOR` around each, so that a pattern runs once for all.

    Attributes:
        text: The parts.
        starts: Offset of the separator before each part, shape (parts,).
    """

    text: str
    starts: Ints

    def begins(self, pattern: re.Pattern[str]) -> Bools:
        """Tell which parts begin with a pattern made by `each`, shape (parts,)."""
        found = np.array([match.start() for match in pattern.finditer(self.text)], dtype=np.int64)
        flags = np.zeros(len(self.starts), dtype=np.bool_)
        flags[np.searchsorted(self.starts, found)] = True
        return flags

    def names(self, pattern: re.Pattern[str], reach: int) -> Bools:
        """Tell which parts contain certain words near their beginning, before any `,。;:`.

        Args:
            pattern: The words. To search for them once, and not from the beginning of each part
                on, takes a tenth of the time.
            reach: Maximum number of characters before them.
        """
        words = [match.start() for match in pattern.finditer(self.text)]
        first = _next(np.array(words, dtype=np.int64), self.starts)
        stops = np.flatnonzero(_PARTING[np.minimum(codes_of(self.text), len(_PARTING) - 1)])
        near: Bools = (first - self.starts <= reach + 1) & (first < _next(stops, self.starts + 1))
        return near

    def backwards(self) -> Joined:
        """Return the parts read from the end of the last to the beginning of the first."""
        last = len(self.text) - 1
        ends = np.append(self.starts[1:], last)[: len(self.starts)]
        return Joined(self.text[::-1], last - ends[::-1])


_PARTING = np.zeros(0x10000, dtype=np.bool_)
_PARTING[[ord(mark) for mark in ",。;:" + SEPARATOR]] = True


def joined(parts: Sequence[str]) -> Joined:
    """Return parts of folded texts as one."""
    lengths = np.array([len(part) + 1 for part in parts], dtype=np.int64)
    text = SEPARATOR + "".join([part + SEPARATOR for part in parts])
    return Joined(text, np.cumsum(lengths) - lengths)


def _next(places: Ints, offsets: Ints) -> Ints:
    """Return the first of some ascending places at or behind each offset, or one behind all."""
    found: Ints = np.append(places, np.iinfo(np.int64).max)[np.searchsorted(places, offsets)]
    return found


@dataclass(frozen=True, slots=True)
class Sentences:
    """The candidate sentences of articles, in reading order; arrays (sentences,).

    Attributes:
        article: Number of its article.
        starts: Where it begins.
        stops: Where it ends.
        quoted: True if most of it is quoted speech.
        ahead: True if it is about plans.
        paragraph: Number of its paragraph: one for all articles, ascending.
        stretch: Number of its part of the body between gaps, from 0.
        firsts: Number of the first sentence of each article, and of all; shape (articles + 1,).
    """

    article: Ints
    starts: Ints
    stops: Ints
    quoted: Bools
    ahead: Bools
    paragraph: Ints
    stretch: Ints
    firsts: Ints


@dataclass(frozen=True, slots=True)
class Clauses:
    """The parts of lines, in reading order: clauses, or several joined by a quotation.

    Attributes:
        cut: The pieces of clauses from which something is cut, by their start.
        kept: The text of all pieces.
        sentence: Number of its sentence; this and what follows are arrays of shape (clauses,).
        starts: Where it begins.
        stops: Where it ends.
        length: Number of countable characters in its pieces.
        ends: A line may end with it.
        closes: It is the last of its sentence.
        fresh: It begins its sentence or has its own subject, so it can follow another sentence.
        leans: Its beginning refers back to earlier text, so no line begins with it.
        waiting: It begins like a clause that sets the scene.
        attribution: It says who said something.
    """

    cut: dict[int, tuple[Span, ...]]
    kept: Joined
    sentence: Ints
    starts: Ints
    stops: Ints
    length: Ints
    ends: Bools
    closes: Bools
    fresh: Bools
    leans: Bools
    waiting: Bools
    attribution: Bools

    def pieces(self, number: int) -> tuple[Span, ...]:
        """Return the spans of a clause left after removing what is dispensable, at least one."""
        start = int(self.starts[number])
        return self.cut.get(start) or ((start, int(self.stops[number])),)

    def of_sentence(self, number: int) -> Clauses:
        """Return the clauses of one sentence."""
        own = slice(*np.searchsorted(self.sentence, [number, number + 1]).tolist())
        kept = Joined(self.kept.text, self.kept.starts[own])
        rest = {name: getattr(self, name)[own] for name in self.__slots__[2:]}
        return Clauses(self.cut, kept, **rest)


def sentences_of(bodies: Bodies) -> Sentences:
    """Return the sentences of bodies that are not cut by a gap or a column break."""
    rows: list[tuple[int, int, int, int]] = []
    firsts = [0]
    bylines = [match.span() for match in _BYLINE_INSIDE.finditer(bodies.text)]
    bounds = zip(bodies.articles, bodies.starts.tolist(), bodies.stops.tolist(), strict=True)
    for number, (article, start, stop) in enumerate(bounds):
        room = len(rows) + MAX_SENTENCES
        for (left, right), stretch in _whole(article, bodies.text, start, stop):
            if bylines and _holds(left, right, bylines):
                continue
            rows.append((number, left, right, stretch))
            if len(rows) == room:
                break
        firsts.append(len(rows))
    article_of, starts, stops, stretch_of = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    # The separators count as well: no paragraph goes on in another article.
    lines = np.flatnonzero((bodies.codes == ord("\n")) | (bodies.codes == ord(SEPARATOR)))
    ahead = np.zeros(len(rows), dtype=np.bool_)
    for match in _NEXT_STEP.finditer(bodies.text):
        place = int(np.searchsorted(starts, match.start(), side="right")) - 1
        if place >= 0 and match.end() <= stops[place]:
            ahead[place] = True
    return Sentences(
        article=article_of,
        starts=starts,
        stops=stops,
        quoted=_quoted(bodies, starts, stops),
        ahead=ahead,
        paragraph=np.searchsorted(lines, starts),
        stretch=stretch_of,
        firsts=np.array(firsts, dtype=np.int64),
    )


def _holds(start: int, stop: int, spans: Sequence[Span]) -> bool:
    """Tell whether a span holds one of others, which are ascending and apart."""
    place = bisect_left(spans, (start, 0))
    return place < len(spans) and spans[place][1] <= stop


def _quoted(bodies: Bodies, starts: Ints, stops: Ints) -> Bools:
    """Tell which sentences are somebody's words: they begin as such, or end with who said them."""
    marks = np.flatnonzero(bodies.codes == ord("“"))
    first = _next(marks, starts)
    quoted: Bools = first == starts
    inside = np.flatnonzero((first < stops) & ~quoted)
    tails = joined([bodies.text[a:b] for a, b in zip(starts[inside], stops[inside], strict=True)])
    quoted[inside] = tails.backwards().begins(_EACH_ATTRIBUTION)[::-1]
    return quoted


def _whole(article: Article, text: str, start: int, stop: int) -> Iterator[tuple[Span, int]]:
    """Yield the whole sentences of a body, each with the number of its stretch."""
    # Offsets behind a body's end would reach into the next article.
    gaps = [min(start + gap, stop) for gap in article.gaps]
    for stretch, (left, right) in enumerate(zip([start, *gaps], [*gaps, stop], strict=True)):
        spans = _within(article, text, start, (left, right))
        for span in spans[1:] if stretch > 0 else spans:
            if text[span[1] - 1] in _STOPS or (
                right == stop and (span[1] >= stop or text[span[1]] == "\n")
            ):
                yield span, stretch


def _within(article: Article, text: str, body: int, part: Span) -> list[Span]:
    """Return the sentences of a part of the body, without its bylines."""
    spans: list[Span] = []
    position, stop = part
    for left, right in article.bylines:
        if part[0] <= body + left < stop:
            if body + left > position:
                spans += sentence_spans(text, position, body + left)
            position = max(position, body + right)
    if position < stop:
        spans += sentence_spans(text, position, stop)
    return spans


def clauses_of(bodies: Bodies, sentences: Sentences) -> Clauses:
    """Return the candidate clauses of sentences.

    Args:
        bodies: The texts.
        sentences: The sentences found by `sentences_of`.
    """
    text, codes = bodies.text, bodies.codes
    sentence, starts, stops = _spans_of(bodies, sentences)
    whole = [text[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
    kept = whole.copy()
    counted = np.cumsum((codes != ord(" ")) & (codes != ord("\t")) & (codes != ord("\n")))
    length = counted[stops - 1] - counted[starts - 1]
    cuts = cuts_of(text)
    places = np.searchsorted(starts, np.array([a for a, _ in cuts], dtype=np.int64), side="right")
    cut: dict[int, tuple[Span, ...]] = {}
    for number in sorted(set((places - 1).tolist()) - {-1}):
        span = int(starts[number]), int(stops[number])
        if left := tuple(kept_of(span, cuts)):
            cut[span[0]] = left
            kept[number] = "".join([text[a:b] for a, b in left])
            length[number] = sum(counted[b - 1] - counted[a - 1] for a, b in left)
    all_kept = joined(kept)
    closes = stops >= sentences.stops[sentence]
    begins = changes(sentence)
    named = all_kept.names(_SUBJECT, _SUBJECT_REACH)
    return Clauses(
        cut=cut,
        kept=all_kept,
        sentence=sentence,
        starts=starts,
        stops=stops,
        length=length,
        ends=~_waits(whole, closes),
        closes=closes,
        fresh=begins | named & ~all_kept.begins(_EACH_PREPOSITION) | all_kept.begins(_EACH_SUBJECT),
        leans=all_kept.begins(_EACH_LEANING),
        waiting=all_kept.begins(_EACH_WAITING),
        attribution=all_kept.backwards().begins(_EACH_ATTRIBUTION)[::-1],
    )


def _spans_of(bodies: Bodies, sentences: Sentences) -> tuple[Ints, Ints, Ints]:
    """Return the number of its sentence, the beginning and the end of each clause."""
    text, codes = bodies.text, bodies.codes
    reads = np.minimum(sentences.stops, sentences.starts + LONGEST_READ)
    ends = clause_ends(text, sentences.starts, reads)
    own = np.searchsorted(reads, ends)
    lefts = np.where(changes(own), sentences.starts[own], np.append(0, ends)[: len(own)])
    starts = lefts.copy()
    for number in np.flatnonzero(_may_open(text, codes, lefts)).tolist():
        starts[number] = opened_at(text, int(lefts[number]), int(reads[own[number]]))
    marks = np.array([match.start() for match in PAIRED.finditer(text)], dtype=np.int64)
    odd = (starts >= ends) | (np.searchsorted(marks, starts) < np.searchsorted(marks, ends))
    used = np.ones(len(own), dtype=np.bool_)
    # Only sentences with quotations, brackets or clauses that are openers: one in three.
    in_odd = np.flatnonzero(np.bincount(own[odd], minlength=len(reads))[own])
    _hold_together(text, sentences, own, starts, ends, used, in_odd.tolist())
    # Blanks at the ends of clauses; among what may be one are quotation marks as well.
    edges = _MAY_BE_BLANK[np.minimum(codes, len(_MAY_BE_BLANK) - 1)]
    for number in np.flatnonzero(used & (edges[starts] | edges[ends - 1])).tolist():
        span = strip_span(text, (int(starts[number]), int(ends[number])))
        starts[number], ends[number] = span or (0, 0)
    used &= ends - starts > 1
    own, starts, ends = own[used], starts[used], ends[used]
    article = sentences.article[own]
    read = np.arange(len(own)) - np.searchsorted(article, article) < MAX_CLAUSES
    return own[read], starts[read], ends[read]


_MAY_BE_BLANK = np.zeros(0x3000, dtype=np.bool_)
_MAY_BE_BLANK[:0x21] = _MAY_BE_BLANK[0x85:-1] = True
_MAY_OPEN = np.ones(0x10000, dtype=np.bool_)
_MAY_OPEN[0x3400:0xA000] = False
_MAY_OPEN[[ord(character) for character in _OPENS]] = True


def _may_open(text: str, codes: Codes, lefts: Ints) -> Bools:
    """Tell which clauses may begin with an opener: it is looked for in these alone."""
    spans = [match.span() for match in _SPEAKER.finditer(text)]
    starts, stops = np.array([*spans, (2 * len(text), 2 * len(text))], dtype=np.int64).T
    speaker = starts[np.searchsorted(stops, lefts, side="right")]
    may: Bools = _MAY_OPEN[np.minimum(codes[lefts], 0xFFFF)] | (speaker <= lefts + _REACH)
    return may


def _hold_together(
    text: str,
    sentences: Sentences,
    own: Ints,
    starts: Ints,
    ends: Ints,
    used: Bools,
    numbers: Sequence[int],
) -> None:
    """Join clauses that a quotation or a bracket holds together, and leave out openers.

    Args:
        text: The text.
        sentences: The sentences.
        own: The sentence of each clause.
        starts: Where each clause begins behind its opener: changed where others are joined to it.
        ends: Where it ends.
        used: Set to False for clauses that are parts of others.
        numbers: The clauses to look at, in order: all of some sentences.
    """
    sentence, start, opening = -1, 0, True
    for number in numbers:
        if own[number] != sentence:
            sentence, opening = own[number], True
            start = int(sentences.starts[sentence])
        right = int(ends[number])
        if right <= start:
            used[number] = False  # a part of an opener
            continue
        if opening:
            start = int(starts[number])
        opening = start < right and balanced(text[start:right])
        used[number] = opening  # if not, a quotation or a bracket goes on
        starts[number] = start


def opened_at(text: str, start: int, stop: int) -> int:
    """Return where the news of a clause begins, after 近日, 据了解 and the like."""
    while start < stop:
        match = _OPENER.match(text, start, stop)
        if not match or match.end() == start:
            break
        start = match.end()
    return start


def _waits(whole: Sequence[str], closes: Bools) -> Bools:
    """Tell which clauses cannot end a line: they introduce, attribute, or only set a scene."""
    parts = joined(whole)
    ends = parts.backwards().begins(_EACH_BUT_MARKS)[::-1]
    for number in np.flatnonzero(parts.begins(_EACH_WAITING) & ~ends).tolist():
        ends[number] = len(whole[number].rstrip(_REMARK_END)) <= _WAITING_LENGTH
    open_ended = np.array([text[-1] in ":,;、" for text in whole], dtype=np.bool_)
    waits: Bools = ends & (open_ended | ~closes)
    return waits


def byline_inside(text: str) -> bool:
    """Tell whether a (folded) text contains a byline: two articles run together."""
    return "(" in text and _BYLINE_INSIDE.search(text) is not None


def leans(text: str) -> bool:
    """Tell whether the beginning of a (folded) line refers back to an earlier sentence."""
    return _LEANING.match(text) is not None


def has_opener(text: str) -> bool:
    """Tell whether a (folded) line begins with 近日, 据了解 or the like."""
    match = _OPENER.match(text)
    return match is not None and match.end() > 0


def inside_any(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span overlaps any of several others."""
    return any(span[0] < right and left < span[1] for left, right in others)
