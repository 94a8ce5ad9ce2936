"""Features that predict whether an editor keeps a clause: one row of numbers per clause.

Everything is counted on the whole text at once and then summed clause by clause. All sums are of
whole numbers, and so the same in any order.
"""

from __future__ import annotations

import re

import numpy as np

from newsclf.digest.bodies import Bodies, Bools, Floats, Ints, Pairs, changes, pairs_of, places_of
from newsclf.digest.clauses import Clauses, Sentences, each
from newsclf.digest.graph import sentence_ranks
from newsclf.text.characters import HAN, text_of
from newsclf.text.phrases import ORGANISATIONS

# Patterns that are counted in each clause. Each begins with a class or with characters, so that the
# search skips to them: (?<=...) tells afterwards which it was. A number is bounded, so that a text
# of digits alone costs no more than others. (All digits stand as 0 to 9; \d would take three times
# as long.)
_HAN_NUMBER = "一二三四五六七八九十百千万两几"
_PATTERNS = {
    "figure": f"[0-9{_HAN_NUMBER}]"
    f"(?:(?<=[0-9])[0-9.,]{{0,14}}|(?<=[{_HAN_NUMBER}])[{_HAN_NUMBER}]{{0,8}})"
    "(?:余|多)?(?:名|人|件|项|个|家|万|亿|元|%|次|场|份|户|吨|对|期|天|小时|台|位|倍|成|幅|支|所|公里"
    "|分钟)",
    "result": "获得|荣获|获评|达|提高|减少|增长|增加|降低|缩短|完成|培养|取得|发放|覆盖|解决|评出"
    "|签订|帮助|受益|节约|节省|办理|建成|累计|参加|晋升|授予|夺得|通过|推广",
    "actor": f"{ORGANISATIONS}|厂|局|中心",
    "event": "举办|举行|开展|启动|组织|成立|揭牌|开班|召开|推出|开设|建立|发明|研制|慰问|走访|评选"
    "|命名|打造|实施|投入|启用|开放|上线|签订|创建",
    "span of time": r"截至|截止|到[0-9]{1,2}月底|至今|今年|去年|年来|以来|目前|累计|先后|两年|三年"
    "|五年|期间|首批|共",
    "people": r"[0-9多余](?:名|人)",
    "money": "元",
    "large": r"[0-9万亿%余多](?:(?<=[0-9])[0-9]{2,}|(?<=[万亿%])|(?<=[余多])名)",
    "person": f"(?:职工|工人|师傅|班长|队长|司机|主席|书记|主任|记者|学员|工友|女工)[{HAN}]{{2,3}}",
}
_COMPILED = [re.compile(pattern) for pattern in _PATTERNS.values()]
# Characters that are counted in each clause; "digit" counts those of all scripts.
_CHARACTERS = {
    "pronoun": "他她我你咱",
    "telling": "着了把被地就又还却没不",
    "scene": "手脸眼头笑声站坐桌墙门灯雨雪风天夜早晨老",
    "quotation": "“",
    "question": "?",
    "digit": "0123456789",
}
_KINDS = np.zeros(0x10000, dtype=np.uint8)  # of each character, a bit for each kind
for _bit, _characters in enumerate(_CHARACTERS.values()):
    _KINDS[[ord(_character) for _character in _characters]] |= 1 << _bit
_BITS = np.array([1 << bit for bit in range(len(_CHARACTERS))], dtype=np.uint8)
_COUNTED = (*_PATTERNS, *_CHARACTERS)
# What a clause begins with.
_ACTORS = re.compile(f"{ORGANISATIONS}|局|厂|市|区|县|街道")
_ACTORS_REACH = 22  # characters before it
_BEGINS = {
    "begins with a purpose": each("为了?|旨在|进一步|推动|促进|营造|激发|弘扬"),
    "is a time": each(
        "(?:今年|去年|近年|当日|截至|自|从)?[\\d年月日上下午晚清晨至以来前后底初起-]*[,;]?(?=，)"
    ),
}
_MOST = {"figure": 2, "large": 2, "telling": 4}  # counts above these say no more; others: 1
_MOSTS = np.array([[_MOST.get(name, 1.0)] for name in _COUNTED])
_NEIGHBOURS = ("figure", "result", "actor", "headline", "event", "waits")
# What is more, or less, than the sum of its parts.
_PRODUCTS = (
    ("first", "actor"),
    ("first", "begins a sentence"),
    ("first", "headline"),
    ("first", "figure"),
    ("first", "long text"),
    ("place", "long text"),
    ("place", "said often"),
    ("rank", "figure"),
    ("result", "figure"),
    ("actor", "event"),
    ("headline", "event"),
    ("first paragraph", "event"),
    ("actor", "begins a sentence"),
    ("position", "figure"),
    ("position", "result"),
    ("span of time", "figure"),
    ("begins with an actor", "event"),
    ("begins with an actor", "headline"),
    ("sentence: telling", "position"),
)
_SHORT = 6  # characters of a clause


