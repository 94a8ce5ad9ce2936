"""An archive to measure batches with: articles mixed from the sentences of the corpus.

    python benchmarks/archive.py OUT --articles 20000 [--length 450] [--seed 1]

Each article has the headline of one article of the corpus and sentences of that one and of
others, up to about the length; each page has one to fourteen articles, each folder the pages of a
day. Nobody wrote these articles: they measure speed, memory and exactness, never quality.
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from newsclf.text.sentences import sentence_spans

ROOT = Path(__file__).parents[1]
PAGES_A_DAY = 8
LONGEST_PAGE = 14  # articles


def sentences_of(folder: Path) -> list[tuple[str, list[str]]]:
    """Return the headline and the sentences of each article of a corpus."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        headline, _, body = path.read_text(encoding="utf-8").partition("\n")
        spans = sentence_spans(body, 0, len(body))
        found.append((headline, [body[a:b].strip() for a, b in spans if body[a:b].strip()]))
    return found


def mixed(corpus: list[tuple[str, list[str]]], length: int, chance: random.Random) -> str:
    """Return an article: half of its sentences from one, the others from anywhere."""
    headline, own = chance.choice(corpus)
    body: list[str] = []
    while True:
        _, others = chance.choice(corpus)
        sentence = chance.choice(own if chance.random() < 0.5 else others)
        if sum(map(len, body)) + len(sentence) > length:
            return f"{headline}\n{''.join(body) or sentence}\n"
        if sentence not in body:
            body.append(sentence)


def write_archive(folder: Path, articles: int, length: int, seed: int) -> int:
    """Write pages of articles in folders by day; return the number of pages."""
    corpus = sentences_of(ROOT / "seeds" / "articles")
    chance = random.Random(seed)
    day = date(2016, 1, 1)
    written = 0
    for page in count():
        if written >= articles:
            return page
        size = min(chance.randint(1, LONGEST_PAGE), articles - written)
        where = folder / f"{day + timedelta(days=page // PAGES_A_DAY)}"
        where.mkdir(parents=True, exist_ok=True)
        text = "\n".join(mixed(corpus, length, chance) for _ in range(size))
        (where / f"page{page % PAGES_A_DAY + 1}.txt").write_text(text, encoding="utf-8")
        written += size
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
        "nowhere.txt": (lambda path: path.symlink_to("missing"), "is no regular file"),
        "pipe.txt": (os.mkfifo, "is no regular file"),
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
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=450)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pages = write_archive(given.out, given.articles, given.length, given.seed)
    print(f"{given.articles} articles on {pages} pages in {given.out}")


if __name__ == "__main__":
    main()
