"""Parts: groups of files that are tagged together, and the file that holds their results.

A part's file starts with a header, one line of JSON that records what was done. The records of its
articles follow as JSON Lines, then their signatures. It is written atomically, and its bytes do not
depend on which worker writes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from newsclf.batch.reprints import SIGNATURE_BYTES, signatures_of
from newsclf.batch.storage import Folder, Input
from newsclf.documents import TaggedArticle
from newsclf.errors import InputError, NewsclfError, OutputError
from newsclf.portions import portions
from newsclf.readers import Decoded, decoded_text
from newsclf.tagger import Tagger, from_file
from newsclf.text.words import Segmenter
from newsclf.writers.records import as_json

PARTS = "parts"  # the folder of them
NAME = re.compile(r"[0-9a-f]{24}\.part")
FORMAT = 1
# The larger a part, the less an article costs (numpy's calls are shared), the more is lost when a
# worker dies; 256 kB are some 190 articles, a quarter of a second.
PART_BYTES = 256 * 2**10
PART_FILES = 500
NO_ARTICLE = "no article found; `newsclf split` shows how the page was read"


@dataclass(frozen=True, slots=True)
class Job:
    """Settings shared by all parts of a run.

    Attributes:
        source: The folder of inputs.
        target: The folder of results.
        newsclf: The version of newsclf.
        model: SHA-256 of the model folder.
        segmenter: The word segmenter.
        engine: The method that chooses digests.
        max_chars: Maximum length of a digest.
    """

    source: Folder
    target: Folder
    newsclf: str
    model: str
    segmenter: Segmenter
    engine: str
    max_chars: int

    @property
    def settings(self) -> str:
        """Everything but the inputs that determines the records, as JSON."""
        names = ("newsclf", "model", "segmenter", "engine", "max_chars")
        return json.dumps({name: getattr(self, name) for name in names}, sort_keys=True)


@dataclass(frozen=True, slots=True)
class FileResult:
    """The result of one file.

    Attributes:
        file: Its name in records.
        path: Its path relative to the folder.
        stamp: Its state when it was read.
        sha256: SHA-256 of its bytes, `""` if they could not be read.
        articles: Number of its articles.
        bytes: Size of their records in bytes.
        error: Why it failed, `""` if it did not.
        themes: Articles by theme; `"none"` for no theme, `"unsure"` for those to check.
    """

    file: str
    path: str
    stamp: str
    sha256: str
    articles: int
    bytes: int
    error: str
    themes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Header:
    """Information on a part without its records.

    Attributes:
        name: Name of its file.
        settings: Settings of its job.
        size: Size of the header itself in bytes.
        sha256: SHA-256 of the bytes after the header.
        files: The result of each file, in order.
    """

    name: str
    settings: str
    size: int
    sha256: str
    files: tuple[FileResult, ...]


def cut_into_parts(inputs: Sequence[Input]) -> list[tuple[Input, ...]]:
    """Split a list of files into parts of similar size."""
    parts = portions(inputs, lambda one: one.size, room=PART_BYTES, most=PART_FILES)
    return [tuple(part) for part in parts]


def tag_part(part: Sequence[Input], job: Job, tagger: Tagger) -> Header:
    """Read, tag and write a part.

    Args:
        part: The files.
        job: Source, target and settings.
        tagger: A tagger with the job's model and segmenter.

    Raises:
        OutputError: The part cannot be written.
    """
    contents = job.source.read(part)
    texts = [_text(one, data) for one, data in zip(part, contents, strict=True)]
    pages = [(o.name, t) for o, t in zip(part, texts, strict=True) if isinstance(t, Decoded)]
    tagged = iter(_tagged(pages, tagger))
    found = [next(tagged) if isinstance(text, Decoded) else text for text in texts]
    return _write(part, contents, found, job)


def _text(one: Input, data: bytes | InputError) -> Decoded | InputError:
    try:
        return data if isinstance(data, InputError) else decoded_text(data, one.name)
    except InputError as error:
        return error


def fail_part(part: Sequence[Input], job: Job, reason: str) -> Header:
    """Write a part whose files all failed because they crash their workers."""
    found = [InputError(f"{one.name}: {reason}") for one in part]
    return _write(part, found, found, job)


def _tagged(
    pages: Sequence[tuple[str, Decoded]], tagger: Tagger
) -> list[list[TaggedArticle] | NewsclfError]:
    """Tag pages at once; where that fails, one by one, so that a bad one hurts no other."""
    try:
        found = tagger.tag_pages([(name, decoded.text) for name, decoded in pages])
        return [
            from_file(articles, decoded)
            for articles, (_, decoded) in zip(found, pages, strict=True)
        ]
    except Exception as error:  # a defect of ours: the run goes on, the file is named
        if len(pages) == 1:
            kind = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return [
                NewsclfError(
                    f"{pages[0][0]}: newsclf failed on this file ({kind}); please report it"
                )
            ]
        return [_tagged([page], tagger)[0] for page in pages]


def _write(
    part: Sequence[Input],
    contents: Sequence[bytes | InputError],
    found: Sequence[list[TaggedArticle] | NewsclfError],
    job: Job,
) -> Header:
    results, lines, articles = [], [], []
    for one, data, some in zip(part, contents, found, strict=True):
        error = str(some).removeprefix(f"{one.name}: ") if isinstance(some, NewsclfError) else ""
        if not error and not some:
            error = NO_ARTICLE
        own = some if isinstance(some, list) else []
        written = [f"{as_json(article.to_dict())}\n".encode() for article in own]
        sha256 = hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else ""
        themes = Counter(article.theme or "none" for article in own)
        themes.update("unsure" for article in own if not article.confident)
        results.append(
            FileResult(
                one.name, one.path, one.stamp, sha256, len(own), sum(map(len, written)), error,
                dict(sorted(themes.items())),
            )
        )  # fmt: skip
        lines += written
        articles += own
    rest = b"".join([*lines, signatures_of([article.body for article in articles]).tobytes()])
    head = {
        "format": FORMAT,
        "settings": job.settings,
        "sha256": hashlib.sha256(rest).hexdigest(),
        "files": [asdict(result) for result in results],
    }
    first = json.dumps(head).encode() + b"\n"  # ASCII: paths in odd bytes, too
    name = name_of(part, job)
    job.target.put(f"{PARTS}/{name}", first + rest)
    return Header(name, job.settings, len(first), str(head["sha256"]), tuple(results))


def name_of(part: Sequence[Input], job: Job) -> str:
    """Return the name of a part's file, which depends only on its contents."""
    told = json.dumps([job.settings, [(one.path, one.stamp) for one in part]])
    return hashlib.sha256(told.encode()).hexdigest()[:24] + ".part"


def read_header(name: str, target: Folder) -> Header | None:
    """Return the header of a part, None if its file has another format or is damaged.

    Args:
        name: Of its file.
        target: The folder of results.
    """
    try:
        first, size = target.first_line(f"{PARTS}/{name}")
        head: dict[str, Any] = json.loads(first)
        if head["format"] != FORMAT:
            return None
        files = tuple(FileResult(**one) for one in head["files"])
        due = len(first) + sum(one.bytes + one.articles * SIGNATURE_BYTES for one in files)
        if size != due:
            return None
        return Header(name, str(head["settings"]), len(first), str(head["sha256"]), files)
    except (ValueError, KeyError, TypeError, RecursionError, OutputError):
        return None
