"""A compiled model of themes: plain arrays and JSON, never a pickle.

Its files are `themes.json` (the themes, how terms are taken, what decides), `vocabulary.json` (the
terms), `idf.npy` and `weights.npy`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from newsclf.checks import finite, share, shown
from newsclf.classify.decide import NO_THEME, Choices, Decider, Labels, Passages, best_of
from newsclf.classify.features import (
    MAX_CHARACTERS,
    Document,
    Features,
    FeatureSettings,
    Floats,
    Found,
    Ints,
    Vocabulary,
    documents_of,
)
from newsclf.documents import Article, Decision, Keyword, ThemeScore
from newsclf.portions import portions
from newsclf.text.words import Tokenizer
from newsclf.themes import Theme, checked_themes

INFO_FILE = "themes.json"
FILES = (INFO_FILE, "vocabulary.json", "idf.npy", "weights.npy")
BATCH = 1 << 15  # characters; more take no less time each, and more memory
KEYWORDS = 5
SHORTEST_KEYWORD = 2  # characters; single ones say little to a reader


@dataclass(frozen=True, slots=True)
class Abstention:
    """When a model abstains: texts too short or too unusual to classify.

    Such a text gets no theme or, if labels always include a theme, no confident one.

    Attributes:
        terms: Minimum number of character terms (of the longest kind, in Han).
        known: Minimum share of them that the vocabulary must know.
    """

    terms: int
    known: float


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """The contents of `themes.json`.

    Attributes:
        themes: The themes in the order of the columns of `weights.npy`, behind which none may have
            one.
        settings: How terms are taken.
        pivots: The mean lengths of the blocks of terms.
        intercepts: Added to the scores, one per class: the themes and, if it was learned, none.
        decider: Makes the decisions from the scores.
        abstention: When the model abstains.
        corpus: SHA-256 of the corpus and labels from which it was learned.
    """

    themes: tuple[Theme, ...]
    settings: FeatureSettings
    pivots: tuple[float, float]
    intercepts: tuple[float, ...]
    decider: Decider
    abstention: Abstention
    corpus: str


class Model:
    """A trained model of themes in memory.

    Args:
        info: Its themes and settings.
        vocabulary: The terms.
        weights: Weight of each term for each class, shape (terms, classes).
    """

    def __init__(self, info: ModelInfo, vocabulary: Vocabulary, weights: Floats) -> None:
        self.info = info
        self.vocabulary = vocabulary
        self.weights = np.asfortranarray(weights)  # a theme's weights lie together
        self._intercepts = np.array(info.intercepts)

    def scores(self, documents: Sequence[Document], tokenize: Tokenizer) -> Floats:
        """Return the linear scores of documents, shape (documents, classes)."""
        return self._scores(self.vocabulary.features(documents, tokenize))

    def probabilities(self, documents: Sequence[Document], tokenize: Tokenizer) -> Floats:
        """Return the calibrated probabilities of documents, shape (documents, themes)."""
        return self.choices(documents, tokenize)[0]

    def abstains(self, documents: Sequence[Document], tokenize: Tokenizer) -> npt.NDArray[np.bool_]:
        """Tell for which documents the model abstains, shape (documents,)."""
        return self._abstained(self.vocabulary.find(documents, tokenize))

    def decide(self, articles: Sequence[Article], tokenize: Tokenizer) -> list[Decision]:
        """Return the themes, tags and keywords of articles.

        The result for an article is bit-identical whichever articles it is processed with.
        """
        parts = portions(articles, lambda article: len(article.body), room=BATCH)
        return [decision for some in parts for decision in self._decide(some, tokenize)]

    def _decide(self, articles: Sequence[Article], tokenize: Tokenizer) -> list[Decision]:
        found = self.vocabulary.find(documents_of(articles), tokenize)
        features = self.vocabulary.features_of(found)
        probabilities, choices = self._chosen(found, self._scores(features))
        # What each term adds to its article's primary theme; of articles without, to any.
        themes = np.repeat(np.maximum(choices.primary, 0), np.diff(features.bounds))
        parts = self.weights.T.reshape(-1).take(themes * len(self.vocabulary) + features.columns)
        parts *= features.values
        bounds = features.bounds.tolist()
        return [
            self._decision(
                probabilities[row].tolist(),
                choices,
                row,
                (features.columns[start:end], parts[start:end]),
            )
            for row, (start, end) in enumerate(zip(bounds[:-1], bounds[1:], strict=True))
        ]

    def choices(self, documents: Sequence[Document], tokenize: Tokenizer) -> tuple[Floats, Choices]:
        """Return the probabilities of documents and the decisions on them, as arrays."""
        found = self.vocabulary.find(documents, tokenize)
        return self._chosen(found, self._scores(self.vocabulary.features_of(found)))

    def _chosen(self, found: Found, scores: Floats) -> tuple[Floats, Choices]:
        return self.info.decider.decide(
            scores, self._abstained(found), lambda rows: self._best_passages(found, rows)
        )

    def best_passages(self, documents: Sequence[Document], tokenize: Tokenizer) -> Floats:
        """Return the score of each document's best passage for each theme.

        The shape is (documents, themes).
        """
        found = self.vocabulary.find(documents, tokenize)
        return self._best_passages(found, np.arange(len(documents)))

    def _best_passages(self, found: Found, documents: Ints) -> Floats:
        features, counts = self.vocabulary.features_of_passages(found, documents)
        return best_of(self._scores(features)[:, : len(self.info.themes)], counts.tolist())

    def contributions(
        self, document: Document, theme: int, tokenize: Tokenizer
    ) -> tuple[Ints, Floats]:
        """Return the columns of a document's terms and what each adds to a class's score.

        The score is the class's intercept and their sum.
        """
        features = self.vocabulary.features([document], tokenize)
        parts: Floats = self.weights[:, theme].take(features.columns) * features.values
        return features.columns, parts

    def _abstained(self, found: Found) -> npt.NDArray[np.bool_]:
        abstention = self.info.abstention
        few = found.taken < abstention.terms
        abstained: npt.NDArray[np.bool_] = few | (found.known < abstention.known * found.taken)
        return abstained

    def _scores(self, features: Features) -> Floats:
        """Return the scores of documents, shape (documents, classes)."""
        scores = np.empty((features.bounds.size - 1, self.weights.shape[1]))
        # Class by class in one array, which stays in the cache: a quarter less time than at once.
        parts = np.empty(features.columns.size)
        for number, weights in enumerate(self.weights.T):
            np.take(weights, features.columns, out=parts, mode="clip")
            np.multiply(parts, features.values, out=parts)
            scores[:, number] = _sums_between(parts, features.bounds)
        scores += self._intercepts
        return scores

    def _decision(
        self, probabilities: list[float], choices: Choices, row: int, terms: tuple[Ints, Floats]
    ) -> Decision:
        themes = self.info.themes
        order = sorted(range(len(probabilities)), key=probabilities.__getitem__, reverse=True)
        top = int(choices.primary[row])
        tagged = choices.tags[row].tolist()
        tags = [top] if top != NO_THEME else []
        return Decision(
            theme=themes[top].id if tags else None,
            confident=bool(choices.confident[row]),
            themes=tuple(
                ThemeScore(themes[k].id, themes[k].name, round(probabilities[k], 4)) for k in order
            ),
            tags=tuple(themes[k].id for k in tags + [k for k in order if tagged[k] and k != top]),
            keywords=self._keywords(*terms) if tags else (),
        )

    def _keywords(self, columns: Ints, weights: Floats) -> tuple[Keyword, ...]:
        """Return the terms that add most to a theme's score, none inside another."""
        # A few more than are shown: single characters and parts of others are passed over.
        likely = np.flatnonzero(weights >= _nth_largest(weights, KEYWORDS * 6))
        likely = likely.take(np.argsort(-weights.take(likely), kind="stable"))
        chosen: dict[str, float] = {}
        for column, weight in zip(
            columns.take(likely).tolist(), weights.take(likely).tolist(), strict=True
        ):
            if weight <= 0 or len(chosen) == KEYWORDS:
                break
            text = self.vocabulary.term(column).strip()
            if len(text) < SHORTEST_KEYWORD:
                continue
            for other in chosen:
                if text in other or other in text:
                    break
            else:
                chosen[text] = round(weight, 4)
        return tuple(map(Keyword, chosen.keys(), chosen.values()))


