"""What of a body may be printed: whole sentences, their clauses, beginnings and ends of lines.

All text is folded to half width; spans are offsets into the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsclf.digest.compress import cuts_of, kept_of
from newsclf.documents import Article, Span
from newsclf.text.characters import balanced, count_characters, fold
from newsclf.text.sentences import clause_spans, sentence_spans, strip_span

LONGEST_READ = 2000  # characters of a sentence; a longer one is a list
MAX_SENTENCES = 20_000  # later ones are not read
MAX_CLAUSES = 20_000  # the same; the search keeps a row of numbers for each

# What says only when or from whom: cut from the beginning of a line, as often as it is there.
_OPENER = re.compile(
    r"[,:;、。\s]+"
    r"|(?:近日|日前|近期|近来|目前|昨日|昨天|今日|日前|不久前|前不久|连日来|此外|同时|另外|另悉|据悉|据了解|据介绍|据统计|据报道|据不完全统计"
    r"|与此同时|除此之外|不仅如此|值得一提的是|需要指出的是|总的来看|下一步|接下来|随后|最后|最终|其中|为此|对此|因此|所以|而且|并且|但是|然而|不过|于是|例如|比如|如今)[,:\s]"
    r"|(?:近日|日前|据了解|据悉)(?=[^,。;]{4})"
    r"|(?:记者)?(?:近日|日前|昨日|昨天|今日|今天|上周|\d+月\d+日|\d+日)?[,]?(?:记者)?(?:近日|日前|昨日|昨天|今日|今天|上周|\d+月\d+日|\d+日)?"
    r"(?:从|在|自)[^,。;:“”]{2,30}(?:获悉|了解到|得知|看到|采访时了解到)[,:\s]?"
    r"|记者(?:从[^,。;:“”]{2,30})?(?:获悉|了解到|得知|看到|注意到|发现)[,:\s]?"
    r"|[^,。;:“”]{0,24}(?:负责人|主席|书记|部长|主任|工作人员|有关人士|介绍)(?:告诉记者|介绍说|介绍|表示|告诉|说|透露|指出)[,:]"
)
# A line must not begin with what leans on the sentence before it.
_LEANING = re.compile(
    r"是(?=[^否])|有效(?=[^期])|让|使(?=[^用])|为(?=[^了民工])|他们|她们|它们|他(?=[^国乡山人])|她|它|其(?=[^他余实])|这|那(?=[^曲])|该(?=[^亚])|此(?=[^次项外])|以此|由此|从而|进而|并(?=[^购肩排])|并且|而(?=[^立])|却|也|还|又|则|但|就|才|都|再|更|且|或|及|和|与"
    r"|等|的|了|着|过|地|得|一是|二是|三是|四是|五是|六是|第[一二三四五六]|首先|其次|再次|最后|这样|如此|只有|即|之后|后来|随即|当时|此时|答:|问:|上述|前者|后者|对方|大家|双方|[)\]】”’》、,;:。!?]"
)
# A clause that only says how, when or why waits for its main clause: no line may end with it.
_WAITING = re.compile(
    r"(?:为了?|通过|随着|围绕|针对|根据|按照|经过|经|在|当|自|由于|因|作为|除了|除|除此|对于|关于|面对|结合|依托|借助|聚焦|以|从|自从|若|如果|如|只要|只有|虽然|尽管|不仅|不但|无论|不管|即使|既|与其|旨在?)"
)
_WAITING_END = re.compile(
    r"(?:中|下|后|时|前|期间|之际|以来|之后|之前|以后|基础上|同时|过程中|的话|方面|来看|起见|等|为契机|为抓手|为主题|为目标|为载体|为重点|为牵引|为主线|为引领|为依托|介绍|表示|说|指出|显示|认为|强调|要求|提出|获悉|了解到|看到|发现|包括|如下|例如|比如|分别是|分别为|即|是|和|与|及|或)\Z"
)
_WAITING_LENGTH = 40  # characters; a longer clause that begins with 在 or 为 has a verb of its own
_ATTRIBUTION = re.compile(
    r"(?:说|表示|介绍|告诉记者|坦言|感慨|指出|强调|认为|透露|笑着说|回忆)(?:道)?[,:。]?\Z"
)
_TAIL = 8  # characters: the longest attribution
_NEXT_STEP = re.compile(r"下一步|今后|未来|接下来|将继续|将进一步|将以此|明年(?:起)?,")
# A clause that has a subject of its own, as far as its first words tell.
_SUBJECT = re.compile(
    r"[^,。;:]{0,20}?(?:工会|联合会|公司|集团|局|厂|学院|医院|学校|中心|协会|委员会|委|办|组|队|馆|站|段|矿|所)"
    r"|全[国省市区县州盟旗镇校厂院段矿港局](?!面)|各(?!自|种)|(?:其中)?\d+[名家个项件支对位](?!奖)|(?:今年|去年|截至|到\d|近?[一二三四五六七八九十两]年)"
)
_BYLINE_INSIDE = re.compile(r"\((?:本报|本网)?\s*(?:记者|通讯员|特约)\s")
_STOPS = frozenset("。!?…”’》」』)]】")
_REMARK_END = "。!?…;,:、"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may give lines.

    Attributes:
        span: Its place in the body.
        quoted: True where most of it is somebody's words.
        ahead: True where it tells of plans.
        paragraph: Number of its paragraph, from 0.
        stretch: Number of its part of the body between gaps, from 0.
    """

    span: Span
    quoted: bool
    ahead: bool
    paragraph: int
    stretch: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a line: a clause, or several that a quotation or a bracket holds together.

    Attributes:
        sentence: Number of its sentence.
        span: Its place in the body.
        pieces: What is left of it when what can go has gone.
        text: The folded text of the pieces.
        length: Characters of it that count.
        ends: A line may end with it.
        closes: It ends its sentence.
        fresh: It begins its sentence, or has a subject of its own: it can follow another sentence.
        leans: It begins with what leans on what stands before it: no line begins with it.
        waiting: It begins as one that sets a scene.
        attribution: It says who said something.
    """

    sentence: int
    span: Span
    pieces: tuple[Span, ...]
    text: str
    length: int
    ends: bool
    closes: bool
    fresh: bool
    leans: bool
    waiting: bool
    attribution: bool


def sentences_of(article: Article, text: str) -> list[Sentence]:
    """Return the sentences of a body that were not cut by a gap or a column's end.

    Args:
        article: The article.
        text: Its folded body.
    """
    found: list[Sentence] = []
    length = len(text)
    bounds = [0, *article.gaps, length]
    for stretch, (start, stop) in enumerate(zip(bounds[:-1], bounds[1:], strict=True)):
        spans = _within(article, text, start, stop)
        for span in spans[1:] if stretch > 0 else spans:
            if byline_inside(text[span[0] : span[1]]):
                continue
            if text[span[1] - 1] in _STOPS or (stop == length and _ends_paragraph(text, span[1])):
                found.append(_sentence(text, span, stretch))
            if len(found) == MAX_SENTENCES:
                return found
    return found


def _ends_paragraph(text: str, offset: int) -> bool:
    return offset >= len(text) or text[offset] == "\n"


def _within(article: Article, text: str, start: int, stop: int) -> list[Span]:
    """Return the sentences of a part of the body, without its bylines."""
    spans: list[Span] = []
    position = start
    edges = [span for span in article.bylines if start <= span[0] < stop]
    for left, right in [*edges, (stop, stop)]:
        if left > position:
            spans += sentence_spans(text, position, left)
        position = max(position, right)
    return spans


def _sentence(text: str, span: Span, stretch: int) -> Sentence:
    body = text[span[0] : span[1]]
    quoted = "“" in body and (body[0] == "“" or _ATTRIBUTION.search(body) is not None)
    paragraph = text.count("\n", 0, span[0])
    return Sentence(span, quoted, _NEXT_STEP.search(body) is not None, paragraph, stretch)


def clauses_of(text: str, sentences: Sequence[Sentence]) -> list[Clause]:
    """Return the clauses of sentences that may be printed, in reading order.

    Args:
        text: The folded body.
        sentences: What `sentences_of` found in it.
    """
    found: list[Clause] = []
    cuts = cuts_of(text)
    for number, sentence in enumerate(sentences):
        stop = min(sentence.span[1], sentence.span[0] + LONGEST_READ)
        start, opening = sentence.span[0], True
        for left, right in clause_spans(text, (sentence.span[0], stop)):
            if right <= start:
                continue  # a part of an opener
            if opening:
                start = opened_at(text, left, stop)
            opening = start < right and balanced(text[start:right])
            if not opening:
                continue  # a quotation or a bracket goes on
            span = strip_span(text, (start, right))
            if span and span[1] - span[0] > 1:
                pieces = tuple(kept_of(span, cuts)) or (span,)
                begins = not found or found[-1].sentence != number
                found.append(_clause(text, span, pieces, number, sentence.span[1], begins=begins))
                if len(found) == MAX_CLAUSES:
                    return found
    return found


def _clause(
    text: str,
    span: Span,
    pieces: tuple[Span, ...],
    sentence: int,
    sentence_end: int,
    *,
    begins: bool,
) -> Clause:
    kept = "".join(text[start:end] for start, end in pieces)
    return Clause(
        sentence=sentence,
        span=span,
        pieces=pieces,
        text=kept,
        length=count_characters(kept),
        ends=not _waits(text, span, sentence_end),
        closes=span[1] >= sentence_end,
        fresh=begins or _SUBJECT.match(kept) is not None,
        leans=_LEANING.match(kept) is not None,
        waiting=_WAITING.match(kept) is not None,
        attribution=_ATTRIBUTION.search(kept[-_TAIL:]) is not None,
    )


def line_bounds(text: str, sentence: Span) -> tuple[list[int], list[int]]:
    """Return the offsets at which a line out of a sentence may begin, and may end; ascending."""
    starts: list[int] = []
    ends: list[int] = []
    stop = min(sentence[1], sentence[0] + LONGEST_READ)
    start = sentence[0]
    for clause in clause_spans(text, (sentence[0], stop)):
        if clause[1] <= start:
            continue  # a part of an opener
        start = opened_at(text, clause[0], stop)
        if start < stop and start != (starts or [-1])[-1] and not _LEANING.match(text, start):
            starts.append(start)
        if not _waits(text, clause, stop):
            ends.append(_end_of(text, clause))
    return starts, ends


def opened_at(text: str, start: int, stop: int) -> int:
    """Return where the news of a clause begins, behind 近日, 据了解 and the like."""
    while start < stop:
        match = _OPENER.match(text, start, stop)
        if not match or match.end() == start:
            break
        start = match.end()
    return start


def _end_of(text: str, clause: Span) -> int:
    """Return where a line that ends with a clause ends: with its full stop, without its comma."""
    span = strip_span(text, clause) or clause
    end = span[1]
    return end - 1 if text[end - 1] in ",;:、" else end


def _waits(text: str, clause: Span, sentence_end: int) -> bool:
    """Tell whether a clause cannot end a line: it introduces, attributes, or only sets a scene."""
    if clause[1] >= sentence_end and text[clause[1] - 1] not in ":,;、":
        return False
    span = strip_span(text, clause) or clause
    body = text[span[0] : span[1]].rstrip(_REMARK_END)
    if text[span[1] - 1] == ":" or not body:
        return True
    if _WAITING_END.search(body):
        return True
    return len(body) <= _WAITING_LENGTH and _WAITING.match(body) is not None


def byline_inside(text: str) -> bool:
    """Tell whether a byline stands inside a (folded) text: two articles run together."""
    return "(" in text and _BYLINE_INSIDE.search(text) is not None


def leans(text: str) -> bool:
    """Tell whether a (folded) line begins with what leans on a sentence before it."""
    return _LEANING.match(text) is not None


def has_opener(text: str) -> bool:
    """Tell whether a (folded) line begins with 近日, 据了解 or the like."""
    match = _OPENER.match(text)
    return match is not None and match.end() > 0


def folded_body(article: Article) -> str:
    """Return the body folded to half width; offsets are those of the body."""
    return fold(article.body)


def inside_any(span: Span, others: Sequence[Span]) -> bool:
    """Tell whether a span shares a character with any of others."""
    return any(span[0] < right and left < span[1] for left, right in others)
