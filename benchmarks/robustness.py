"""How the themes hold when a text is damaged, and where the model abstains; out of sample.

    python benchmarks/robustness.py [TITLES.tsv]

Each article is decided by a model that was trained without its fold, first as it is, then damaged.
TITLES.tsv, with the columns `title` and `label`, are headlines of other news; without it that row
is left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from opencc import OpenCC

from ablation import read_seeds, without_names
from corpus_coverage import OFFICE, read_rows
from newsclf.bundle import shipped_splitter
from newsclf.classify import Model
from newsclf.classify.features import Document, document_of, normalized
from newsclf.documents import Article
from newsclf.text.sentences import sentence_spans
from newsclf.text.words import tokenizer_of
from newsclf.training.corpus import Corpus, Source, read_corpus
from newsclf.training.data import data_of, folds_of
from newsclf.training.metrics import auroc, figure_of, resamples
from newsclf.training.train import Trainer

HALF, FULL = ",:;!?()", "，：；！？（）"
WRAP = 19  # characters: a narrow column


def text_of(article: Article) -> str:
    titles = "\n".join(t for t in (article.kicker, article.headline, article.deck) if t)
    return f"{titles}\n\n{article.body}"


def on_body(change: Callable[[str], str]) -> Callable[[Article], Document]:
    """Return a damage of the body, its bylines left out."""

    def damage(article: Article) -> Document:
        whole = document_of(article)
        head, body = whole.text[: whole.head], whole.text[whole.head :].lstrip("\n")
        return normalized(head, change(body))

    return damage


def everywhere(change: Callable[[str], str]) -> Callable[[Article], Document]:
    """Return a damage of title and body; the article is read anew."""
    return lambda article: document_of(shipped_splitter().single(change(text_of(article))))


def columns_broken(text: str) -> str:
    titles, _, body = text.partition("\n\n")
    lines = [body[i : i + WRAP] for i in range(0, len(body), WRAP)]
    tokenize = len(lines) // 2
    return "\n".join([titles, "", *lines[:tokenize], "", *lines[tokenize:]])


def first_sentences(body: str) -> str:
    found = sentence_spans(body)
    return body[: found[min(2, len(found) - 1)][1]] if found else body


def without_middle(body: str) -> str:
    third = len(body) // 3
    return body[:third] + "\n" + body[-third:]


def damages() -> dict[str, Callable[[Article], Document]]:
    traditional, taiwan = OpenCC("s2t"), OpenCC("s2twp")
    return {
        "as it is": document_of,
        "half-width punctuation": everywhere(lambda t: t.translate(str.maketrans(FULL, HALF))),
        "full-width punctuation": everywhere(lambda t: t.translate(str.maketrans(HALF, FULL))),
        "traditional characters": everywhere(traditional.convert),
        "traditional, words of Taiwan": everywhere(taiwan.convert),
        "middle third lost": on_body(without_middle),
        "columns of 19 characters, cut": everywhere(columns_broken),
        "no headline": lambda a: normalized("", document_of(a).text[document_of(a).head :]),
        "headline alone": lambda a: normalized(a.headline, ""),
        "first three sentences": on_body(first_sentences),
        "bylines left in": lambda a: document_of(replace(a, bylines=())),
        "names and places masked": lambda a: _masked(document_of(a)),
    }


def _masked(document: Document) -> Document:
    head, body = document.text[: document.head], document.text[document.head :]
    return normalized(without_names(head), without_names(body))


def models_of(corpus: Corpus) -> list[tuple[np.ndarray, Model]]:
    """Return, for each fold, its rows and a model that was trained without them."""
    data = data_of(corpus)
    found = []
    for rows, held in folds_of(data.gold, 5):
        part = replace(corpus, examples=tuple(corpus.examples[row] for row in rows.tolist()))
        trainer = Trainer(data_of(part), jobs=2)
        validator, all_rows = trainer.validator, trainer.rows
        trials, first = validator.choose(all_rows)
        settings = trials[0].settings
        scores = validator.scores(settings, all_rows, validator.folds(all_rows), first)
        model = trainer.fit(settings, scores, corpus)
        found.append((held, model))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Damage texts and see whether the themes hold.")
    parser.add_argument("titles", nargs="?", type=Path, help="a TSV file of other news")
    options = parser.parse_args()
    corpus = read_seeds()
    gold = data_of(corpus).gold
    models = models_of(corpus)
    draws = resamples(gold.groups)
    base = np.zeros(len(corpus.examples))
    for name, damage in damages().items():
        right = np.zeros(len(corpus.examples))
        for held, model in models:
            documents = [damage(corpus.examples[row].article) for row in held.tolist()]
            decided = model.choices(documents, tokenizer_of())[1].primary
            right[held] = gold.take(held).settled(decided) == decided
        base = right if name == "as it is" else base
        gap = figure_of(
            float((right - base).mean()), [np.average(right - base, weights=w) for w in draws]
        )
        print(
            f"{name:<32}accuracy {right.mean():.3f}  "
            f"{gap.value:+.3f} [{gap.low:+.3f}, {gap.high:+.3f}]"
        )
    print()
    _refusals(corpus, models, options.titles)


def _refusals(
    corpus: Corpus, models: Sequence[tuple[np.ndarray, Model]], titles: Path | None
) -> None:
    events = {row["id"]: row["kind"] for row in read_rows()}
    themed: list[float] = []
    office: list[float] = []
    other: list[float] = []
    for held, model in models:
        for row in held.tolist():
            example = corpus.examples[row]
            top = _top(model, [document_of(example.article)])[0]
            if example.primary != "none":
                themed.append(top)
            elif not example.secondary and not example.close:
                (office if events[example.id] in OFFICE else other).append(top)
    model = models[0][1]
    source = np.random.default_rng(0)
    han = ["".join(map(chr, source.integers(0x4E00, 0x9FA5, 300))) for _ in range(300)]
    bodies = [e.article.body for e in corpus.examples if len(e.article.body) > 20]
    mixed = "".join(source.permutation(list("".join(bodies))).tolist())
    shuffled = [mixed[i * 300 : i * 300 + 300] for i in range(300)]
    sets = {
        "union office": office,
        "other news": other,
        "random characters": _top(model, [normalized("", text) for text in han]),
        "the corpus' characters, shuffled": _top(model, [normalized("", t) for t in shuffled]),
        "ten characters": _top(model, [normalized("", body[:10]) for body in bodies[:300]]),
        "numbers": _top(model, [normalized("", "2024 35 1.7 " * 30)]),
        "English": _top(model, [normalized("", "The union opened a new training centre. " * 8)]),
    }
    if titles is not None:
        rows = read_corpus(Source(titles)).examples[:3000]
        sets["headlines of other news"] = _top(model, [document_of(e.article) for e in rows])
    for name, scores in sets.items():
        ranked = np.array(themed + scores)
        positive = np.arange(len(ranked)) < len(themed)
        area = auroc(ranked, positive, np.ones(len(ranked)))
        print(f"refusal of {name:<34}AUROC {area:.3f}  ({len(scores)} texts)")


def _top(model: Model, documents: Sequence[Document]) -> list[float]:
    """Return the highest probability of each document, 0 where the model abstains."""
    top = model.probabilities(documents, tokenizer_of()).max(axis=1)
    top[model.abstains(documents, tokenizer_of())] = 0.0
    values: list[float] = top.tolist()
    return values


if __name__ == "__main__":
    main()
