"""What newsclf does with many texts; run by itself, it tags an archive and tells its speed.

    python benchmarks/bench_newsclf.py ARTICLES

It imports nothing that tagging does not need, so that the memory of its process is newsclf's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence

import bench_texts
import newsclf
from newsclf.digest import digest_of
from newsclf.documents import Decision, Digest


def tag_all(tagger: newsclf.Tagger, texts: Iterable[str]) -> Iterator[newsclf.TaggedArticle]:
    """Split, tag and digest many texts; nothing of a text is kept after its records."""
    for text in texts:
        yield from tagger.tag(text)


def tag_only(tagger: newsclf.Tagger, texts: Sequence[str]) -> list[Decision]:
    """Split texts and tag their articles in one batch, without digests."""
    articles = [article for text in texts for article in newsclf.split(text).articles]
    return tagger.model.decide(articles, tagger.cut)


def digest_only(texts: Sequence[str]) -> list[Digest]:
    """Split texts and digest their articles, without themes."""
    return [digest_of(article) for text in texts for article in newsclf.split(text).articles]


def main() -> None:
    tagger, texts = newsclf.load(), bench_texts.archive(int(sys.argv[1]))
    start = time.process_time()
    for _ in tag_all(tagger, texts):
        pass
    print(time.process_time() - start)


if __name__ == "__main__":
    main()