def clause_features(bodies: Bodies, sentences: Sentences, clauses: Clauses) -> dict[str, Floats]:
    """Return the features of clauses by name, each of shape (clauses,).

    Args:
        bodies: The texts.
        sentences: Their sentences.
        clauses: The clauses of the sentences.
    """
    pairs = pairs_of(bodies)
    parts = (sentences.starts, sentences.stops, sentences.firsts)
    ranks = sentence_ranks(pairs, *parts, len(bodies.text))
    own = clauses.sentence
    first = changes(own)
    place = places_of(clauses.starts, clauses.stops, len(bodies.text))
    # Arrays of many features at a time: for one article, it is calls that cost, not numbers.
    table = _counted(bodies, place, len(own))
    counts = dict(zip(_COUNTED, table, strict=True))
    found: dict[str, Floats] = dict(zip(_COUNTED, np.minimum(table, _MOSTS) / _MOSTS, strict=True))
    found["begins with an actor"] = clauses.kept.names(_ACTORS, _ACTORS_REACH).astype(float)
    for name, pattern in _BEGINS.items():
        found[name] = clauses.kept.begins(pattern).astype(float)
    found |= _said(bodies, pairs, sentences, clauses, place)
    found |= _placed(sentences, clauses, first)
    found["rank"] = ranks[own]
    found |= _of_sentences(counts, found, sentences, own, first)
    one, other = (np.array([found[pair[side]] for pair in _PRODUCTS]) for side in (0, 1))
    found |= zip([f"{a} * {b}" for a, b in _PRODUCTS], one * other, strict=True)
    values = np.array([found[name] for name in _NEIGHBOURS])
    before, after = np.zeros_like(values), np.zeros_like(values)
    before[:, 1:] = values[:, :-1] * ~first[1:]
    after[:, :-1] = values[:, 1:] * ~first[1:]
    for number, name in enumerate(_NEIGHBOURS):
        found[f"before: {name}"], found[f"after: {name}"] = before[number], after[number]
    return found


def _said(
    bodies: Bodies, pairs: Pairs, sentences: Sentences, clauses: Clauses, place: Ints
) -> dict[str, Floats]:
    """Return how much of each clause is said elsewhere and in the title, by character pairs."""
    own, count = clauses.sentence, len(clauses.sentence)
    size = len(bodies.text)
    of = place[pairs.offsets]
    title = places_of(bodies.titles, bodies.starts - 1, size)[pairs.offsets] >= 0
    used = ((of >= 0) & (of == place[pairs.offsets + 1]) | title) & ~pairs.beyond
    of, title, numbers = of[used], title[used], pairs.numbers[used]
    article = places_of(bodies.titles, bodies.stops, size)[pairs.offsets[used]]
    # A run of one pair in one article is a term; its title stands before its clauses.
    begins = changes(numbers) | changes(article)
    term = np.cumsum(begins) - 1
    titled = title[begins][term]
    in_clause = begins | changes(of)
    in_sentence = begins | changes(np.append(own, -1)[of])  # a title is in none
    again = np.bincount(term[in_clause & ~title], minlength=len(begins))[term] - 1
    body = ~title
    each_of = np.maximum(_tallied(of[body], count), 1)
    often = np.bincount(of[body], weights=np.minimum(again[body], 4), minlength=count)
    of_title = _tallied(of[in_clause & titled & body], count)
    by_sentence = own[of[in_sentence & titled & body]]
    titles = np.maximum(_tallied(article[begins & title], len(bodies.articles)), 1)
    total = titles[sentences.article[own]]
    return {
        "said again": _tallied(of[body & (again > 0)], count) / each_of,
        "said often": often / each_of / 4,
        "headline": of_title / total,
        "of the headline": of_title / each_of,
        "sentence: headline": _tallied(by_sentence, len(sentences.starts))[own] / total,
    }


