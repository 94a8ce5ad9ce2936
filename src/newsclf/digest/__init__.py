"""Articles -> digests: a graph of sentences, clauses that may be printed, the choice."""

from newsclf.digest.choose import abstract_of, digest_of, digests_of
from newsclf.digest.rules import LEAST_ROOM, MAX_CHARS, MIN_CHARS, broken_rules

__all__ = [
    "LEAST_ROOM",
    "MAX_CHARS",
    "MIN_CHARS",
    "abstract_of",
    "broken_rules",
    "digest_of",
    "digests_of",
]
