"""The model folder: everything learned (openings, themes, digests) under one SHA-256.

A model folder contains `model.json`, which names the model and has the SHA-256 of each other file;
`openings.json` (see `pages.Openings`); the files of the themes (see `classify.model`); and
`digests.json` (see `digest.ClauseWeights`). Each part records the corpus from which it was learned.
All files are plain JSON and arrays; no pickle is ever loaded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from newsclf.checks import shown
from newsclf.classify import model as themes
from newsclf.classify.model import Model
from newsclf.digest import ClauseWeights, Digester
from newsclf.digest import weights as digests
from newsclf.documents import Page
from newsclf.errors import ModelError, OutputError
from newsclf.files import written_atomically
from newsclf.pages import Openings, Splitter
from newsclf.pages import openings as pages

FORMAT = 5
HEADER = "model.json"
FILES = (pages.FILE, *themes.FILES, digests.FILE)
MAX_BYTES = 512 * 2**20  # of a file

_HERE = Path(__file__).parent
# In an installed package the model lies beside the code; in a checkout, at its top.
_SHIPPED = (_HERE / "models" / "themes", _HERE.parents[1] / "models" / "themes")

_T = TypeVar("_T")
_WRONG = (LookupError, TypeError, ValueError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that is learned.

    Attributes:
        name, version: Its name and version.
        openings: How paragraphs begin.
        model: The classifier of themes.
        clause_weights: Which clauses editors keep.
        sha256: SHA-256 of `model.json`, and so of every file, in hex; "" before it is saved.
    """

    name: str
    version: str
    openings: Openings
    model: Model
    clause_weights: ClauseWeights
    sha256: str = ""

    @property
    def label(self) -> str:
        """Name, version and SHA-256, as in records."""
        return f"{self.name} {self.version} (sha256:{self.sha256[:8]})"


def save_bundle(folder: Path, bundle: Bundle, beside: Mapping[str, bytes] | None = None) -> str:
    """Write a model folder; the same bundle always gives the same bytes.

    Args:
        folder: Created if it does not exist.
        bundle: The bundle to write; numbers of the themes are stored in single precision.
        beside: Other files by name, for people: the model card and its figures.

    Returns:
        The SHA-256 of the bundle.

    Raises:
        OutputError: It cannot be written.
    """
    files = {
        pages.FILE: bundle.openings.to_bytes(),
        **themes.files_of(bundle.model),
        digests.FILE: bundle.clause_weights.to_bytes(),
    }
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    told = {"format": FORMAT, "name": bundle.name, "version": bundle.version, "files": sums}
    header = json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The header comes last and holds the sums: a folder cut short is known as damaged.
        for name, content in {**files, **(beside or {}), HEADER: header}.items():
            with written_atomically(folder / name) as path:
                path.write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from None
    return hashlib.sha256(header).hexdigest()


def load_bundle(folder: Path | None = None) -> Bundle:
    """Read a model folder and verify every file.

    Args:
        folder: A folder written by `newsclf train`; None for the bundled model.

    Raises:
        ModelError: The folder is missing, damaged, or of another version.
    """
    reader = _Reader(folder or shipped_folder())
    return Bundle(
        name=reader.name,
        version=reader.version,
        openings=reader.part(pages.openings_of, pages.FILE),
        model=reader.parts(themes.model_of, themes.FILES),
        clause_weights=reader.part(digests.clause_weights_of, digests.FILE),
        sha256=reader.sha256,
    )


def load_openings(folder: Path | None = None) -> Openings:
    """Read only how paragraphs begin; see `load_bundle`."""
    return _Reader(folder or shipped_folder()).part(pages.openings_of, pages.FILE)


def load_clause_weights(folder: Path | None = None) -> ClauseWeights:
    """Read only which clauses editors keep; see `load_bundle`."""
    return _Reader(folder or shipped_folder()).part(digests.clause_weights_of, digests.FILE)


def shipped_folder() -> Path:
    """Return the folder of the bundled model."""
    return next((folder for folder in _SHIPPED if folder.is_dir()), _SHIPPED[0])


@lru_cache(maxsize=1)
def shipped_splitter() -> Splitter:
    """Return the splitter of the bundled model, loaded on first use."""
    return Splitter(load_openings())


@lru_cache(maxsize=1)
def shipped_digester() -> Digester:
    """Return the digester of the bundled model, loaded on first use."""
    return Digester(load_clause_weights())


def split(text: str) -> Page:
    """Split a page with the bundled model; see `Splitter.split`."""
    return shipped_splitter().split(text)


class _Reader:
    """Reads a model folder, each file checked against its SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        text = _read(folder, HEADER)
        try:
            header: dict[str, Any] = json.loads(text)
            version = header["format"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ModelError(f"{folder}: {HEADER} is damaged; train the model again") from None
        if version != FORMAT:
            raise ModelError(
                f"{folder}: model format {version!r}, this newsclf reads {FORMAT}; "
                "train the model again or install the newsclf version that made it"
            )
        self.sha256 = hashlib.sha256(text).hexdigest()
        self._sums, self.name, self.version = self._checked(
            HEADER,
            lambda: (dict(header["files"]), shown(header["name"]), shown(header["version"])),
        )

    def part(self, read: Callable[[bytes], _T], name: str) -> _T:
        """Return what one file holds."""
        return self.parts(lambda files: read(files[name]), (name,))

    def parts(self, read: Callable[[Mapping[str, bytes]], _T], names: tuple[str, ...]) -> _T:
        """Return what some files hold together; the first of them describes the others."""
        files = {name: _read(self.folder, name) for name in names}
        for name, content in files.items():
            if hashlib.sha256(content).hexdigest() != self._sums.get(name):
                raise ModelError(f"{self.folder}: {name} is damaged or modified; get a fresh copy")
        return self._checked(names[0], lambda: read(files))

    def _checked(self, name: str, read: Callable[[], _T]) -> _T:
        try:
            return read()
        except _WRONG as error:
            raise ModelError(
                f"{self.folder}: {name} does not fit its files ({error}); train the model again"
            ) from None


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        kind = "is not a model folder" if folder.is_dir() else "no such model folder"
        raise ModelError(f"{folder}: {kind}: {name} is missing") from None
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ModelError(f"{path}: larger than {MAX_BYTES // 2**20} MB; not a model file")
    return data
