"""The score per character of each clause: a linear model of what editors keep.

Its weights are fitted by `newsclf.training.clause_weights` to human-written digests, and to
headlines: a line as short as a headline says what a headline says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsclf.checks import finite, shown
from newsclf.digest.bodies import Bools, Floats


@dataclass(frozen=True, slots=True)
class Worth:
    """The score of a line.

    Attributes:
        each: Score per character of each clause, shape (clauses,).
        starts: Additional score for beginning with each clause, shape (clauses,).
        joined: Additional score of a clause if the line also has the clause before it.
        skipped: Penalty for continuing with another sentence.
        closed: Additional score for ending where a sentence ends.
    """

    each: Floats
    starts: Floats
    joined: float
    skipped: float
    closed: float


PLANS, WORDS = 0.3, 0.1
STRAY = 6.0  # what it costs to begin with a clause that shows no subject
FILE = "digests.json"
_AT_ONCE = 256  # clauses: their rows stay in the processor's caches
HEADLINE_ROOM, LINE_ROOM = 30, 80  # characters: what the two sets of weights were fitted to


@dataclass(frozen=True, slots=True)
class ClauseWeights:
    """Learned weights of the clauses that editors keep: a linear model for each line length.

    Attributes:
        features: The names of the features.
        of_line: Their weights for a clause of a line of `LINE_ROOM` characters.
        of_headline: Their weights for a clause of a headline of `HEADLINE_ROOM` characters.
        of_start: Their weights for the clause that a line begins with.
        joined: Additional score of a clause if the line also has the clause before it.
        skipped: Penalty for continuing with another sentence.
        closed: Additional score for ending where a sentence ends.
        corpus: SHA-256 of the texts from which they were learned.
        references: SHA-256 of the human-written digests of these texts.
    """

    features: tuple[str, ...]
    of_line: tuple[float, ...]
    of_headline: tuple[float, ...]
    of_start: tuple[float, ...]
    joined: float
    skipped: float
    closed: float
    corpus: str
    references: str

    def to_bytes(self) -> bytes:
        """Return the weights as a file; the same weights always give the same bytes."""
        rows = zip(self.features, self.of_line, self.of_headline, self.of_start, strict=True)
        given = {
            "corpus": self.corpus,
            "references": self.references,
            "joined": self.joined,
            "skipped": self.skipped,
            "closed": self.closed,
            "features": {name: list(row) for name, *row in rows},
        }
        return json.dumps(given, ensure_ascii=False, indent=1).encode() + b"\n"


def clause_weights_of(data: bytes) -> ClauseWeights:
    """Return the weights read from a file.

    Raises:
        LookupError, TypeError, ValueError, AttributeError, RecursionError: The file does not
            contain valid weights.
    """
    given: dict[str, Any] = json.loads(data)
    rows = [(line, headline, start) for line, headline, start in given["features"].values()]
    of_line, of_headline, of_start = (tuple(map(finite, row)) for row in zip(*rows, strict=True))
    return ClauseWeights(
        features=tuple(given["features"]),
        of_line=of_line,
        of_headline=of_headline,
        of_start=of_start,
        joined=finite(given["joined"]),
        skipped=finite(given["skipped"]),
        closed=finite(given["closed"]),
        corpus=shown(given["corpus"]),
        references=shown(given["references"]),
    )


def worth_of(
    learned: ClauseWeights, found: dict[str, Floats], fresh: Bools, max_chars: int
) -> Worth:
    """Return the scores of lines of articles.

    Args:
        learned: The learned weights of clauses.
        found: The features of their clauses by name, each of shape (clauses,).
        fresh: The clauses that may follow another sentence, shape (clauses,).
        max_chars: Maximum length of the line: the shorter, the more it is like a headline.
    """
    share = float(np.clip((max_chars - HEADLINE_ROOM) / (LINE_ROOM - HEADLINE_ROOM), 0, 1))
    of_line, of_headline = np.array(learned.of_line), np.array(learned.of_headline)
    weights = np.array([share * of_line + (1 - share) * of_headline, learned.of_start])
    each, starts = _weighted(weights, np.array([found[name] for name in learned.features]))
    each -= costs_of(found)
    starts = share * (starts - STRAY * ~fresh)
    return Worth(each, starts, learned.joined, learned.skipped, share * learned.closed)


def _weighted(weights: Floats, values: Floats) -> Floats:
    """Return weighted sums of features, shape (sums, clauses).

    The features are added half to half until one row is left. A product of matrices may add in
    another order where there are more clauses, and a line must not depend on the articles beside
    its own.

    Args:
        weights: Shape (sums, features).
        values: Shape (features, clauses).
    """
    sums = np.empty((len(weights), values.shape[1]))
    for start in range(0, values.shape[1], _AT_ONCE):
        rows = weights[:, :, None] * values[:, start : start + _AT_ONCE]
        while (count := rows.shape[1]) > 1:
            half = (count + 1) // 2
            rows[:, : count - half] += rows[:, half:]
            rows = rows[:, :half]
        sums[:, start : start + _AT_ONCE] = rows[:, 0]
    return sums


def costs_of(found: dict[str, Floats]) -> Floats:
    """Return the penalties of clauses, whatever else they say, shape (clauses,).

    Plans, which would read as if they were done; quoted speech; and what repeats the headline in
    full, if something new fits.
    """
    again = found["of the headline"] >= 1.0
    costs: Floats = PLANS * found["ahead"] + WORDS * found["quoted"] + STRAY * again
    return costs
