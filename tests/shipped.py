"""What the model that ships knows of pages and digests, for tests of either."""

from dataclasses import replace

from newsclf.bundle import load_openings, shipped_digester, shipped_splitter
from newsclf.digest import MAX_CHARS

OPENINGS = load_openings()
WEIGHTS = shipped_digester().weights
split, single = shipped_splitter().split, shipped_splitter().single


def digests_of(articles, max_chars=MAX_CHARS):
    """Return the digests of articles with so much room."""
    return replace(shipped_digester(), max_chars=max_chars).digests_of(articles)


def digest_of(article, max_chars=MAX_CHARS):
    """Return the digest of one article."""
    return digests_of([article], max_chars)[0]
