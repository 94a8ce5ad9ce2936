"""Split Chinese newspaper pages into articles, tag each by theme, and write one-line digests.

Example:
    >>> import newsclf
    >>> tagger = newsclf.load()
    >>> for article in tagger.tag_file("page.txt"):
    ...     print(article.theme, article.headline, article.digest)
"""

from newsclf.bundle import split
from newsclf.documents import (
    Article,
    Digest,
    Furniture,
    Keyword,
    Lines,
    Page,
    TaggedArticle,
    ThemeScore,
)
from newsclf.errors import (
    ClusterError,
    CorpusError,
    DependencyError,
    InputError,
    ModelError,
    NewsclfError,
    OutputError,
)
from newsclf.tagger import Tagger, load

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ClusterError",
    "CorpusError",
    "DependencyError",
    "Digest",
    "Furniture",
    "InputError",
    "Keyword",
    "Lines",
    "ModelError",
    "NewsclfError",
    "OutputError",
    "Page",
    "TaggedArticle",
    "Tagger",
    "ThemeScore",
    "load",
    "split",
]
