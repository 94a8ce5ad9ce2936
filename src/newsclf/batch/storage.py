"""Folders on this machine or at a URL (`s3://…`, `hdfs://…`), using fsspec."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from newsclf.errors import DependencyError, InputError, NewsclfError, OutputError
from newsclf.files import ASIDE, written_atomically
from newsclf.readers import MAX_BYTES, TOO_LARGE

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# What of a listing changes whenever a file does; object stores tell a digest, file systems a time.
_STAMPS = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "modified")
_EXTRAS = {"s3": "s3", "s3a": "s3", "hdfs": "parquet"}
_BLOCK = 2**18  # bytes that are fetched at once for the sake of a first line
_ASIDE_NAME = re.compile(rf"(.+)\.[0-9a-f]{{32}}{re.escape(ASIDE)}")
_LOCK = ".lock"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Input:
    """An input file.

    Attributes:
        path: Its path relative to the folder, as in the file system; `""` if the input is a single
            file.
        name: Its name in records.
        size: Its size in bytes.
        stamp: A value that changes whenever the file does; `""` if it is not a regular file.
    """

    path: str
    name: str
    size: int
    stamp: str


@dataclass(frozen=True)
class Folder:
    """A folder.

    Attributes:
        url: A path, or a URL that fsspec supports.
    """

    url: str

    @cached_property
    def _place(self) -> tuple[Any, str]:
        if not self.url:
            raise InputError("a folder without a name")
        if "://" not in self.url:
            return LocalFileSystem(), Path(self.url).absolute().as_posix()
        try:
            # Workers write what a listing of before does not hold.
            fs, root = fsspec.core.url_to_fs(self.url, use_listings_cache=False)
        except ImportError as error:
            extra = _EXTRAS.get(self.url.split(":")[0], "")
            install = f"pip install 'newsclf[{extra}]'" if extra else str(error)
            raise DependencyError(f"{self.url}: a package is missing: {install}") from None
        except ValueError as error:
            raise InputError(f"{self.url}: {error}") from None
        return fs, root.rstrip("/") or "/"

    @property
    def local(self) -> Path | None:
        """The folder's path, None if it is not on this machine."""
        fs, root = self._place
        return Path(root) if isinstance(fs, LocalFileSystem) else None

    def at(self, path: str) -> str:
        """Return the full path of a file in the folder, for the file system."""
        root = self._place[1]
        return f"{root.rstrip('/')}/{path}" if path else root

    def inputs(self, apart: Folder) -> tuple[list[Input], dict[str, str]]:
        """List the files, with pages in numerical order.

        Args:
            apart: A folder whose files are left out if it lies inside this one.

        Returns:
            All files except hidden ones, with links to folders marked as unreadable; and the
            folders that could not be listed, with the reason.

        Raises:
            InputError: The folder is missing or cannot be listed at all, or is `apart`.
        """
        with self._told("", InputError, "cannot be listed"):
            if not self._place[0].exists(self._place[1]):
                raise InputError(f"{self.url}: no such folder")
            found, failed = self._listed_here() if self.local else (self._listed_there(), {})
        ours = self._below(apart)
        if ours == "":
            raise InputError(
                f"{self.url}: contains the inputs; choose another folder for the results"
            )
        kept = [
            one
            for one in found
            if not any(part.startswith(".") for part in one.path.split("/"))
            and not (ours and one.path.startswith(f"{ours}/"))
        ]
        return sorted(kept, key=lambda one: (in_order(one.name), one.path)), failed

    def _below(self, other: Folder) -> str | None:
        """Return where another folder lies in this one, None where it does not."""
        if self.local and other.local:
            here, there = (Path(os.path.realpath(one)) for one in (self.local, other.local))
            if not there.is_relative_to(here):
                return None
            return there.relative_to(here).as_posix().removeprefix(".")
        (fs, root), (its, place) = self._place, other._place
        if fs != its or not f"{place}/".startswith(f"{root}/"):
            return None
        return str(place[len(root) + 1 :])

    def _listed_here(self) -> tuple[list[Input], dict[str, str]]:
        root = self._place[1]
        if not os.path.isdir(root):  # noqa: PTH112 - a name in any bytes
            return [_here(root, "")], {}
        failed: dict[str, str] = {}

        def note(error: OSError) -> None:
            place = os.path.relpath(os.fsdecode(error.filename or root), root)
            failed[shown(place.replace(os.sep, "/"))] = reason_of(error)

        found = []
        for folder, folders, files in os.walk(root, onerror=note):
            links = [one for one in folders if os.path.islink(os.path.join(folder, one))]  # noqa: PTH114, PTH118
            for name in files + links:
                place = os.path.join(folder, name)  # noqa: PTH118
                found.append(_here(place, os.path.relpath(place, root).replace(os.sep, "/")))
        return found, failed

    def _listed_there(self) -> list[Input]:
        fs, root = self._place
        found = []
        for place, info in fs.find(root, detail=True).items():
            path = place[len(root) :].lstrip("/")
            name = path or place.rpartition("/")[2]
            stamp = next((str(info[key]) for key in _STAMPS if info.get(key) is not None), "")
            size = int(info.get("size") or 0)
            found.append(Input(path, name, size, f"{size}-{stamp}"))
        return found

    def read(self, inputs: Sequence[Input]) -> list[bytes | InputError]:
        """Return the bytes of each file, or the error if it cannot be read."""
        fs, _ = self._place
        wanted = [one for one in inputs if one.stamp and fits(one)]
        # Of a file that has grown, no more than tells that it is too large.
        ends = [MAX_BYTES + 1 if self.local else None] * len(wanted)
        places = [self.at(one.path) for one in wanted]
        data = fs.cat_ranges(places, [None] * len(wanted), ends, on_error="return")
        got = {one.path: found for one, found in zip(wanted, data, strict=True)}
        return [self._read(one, got.get(one.path)) for one in inputs]

    def _read(self, one: Input, data: Any) -> bytes | InputError:
        if isinstance(data, bytes):
            return data
        if not one.stamp:
            return InputError(
                f"{one.name}: is not a regular file; links to folders are not followed"
            )
        if not fits(one):
            return InputError(f"{one.name}: {TOO_LARGE}")
        return InputError(f"{one.name}: cannot be read: {reason_of(data)}")

    def get(self, name: str) -> bytes:
        """Return the bytes of one file.

        Raises:
            OutputError: It cannot be read: it is one that newsclf wrote.
        """
        fs, _ = self._place
        with self._told(name, OutputError, "cannot be read"):
            data: bytes = fs.cat_file(self.at(name))
            return data

    def first_line(self, name: str) -> tuple[bytes, int]:
        """Return the first line of a file, and the size of the whole file.

        Raises:
            OutputError: It cannot be read: it is one that newsclf wrote.
        """
        fs, _ = self._place
        with (
            self._told(name, OutputError, "cannot be read"),
            fs.open(self.at(name), "rb", block_size=_BLOCK) as file,
        ):
            line: bytes = file.readline()
            return line, file.seek(0, os.SEEK_END)

    def names(self, below: str) -> list[str]:
        """Return the names of the files in a subfolder, none if it does not exist."""
        fs, _ = self._place
        with self._told("", OutputError, "cannot be listed"):
            try:
                listed = fs.ls(self.at(below), detail=False)
            except FileNotFoundError:
                return []
        return sorted(place.rstrip("/").rpartition("/")[2] for place in listed)

    def make(self, below: str) -> None:
        """Create a subfolder, and this folder if needed."""
        fs, _ = self._place
        if self.local:  # object stores have no folders
            with self._told("", OutputError, "cannot be written"):
                fs.makedirs(self.at(below), exist_ok=True)

    def remove(self, names: Sequence[str]) -> None:
        """Remove files; missing files are ignored."""
        fs, _ = self._place
        for name in names:
            with self._told(name, OutputError, "cannot be removed"), suppress(FileNotFoundError):
                fs.rm_file(self.at(name))

    def put(self, name: str, data: bytes) -> None:
        """Write a file atomically.

        Raises:
            OutputError: It cannot be written; an existing file is unchanged.
        """
        with self.writing(name) as path:
            path.write_bytes(data)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the folder against other runs on this machine; the lock ends with the process.

        Raises:
            OutputError: Another run holds the lock.
        """
        if not self.local or fcntl is None:
            yield
            return
        with self._told(_LOCK, OutputError, "cannot be written"):
            file = (self.local / _LOCK).open("w")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise OutputError(f"{self.url}: another run is writing its results there") from None
            yield

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Give a local temporary file to write to, which then replaces the target.

        Raises:
            OutputError: It cannot be written; an existing file is unchanged.
        """
        fs, _ = self._place
        if self.local:
            with (
                self._told(name, OutputError, "cannot be written"),
                written_atomically(self.local / name) as path,
            ):
                yield path
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            try:
                yield path
            except OSError as error:
                raise OutputError(f"{folder}: cannot be written: {reason_of(error)}") from None
            with self._told(name, OutputError, "cannot be written"):
                fs.put_file(str(path), self.at(name))  # an object is there when all of it is

    @contextmanager
    def _told(
        self, name: str, kind: type[InputError] | type[OutputError], failure: str
    ) -> Iterator[None]:
        """Turn errors of file systems near and far into ours."""
        place = f"{self.url}/{name}" if name else self.url
        try:
            yield
        except OSError as error:
            raise kind(f"{place}: {failure}: {reason_of(error)}") from None
        except NewsclfError:
            raise
        except Exception as error:
            if self.local:
                raise
            # Clients of object stores have errors of their own kinds: no credentials, no network.
            raise kind(f"{place}: {failure}: {reason_of(error)}") from None


