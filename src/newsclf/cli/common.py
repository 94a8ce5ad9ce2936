"""Shared by the commands: options, inputs, outputs, and one-line error messages."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from newsclf.digest import ENGINES, LEAST_ROOM, MAX_CHARS
from newsclf.digest.engines import MAX_ROOM
from newsclf.errors import NewsclfError, OutputError
from newsclf.files import written_atomically
from newsclf.readers import Decoded, read_file
from newsclf.text.characters import printable

FAILED = 1  # exit code: inputs failed, or all did; 2, wrong usage, is click's

_Command = TypeVar("_Command", bound=Callable[..., Any])


def files_argument(command: _Command) -> _Command:
    """Add the argument for input files."""
    return click.argument("files", nargs=-1, required=True, metavar="FILE...")(command)


def format_option(*formats: str) -> Callable[[_Command], _Command]:
    """Add the option for the output format; None: a table on a terminal, else JSON Lines."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(formats),
        default=None,
        help="Output format. [default: a table on a terminal, JSON Lines in a pipe]",
    )


def output_option(command: _Command) -> _Command:
    """Add the option for the output file."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False, writable=True),
        help="Write to this file instead of standard output.",
    )(command)


def model_option(command: _Command) -> _Command:
    """Add the option for the model folder."""
    return click.option(
        "--model",
        "model_folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Model folder to use instead of the bundled model.",
    )(command)


def digest_options(command: _Command) -> _Command:
    """Add the digest options: the engine and the maximum length."""
    engine = click.option(
        "--engine",
        type=click.Choice(tuple(ENGINES)),
        default="textrank",
        show_default=True,
        help="Method that chooses the digest.",
    )
    max_chars = click.option(
        "--max-chars",
        type=click.IntRange(LEAST_ROOM, MAX_ROOM),
        default=MAX_CHARS,
        show_default=True,
        help="Maximum length of a digest in characters, including punctuation but not spaces.",
    )
    return engine(max_chars(command))


def segmenter_option(command: _Command) -> _Command:
    """Add the option for the word segmenter."""
    return click.option(
        "--segmenter",
        type=click.Choice(["rjieba", "jieba"]),
        default="rjieba",
        show_default=True,
        help="Word segmenter.",
    )(command)


def format_of(name: str | None, output: Path | None, formats: Sequence[str]) -> str:
    """Return the requested format, else the one of the file extension, else the default."""
    ending = output.suffix[1:].lower() if output else ""
    if name or ending in formats:
        return name or ending
    return "table" if on_terminal(output) else "jsonl"


def say(message: str) -> None:
    """Write one line to standard error, sanitized for a terminal."""
    click.echo(shown(message), err=True)


def names_of(files: Sequence[str]) -> list[str]:
    """Return the name of each file in records: its base name, or its path if names collide."""
    files = [file.encode("utf-8", "replace").decode() for file in files]  # names in odd bytes
    names = ["stdin" if file == "-" else Path(file).name for file in files]
    counts = Counter(names)
    return [file if counts[name] > 1 else name for file, name in zip(files, names, strict=True)]


class Inputs:
    """The texts of the files given to a command; bad ones are reported and skipped.

    Attributes:
        failed: Number of files that could not be used so far.
    """

    def __init__(self, files: Sequence[str]) -> None:
        if list(files).count("-") > 1:
            raise click.UsageError("standard input (-) can be read only once")
        self._files = list(zip(files, names_of(files), strict=True))
        self.failed = 0

    def __iter__(self) -> Iterator[tuple[str, Decoded]]:
        """Yield the name and text of each readable file, and how it was read."""
        # Results on the same terminal show by themselves how far the work is.
        seen = len(self._files) > 1 and not sys.stdout.isatty()
        for file, name in show_progress("files", self._files, len(self._files), seen=seen):
            try:
                decoded = read_file(Path(file))
            except NewsclfError as error:
                self.fail(str(error))
                continue
            if decoded.damaged:
                say(f"newsclf: {name}: {damage_of(decoded)}")
            yield name, decoded

    def without_article(self, name: str) -> str:
        """Return the message for a page without articles."""
        file = next(file for file, given in self._files if given == name)
        return f"{name}: no article found; `newsclf split {file}` shows how the page was read"

    def fail(self, message: str) -> None:
        """Report a failed input and count it."""
        self.failed += 1
        say(f"newsclf: {message}")


def damage_of(decoded: Decoded) -> str:
    """Return the warning about a damaged file."""
    damage = counted(decoded.damaged, "damaged byte")
    return f"warning: {damage}; the rest was read as {decoded.encoding}"


def show_progress(
    label: str, results: Iterable[Any], total: int, *, seen: bool = True
) -> Iterable[Any]:
    """Show a progress bar with the time left, on a terminal only."""
    if not (seen and sys.stderr.isatty()):
        yield from results
        return
    with click.progressbar(results, length=total, label=f"{label:<22}", file=sys.stderr) as bar:
        yield from bar


def shown(value: object) -> str:
    """Return the value as one line that is safe to print on a terminal."""
    return printable(" ".join(str(value).split()))


def counted(count: int, thing: str) -> str:
    """Return a count and its noun, in the plural unless the count is one."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


@contextmanager
def open_output(path: Path | None, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """Open an output file, or standard output; a file is written atomically.

    Raises:
        OutputError: It cannot be written.
    """
    if path is None:
        yield _standard_output()
        return
    path = Path(os.path.realpath(path))
    try:
        if path.exists() and not path.is_file():  # a pipe or a device is written to as it is
            with path.open("w", encoding=encoding, newline="") as file:
                yield file
            return
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from None
    with whole_file(path) as aside, aside.open("w", encoding=encoding, newline="") as file:
        yield file


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary file that replaces the target once it is complete.

    Raises:
        OutputError: It cannot be written.
    """
    path = Path(os.path.realpath(path))
    try:
        with written_atomically(path) as aside:
            yield aside
    except OSError as error:
        reason = error.strerror or " ".join(str(error).split())
        raise OutputError(f"{path}: cannot be written: {reason}") from None


def _standard_output() -> IO[str]:
    """Return standard output in UTF-8, whatever the locale: Chinese must not fail on it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdout


def on_terminal(output: Path | None) -> bool:
    """Tell whether results go to a terminal."""
    return output is None and sys.stdout.isatty()


def uses_colour(output: Path | None) -> bool:
    """Tell whether results go to a terminal that wants colour (https://no-color.org)."""
    return on_terminal(output) and not os.environ.get("NO_COLOR")


def terminal_width() -> int:
    """Return the columns of the terminal, 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Report a newsclf error in one line and exit with code 1; exit quietly on a closed pipe."""
    try:
        yield
    except NewsclfError as error:
        say(f"newsclf: {error}")
        sys.exit(FAILED)
    except BrokenPipeError:
        # The reader has gone; Python would complain once more while flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
