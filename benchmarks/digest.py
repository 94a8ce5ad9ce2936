"""Digests beside those of other programs, against lines that people wrote.

    python benchmarks/digest.py [--wrapped]

The texts are the articles of the corpus that have two references in `labels/digests.jsonl`. Other
programs choose a sentence: as it comes, and cleaned up and cut to 80 characters as ours is. With
--wrapped each body is broken into lines of 19 characters, as a newspaper's columns are; ours is
then given the page, as the others are. The other programs: pip install '.[bench]'

Our weights were fitted to these very articles; the figure "ours, cross-validated" is of weights
that were fitted without the article (`make model`; figures in its card).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from newsclf.bundle import shipped_digester, split
from newsclf.digest.bodies import bodies_of
from newsclf.digest.choose import best_lines
from newsclf.digest.clauses import clauses_of, sentences_of
from newsclf.digest.engines import as_it_stands
from newsclf.digest.rules import MAX_CHARS
from newsclf.documents import Article
from newsclf.text.characters import fold
from newsclf.training.metrics import figure_of, paired_difference, resamples
from newsclf.training.references import Reference, read_references
from newsclf.training.rouge import rouge

ROOT = Path(__file__).parents[1]
COLUMN = 19
Choose = Callable[[str], str]


def load_first_sentence() -> Choose:
    return lambda text: re.split(r"(?<=[。！？!?])", text.strip())[0]


def load_sumy(name: str) -> Choose:
    """Return a summarizer of sumy, set up as its README shows."""
    from sumy.nlp.stemmers import Stemmer
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer
    from sumy.utils import get_stop_words

    tokenizer = Tokenizer("chinese")
    kinds = {"TextRank": TextRankSummarizer, "LexRank": LexRankSummarizer}
    summarizer = kinds[name](Stemmer("chinese"))
    summarizer.stop_words = get_stop_words("chinese")

    def choose(text: str) -> str:
        found = summarizer(PlaintextParser.from_string(text, tokenizer).document, 1)
        return str(found[0]) if found else ""

    return choose


def load_textrank4zh() -> Choose:
    import networkx
    import textrank4zh

    # TextRank4ZH calls it by the name that it had before networkx 3.
    networkx.from_numpy_matrix = networkx.from_numpy_array
    ranked = textrank4zh.TextRank4Sentence()

    def choose(text: str) -> str:
        ranked.analyze(text=text, lower=True, source="all_filters")
        found = ranked.get_key_sentences(num=1)
        return found[0].sentence if found else ""

    return choose


def load_snownlp() -> Choose:
    from snownlp import SnowNLP

    def choose(text: str) -> str:
        found = SnowNLP(text).summary(1)
        return found[0] if found else ""

    return choose


def load_jionlp() -> Choose:
    import jionlp

    return lambda text: jionlp.summary.extract_summary(text, summary_length=MAX_CHARS)


# What chooses a sentence of a text, by name; a program is imported once it is asked for.
PEERS: dict[str, Callable[[], Choose]] = {
    "first sentence": load_first_sentence,
    "sumy TextRank": partial(load_sumy, "TextRank"),
    "sumy LexRank": partial(load_sumy, "LexRank"),
    "TextRank4ZH": load_textrank4zh,
    "snownlp": load_snownlp,
    "jionlp": load_jionlp,
}


def cleaned(article: Article, sentence: str) -> str:
    """Return the line of the sentence that a peer chose, by our rules and in our room."""
    bodies = bodies_of([article])
    sentences = sentences_of(bodies)
    clauses = clauses_of(bodies, sentences)
    wanted = fold(sentence)
    spans = zip(sentences.starts.tolist(), sentences.stops.tolist(), strict=True)
    shares = [_shared(bodies.text[start:stop], wanted) for start, stop in spans]
    if not shares or max(shares) == 0:
        return ""
    number = int(np.argmax(shares))
    own = clauses.of_sentence(number)
    worth = as_it_stands(own.length.size)
    return best_lines(bodies, sentences, own, worth, MAX_CHARS)[0].text


def _shared(sentence: str, wanted: str) -> float:
    pairs = set(zip(sentence, sentence[1:], strict=False))
    return len(pairs & set(zip(wanted, wanted[1:], strict=False))) / max(1, len(pairs))


def wrapped(article: Article) -> str:
    """Return the page of an article, its body in columns."""
    lines = [article.headline, ""]
    for paragraph in article.body.split("\n"):
        text = "　　" + paragraph
        lines += [text[i : i + COLUMN] for i in range(0, len(text), COLUMN)]
    return "\n".join(lines)


def row(name: str, references: Sequence[Reference], lines: Sequence[str], ours: Any) -> Any:
    """Print the figures of one program; return its ROUGE-L of each article."""
    each = np.array(
        [
            np.mean([rouge(line, text).rouge_l for text in one.digests])
            for one, line in zip(references, lines, strict=True)
        ]
    )
    groups = np.arange(len(each))
    drawn = [float(np.average(each, weights=w)) for w in resamples(groups)]
    figure = figure_of(float(each.mean()), drawn)
    gap = ""
    if ours is not None:
        ahead, _ = paired_difference(each, ours, groups)
        gap = f"  ours {ahead.value:+.1f} [{ahead.low:+.1f}, {ahead.high:+.1f}]"
    length = np.mean([len(line) for line in lines])
    print(
        f"{name:<32}{figure.value:5.1f} [{figure.low:.1f}, {figure.high:.1f}]  {length:5.1f}{gap}"
    )
    return each


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare digests with those of other programs.")
    parser.add_argument("--wrapped", action="store_true", help="break bodies into columns")
    options = parser.parse_args()
    every = read_references(ROOT / "seeds" / "articles", ROOT / "labels" / "digests.jsonl")
    references = [one for one in every if len(one.digests) > 1]
    articles = [one.article for one in references]
    texts = [article.body for article in articles]
    if options.wrapped:
        pages = [wrapped(article) for article in articles]
        texts = [page.split("\n", 2)[2] for page in pages]
        found = [split(page).articles for page in pages]
        # A page that falls into several articles counts by its first.
        articles = [
            some[0] if some else replace(a, body="")
            for some, a in zip(found, articles, strict=True)
        ]
    print(f"{len(references)} articles, two references each: ROUGE-L, characters a line")
    print("(our weights were fitted to these lines; out of sample: the card of the model)")
    ours = row("ours", references, [d.text for d in shipped_digester().digests_of(articles)], None)
    agreed = [rouge(*one.digests).rouge_l for one in references]
    print(f"{'one reference by the other':<32}{np.mean(agreed):5.1f}")
    for name, load in PEERS.items():
        choose = load()
        lines = [choose(text) for text in texts]
        row(f"{name}, as it comes", references, lines, ours)
        clean = [cleaned(a, line) for a, line in zip(articles, lines, strict=True)]
        row(f"{name}, cleaned up", references, clean, ours)


if __name__ == "__main__":
    main()
