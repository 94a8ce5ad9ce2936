"""A taxonomy: the themes that a model tells apart."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from newsclf.errors import CorpusError

NONE = "none"  # the label of an article that has no theme; never a theme itself

COLOURS = ("red", "green", "yellow", "blue", "magenta", "cyan", "white")
_ID = re.compile(r"[a-z][a-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: its id in records, its Chinese name, the terminal colour it is shown in."""

    id: str
    name: str
    colour: str


def read_taxonomy(path: Path) -> tuple[Theme, ...]:
    """Read themes in order from a TOML file of ``[[themes]]`` tables.

    Args:
        path: A file like `labels/themes.toml`: each table has `id`, `name` and `colour`.

    Returns:
        The themes in the order of the file.

    Raises:
        CorpusError: The file is missing, is not TOML, or a theme is incomplete or double.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["themes"]
        themes = tuple(Theme(t["id"], t["name"], t["colour"]) for t in tables)
    except OSError as error:
        raise CorpusError(f"{path}: cannot read the taxonomy: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path}: not a taxonomy ({error}); each [[themes]] needs id, name and colour"
        ) from None
    ids = [theme.id for theme in themes]
    for theme in themes:
        if not _ID.match(theme.id) or theme.id == NONE or ids.count(theme.id) > 1:
            raise CorpusError(f"{path}: theme id {theme.id!r} is not usable or stands twice")
        if theme.colour not in COLOURS:
            raise CorpusError(f"{path}: theme {theme.id}: colour is one of {', '.join(COLOURS)}")
    return themes
