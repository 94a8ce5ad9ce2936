"""A page's text -> articles."""

from newsclf.pages.split import line_at, single, split

__all__ = ["line_at", "single", "split"]
