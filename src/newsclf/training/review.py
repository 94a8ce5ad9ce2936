"""Problems of a corpus: duplicates, likely label errors, leaks, odd texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from newsclf.classify.features import Floats, Ints
from newsclf.text.characters import count_han
from newsclf.text.phrases import RECENTLY
from newsclf.themes import NONE
from newsclf.training.corpus import Corpus
from newsclf.training.data import Data, counted
from newsclf.training.duplicates import COPY, near_duplicates, shingles_of, similarity_of
from newsclf.training.metrics import Gold
from newsclf.training.pipeline import ARTICLE_FEATURES

FEW = 30  # examples of a label: below, its figures are little more than chance
# A label leaks if a term stands in nearly all of its texts and hardly in any other.
LEAK_RECALL, LEAK_PRECISION = 0.9, 0.98
_ODD_LENGTH = 20  # times the median, or its part
_LARGEST_GROUP = 100  # of a greater group of copies, so many are compared with each other
_LEAST_HAN = 0.2  # share of Chinese characters, below which a text is odd


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two similar examples; `contradicting` if their primary labels differ."""

    first: str
    second: str
    similarity: float
    contradicting: bool


@dataclass(frozen=True, slots=True)
class Suspect:
    """An example whose label is likely wrong.

    Attributes:
        id: The example.
        label: Its primary label.
        likely: The label predicted by a held-out model.
        probability: The probability that the model gives to `likely`.
        own: The probability that the model gives to `label`.
    """

    id: str
    label: str
    likely: str
    probability: float
    own: float


@dataclass(frozen=True, slots=True)
class Leak:
    """A term that gives a label away: it occurs in this share of its texts, hardly elsewhere."""

    label: str
    term: str
    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class Odd:
    """An unusual text, and why it is one."""

    id: str
    reason: str


def duplicates_of(corpus: Corpus, least: float) -> list[Duplicate]:
    """Return the near-duplicates of a corpus, the most similar first."""
    rows = corpus.examples
    found = [
        Duplicate(rows[a].id, rows[b].id, similarity, rows[a].primary != rows[b].primary)
        for a, b, similarity in near_duplicates(corpus.texts, least)
    ]
    return sorted(found, key=lambda pair: -pair.similarity)


