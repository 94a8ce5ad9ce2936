"""Article -> Digest: a graph of sentences, clauses that may be printed, the choice."""

from newsclf.digest.choose import MAX_CHARS, MIN_CHARS, digest_of
from newsclf.digest.rules import broken_rules

__all__ = ["MAX_CHARS", "MIN_CHARS", "broken_rules", "digest_of"]