def _sums_between(values: Floats, bounds: Ints) -> Floats:
    """Return the sum of each stretch of numbers, 0 for an empty one.

    What lies before and behind has no say, not even in the last bit.

    Args:
        values: Shape (n,).
        bounds: Where each stretch begins, and n, shape (stretches + 1,).
    """
    sums = np.zeros(bounds.size - 1)
    filled = bounds[:-1] < bounds[1:]
    sums[filled] = np.add.reduceat(values, bounds[:-1][filled])
    return sums


def _nth_largest(values: Floats, n: int) -> float:
    return float(np.partition(values, -n)[-n]) if values.size > n else -np.inf


def files_of(model: Model) -> dict[str, bytes]:
    """Return the files of a model; the same model always gives the same bytes.

    Numbers are stored in single precision.
    """
    vocabulary = model.vocabulary
    terms = {"word": list(vocabulary.word_terms), "char": list(vocabulary.char_terms)}
    info = json.dumps(asdict(model.info), ensure_ascii=False, indent=1)
    return {
        INFO_FILE: info.encode() + b"\n",
        "vocabulary.json": json.dumps(terms, ensure_ascii=False, indent=0).encode(),
        "idf.npy": _npy_bytes(vocabulary.idf.astype(np.float32)),
        "weights.npy": _npy_bytes(model.weights.astype(np.float32)),
    }


