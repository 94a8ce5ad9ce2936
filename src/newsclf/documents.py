"""The data types of newsclf: pages, articles, scores, digests. Frozen, typed, no behavior.

All line numbers are 1-based numbers of lines of the input; all spans are half-open
``(start, end)`` character offsets into ``body``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Span = tuple[int, int]
Part = Literal["kicker", "headline", "deck", "body"]
ArticleKind = Literal["article", "photo"]
FurnitureKind = Literal["section", "banner", "header", "footer", "advertisement", "notice", "other"]


@dataclass(frozen=True, slots=True)
class Lines:
    """The input lines of each part of an article."""

    headline: tuple[int, ...] = ()
    kicker: tuple[int, ...] = ()
    deck: tuple[int, ...] = ()
    body: tuple[int, ...] = ()
    credit: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of a page that belongs to no article."""

    line: int
    text: str
    kind: FurnitureKind


@dataclass(frozen=True, slots=True)
class Article:
    """One article as found on a page, before it is tagged.

    Attributes:
        number: 1-based position of the article on its page.
        headline: The main title, `""` if the page has none.
        kicker: The line above the headline (引题), `""` if none.
        deck: The line below the headline (副题), `""` if none.
        section: The text of the section marker right before the article, `""` if none.
        reporters: Names from bylines and credits in reading order, each once.
        kind: `"photo"` for a picture with a caption that tells the story, else `"article"`.
        lines: The input lines of each part.
        body: The repaired text, with paragraphs separated by line feeds.
        body_starts: For each of `lines.body`, the offset in `body` where its text begins,
            ascending; a line of which nothing is left has the offset of what follows. `()` if the
            article was not split from a page; see `pages.line_at`.
        bylines: Spans of datelines, bylines and credits in `body`.
        gaps: Offsets into `body` just after lost text.
    """

    number: int
    headline: str
    kicker: str
    deck: str
    section: str
    reporters: tuple[str, ...]
    kind: ArticleKind
    lines: Lines
    body: str
    # Not in `repr`, whose SHA-256 tells which corpus a model was trained on.
    body_starts: tuple[int, ...] = field(default=(), kw_only=True, repr=False)
    bylines: tuple[Span, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page split into its articles and the lines that belong to none, in page order."""

    articles: tuple[Article, ...]
    furniture: tuple[Furniture, ...]


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """The calibrated probability, 0 to 1, that an article is about a theme."""

    id: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word of the article and its contribution to the score (in log-odds) of its theme."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a term: a part of an article and a span of its text."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A term, its (possibly negative) contribution to a theme's score, and its positions."""

    text: str
    weight: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The terms for and against a theme; intercept and weights add up to the score.

    Attributes:
        theme: Id of the theme: the primary one, or the likeliest if there is none.
        score: The linear score, before calibration.
        intercept: The score of a text without a known term.
        terms: The terms, those with the largest weights first.
    """

    theme: str
    score: float
    intercept: float
    terms: tuple[TermWeight, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The classifier's decision on one article; see `TaggedArticle` for the fields."""

    theme: str | None
    confident: bool
    themes: tuple[ThemeScore, ...]
    tags: tuple[str, ...]
    keywords: tuple[Keyword, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One line taken from a body.

    Attributes:
        text: The line, `""` if none satisfies the rules.
        spans: Span of each of its pieces in the body.
        reason: Why there is no line, else `""`.
    """

    text: str
    spans: tuple[Span, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """One article with its themes and digest: the record, the same in every format.

    Attributes:
        id: `file#article`.
        file: Name of the input.
        article: 1-based position of the article on its page.
        theme: Id of the primary theme, None if there is none.
        confident: False if a person should review the article.
        themes: All themes with their probabilities, highest first.
        tags: The primary theme, then every secondary theme above its threshold.
        digest: One line taken from the body, `""` if no line satisfies the rules.
        digest_spans: The spans of the digest's pieces in `body`.
        digest_reason: Why there is no digest, `""` if there is one.
        keywords: The words that contribute most to the decision.
        gaps: Number of places where text was lost.
        model: Name, version and SHA-256 of the model.
        encoding: How the file was read; None for text that came from no file.
        damaged: How many of its characters could not be read.
        explanation: The terms behind the decision, if requested.

    The other attributes are those of `Article`.
    """

    id: str
    file: str
    article: int
    lines: Lines
    headline: str
    kicker: str
    deck: str
    section: str
    reporters: tuple[str, ...]
    kind: ArticleKind
    theme: str | None
    confident: bool
    themes: tuple[ThemeScore, ...]
    tags: tuple[str, ...]
    digest: str
    digest_spans: tuple[Span, ...]
    digest_reason: str = field(default="", kw_only=True)
    keywords: tuple[Keyword, ...]
    body: str
    body_starts: tuple[int, ...] = field(default=(), kw_only=True)
    gaps: int
    model: str
    encoding: str | None = None
    damaged: int = 0
    explanation: Explanation | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready dictionaries, lists and scalars, keys in order.

        The key `explanation` is present only if it was requested.
        """
        record: dict[str, Any] = _plain(self)
        if self.explanation is None:
            del record["explanation"]
        return record


def _plain(value: Any) -> Any:
    """Return a value as `dataclasses.asdict` does, tuples as lists, at a quarter of its cost."""
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return {name: _plain(getattr(value, name)) for name in value.__slots__}
