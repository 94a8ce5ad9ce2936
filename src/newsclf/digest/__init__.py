"""Articles -> digests: sentence graph, candidate clauses, and selection."""

from newsclf.digest.engines import ENGINES, Digester
from newsclf.digest.rules import LEAST_ROOM, MAX_CHARS, MIN_CHARS, broken_rules
from newsclf.digest.weights import ClauseWeights

__all__ = [
    "ENGINES",
    "LEAST_ROOM",
    "MAX_CHARS",
    "MIN_CHARS",
    "ClauseWeights",
    "Digester",
    "broken_rules",
]
