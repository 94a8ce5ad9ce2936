"""An archive to measure batches with: articles mixed from the sentences of the corpus.

    python benchmarks/archive.py OUT ARTICLES

Each article has the headline of one article of the corpus and some 450 characters in sentences of
others; each page has one to fourteen articles, each folder the pages of a day. Nobody wrote these
articles: they measure speed, memory and exactness, never quality.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

import bench_texts

PAGES_A_DAY = 8
LONGEST_PAGE = 14  # articles


def write_archive(folder: Path, articles: int) -> int:
    """Write pages of articles in folders by day; return the number of pages."""
    texts = bench_texts.archive(articles)
    chance, day = random.Random(bench_texts.SEED), date(2016, 1, 1)
    for page in count():
        some = list(islice(texts, chance.randint(1, LONGEST_PAGE)))
        if not some:
            return page
        where = folder / f"{day + timedelta(days=page // PAGES_A_DAY)}"
        where.mkdir(parents=True, exist_ok=True)
        path = where / f"page{page % PAGES_A_DAY + 1}.txt"
        path.write_text("\n".join(some), encoding="utf-8")
    return 0


def broken() -> dict[str, tuple[bytes | int | Callable[[Path], None], str]]:
    """Return what ten files hold (bytes, a size, or what makes them), and why each fails."""
    noise = random.Random(3).randbytes(3000)
    return {
        "empty.txt": (b"", "is empty"),
        "blank.txt": (b" \r\n\t\n" * 9, "is empty"),
        "noise.txt": (b"\x01\x02" + noise, "not text: looks like binary data"),
        "pdf.txt": (b"%PDF-1.7\n\x00\x01" + noise, "not text: looks like a PDF file"),
        "word.txt": (b"PK\x03\x04" + noise, "not text: looks like a ZIP archive or an Office file"),
        "picture.txt": (b"\x89PNG\r\n" + noise, "not text: looks like a PNG picture"),
        "huge.txt": (16 * 2**20 + 1, "larger than 16 MB"),
        "nowhere.txt": (lambda path: path.symlink_to("missing"), "is not a regular file"),
        "pipe.txt": (os.mkfifo, "is not a regular file"),
        "banner.txt": ("责任编辑：林小舟\n".encode(), "no article found"),
    }


def write_broken(folder: Path, *names: str) -> dict[str, str]:
    """Write broken files, all ten if none is named; return why each fails."""
    kinds = broken()
    for name in names or kinds:
        content, _ = kinds[name]
        path = folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, int):
            with path.open("wb") as file:
                file.truncate(content)
        else:
            content(path)
    return {name: kinds[name][1] for name in names or kinds}


def main() -> None:
    folder, articles = Path(sys.argv[1]), int(sys.argv[2])
    print(f"{articles} articles on {write_archive(folder, articles)} pages in {folder}")


if __name__ == "__main__":
    main()
