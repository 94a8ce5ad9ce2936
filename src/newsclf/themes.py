"""A taxonomy: the themes of a model."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsclf.errors import CorpusError

NONE = "none"  # the label of an article that has no theme; never a theme itself

MAX_THEMES = 500  # more labels than this are no themes but names or numbers
COLOURS = ("red", "green", "yellow", "blue", "magenta", "cyan", "white")
# A label of somebody's own is an id, too: any text that can be shown, but for what parts labels.
_ID = re.compile(r"[^\s;；|](?:[^;；|]{0,62}[^\s;；|])?\Z")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme.

    Attributes:
        id: Its id in records.
        name: Its Chinese name.
        colour: Its color on a terminal.
        share: Share of articles in real papers with this primary theme, 0 if unknown; training
            calibrates probabilities to it.
    """

    id: str
    name: str
    colour: str
    share: float = 0.0


def read_taxonomy(path: Path) -> tuple[Theme, ...]:
    """Read themes in order from a TOML file of ``[[themes]]`` tables.

    Args:
        path: A file like `labels/themes.toml`: each table has `id`, `name` and `colour`.

    Returns:
        The themes in the order of the file.

    Raises:
        CorpusError: The file is missing, is not TOML, or a theme is incomplete or a duplicate.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return checked_themes(tomllib.loads(path.read_text(encoding="utf-8"))["themes"])
    except OSError as error:
        raise CorpusError(f"{path}: cannot read the taxonomy: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path}: not a taxonomy ({error}); each [[themes]] needs id, name and colour"
        ) from None
    except ValueError as error:
        raise CorpusError(f"{path}: {error}") from None


def checked_themes(tables: Sequence[Mapping[str, Any]]) -> tuple[Theme, ...]:
    """Return themes from tables with `id`, `name` and `colour`.

    Raises:
        ValueError, KeyError, TypeError: A theme is incomplete, a duplicate, or not printable.
    """
    themes = tuple(
        Theme(table["id"], table["name"], table["colour"], table.get("share", 0.0))
        for table in tables
    )
    if not themes:
        raise ValueError("no themes")
    if len(themes) > MAX_THEMES:
        raise ValueError(f"{len(themes)} themes; the maximum is {MAX_THEMES}")
    ids = [theme.id for theme in themes]
    for theme in themes:
        if not all(isinstance(part, str) for part in (theme.id, theme.name, theme.colour)):
            raise TypeError(f"theme {theme.id!r}: id, name and colour must be text")
        usable = _ID.match(theme.id) and theme.id.isprintable()
        if not usable or theme.id == NONE or ids.count(theme.id) > 1:
            raise ValueError(f"theme id {theme.id!r} is invalid or a duplicate")
        if not theme.name.strip() or not theme.name.isprintable():
            raise ValueError(f"theme {theme.id}: the name is not printable")
        if not isinstance(theme.share, float) or not 0.0 <= theme.share < 1.0:
            raise ValueError(f"theme {theme.id}: share must be a number from 0 to 1")
        if theme.colour not in COLOURS:
            raise ValueError(f"theme {theme.id}: colour must be one of {', '.join(COLOURS)}")
    if sum(theme.share for theme in themes) >= 1.0:
        raise ValueError("the shares of the themes leave nothing for none")
    return themes
