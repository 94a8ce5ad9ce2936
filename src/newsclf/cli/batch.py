"""`newsclf batch`: a folder of pages, or an archive of millions."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
import joblib

from newsclf.batch import RunProgress, Summary, Task, run
from newsclf.batch.storage import Folder, Input
from newsclf.cli import common
from newsclf.errors import InputError, OutputError
from newsclf.writers.formats import FORMATS

_PAUSE = 2.0  # seconds between two looks at a watched folder
_STOPPED = 130  # exit code after Ctrl-C, as shells have it


@click.command("batch", short_help="Tag and digest all files of a folder.")
@click.argument("folder", metavar="DIR")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="OUT",
    help="Folder for the results; created if it does not exist.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(tuple(FORMATS)),
    multiple=True,
    help="Output format; repeat for several. html and docx are briefings. [default: jsonl]",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Number of processes on this machine. [default: one per core]",
)
@click.option(
    "--backend",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Run on the cores of this machine, or on a Dask cluster.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Address of a Dask cluster, like tcp://host:8786; by default, one is started here.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Continue the run in OUT: process only files that are new, changed, or failed before.",
)
@click.option("--watch", is_flag=True, help="Keep tagging new files in DIR, until Ctrl-C.")
@common.model_option
@common.segmenter_option
@common.digest_options
def command(folder: str, target: str, resume: bool, watch: bool, **how: Any) -> None:
    """Tag and digest all files in a folder and its subfolders.

    DIR and OUT are folders, or URLs like s3://bucket/pages. OUT receives articles.jsonl (or the
    formats given by --format), errors.jsonl (each file that failed, and why), manifest.json (what
    was processed), and the folder parts, from which --resume continues after any interruption. The
    results do not depend on the number of processes, the backend, or interruptions.

    \b
    Examples:
      newsclf batch pages/ -o results/
      newsclf batch pages/ -o results/ --resume --format html --format xlsx
      newsclf batch s3://archive/2026 -o s3://archive/tagged --backend dask --scheduler tcp://10.0.0.5:8786
    """
    if how["scheduler"] and how["backend"] != "dask":
        raise click.UsageError("--scheduler needs --backend dask")
    if target.endswith(tuple(Path(name).suffix for name in FORMATS.values())):
        raise click.UsageError(f"-o {target}: OUT is a folder; choose the format with --format")
    how["formats"] = tuple(dict.fromkeys(how["formats"])) or ("jsonl",)
    how["jobs"] = how["jobs"] or joblib.cpu_count()
    task = Task(folder, target, **how)
    with common.one_line_errors():
        if watch:
            _watch(task, resume)
        try:
            with _progress() as show:
                summary = run(task, resume=resume, on_progress=show)
        except KeyboardInterrupt:
            common.say(
                f"newsclf: stopped; finished work is kept in {target}; continue with --resume"
            )
            sys.exit(_STOPPED)
        _tell(summary, target)
    sys.exit(common.FAILED if summary.failed else 0)


def _watch(task: Task, resume: bool) -> NoReturn:
    """Tag what is there and what arrives, until Ctrl-C; each file when two looks found it alike."""
    source, target = Folder(task.source), Folder(task.target)
    common.say(f"newsclf: watching {task.source}; stop with Ctrl-C")
    before: set[Input] = set(source.inputs(apart=target)[0])
    done: set[Input] = set()
    complaint = ""
    try:
        while True:
            time.sleep(_PAUSE)
            try:
                now = set(source.inputs(apart=target)[0])
                settled, before = now & before, now
                if settled and settled != done:
                    with _progress() as show:
                        summary = run(task, resume=resume, settled=settled, on_progress=show)
                    _tell(summary, task.target)
                    resume, done = True, settled
                complaint = ""
            except (InputError, OutputError) as error:  # a share that is away for a while
                if not done:
                    raise
                if str(error) != complaint:
                    common.say(f"newsclf: {error}; trying again")
                complaint = str(error)
    except KeyboardInterrupt:
        sys.exit(0)


def _tell(summary: Summary, target: str) -> None:
    """Say in one line what came of a run, and in another what failed."""
    themes = [
        f"{name} {summary.themes[theme]}"
        for theme, name in summary.names.items()
        if summary.themes.get(theme)
    ]
    themes += [
        f"{key} {summary.themes[key]}" for key in ("none", "unsure") if key in summary.themes
    ]
    common.say(
        common.counted(summary.files, "file")
        + (f" ({summary.fresh} read now)" if summary.ready else "")
        + f": {common.counted(summary.articles, 'article')}"
        + (f" ({', '.join(themes)})" if themes else "")
        + (f", {common.counted(summary.reprints, 'reprint')}" if summary.reprints else "")
        + f" in {target}: {', '.join(summary.outputs)}"
    )
    if summary.failed:
        common.say(
            f"newsclf: {common.counted(summary.failed, 'file')} failed: see {target}/errors.jsonl"
        )


class _Bar:
    """A line on a terminal: files, articles, rate, time left, errors so far."""

    def __init__(self) -> None:
        self.bar: Any = None
        self.began = time.monotonic()
        self.ready = 0  # articles that were done before

    def __call__(self, progress: RunProgress) -> None:
        if self.bar is None:
            self.bar = click.progressbar(
                length=progress.files,
                file=sys.stderr,
                label="files",
                show_pos=True,
                show_eta=True,
                item_show_func=self.told,
            )
            self.ready = progress.articles
            self.bar.__enter__()
        self.bar.update(progress.done - self.bar.pos, progress)

    def told(self, progress: RunProgress | None) -> str | None:
        if progress is None:
            return None
        taken = max(time.monotonic() - self.began, 1e-3)
        rate = (progress.articles - self.ready) / taken
        failed = f", {progress.failed} failed" if progress.failed else ""
        return f"{progress.articles} articles, {rate:.0f}/s{failed}"


@contextmanager
def _progress() -> Iterator[Any]:
    """Show a bar on a terminal; in a pipe, nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        if bar.bar is not None:
            bar.bar.__exit__(None, None, None)
