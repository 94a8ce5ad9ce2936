"""A compiled model: plain arrays and JSON in a folder, never a pickle.

The folder holds `model.json` (what the model is, its settings, calibration, thresholds, and the
SHA-256 of the other files), `vocabulary.json` (the terms), `idf.npy` and `weights.npy`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from newsclf.classify.decide import NO_THEME, Bounds, Choices, Labels, best_of, choose
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
from newsclf.errors import ModelError, OutputError
from newsclf.text.words import Cut
from newsclf.themes import Theme, checked_themes

FORMAT = 4
MODEL_FILE = "model.json"
DATA_FILES = ("vocabulary.json", "idf.npy", "weights.npy")
MAX_MODEL_BYTES = 512 * 2**20
BATCH = 1 << 15  # characters; more take no less time each, and more memory
KEYWORDS = 5
SHORTEST_KEYWORD = 2  # characters; single ones say little to a reader


@dataclass(frozen=True, slots=True)
class Calibration:
    """Score -> probability that a text has a theme, and the bounds of its use.

    Platt, J. (1999). Probabilistic outputs for support vector machines and comparisons to
    regularized likelihood methods. Advances in Large Margin Classifiers, 61-74. Where themes
    exclude each other: Guo, C. et al. (2017). On calibration of modern neural networks. ICML,
    section 4.2 (temperature scaling).

    Attributes:
        slope, offset: With `z = slope * score + offset` the probability is `1 / (1 + exp(-z))`,
            or the softmax of all themes' `z` where themes exclude each other.
        secondary: The theme is tagged beside another primary from this probability on.
    """

    slope: float
    offset: float
    secondary: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which texts a model refuses: too short or too strange for its words to say anything.

    A refused text is given no theme, and no confident one where there is always a theme.

    Attributes:
        terms: Fewer character terms (of the longest kind, in Han) than this are too few.
        known: A smaller share of them that the vocabulary knows is too strange.
    """

    terms: int
    known: float


