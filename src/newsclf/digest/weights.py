"""What a character of each clause is worth: a linear model of what editors keep.

Its weights were fitted by `newsclf.training.lines` to lines that people wrote, and to headlines:
a line as short as a headline says what a headline says.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from newsclf.digest.clauses import Clause, Sentence
from newsclf.digest.features import Floats, clause_features
from newsclf.digest.graph import sentence_ranks
from newsclf.documents import Article
from newsclf.text.characters import fold


@dataclass(frozen=True, slots=True)
class Worth:
    """What makes a line good.

    Attributes:
        each: What a character of each clause is worth, shape (clauses,).
        starts: What it is worth beside to begin with each clause, shape (clauses,).
        joined: The same of a clause, where the line has the clause before it, too.
        skipped: What it costs to go on with another sentence.
        closed: What it is worth to end where a sentence ends.
    """

    each: Floats
    starts: Floats
    joined: float
    skipped: float
    closed: float


PLANS, WORDS = 0.3, 0.1
STRAY = 2.0  # what it costs to begin with a clause that shows no subject
WEIGHTS_FILE = Path(__file__).with_name("weights.json")
_GIVEN: dict[str, Any] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
_NAMES = [row[0] for row in _GIVEN["features"]]
_WEIGHTS = np.array([row[1:] for row in _GIVEN["features"]]).T
HEADLINE_ROOM, LINE_ROOM = 30, 80  # characters: what the two sets of weights were fitted to


def worth_of(
    article: Article,
    text: str,
    clauses: Sequence[Clause],
    sentences: Sequence[Sentence],
    max_chars: int,
) -> Worth:
    """Return what makes lines of an article good.

    Args:
        article: The article.
        text: Its folded body.
        clauses: Its clauses, one or more.
        sentences: Its sentences.
        max_chars: The room of the line: the less, the more it is like a headline.
    """
    found = features_of(article, text, clauses, sentences)
    share = float(np.clip((max_chars - HEADLINE_ROOM) / (LINE_ROOM - HEADLINE_ROOM), 0, 1))
    values = np.array([found[name] for name in _NAMES])
    of_line, of_headline, of_start = _WEIGHTS
    each = (share * of_line + (1 - share) * of_headline) @ values - costs_of(found)
    stray = STRAY * np.array([not clause.fresh for clause in clauses])
    starts = share * (of_start @ values - stray)
    return Worth(each, starts, _GIVEN["joined"], _GIVEN["skipped"], share * _GIVEN["closed"])


def costs_of(found: dict[str, Floats]) -> Floats:
    """Return what makes clauses worth less, whatever else they say, shape (clauses,).

    Plans, which would read as if they were done; words of others; and what the headline says in
    full, where something new fits.
    """
    again = found["of the headline"] >= 1.0
    costs: Floats = PLANS * found["ahead"] + WORDS * found["quoted"] + STRAY * again
    return costs


def features_of(
    article: Article, text: str, clauses: Sequence[Clause], sentences: Sequence[Sentence]
) -> dict[str, Floats]:
    """Return the features of an article's clauses by name, each of shape (clauses,)."""
    ranks = sentence_ranks(text, [sentence.span for sentence in sentences])
    title = fold(article.kicker + article.headline + article.deck)
    return clause_features(text, clauses, sentences, ranks, title)
