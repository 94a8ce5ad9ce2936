"""What tells whether an editor keeps a clause: one row of numbers a clause.

Everything is counted on the whole text at once and then summed clause by clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from newsclf.digest.clauses import Clause, Sentence
from newsclf.text.characters import codes_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Bounded, so that a text of digits alone costs no more than others.
_NUMBER = r"(?:\d[\d.,]{0,14}|[一二三四五六七八九十百千万两几]{1,9})(?:余|多)?"
# Patterns that are counted in each clause.
_PATTERNS = {
    "figure": _NUMBER
    + "(?:名|人|件|项|个|家|万|亿|元|%|次|场|份|户|吨|对|期|天|小时|台|位|倍|成|幅|支|所|公里"
    "|分钟)",
    "result": "获得|荣获|获评|达|提高|减少|增长|增加|降低|缩短|完成|培养|取得|发放|覆盖|解决|评出"
    "|签订|帮助|受益|节约|节省|办理|建成|累计|参加|晋升|授予|夺得|通过|推广",
    "actor": "工会|联合会|公司|集团|厂|局|医院|学校|中心",
    "event": "举办|举行|开展|启动|组织|成立|揭牌|开班|召开|推出|开设|建立|发明|研制|慰问|走访|评选"
    "|命名|打造|实施|投入|启用|开放|上线|签订|创建",
    "span of time": r"截至|截止|到\d{1,2}月底|至今|今年|去年|年来|以来|目前|累计|先后|两年|三年"
    "|五年|期间|首批|共",
    "people": "[\\d多余](?:名|人)",
    "money": "元",
    "large": r"\d{3,}|万|亿|余名|多名|%",
    "person": "(?:职工|工人|师傅|班长|队长|司机|主席|书记|主任|记者|学员|工友|女工)"
    "[\u4e00-\u9fff]{2,3}",
    "pronoun": "他|她|我|你|咱",
    "telling": "着|了|把|被|地|就|又|还|却|没|不",
    "scene": "手|脸|眼|头|笑|声|站|坐|桌|墙|门|灯|雨|雪|风|天|夜|早|晨|老",
    "quotation": "“",
    "question": r"\?",
    "digit": r"\d",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
# Patterns that a clause begins with.
_BEGINS = {
    "begins with an actor": re.compile(
        "[^,。;:]{0,22}?(?:工会|联合会|公司|集团|局|厂|学院|医院|学校|市|区|县|街道)"
    ),
    "begins with a purpose": re.compile("为了?|旨在|进一步|推动|促进|营造|激发|弘扬"),
    "is a time": re.compile(
        "(?:今年|去年|近年|当日|截至|自|从)?[\\d年月日上下午晚清晨至以来前后底初起-]*[,;]?(?=\\Z)"
    ),
}
_MOST = {"figure": 2, "large": 2, "telling": 4}  # counts above these say no more; others: 1
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
_FIRST_HAN, _FULL_WIDTH = 0x3400, 0xFF00
_ALPHANUMERIC = np.array([chr(code).isalnum() for code in range(128)])


def clause_features(
    text: str,
    clauses: Sequence[Clause],
    sentences: Sequence[Sentence],
    ranks: Floats,
    title: str,
) -> dict[str, Floats]:
    """Return the features of clauses by name, each of shape (clauses,).

    Args:
        text: The folded body.
        clauses: One or more, in reading order.
        sentences: The sentences that they are parts of.
        ranks: TextRank of each sentence, shape (sentences,).
        title: The folded title lines; may be empty.
    """
    spans = np.array([clause.span for clause in clauses], dtype=np.int64)
    own = np.array([clause.sentence for clause in clauses], dtype=np.int64)
    first = np.append(True, own[1:] != own[:-1])
    counts = _counted(text, spans)
    found = {
        name: np.minimum(values, _MOST.get(name, 1)) / _MOST.get(name, 1)
        for name, values in counts.items()
    }
    for name, pattern in _BEGINS.items():
        found[name] = _flags(pattern.match(clause.text) is not None for clause in clauses)
    found |= _said(text, title, spans, own, len(sentences))
    found |= _placed(clauses, own, first, spans[:, 1] - spans[:, 0], len(sentences))
    found["rank"] = ranks[own]
    found |= _of_sentences(counts, found, sentences, own, first)
    for a, b in _PRODUCTS:
        found[f"{a} * {b}"] = found[a] * found[b]
    last = np.append(first[1:], True)
    for name in _NEIGHBOURS:
        values = found[name]
        found[f"before: {name}"] = np.append(0.0, values[:-1]) * ~first
        found[f"after: {name}"] = np.append(values[1:], 0.0) * ~last
    return found


def _said(text: str, title: str, spans: Ints, own: Ints, total: int) -> dict[str, Floats]:
    """Return how much of each clause is said elsewhere and in the title, by character pairs."""
    count = len(spans)
    pairs, places = _pairs(text)
    owners = np.searchsorted(spans[:, 0], places, side="right") - 1
    inside = (owners >= 0) & (places + 1 < spans[owners, 1])
    pairs, owners = pairs[inside], owners[inside]
    _, number = np.unique(pairs, return_inverse=True)
    # How many other clauses have each pair.
    again = np.bincount(np.unique(number * count + owners) // count)[number] - 1
    each = np.maximum(np.bincount(owners, minlength=count), 1)
    often = np.bincount(owners, weights=np.minimum(again, 4), minlength=count)
    of_title = np.unique(_pairs(title)[0])
    shared = np.isin(pairs, of_title)
    titled = _distinct(number[shared], owners[shared], count)
    size = max(1, of_title.size)
    return {
        "said again": np.bincount(owners, weights=again > 0, minlength=count) / each,
        "said often": often / each / 4,
        "headline": titled / size,
        "of the headline": titled / each,
        "sentence: headline": _distinct(number[shared], own[owners[shared]], total)[own] / size,
    }


def _placed(
    clauses: Sequence[Clause], own: Ints, first: Bools, lengths: Ints, total: int
) -> dict[str, Floats]:
    """Return where each clause stands, and what part it plays there."""
    count = len(clauses)
    order = np.arange(count)
    return {
        "one": np.ones(count),
        "place": 1.0 / (1.0 + own),
        "first": (own == 0) * 1.0,
        "second": (own == 1) * 1.0,
        "third": (own == 2) * 1.0,
        "last": (own == total - 1) * 1.0,
        "position": own / total,
        "of all": order / count,
        "very first": (order == 0) * 1.0,
        "begins a sentence": first * 1.0,
        "ends a sentence": np.append(first[1:], True) * 1.0,
        "length": np.minimum(lengths, 60) / 60,
        "short": (lengths < _SHORT) * 1.0,
        "leans": _flags(clause.leans for clause in clauses),
        "waits": _flags(not clause.ends for clause in clauses),
        "sets a scene": _flags(clause.waiting for clause in clauses),
        "attributes": _flags(clause.attribution for clause in clauses),
        "long text": np.full(count, min(total, 40) / 40),
    }


def _of_sentences(
    counts: dict[str, Floats],
    found: dict[str, Floats],
    sentences: Sequence[Sentence],
    own: Ints,
    first: Bools,
) -> dict[str, Floats]:
    """Return what the sentence and the paragraph of each clause are like."""
    total = len(sentences)
    lengths = np.array([end - start for start, end in (s.span for s in sentences)])
    size = np.maximum(lengths, 10)[own]
    paragraph = np.array([sentence.paragraph for sentence in sentences], dtype=np.int64)
    begins = np.append(True, paragraph[1:] != paragraph[:-1])
    of, many = paragraph[own], int(paragraph.max()) + 1
    room = np.maximum(np.bincount(paragraph, weights=lengths, minlength=many), 20)[of]
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
        "quoted": np.array([sentence.quoted for sentence in sentences])[own] * 1.0,
        "ahead": np.array([sentence.ahead for sentence in sentences])[own] * 1.0,
        "first paragraph": (paragraph == paragraph[0])[own] * 1.0,
        "begins a paragraph": begins[own] * 1.0,
        "paragraph: figures": _summed(counts["figure"], of, many) / room * 20,
        "paragraph: quotation": np.minimum(_summed(counts["quotation"], of, many), 1),
    }


def _flags(values: Iterable[bool]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def _counted(text: str, spans: Ints) -> dict[str, Floats]:
    """Return how often each pattern begins in each of some ascending spans."""
    found = [[match.start() for match in p.finditer(text)] for p in _COMPILED.values()]
    kinds = np.repeat(np.arange(len(found)), [len(places) for places in found])
    places = np.array([place for some in found for place in some], dtype=np.int64)
    owners = np.searchsorted(spans[:, 0], places, side="right") - 1
    inside = (owners >= 0) & (places < spans[owners, 1])
    count = len(spans)
    cells = kinds[inside] * count + owners[inside]
    table = np.bincount(cells, minlength=len(found) * count).reshape(len(found), count)
    return dict(zip(_COMPILED, table.astype(np.float64), strict=True))


def _distinct(numbers: Ints, owners: Ints, count: int) -> Floats:
    """Return how many different numbers each owner has, shape (count,)."""
    cells = np.unique(numbers * count + owners)
    found: Floats = np.bincount(cells % count, minlength=count).astype(np.float64)
    return found


def _summed(values: Floats, own: Ints, total: int) -> Floats:
    """Return, for each clause, the sum over the clauses of its sentence."""
    sums = np.bincount(own, weights=values, minlength=total)[own]
    return np.asarray(sums, dtype=np.float64)


def _pairs(text: str) -> tuple[Ints, Ints]:
    """Return the pairs of neighbouring letters, digits and Han characters, and their places."""
    codes = codes_of(text).astype(np.int64)
    usable = ((codes >= _FIRST_HAN) & (codes < _FULL_WIDTH)) | (
        (codes < 128) & _ALPHANUMERIC[np.minimum(codes, 127)]
    )
    places = np.flatnonzero(usable[:-1] & usable[1:])
    return (codes[places] << 21) | codes[places + 1], places