def _here(place: str, path: str) -> Input:
    name = shown(path or os.path.basename(place))  # noqa: PTH119 - a name in any bytes
    try:
        found = os.stat(place)  # noqa: PTH116
    except OSError:  # a link to nowhere
        return Input(path, name, 0, "")
    regular = stat.S_ISREG(found.st_mode)
    return Input(
        path, name, found.st_size, f"{found.st_size}-{found.st_mtime_ns}" if regular else ""
    )


def fits(one: Input) -> bool:
    """Tell whether a file is within the size limit."""
    return one.size <= MAX_BYTES


def shown(path: str) -> str:
    """Return a path as text: decoded as UTF-8 or GB18030, or with other bytes escaped as \\xff."""
    data = path.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", "backslashreplace")


def in_order(name: str) -> list[tuple[int, int, str]]:
    """Return a key for natural sorting: page 2 before page 10."""
    pieces = _DIGITS.split(name)
    return [(0, int(p), p) if p.isdecimal() and p.isascii() else (1, 0, p) for p in pieces if p]


def aside_of(name: str) -> str:
    """Return the final name of a temporary file that a killed run left, `""` if it is not one."""
    match = _ASIDE_NAME.fullmatch(name)
    return match[1] if match else ""


def reason_of(error: BaseException | None) -> str:
    """Return the reason for a failure, as one line."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
