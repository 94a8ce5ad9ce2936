"""The results of all parts of a run, combined in the order of the files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from newsclf.batch.parts import PARTS, FileResult, Header
from newsclf.batch.reprints import BINS, SIGNATURE_BYTES, Reprints, Signatures
from newsclf.batch.storage import Folder
from newsclf.errors import OutputError

_HELD = 8  # parts in memory; files of one part mostly follow each other
_LINE_END = b"}\n"


class Located(NamedTuple):
    """The result of a file, and its location in the part's file."""

    result: FileResult
    part: Header
    lines: int  # offset of its records
    signatures: int


def places_of(headers: Sequence[Header]) -> Iterator[Located]:
    """Yield the location of each file's results in some parts."""
    for header in headers:
        lines, signatures = header.size, header.size + sum(one.bytes for one in header.files)
        for one in header.files:
            yield Located(one, header, lines, signatures)
            lines += one.bytes
            signatures += one.articles * SIGNATURE_BYTES


@dataclass(frozen=True)
class Results:
    """The records of a run; each iteration reads them again.

    Attributes:
        target: The folder of results.
        places: Where those of each file are, in order.
        first: Which article repeats which, by number in the run.
        ids: Ids of the articles that others repeat.
    """

    target: Folder
    places: Sequence[Located]
    first: dict[int, int]
    ids: dict[int, str]

    def lines(self) -> Iterator[bytes]:
        """Yield each record as a line of JSON."""
        for number, line in enumerate(_lines(self.target, self.places)):
            first = self.first.get(number)
            named = json.dumps(self.ids[first]) if first is not None else "null"
            yield line.removesuffix(_LINE_END) + f', "duplicate_of": {named}}}\n'.encode()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each record."""
        return map(json.loads, self.lines())


def results_of(target: Folder, places: Sequence[Located]) -> Results:
    """Return the results of a run, with reprints found.

    Args:
        target: The folder of results.
        places: Where those of each file are, in order.
    """
    reprints = Reprints(lambda: _signatures(target, places))
    wanted = set(reprints.first.values())
    ids: dict[int, str] = {}
    if wanted:
        for number, line in enumerate(_lines(target, places)):
            if number in wanted:
                ids[number] = json.loads(line)["id"]
    return Results(target, places, reprints.first, ids)


def _lines(target: Folder, places: Sequence[Located]) -> Iterator[bytes]:
    data = _reader(target)
    for place in places:
        if place.result.articles:
            held = data(place.part)[place.lines : place.lines + place.result.bytes]
            yield from held.splitlines(keepends=True)


def _signatures(target: Folder, places: Sequence[Located]) -> Iterator[Signatures]:
    data = _reader(target)
    for place in places:
        if count := place.result.articles:
            yield np.frombuffer(
                data(place.part), dtype=np.uint32, count=count * BINS, offset=place.signatures
            ).reshape(count, BINS)


def _reader(target: Folder) -> Callable[[Header], bytes]:
    @lru_cache(maxsize=_HELD)
    def data(part: str, size: int, sha256: str) -> bytes:
        found = target.get(f"{PARTS}/{part}")
        if hashlib.sha256(memoryview(found)[size:]).hexdigest() != sha256:
            raise OutputError(f"{target.url}/{PARTS}/{part}: is damaged; delete it and --resume")
        return found

    return lambda part: data(part.name, part.size, part.sha256)
