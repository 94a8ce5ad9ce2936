"""Puts the table of the sample page into both READMEs, as the code now gives it.

    python benchmarks/readme.py

`make model` calls it, and a test compares, so that the READMEs cannot grow stale.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import corpus_coverage
import newsclf
from newsclf.writers import write_table

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "seeds" / "pages" / "union-daily-2.txt"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
WIDTH = 92


def table() -> str:
    """Return the table of the sample page as `newsclf tag` shows it."""
    tagger = newsclf.load()
    out = io.StringIO()
    articles = tagger.tag_file(PAGE)
    write_table(articles, out, themes=tagger.model.info.themes, width=WIDTH, colour=False)
    return out.getvalue().rstrip()


def with_block(text: str, name: str, block: str) -> str:
    """Return a text with what stands between `<!-- name -->` and `<!-- /name -->` replaced."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return pattern.sub(lambda match: match[1] + block + match[2], text)


def main() -> None:
    seeds = ROOT / "seeds" / "README.md"
    covered = f"{corpus_coverage.table(corpus_coverage.read_rows())}\n"
    text = with_block(seeds.read_text(encoding="utf-8"), "coverage", covered)
    seeds.write_text(text, encoding="utf-8")
    block = f"```text\n{table()}\n```\n"
    for path in READMES:
        text = path.read_text(encoding="utf-8")
        path.write_text(with_block(text, "table", block), encoding="utf-8")


if __name__ == "__main__":
    main()