@dataclass(frozen=True, slots=True)
class Passages:
    """Score of the best passage -> log-odds that it makes a theme a second one.

    Attributes:
        least: A theme is looked for in passages from this log-odds of the whole text on.
        slope: Factor of the scores.
        offsets: Added to them, one a theme.
    """

    least: float
    slope: float
    offsets: tuple[float, ...]

    def log_odds(self, scores: Floats) -> Floats:
        """Return the log-odds of scores, shape (texts, themes)."""
        found: Floats = scores * self.slope + np.array(self.offsets)
        return found


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What `model.json` holds, but for the digests of the files.

    Attributes:
        name, version: What the model is called.
        themes: The themes in the order of the columns of `weights.npy`, behind which none may have
            one.
        settings: How terms are taken.
        pivots: The mean lengths of the blocks of terms.
        intercepts: Added to the scores, one a class: the themes and, where it was learned, none.
        calibration: One a theme.
        labels: What the labels are to each other: see `Bounds`.
        primary: What decides on the primary theme: see `Bounds`; empty where every text has
            exactly one.
        passages: How second themes are found; None where whole texts decide on them.
        sure: A decision is confident from this probability on.
        refusal: What is too strange to decide on.
        corpus: SHA-256 of the corpus and labels that the model was trained on.
    """

    name: str
    version: str
    themes: tuple[Theme, ...]
    settings: FeatureSettings
    pivots: tuple[float, float]
    intercepts: tuple[float, ...]
    calibration: tuple[Calibration, ...]
    labels: Labels
    primary: tuple[tuple[float, ...], ...]
    passages: Passages | None
    sure: float
    refusal: Refusal
    corpus: str


class Model:
    """A trained model in memory.

    Args:
        info: The contents of `model.json`.
        vocabulary: The terms.
        weights: Weight of each term for each class, shape (terms, classes).
        digest: SHA-256 over the folder, in hexadecimal.
    """

    def __init__(
        self, info: ModelInfo, vocabulary: Vocabulary, weights: Floats, digest: str
    ) -> None:
        self.info = info
        self.vocabulary = vocabulary
        self.weights = np.asfortranarray(weights)  # a theme's weights lie together
        self.digest = digest
        self._intercepts = np.array(info.intercepts)
        self.bounds = bounds_of(
            info.labels, info.calibration, info.primary, info.passages, info.sure
        )

    @property
    def label(self) -> str:
        """Name, version and digest, as records carry them."""
        return f"{self.info.name} {self.info.version} (sha256:{self.digest[:8]})"

    def scores(self, documents: Sequence[Document], cut: Cut) -> Floats:
        """Return the linear scores of documents, shape (documents, classes)."""
        return self._scores(self.vocabulary.features(documents, cut))

    def probabilities(self, documents: Sequence[Document], cut: Cut) -> Floats:
        """Return the calibrated probabilities of documents, shape (documents, themes)."""
        return self.choices(documents, cut)[0]

    def refuses(self, documents: Sequence[Document], cut: Cut) -> npt.NDArray[np.bool_]:
        """Tell which documents are too short or too strange to decide on, shape (documents,)."""
        return self._refused(self.vocabulary.find(documents, cut))

    def decide(self, articles: Sequence[Article], cut: Cut) -> list[Decision]:
        """Return the themes, tags and keywords of articles.

        An article is decided alike, to the last bit, alone and among any others.
        """
        return [decision for some in _batches(articles) for decision in self._decide(some, cut)]

    def _decide(self, articles: Sequence[Article], cut: Cut) -> list[Decision]:
        found = self.vocabulary.find(documents_of(articles), cut)
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

    def choices(self, documents: Sequence[Document], cut: Cut) -> tuple[Floats, Choices]:
        """Return the probabilities of documents and the decisions on them, as arrays."""
        found = self.vocabulary.find(documents, cut)
        return self._chosen(found, self._scores(self.vocabulary.features_of(found)))

    def _chosen(self, found: Found, scores: Floats) -> tuple[Floats, Choices]:
        passages = None
        if calibration := self.info.passages:

            def passages(rows: Ints) -> Floats:
                return calibration.log_odds(self._best_passages(found, rows))

        return choose(scores, self._refused(found), self.bounds, passages)

    def best_passages(self, documents: Sequence[Document], cut: Cut) -> Floats:
        """Return the score of each document's best passage for each theme.

        The shape is (documents, themes).
        """
        found = self.vocabulary.find(documents, cut)
        return self._best_passages(found, np.arange(len(documents)))

    def _best_passages(self, found: Found, documents: Ints) -> Floats:
        features, counts = self.vocabulary.features_of_passages(found, documents)
        return best_of(self._scores(features)[:, : len(self.info.themes)], counts.tolist())

    def contributions(self, document: Document, theme: int, cut: Cut) -> tuple[Ints, Floats]:
        """Return the columns of a document's terms and what each adds to a class's score.

        The score is the class's intercept and their sum.
        """
        features = self.vocabulary.features([document], cut)
        parts: Floats = self.weights[:, theme].take(features.columns) * features.values
        return features.columns, parts

    def _refused(self, found: Found) -> npt.NDArray[np.bool_]:
        refusal = self.info.refusal
        few = found.taken < refusal.terms
        refused: npt.NDArray[np.bool_] = few | (found.known < refusal.known * found.taken)
        return refused

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


def bounds_of(
    labels: Labels,
    calibration: Sequence[Calibration],
    primary: Sequence[Sequence[float]],
    passages: Passages | None,
    sure: float,
) -> Bounds:
    """Return what turns scores into decisions; the arguments are attributes of `ModelInfo`."""
    return Bounds(
        labels=labels,
        slopes=np.array([c.slope for c in calibration]),
        offsets=np.array([c.offset for c in calibration]),
        primary=np.array(primary),
        secondary=np.array([c.secondary for c in calibration]),
        least=passages.least if passages else -np.inf,
        sure=sure,
    )


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


def _batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    """Part articles into stretches of no more than `BATCH` characters, or of one article."""
    start, size = 0, 0
    for place, article in enumerate(articles):
        size += len(article.body)
        if size > BATCH and place > start:
            yield articles[start:place]
            start, size = place, len(article.body)
    if articles:
        yield articles[start:]


def _nth_largest(values: Floats, n: int) -> float:
    return float(np.partition(values, -n)[-n]) if values.size > n else -np.inf


def save_model(
    folder: Path,
    info: ModelInfo,
    vocabulary: Vocabulary,
    weights: Floats,
    beside: Mapping[str, bytes] | None = None,
) -> str:
    """Write a model folder: the same model gives the same bytes.

    Args:
        folder: Made if it is not there.
        info: What it is.
        vocabulary: Its terms.
        weights: Its weights, shape (terms, classes); numbers are kept in single precision.
        beside: Further files by name, for people: the model card and its figures.

    Returns:
        The digest of the folder.
    """
    terms = {"word": list(vocabulary.word_terms), "char": list(vocabulary.char_terms)}
    data = {
        "vocabulary.json": json.dumps(terms, ensure_ascii=False, indent=0).encode(),
        "idf.npy": _npy_bytes(vocabulary.idf.astype(np.float32)),
        "weights.npy": _npy_bytes(weights.astype(np.float32)),
    }
    files = {name: hashlib.sha256(content).hexdigest() for name, content in data.items()}
    beside = beside or {}
    header = {"format": FORMAT, **asdict(info), "files": files}
    text = json.dumps(header, ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The header comes last and holds the digests: a folder cut short is known as damaged.
        for name, content in {**data, **beside, MODEL_FILE: text}.items():
            part = folder / f".{name}.part"
            part.write_bytes(content)
            part.replace(folder / name)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from None
    return hashlib.sha256(text).hexdigest()


def _npy_bytes(array: npt.NDArray[np.float32]) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0))
    return buffer.getvalue()


def load_model(folder: Path) -> Model:
    """Read a model folder and check every file of it.

    Args:
        folder: A folder that `newsclf train` wrote.

    Raises:
        ModelError: The folder is missing, damaged, or of another version.
    """
    text = _read(folder, MODEL_FILE)
    try:
        header = json.loads(text)
        version = header["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ModelError(f"{folder}: {MODEL_FILE} is damaged; train the model again") from None
    if version != FORMAT:
        raise ModelError(
            f"{folder}: model format {version!r}, this newsclf reads {FORMAT}; "
            "train the model again or install the newsclf that made it"
        )
    try:
        files = header["files"]
        data = {name: _read(folder, name) for name in DATA_FILES}
        damaged = [n for n in DATA_FILES if hashlib.sha256(data[n]).hexdigest() != files[n]]
        if damaged:
            raise ModelError(f"{folder}: {damaged[0]} is damaged or was changed; get it anew")
        info = _info(header)
        terms = json.loads(data["vocabulary.json"])
        idf, weights = _array(data["idf.npy"]), _array(data["weights.npy"])
        _check_shapes(info, terms, idf, weights)
        vocabulary = Vocabulary(terms["word"], terms["char"], idf, info.settings, info.pivots)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ModelError(
            f"{folder}: {MODEL_FILE} does not fit its files ({error}); train the model again"
        ) from None
    return Model(info, vocabulary, weights, hashlib.sha256(text).hexdigest())


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        with path.open("rb") as file:
            data = file.read(MAX_MODEL_BYTES + 1)
    except FileNotFoundError:
        kind = "is not a model folder" if folder.is_dir() else "no such model folder"
        raise ModelError(f"{folder}: {kind}: {name} is missing") from None
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_MODEL_BYTES:
        raise ModelError(f"{path}: larger than {MAX_MODEL_BYTES // 2**20} MB; not a model file")
    return data


def _array(data: bytes) -> Floats:
    try:
        array = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except MemoryError:
        raise ValueError("an array of impossible size") from None
    if array.dtype.kind != "f" or not np.isfinite(array).all():
        raise ValueError("an array of other things than finite numbers")
    return np.asarray(array, dtype=np.float64)


def _info(header: dict[str, Any]) -> ModelInfo:
    settings = header["settings"]
    return ModelInfo(
        name=_shown(header["name"]),
        version=_shown(header["version"]),
        themes=checked_themes(header["themes"]),
        settings=FeatureSettings(
            word_ngrams=_range(settings["word_ngrams"], 2),
            char_ngrams=_range(settings["char_ngrams"], MAX_CHARACTERS),
            headline_weight=_range([settings["headline_weight"]] * 2, 100)[0],
            punctuation=settings["punctuation"] is True,
            slope=_share(settings["slope"]),
        ),
        pivots=_pivots(header["pivots"]),
        intercepts=tuple(map(_finite, header["intercepts"])),
        calibration=tuple(
            Calibration(*(_finite(c[key]) for key in ("slope", "offset", "secondary")))
            for c in header["calibration"]
        ),
        labels=_one_of(header["labels"]),
        primary=tuple(tuple(map(_finite, row)) for row in header["primary"]),
        passages=_passages(header["passages"]),
        sure=_share(header["sure"]),
        refusal=Refusal(int(header["refusal"]["terms"]), _finite(header["refusal"]["known"])),
        corpus=_shown(header["corpus"]),
    )


def _passages(found: dict[str, Any] | None) -> Passages | None:
    if found is None:
        return None
    offsets = tuple(map(_finite, found["offsets"]))
    return Passages(_finite(found["least"]), _finite(found["slope"]), offsets)


def _shown(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("a name that cannot be shown")
    return value


def _one_of(value: Any) -> Labels:
    kinds: tuple[Labels, ...] = get_args(Labels)
    if value not in kinds:
        raise ValueError(f"labels that are {value!r}")
    return kinds[kinds.index(value)]


def _share(value: Any) -> float:
    share = _finite(value)
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"{share} where a share belongs")
    return share


def _pivots(pair: list[Any]) -> tuple[float, float]:
    words, characters = map(_finite, pair)
    if min(words, characters) <= 0.0:
        raise ValueError("a pivot that is no length")
    return words, characters


def _finite(value: Any) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{number} where a finite number belongs")
    return number


def _range(pair: list[int], longest: int) -> tuple[int, int]:
    low, high = int(pair[0]), int(pair[1])
    if not 1 <= low <= high <= longest:
        raise ValueError(f"terms of {low} to {high} parts")
    return low, high


def _check_shapes(
    info: ModelInfo, terms: dict[str, list[str]], idf: Floats, weights: Floats
) -> None:
    if not all(isinstance(term, str) and term for term in (*terms["word"], *terms["char"])):
        raise ValueError("a term that is no text")
    if any(len(term) > MAX_CHARACTERS for term in terms["char"]):
        raise ValueError(f"a character term of more than {MAX_CHARACTERS} characters")
    count = len(terms["word"]) + len(terms["char"])
    themes = len(info.themes)
    classes = len(info.intercepts)
    if idf.shape != (count,) or weights.shape != (count, classes):
        raise ValueError(f"{count} terms and {classes} classes, weights of shape {weights.shape}")
    one = info.labels == "one"
    if len(info.calibration) != themes or classes not in (
        (themes,) if one else (themes, themes + 1)
    ):
        raise ValueError("a theme without its calibration")
    if info.passages and len(info.passages.offsets) != themes:
        raise ValueError("a theme without an offset for passages")
    rows = 0 if one else themes + 1
    if len(info.primary) != rows or any(len(row) != classes + 1 for row in info.primary):
        raise ValueError(f"{themes} themes, and another number to decide on")
