"""Files written atomically."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

ASIDE = ".aside"  # the ending of what is being written
_NAMED = 50  # characters of a name: file systems hold 255 bytes


@contextmanager
def written_atomically(path: Path) -> Iterator[Path]:
    """Give a temporary file that replaces the target once it is complete and on disk.

    An existing file keeps its mode; a new one gets the default.

    Args:
        path: The file to write; its folder must exist.

    Yields:
        A temporary file in the same folder, named after it.

    Raises:
        OSError: It cannot be written; an existing file is unchanged.
    """
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    aside = path.with_name(f"{path.name[:_NAMED]}.{uuid4().hex}{ASIDE}")
    try:
        yield aside
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        if mode is not None:
            aside.chmod(mode)  # last: a file that nobody may write to could not be opened
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