def _npy_bytes(array: npt.NDArray[np.float32]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0))
    return buffer.getvalue()


def model_of(files: Mapping[str, bytes]) -> Model:
    """Return the model read from files.

    Args:
        files: The contents of `FILES`.

    Raises:
        LookupError, TypeError, ValueError, AttributeError, RecursionError: The files do not contain
            a valid model.
    """
    info = _info(json.loads(files[INFO_FILE]))
    terms = json.loads(files["vocabulary.json"])
    idf, weights = _array(files["idf.npy"]), _array(files["weights.npy"])
    _check_shapes(info, terms, idf, weights)
    vocabulary = Vocabulary(terms["word"], terms["char"], idf, info.settings, info.pivots)
    return Model(info, vocabulary, weights)


def _array(data: bytes) -> Floats:
    try:
        array = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except MemoryError:
        raise ValueError("an array of impossible size") from None
    if array.dtype.kind != "f" or not np.isfinite(array).all():
        raise ValueError("an array with values that are not finite numbers")
    return np.asarray(array, dtype=np.float64)


def _info(header: dict[str, Any]) -> ModelInfo:
    settings = header["settings"]
    return ModelInfo(
        themes=checked_themes(header["themes"]),
        settings=FeatureSettings(
            word_ngrams=_range(settings["word_ngrams"], 2),
            char_ngrams=_range(settings["char_ngrams"], MAX_CHARACTERS),
            headline_weight=_range([settings["headline_weight"]] * 2, 100)[0],
            punctuation=settings["punctuation"] is True,
            slope=share(settings["slope"]),
        ),
        pivots=_pivots(header["pivots"]),
        intercepts=tuple(map(finite, header["intercepts"])),
        decider=_decider(header["decider"]),
        abstention=Abstention(
            int(header["abstention"]["terms"]), finite(header["abstention"]["known"])
        ),
        corpus=shown(header["corpus"]),
    )


def _decider(found: dict[str, Any]) -> Decider:
    return Decider(
        labels=_one_of(found["labels"]),
        slopes=tuple(map(finite, found["slopes"])),
        offsets=tuple(map(finite, found["offsets"])),
        primary=tuple(tuple(map(finite, row)) for row in found["primary"]),
        secondary=finite(found["secondary"]),
        passages=_passages(found["passages"]),
        sure=share(found["sure"]),
    )


def _passages(found: dict[str, Any] | None) -> Passages | None:
    if found is None:
        return None
    offsets = tuple(map(finite, found["offsets"]))
    return Passages(finite(found["least"]), finite(found["slope"]), offsets)


def _one_of(value: Any) -> Labels:
    kinds: tuple[Labels, ...] = get_args(Labels)
    if value not in kinds:
        raise ValueError(f"invalid labels {value!r}")
    return kinds[kinds.index(value)]


def _pivots(pair: list[Any]) -> tuple[float, float]:
    words, characters = map(finite, pair)
    if min(words, characters) <= 0.0:
        raise ValueError("a pivot that is not a length")
    return words, characters


def _range(pair: list[int], longest: int) -> tuple[int, int]:
    low, high = int(pair[0]), int(pair[1])
    if not 1 <= low <= high <= longest:
        raise ValueError(f"invalid n-gram range {low} to {high}")
    return low, high


def _check_shapes(
    info: ModelInfo, terms: dict[str, list[str]], idf: Floats, weights: Floats
) -> None:
    if not all(isinstance(term, str) and term for term in (*terms["word"], *terms["char"])):
        raise ValueError("a term that is not text")
    if any(len(term) > MAX_CHARACTERS for term in terms["char"]):
        raise ValueError(f"a character term of more than {MAX_CHARACTERS} characters")
    count = len(terms["word"]) + len(terms["char"])
    themes = len(info.themes)
    classes = len(info.intercepts)
    if idf.shape != (count,) or weights.shape != (count, classes):
        raise ValueError(f"{count} terms and {classes} classes, weights of shape {weights.shape}")
    decider, one = info.decider, info.decider.labels == "one"
    if {len(decider.slopes), len(decider.offsets)} != {themes} or classes not in (
        (themes,) if one else (themes, themes + 1)
    ):
        raise ValueError("a theme without its calibration")
    if decider.passages and len(decider.passages.offsets) != themes:
        raise ValueError("a theme without an offset for passages")
    rows = 0 if one else themes + 1
    if len(decider.primary) != rows or any(len(row) != classes + 1 for row in decider.primary):
        raise ValueError(f"{themes} themes, but decisions for another number")
