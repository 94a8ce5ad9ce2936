"""What newsclf does with many texts; run by itself, it tags an archive and tells its speed.

    python benchmarks/bench_newsclf.py ARTICLES

It imports nothing that tagging does not need, so that the memory of its process is newsclf's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import bench_texts
import newsclf
from newsclf.bundle import shipped_digester
from newsclf.documents import Decision, Digest
from newsclf.tagger import DEFAULT_NAME

AT_ONCE = 190  # a batch tags 256 kB at once: as many articles of 450 characters


def tag_all(tagger: newsclf.Tagger, texts: Iterable[str]) -> Iterator[newsclf.TaggedArticle]:
    """Split, tag and digest many texts, as many at once as in a part of a batch."""
    texts = iter(texts)
    while some := [(DEFAULT_NAME, text) for text in islice(texts, AT_ONCE)]:
        for articles in tagger.tag_pages(some):
            yield from articles


def tag_only(tagger: newsclf.Tagger, texts: Sequence[str]) -> list[Decision]:
    """Split texts and tag their articles in one batch, without digests."""
    articles = [article for text in texts for article in newsclf.split(text).articles]
    return tagger.model.decide(articles, tagger.tokenize)


def digest_only(texts: Sequence[str]) -> list[Digest]:
    """Split texts and digest their articles in one batch, without themes."""
    articles = [article for text in texts for article in newsclf.split(text).articles]
    return shipped_digester().digests_of(articles)


def main() -> None:
    tagger, texts = newsclf.load(), bench_texts.archive(int(sys.argv[1]))
    start = time.process_time()
    for _ in tag_all(tagger, texts):
        pass
    print(time.process_time() - start)


if __name__ == "__main__":
    main()
