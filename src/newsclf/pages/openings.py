"""How likely a paragraph begins inside a sentence, learned from how paragraphs begin."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from newsclf.checks import finite, shown
from newsclf.pages.joins import CERTAIN, starts_item
from newsclf.text.characters import CLOSING

FILE = "openings.json"
# What no sentence begins with: marks that close or continue.
_NEVER_FIRST = re.compile(
    rf"的(?![士确])|们|了(?![解却])|[,。、;:!?%℃‰{re.escape(CLOSING)}·]|-(?!-)"
)
_NEVER_FIRST_MARKS = frozenset("的们了,。、;:!?%℃‰·-" + CLOSING)
_PAIRS = (("”", "“"), (")", "("), ("》", "《"))
_SENTENCE = 60  # characters; a closing mark behind them says nothing of the beginning
_MARK = re.compile("[,。、;:!?…”》)“《(]")
_HEAD = 14  # characters in which the first mark is looked for
_PLACES = [str(min(place, 10)) for place in range(_HEAD)]
KINDS = "1234567"  # what the names of features begin with
_ZEROS = (0.0,) * len(KINDS)


def opening_features(text: str) -> tuple[str, ...]:
    """Return the features of a (folded) paragraph's beginning: characters, the first mark.

    `KINDS` names them: the first one, two and three characters, the second, the second and third,
    the third and fourth, the first mark and its distance from the beginning.
    """
    head = text[:4]
    if not head.isalpha():
        head = "".join(["0" if c.isdigit() else c for c in head])
    mark = _MARK.search(text, 0, _HEAD)
    return (
        head[:1],
        head[:2],
        head[:3],
        head[1:2],
        head[1:3],
        head[2:],
        mark[0] + _PLACES[mark.start()] if mark else "",
    )


@dataclass(frozen=True, slots=True)
class Openings:
    """A logistic regression: beginnings of sentences against cuts at random places.

    Attributes:
        intercept: The log-odds of a text without a known feature.
        weights: For each of `KINDS`, the weight of each feature.
        corpus: SHA-256 of the texts from which it was learned.
    """

    intercept: float
    weights: tuple[dict[str, float], ...]
    corpus: str

    def score(self, text: str) -> float:
        """Score how likely a (folded) paragraph begins inside a sentence, its beginning lost.

        Returns:
            Log-odds of a cut at a random place versus a beginning, as in training.
        """
        if text[:1] in _NEVER_FIRST_MARKS and _NEVER_FIRST.match(text):
            return CERTAIN
        for closing, opening in _PAIRS:
            place = text.find(closing, 0, _SENTENCE)
            if place >= 0 and text.find(opening, 0, place) < 0:
                return CERTAIN
        if starts_item(text):
            return -CERTAIN
        return self.intercept + sum(map(dict.get, self.weights, opening_features(text), _ZEROS))

    def to_bytes(self) -> bytes:
        """Return the weights as a file; the same weights always give the same bytes."""
        weights = {
            kind + feature: weight
            for kind, some in zip(KINDS, self.weights, strict=True)
            for feature, weight in some.items()
        }
        given = {
            "corpus": self.corpus,
            "intercept": self.intercept,
            "weights": dict(sorted(weights.items())),
        }
        return json.dumps(given, ensure_ascii=False, indent=0).encode() + b"\n"


def openings_of(data: bytes) -> Openings:
    """Return the openings read from a file.

    Raises:
        LookupError, TypeError, ValueError, AttributeError, RecursionError: The file does not
            contain valid openings.
    """
    given: dict[str, Any] = json.loads(data)
    weights: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    for feature, weight in given["weights"].items():
        weights[feature[0]][feature[1:]] = finite(weight)
    return Openings(finite(given["intercept"]), tuple(weights.values()), shown(given["corpus"]))