def copies_of(corpus: Corpus, gold: Gold) -> list[Duplicate]:
    """Return the pairs of copies within known groups, in the order of the corpus."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(gold.groups.tolist()):
        members[group].append(row)
    texts, rows = corpus.texts, corpus.examples
    pairs = []
    for some in members.values():
        sets = [shingles_of(texts[row]) for row in some[:_LARGEST_GROUP]] if len(some) > 1 else []
        for (a, first), (b, second) in combinations(zip(some, sets, strict=False), 2):
            similarity = similarity_of(first, second)
            if similarity >= COPY:
                differ = rows[a].primary != rows[b].primary
                pairs.append(Duplicate(rows[a].id, rows[b].id, similarity, differ))
    return pairs


def few_examples(corpus: Corpus) -> dict[str, int]:
    """Return the labels with fewer than `FEW` examples, with their counts."""
    counts = Counter(e.primary for e in corpus.examples)
    return {theme.id: counts[theme.id] for theme in corpus.themes if counts[theme.id] < FEW}


def leaks_of(corpus: Corpus, data: Data) -> list[Leak]:
    """Return terms that reveal a label by themselves, one per label, such as its name."""
    counter, counts = counted(data.documents, ARTICLE_FEATURES)
    present = counts.matrix.sign()
    everywhere = np.asarray(present.sum(axis=0)).ravel()
    names = [name.split("__", 1)[1] for name in counter.get_feature_names_out()]
    leaks = []
    for number, theme in enumerate(corpus.themes):
        rows = np.flatnonzero(data.gold.primary == number)
        inside = np.asarray(present[rows].sum(axis=0)).ravel()
        recall = inside / max(1, len(rows))
        precision = inside / np.maximum(everywhere, 1)
        giving = (recall >= LEAK_RECALL) & (precision >= LEAK_PRECISION)
        if giving.any() and len(rows) < len(data.documents):
            best = int(np.where(giving, recall * precision * _lengths(names), 0).argmax())
            leaks.append(Leak(theme.id, names[best], float(recall[best]), float(precision[best])))
    return leaks


def _lengths(names: Sequence[str]) -> Ints:
    return np.fromiter(map(len, names), dtype=np.int64, count=len(names))


def suspects_of(corpus: Corpus, gold: Gold, probabilities: Floats) -> list[Suspect]:
    """Return the examples whose labels are likely wrong, most likely first.

    Confident learning: a label counts as doubted if another one reaches the mean probability that
    its own examples have, and is likelier than the given one (Northcutt, C., Jiang, L., Chuang,
    I., 2021. Confident learning: estimating uncertainty in dataset labels. JAIR 70, section 3).

    Args:
        corpus: The examples.
        gold: Their labels.
        probabilities: Out-of-sample probabilities, shape (examples, themes).
    """
    sure = probabilities.max(axis=1, initial=0.0)
    nothing = np.clip(1.0 - sure, 0.0, 1.0)[:, None]
    every = np.concatenate((probabilities, nothing), axis=1)
    labels = gold.primary % every.shape[1]  # none is the last column
    known = np.unique(labels)
    usual = np.full(every.shape[1], np.inf)
    for label in known.tolist():
        usual[label] = every[labels == label, label].mean()
    rows = np.arange(len(labels))
    allowed = gold.close.copy()
    allowed[rows, labels] = True
    rivals = np.where((every >= usual) & ~allowed, every, -1.0)
    likely = rivals.argmax(axis=1)
    own = every[rows, labels]
    doubted = rivals[rows, likely] > own
    names = [theme.id for theme in corpus.themes] + [NONE]
    found = [
        Suspect(
            corpus.examples[row].id,
            names[int(labels[row])],
            names[int(likely[row])],
            float(every[row, likely[row]]),
            float(own[row]),
        )
        for row in np.flatnonzero(doubted).tolist()
    ]
    return sorted(found, key=lambda suspect: suspect.own - suspect.probability)


def odd_texts(corpus: Corpus) -> list[Odd]:
    """Return texts that are far shorter or longer than others, hardly Chinese, or repeat."""
    texts = ["\n".join((e.article.headline, e.article.body)).strip() for e in corpus.examples]
    usual = float(np.median([len(text) for text in texts]))
    odd = []
    for example, text in zip(corpus.examples, texts, strict=True):
        han = count_han(text)
        lines = Counter(line for line in text.splitlines() if len(line) >= 10)
        repeated = [line for line, count in lines.items() if count > 1]
        if len(text) * _ODD_LENGTH < usual or len(text) > usual * _ODD_LENGTH:
            odd.append(Odd(example.id, f"{len(text)} characters; the median is {usual:.0f}"))
        elif han < _LEAST_HAN * len(text):
            odd.append(Odd(example.id, f"hardly Chinese: {han} of {len(text)} characters"))
        elif "\ufffd" in text:
            odd.append(Odd(example.id, "replacement characters from a wrong encoding"))
        elif repeated:
            odd.append(Odd(example.id, "a duplicate line"))
    return odd


def openings_of(corpus: Corpus, length: int = 12) -> dict[str, list[str]]:
    """Return the openings, after bylines and 近日, that several bodies share, with their ids."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for example in corpus.examples:
        article = example.article
        start = 0
        for begin, end in article.bylines:
            if begin <= start + 1:
                start = end
        text = article.body[start:].lstrip(" ，,、:：\u3000\n")
        for word in (*RECENTLY.split("|"), "近期"):
            text = text.removeprefix(word).lstrip("，,")
        if len(text) >= length:
            found[text[:length]].append(example.id)
    return {opening: ids for opening, ids in found.items() if len(ids) > 1}


def vocabulary_growth(corpus: Corpus, points: int = 5) -> list[tuple[int, int]]:
    """Return the number of distinct character pairs after various numbers of texts.

    Heaps' law: the curve of a living corpus keeps rising (Manning, Raghavan, Schütze, 2008,
    section 5.1.1); one of filled templates goes flat.
    """
    texts = corpus.texts
    order = np.random.default_rng(0).permutation(len(texts)).tolist()
    seen: set[str] = set()
    marks = {round(len(order) * (n + 1) / points) for n in range(points)}
    curve = []
    for count, row in enumerate(order, start=1):
        text = texts[row]
        seen.update(text[i : i + 2] for i in range(len(text) - 1))
        if count in marks:
            curve.append((count, len(seen)))
    return curve
