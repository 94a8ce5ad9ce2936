"""A page's text -> articles."""

from newsclf.pages.split import single, split

__all__ = ["single", "split"]
