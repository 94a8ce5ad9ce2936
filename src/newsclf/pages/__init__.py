"""A page's text -> articles."""

from newsclf.pages.openings import Openings
from newsclf.pages.split import Splitter, line_at

__all__ = ["Openings", "Splitter", "line_at"]
