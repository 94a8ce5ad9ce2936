"""Files that are complete or not there at all."""

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
    """Give a file to write to, which takes its place once it is complete and on disk.

    A file that is there keeps its mode; a new one gets the usual one.

    Args:
        path: The file to write; its folder is there.

    Yields:
        A file beside it, named after it.

    Raises:
        OSError: It cannot be written; what was there before still is.
    """
    mode = path.stat().st_mode & 0o777 if path.exists() else None
    aside = path.with_name(f"{path.name[:_NAMED]}.{uuid4().hex}{ASIDE}")
    try:
        yield aside
        if mode is not None:
            aside.chmod(mode)
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
