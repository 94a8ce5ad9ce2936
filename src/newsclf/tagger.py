"""The whole pipeline: text -> tagged articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from newsclf.bundle import Bundle, load_bundle
from newsclf.classify import Model
from newsclf.digest import MAX_CHARS, Digester
from newsclf.documents import Article, Decision, Digest, TaggedArticle
from newsclf.pages import Splitter
from newsclf.readers import Decoded, read_file
from newsclf.text.words import Segmenter, Tokenizer, tokenizer_of

DEFAULT_NAME = "text"


@dataclass(frozen=True, slots=True)
class Tagger:
    """Split pages into articles, tag each and write its digest.

    Attributes:
        splitter: Splits pages into articles.
        model: Decides on themes.
        digester: Writes the digests.
        tokenize: Splits text into words.
        label: Name, version and SHA-256 of the model, as in records.
    """

    splitter: Splitter
    model: Model
    digester: Digester
    tokenize: Tokenizer
    label: str

    def tag(
        self, text: str, *, name: str = DEFAULT_NAME, explain: bool = False
    ) -> list[TaggedArticle]:
        """Tag the articles of a page.

        Args:
            text: The text of a page or of one article, with its lines as copied.
            name: Name of the page in records.
            explain: Add the terms behind each article's theme, at twenty times the cost.

        Returns:
            The articles in page order; an empty list if the page has none.
        """
        articles = self.splitter.split(text).articles
        tagged = self.tag_articles(articles, name=name)
        if not explain:
            return tagged
        from newsclf.classify.explain import Explainer

        explainer = Explainer(self.model, self.tokenize)
        return [
            replace(
                given, explanation=explainer.explain(article, given.theme or given.themes[0].id)
            )
            for article, given in zip(articles, tagged, strict=True)
        ]

    def tag_file(self, path: str | Path) -> list[TaggedArticle]:
        """Read a file and tag the articles of its page.

        Raises:
            InputError: The file cannot be read, or is not text.
        """
        path = Path(path)
        decoded = read_file(path)
        return from_file(self.tag(decoded.text, name=path.name), decoded)

    def tag_articles(self, articles: Sequence[Article], *, name: str) -> list[TaggedArticle]:
        """Tag articles that are already split."""
        return self._tag(articles, [name] * len(articles))

    def tag_pages(self, pages: Sequence[tuple[str, str]]) -> list[list[TaggedArticle]]:
        """Tag the articles of many pages at once; faster than `tag` page by page.

        Args:
            pages: Name and text of each.

        Returns:
            The articles of each page in page order.
        """
        found = [self.splitter.split(text).articles for _, text in pages]
        names = [name for (name, _), some in zip(pages, found, strict=True) for _ in some]
        tagged = iter(self._tag([article for some in found for article in some], names))
        return [list(islice(tagged, len(some))) for some in found]

    def _tag(self, articles: Sequence[Article], names: Sequence[str]) -> list[TaggedArticle]:
        decisions = self.model.decide(articles, self.tokenize)
        digests = self.digester.digests_of(articles)
        return [
            _tagged(article, decision, digest, name, self.label)
            for article, decision, digest, name in zip(
                articles, decisions, digests, names, strict=True
            )
        ]


def _tagged(
    article: Article, decision: Decision, digest: Digest, name: str, label: str
) -> TaggedArticle:
    return TaggedArticle(
        id=f"{name}#{article.number}",
        file=name,
        article=article.number,
        lines=article.lines,
        headline=article.headline,
        kicker=article.kicker,
        deck=article.deck,
        section=article.section,
        reporters=article.reporters,
        kind=article.kind,
        theme=decision.theme,
        confident=decision.confident,
        themes=decision.themes,
        tags=decision.tags,
        digest=digest.text,
        digest_spans=digest.spans,
        digest_reason=digest.reason,
        keywords=decision.keywords,
        body=article.body,
        body_starts=article.body_starts,
        gaps=len(article.gaps),
        model=label,
    )


def from_file(articles: Sequence[TaggedArticle], decoded: Decoded) -> list[TaggedArticle]:
    """Return articles with how their file was read."""
    encoding, damaged = decoded.encoding, decoded.damaged
    return [replace(article, encoding=encoding, damaged=damaged) for article in articles]


def load(
    model: str | Path | None = None,
    *,
    segmenter: Segmenter = "rjieba",
    engine: str = "textrank",
    max_chars: int = MAX_CHARS,
) -> Tagger:
    """Load a model and return a tagger.

    Args:
        model: A folder written by training; None for the bundled model.
        segmenter: `rjieba`, or `jieba`, its reference implementation.
        engine: The method that chooses digests: `textrank`, `snownlp` or `lead`.
        max_chars: Maximum length of a digest, including punctuation but not spaces.

    Raises:
        ModelError: The folder is missing, damaged, or has another version.
        DependencyError: The segmenter is not installed.
        ValueError: The engine or the length is invalid.
    """
    bundle = load_bundle(Path(model) if model else None)
    return tagger_of(bundle, segmenter=segmenter, engine=engine, max_chars=max_chars)


def tagger_of(
    bundle: Bundle,
    *,
    segmenter: Segmenter = "rjieba",
    engine: str = "textrank",
    max_chars: int = MAX_CHARS,
) -> Tagger:
    """Return the tagger for a bundle; see `load`."""
    return Tagger(
        splitter=Splitter(bundle.openings),
        model=bundle.model,
        digester=Digester(bundle.clause_weights, engine, max_chars),
        tokenize=tokenizer_of(segmenter),
        label=bundle.label,
    )
