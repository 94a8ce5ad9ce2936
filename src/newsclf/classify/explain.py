"""The terms behind a decision: the positions of each and its contribution to a theme's score."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from math import fsum

from newsclf.classify.features import FeatureSettings, document_of
from newsclf.classify.model import Model
from newsclf.documents import Article, Explanation, Part, Place, TermWeight
from newsclf.text.words import Tokenizer


class Explainer:
    """Explain the decisions of a model.

    Args:
        model: The model.
        tokenize: The tokenizer of the model.
    """

    def __init__(self, model: Model, tokenize: Tokenizer) -> None:
        self.model = model
        self.tokenize = tokenize

    def explain(self, article: Article, theme: str) -> Explanation:
        """Return the terms for and against a theme, those with the largest weights first.

        A word term and a character term with the same text are one entry. The intercept and the
        weights add up to the score, whose calibration is the theme's probability.

        Args:
            article: The article.
            theme: Id of the theme.

        Raises:
            ValueError: The model does not know the theme.
        """
        number = [known.id for known in self.model.info.themes].index(theme)
        document = document_of(article)
        columns, parts = self.model.contributions(document, number, self.tokenize)
        weights: defaultdict[str, list[float]] = defaultdict(list)
        for column, part in zip(columns.tolist(), parts.tolist(), strict=True):
            weights[self.model.vocabulary.term(column)].append(part)
        places = self._places(article)
        terms = [
            TermWeight(text, fsum(added), tuple(places[text])) for text, added in weights.items()
        ]
        terms.sort(key=lambda term: (-abs(term.weight), term.text))
        intercept = self.model.info.intercepts[number]
        score = fsum([intercept, *(term.weight for term in terms)])
        return Explanation(theme, score, intercept, tuple(terms))

    def _places(self, article: Article) -> defaultdict[str, list[Place]]:
        """Return where in an article each term stands, in reading order."""
        document = document_of(article)
        pieces = _pieces(article)
        starts = [start for start, _, _ in pieces]
        places: defaultdict[str, list[Place]] = defaultdict(list)
        found: set[tuple[int, int]] = set()
        for begin, part in (
            (0, document.text[: document.head]),
            (document.head, document.text[document.head :]),
        ):
            found.update(
                (begin + start, begin + end)
                for start, end in _spans(part, self.model.info.settings, self.tokenize)
            )
        for start, end in sorted(found):
            begin, name, offset = pieces[bisect_right(starts, start) - 1]
            shift = offset - begin
            places[document.text[start:end]].append(Place(name, start + shift, end + shift))
        return places


def _spans(text: str, settings: FeatureSettings, tokenize: Tokenizer) -> Iterator[tuple[int, int]]:
    """Yield where the word terms and the character terms of a text stand."""
    bounds: list[int] = []  # where the words of the present stretch begin, and its end
    position = 0
    low, high = settings.word_ngrams
    for word in tokenize(text):
        end = position + len(word)
        if settings.words.fullmatch(word):
            bounds = [*bounds[-high:], position] if bounds else [position]
            yield from ((bounds[-n], end) for n in range(low, high + 1) if n <= len(bounds))
        else:
            bounds = []
        position = end
    low, high = settings.char_ngrams
    for run in settings.characters.finditer(text):
        for n in range(low, high + 1):
            yield from ((i, i + n) for i in range(run.start(), run.end() - n + 1))


def _pieces(article: Article) -> list[tuple[int, Part, int]]:
    """Return what the document of an article is made of, in order.

    Returns:
        (where a piece begins in the document, its part, where it begins in that part).
    """
    pieces: list[tuple[int, Part, int]] = []
    at = 0
    titles: tuple[tuple[Part, str], ...] = (
        ("kicker", article.kicker),
        ("headline", article.headline),
        ("deck", article.deck),
    )
    for name, text in titles:
        if text:
            pieces.append((at, name, 0))
            at += len(text) + 1
    at = max(at, 1)  # the line feed behind the title lines stands there without them, too
    position = 0
    for start, end in [*article.bylines, (len(article.body), len(article.body))]:
        pieces.append((at, "body", position))
        at += start - position + 1
        position = end
    return pieces