def _placed(sentences: Sentences, clauses: Clauses, first: Bools) -> dict[str, Floats]:
    """Return where each clause stands, and what part it plays there."""
    own = clauses.sentence
    article = sentences.article[own]
    begins = changes(article)
    firsts = np.flatnonzero(begins)
    group = np.cumsum(begins) - 1
    order = np.arange(len(own)) - firsts[group]
    count = np.bincount(group)[group]
    number = own - sentences.firsts[article]
    total = np.diff(sentences.firsts)[article]
    lengths = clauses.stops - clauses.starts
    return {
        "one": np.ones(len(own)),
        "place": 1.0 / (1.0 + number),
        "first": (number == 0) * 1.0,
        "second": (number == 1) * 1.0,
        "third": (number == 2) * 1.0,
        "last": (number == total - 1) * 1.0,
        "position": number / total,
        "of all": order / count,
        "very first": begins * 1.0,
        "begins a sentence": first * 1.0,
        "ends a sentence": np.append(first[1:], True)[: len(own)] * 1.0,
        "length": np.minimum(lengths, 60) / 60,
        "short": (lengths < _SHORT) * 1.0,
        "leans": clauses.leans * 1.0,
        "waits": ~clauses.ends * 1.0,
        "sets a scene": clauses.waiting * 1.0,
        "attributes": clauses.attribution * 1.0,
        "long text": np.minimum(total, 40) / 40,
    }


def _of_sentences(
    counts: dict[str, Floats],
    found: dict[str, Floats],
    sentences: Sentences,
    own: Ints,
    first: Bools,
) -> dict[str, Floats]:
    """Return what the sentence and the paragraph of each clause are like."""
    total = len(sentences.starts)
    lengths = sentences.stops - sentences.starts
    size = np.maximum(lengths, 10)[own]
    begins = changes(sentences.paragraph)
    paragraph = np.cumsum(begins) - 1
    of, many = paragraph[own], int(begins.sum())
    room = np.maximum(np.bincount(paragraph, weights=lengths, minlength=many), 20)[of]
    first_sentence = sentences.firsts[sentences.article]
    return {
        "sentence: figures": np.minimum(_summed(counts["figure"], own, total), 5) / 5,
        "sentence: actor": np.minimum(_summed(counts["actor"], own, total), 1),
        "sentence: span of time": np.minimum(_summed(counts["span of time"], own, total), 1),
        "sentence: telling": _summed(counts["telling"], own, total) / size * 10,
        "sentence: scene": _summed(counts["scene"], own, total) / size * 10,
        "sentence: length": np.minimum(size, 200) / 200,
        "sentence: begins with an actor": _summed(
            found["begins with an actor"] * first, own, total
        ),
        "quoted": sentences.quoted[own] * 1.0,
        "ahead": sentences.ahead[own] * 1.0,
        "first paragraph": (paragraph == paragraph[first_sentence])[own] * 1.0,
        "begins a paragraph": begins[own] * 1.0,
        "paragraph: figures": _summed(counts["figure"], of, many) / room * 20,
        "paragraph: quotation": np.minimum(_summed(counts["quotation"], of, many), 1),
    }


def _counted(bodies: Bodies, place: Ints, count: int) -> Floats:
    """Return how often each of `_COUNTED` begins in each clause, shape (kinds, clauses).

    Args:
        bodies: The texts.
        place: The clause of each offset, -1 for none.
        count: How many clauses there are.
    """
    codes, text = bodies.codes, bodies.text
    if others := _other_digits(bodies):
        codes = codes.copy()
        codes[others] = ord("0")
        text = text_of(codes)
    found = [[match.start() for match in pattern.finditer(text)] for pattern in _COMPILED]
    kinds = np.repeat(np.arange(len(found)), [len(starts) for starts in found])
    starts = np.array([start for starts in found for start in starts], dtype=np.int64)
    flags = _KINDS[np.minimum(codes, 0xFFFF)]
    offsets = np.flatnonzero(flags)
    bits, at = np.nonzero(flags[offsets] & _BITS[:, None])
    kinds = np.concatenate((kinds, bits + len(found)))
    owners = place[np.concatenate((starts, offsets[at]))] + 1  # 0 is no clause
    cells = np.bincount(kinds * (count + 1) + owners, minlength=len(_COUNTED) * (count + 1))
    return cells.reshape(-1, count + 1)[:, 1:].astype(np.float64)


def _tallied(owners: Ints, count: int) -> Floats:
    """Return how often each of some owners, from 0, stands in an array."""
    tally: Floats = np.bincount(owners + 1, minlength=count + 1)[1:].astype(np.float64)
    return tally


def _other_digits(bodies: Bodies) -> list[int]:
    """Return the offsets of digits beyond ASCII: none lies between U+2000 and U+A000."""
    codes = bodies.codes
    rare = np.flatnonzero((codes > 127) & ((codes < 0x2000) | (codes >= 0xA000)))
    return [place for place in rare.tolist() if bodies.text[place].isdecimal()]


def _summed(values: Floats, own: Ints, total: int) -> Floats:
    """Return, for each clause, the sum over the clauses of its sentence."""
    sums = np.bincount(own, weights=values, minlength=total)[own]
    return np.asarray(sums, dtype=np.float64)
