"""Digests against human-written references, with the lead baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newsclf.bundle import shipped_splitter
from newsclf.classify.features import Floats
from newsclf.digest.rules import broken_rules
from newsclf.documents import Article, Digest
from newsclf.errors import CorpusError
from newsclf.pages import Splitter
from newsclf.readers import read_text
from newsclf.text.characters import count_characters
from newsclf.training.metrics import Figure, figure_of, resamples
from newsclf.training.rouge import Rouge, rouge
from newsclf.training.tables import ID_NAMES, TEXT_NAMES, items_in, read_table

REFERENCE_NAMES = ("references", "reference", "summary", "digest", "摘要", "参考")
METRICS = ("rouge_1", "rouge_2", "rouge_l")


@dataclass(frozen=True, slots=True)
class Reference:
    """An article and its human-written digests.

    Attributes:
        id: Name of the article.
        article: The article.
        digests: One or more lines.
    """

    id: str
    article: Article
    digests: tuple[str, ...]


def read_references(
    path: Path,
    references: Path | None = None,
    *,
    text_column: str | None = None,
    reference_column: str | None = None,
    splitter: Splitter | None = None,
) -> list[Reference]:
    """Read texts and their references.

    Args:
        path: A folder of texts, or a table with a column of texts.
        references: For a folder: a table with the columns id and references.
        text_column: Name of the text column; None to recognize it.
        reference_column: Name of the reference column; likewise. A JSON list holds several
            references.
        splitter: Finds title and body of each text; None for that of the bundled model.

    Raises:
        CorpusError: A file, column or reference is missing or invalid.
    """
    if path.is_dir() and references is None:
        raise CorpusError(f"{path}: a folder needs --references, a table with an id and references")
    splitter = splitter or shipped_splitter()
    table = read_table(path if references is None else references)
    told = table.column(reference_column, REFERENCE_NAMES, "reference")
    found = []
    for row in table.rows:
        place = f"{table.path}:{row.line}"
        digests = tuple(text.strip() for text in items_in(row.cells[told]) if text.strip())
        if not digests:
            raise CorpusError(f"{place}: no reference in the column {told!r}")
        if references is None:
            text = row.cells[table.column(text_column, (*TEXT_NAMES, "abstract"), "text")]
            article = splitter.single(text)
            name = row.cells.get("id", str(row.line))
        else:
            name = row.cells[table.column(None, ID_NAMES, "id")]
            if Path(name).name != name or not name or "\0" in name:
                raise CorpusError(f"{place}: id {name!r} is not a file name")
            article = splitter.single(
                read_text(path / (name if name.endswith(".txt") else f"{name}.txt"))
            )
        found.append(Reference(name, article, digests))
    if not found:
        raise CorpusError(f"{table.path}: no rows")
    return found


@dataclass(frozen=True, slots=True)
class DigestQuality:
    """The quality of the digests of many articles.

    Attributes:
        figures: ROUGE by name, averaged over references and then over articles.
        best: The same with the best-matching reference, as in Lin (2004).
        kept: Share of digests that satisfy every rule.
        broken: How often each rule is broken.
        length: Mean length of a digest in characters.
        compression: Total characters of digests relative to bodies.
        scores: ROUGE-L of each article, shape (articles,).
    """

    figures: dict[str, Figure]
    best: dict[str, Figure]
    kept: float
    broken: dict[str, int]
    length: float
    compression: float
    scores: Floats


def quality_of_digests(
    references: Sequence[Reference], digests: Sequence[Digest], *, max_chars: int
) -> DigestQuality:
    """Measure digests against references, with 95% bootstrap intervals over articles."""
    each = [
        [rouge(digest.text, text) for text in reference.digests]
        for reference, digest in zip(references, digests, strict=True)
    ]
    broken = [
        broken_rules(digest, reference.article, max_chars=max_chars)
        for reference, digest in zip(references, digests, strict=True)
    ]
    characters = sum(count_characters(digest.text) for digest in digests)
    bodies = sum(count_characters(reference.article.body) for reference in references)
    return DigestQuality(
        figures=_figures(each, lambda values: float(np.mean(values))),
        best=_figures(each, max),
        kept=float(np.mean([not names for names in broken])),
        broken=dict(Counter(name for names in broken for name in names)),
        length=characters / len(digests),
        compression=characters / max(1, bodies),
        scores=np.array([np.mean([found.rouge_l for found in some]) for some in each]),
    )


def _figures(
    each: Sequence[Sequence[Rouge]], of: Callable[[list[float]], float]
) -> dict[str, Figure]:
    draws = resamples(np.arange(len(each)))
    found = {}
    for metric in METRICS:
        values = np.array([of([getattr(one, metric) for one in some]) for some in each])
        drawn = [float(np.average(values, weights=weights)) for weights in draws]
        found[metric] = figure_of(float(values.mean()), drawn)
    return found
