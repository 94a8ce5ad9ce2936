"""A run: list the inputs, split them into parts, tag them, combine and write the results."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

import newsclf
from newsclf.batch.parts import (
    NAME,
    PARTS,
    FileResult,
    Header,
    Job,
    cut_into_parts,
    read_header,
)
from newsclf.batch.results import Located, Results, places_of, results_of
from newsclf.batch.storage import Folder, Input, aside_of
from newsclf.bundle import load_bundle, shipped_folder
from newsclf.digest import MAX_CHARS, Digester
from newsclf.errors import InputError, OutputError
from newsclf.text.words import Segmenter
from newsclf.themes import Theme
from newsclf.writers.formats import FORMATS, writer_of
from newsclf.writers.records import as_json

ERRORS = "errors.jsonl"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Task:
    """The inputs, outputs and settings of a run.

    Attributes:
        source: Folder or URL of the inputs.
        target: Folder or URL of the results.
        formats: Keys of `FORMATS`.
        model_folder: A model folder; None for the bundled model.
        segmenter: The word segmenter.
        engine: The method that chooses digests.
        max_chars: Maximum length of a digest.
        backend: `local`, the cores of this machine, or `dask`, a cluster.
        jobs: Number of processes on this machine.
        scheduler: Address of a Dask cluster; None starts one on this machine.
    """

    source: str
    target: str
    formats: tuple[str, ...] = ("jsonl",)
    model_folder: Path | None = None
    segmenter: Segmenter = "rjieba"
    engine: str = "textrank"
    max_chars: int = MAX_CHARS
    backend: Literal["local", "dask"] = "local"
    jobs: int = 1
    scheduler: str | None = None

    def __post_init__(self) -> None:
        unknown = [name for name in self.formats if name not in FORMATS]
        if self.backend not in ("local", "dask"):
            unknown.append(self.backend)
        if unknown:
            raise ValueError(f"unknown format or backend: {', '.join(unknown)}")


@dataclass(frozen=True, slots=True)
class RunProgress:
    """The progress of a run.

    Attributes:
        files: Number of input files.
        done: How many of them were tagged or failed.
        ready: How many of these were already done when the run began.
        articles: Number of articles tagged.
        failed: Number of files that failed.
    """

    files: int
    done: int
    ready: int
    articles: int
    failed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a run.

    Attributes:
        files: Number of inputs.
        done: How many of them were tagged.
        failed: How many of them failed.
        fresh: Number of inputs read by this run.
        ready: Number of inputs already done by an earlier run.
        articles: Number of articles.
        reprints: How many of them repeat another.
        themes: Articles by theme id; `"none"` for no theme, `"unsure"` for those to check.
        names: Names of the themes by id.
        outputs: Names of the files written.
    """

    files: int
    done: int
    failed: int
    fresh: int
    ready: int
    articles: int
    reprints: int
    themes: dict[str, int]
    names: dict[str, str]
    outputs: tuple[str, ...]


def run(
    task: Task,
    *,
    resume: bool = False,
    settled: Collection[Input] | None = None,
    on_progress: Callable[[RunProgress], None] = lambda _: None,
) -> Summary:
    """Tag the files in a folder.

    Args:
        task: Inputs, outputs and settings.
        resume: Continue an earlier run: only files that are new, changed, or failed before are
            read. The results are byte-identical to those of a fresh run.
        settled: Files found in the same state by an earlier listing; None includes files that are
            still being written.
        on_progress: Called once the inputs are listed, and after each part.

    Raises:
        InputError: The inputs cannot be listed.
        OutputError: Results exist and `resume` is false, or results cannot be written. Finished
            parts are kept.
        ModelError: The model is missing or damaged.
        ClusterError: The cluster cannot be reached.
        DependencyError: A format or backend needs a package that is not installed.
    """
    source, target = Folder(task.source), Folder(task.target)
    folder = task.model_folder or shipped_folder()
    bundle = load_bundle(folder)
    Digester(bundle.clause_weights, task.engine, task.max_chars)  # a wrong one ends the run here
    job = Job(
        source,
        target,
        newsclf=newsclf.__version__,
        model=bundle.sha256,
        segmenter=task.segmenter,
        engine=task.engine,
        max_chars=task.max_chars,
    )
    inputs, unlisted = source.inputs(apart=target)
    if settled is not None:
        inputs = [one for one in inputs if one in settled]
    if not inputs and not unlisted:
        raise InputError(f"{task.source}: contains no files")
    there = set(target.names("")) & {*FORMATS.values(), ERRORS, MANIFEST}
    parts = [name for name in target.names(PARTS) if NAME.fullmatch(name)]
    if not resume and (parts or there):
        raise OutputError(
            f"{task.target}: contains the results of a run; continue it with --resume, "
            "or choose another folder"
        )
    # What an earlier run wrote in other formats is kept up to date.
    formats = [name for name, file in FORMATS.items() if name in task.formats or file in there]
    for name in formats:
        writer_of(name)  # a missing package is missed now
    target.make(PARTS)

    with target.locked():
        found = _ready(target, parts, job.settings, inputs, watched=settled is not None)
        missing = [one for one in inputs if one.path not in found]
        _tag(missing, found, task, job, folder, on_progress)
        if found.keys() != {one.path for one in inputs}:
            raise RuntimeError(f"{len(inputs)} files, but {len(found)} results")
        places = [found[one.path] for one in inputs]
        return _put_together(job, places, unlisted, formats, bundle.model.info.themes, len(missing))


def _put_together(
    job: Job,
    places: Sequence[Located],
    unlisted: Mapping[str, str],
    formats: Sequence[str],
    themes: Sequence[Theme],
    fresh: int,
) -> Summary:
    """Write the results of all parts as one, then remove what is not needed any more."""
    target = job.target
    results = results_of(target, places)
    errors = [(place.result.file, place.result.error) for place in places if place.result.error]
    errors += unlisted.items()
    counts: Counter[str] = Counter()
    for place in places:
        counts.update(place.result.themes)
    summary = Summary(
        files=len(places) + len(unlisted),
        done=len(places) + len(unlisted) - len(errors),
        failed=len(errors),
        fresh=fresh,
        ready=len(places) - fresh,
        articles=sum(place.result.articles for place in places),
        reprints=len(results.first),
        themes=dict(counts),
        names={theme.id: theme.name for theme in themes},
        outputs=(*(FORMATS[name] for name in formats), ERRORS, MANIFEST),
    )
    for name in formats:
        with target.writing(FORMATS[name]) as path:
            _write(name, results, path, themes)
    with target.writing(ERRORS) as path, path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(as_json({"file": name, "error": why}) + "\n" for name, why in errors)
    with target.writing(MANIFEST) as path, path.open("w", encoding="utf-8", newline="") as file:
        _write_manifest(file, job.settings, summary, places, unlisted)
    # What could not be listed today may be there tomorrow: its parts are kept.
    _clear(target, set() if unlisted else {place.part.name for place in places})
    return summary


def _clear(target: Folder, used: Collection[str]) -> None:
    """Remove what killed runs were writing, and parts that are not used any more; nothing else."""
    outputs = {*FORMATS.values(), ERRORS, MANIFEST}
    idle = [name for name in target.names("") if aside_of(name) in outputs]
    idle += [
        f"{PARTS}/{name}"
        for name in target.names(PARTS)
        if NAME.fullmatch(aside_of(name)) or (used and NAME.fullmatch(name) and name not in used)
    ]
    target.remove(idle)


def _tag(
    missing: Sequence[Input],
    found: dict[str, Located],
    task: Task,
    job: Job,
    model: Path,
    on_progress: Callable[[RunProgress], None],
) -> None:
    """Tag what is missing, and add it to what was found."""
    articles = sum(place.result.articles for place in found.values())
    progress = RunProgress(len(found) + len(missing), len(found), len(found), articles, 0)
    on_progress(progress)
    for header in _run_parts(task, cut_into_parts(missing), job, model):
        for place in places_of([header]):
            if place.result.path in found:
                raise RuntimeError(f"{place.result.file}: done twice")
            found[place.result.path] = place
        progress = replace(
            progress,
            done=len(found),
            articles=progress.articles + sum(one.articles for one in header.files),
            failed=progress.failed + sum(bool(one.error) for one in header.files),
        )
        on_progress(progress)


def _run_parts(
    task: Task, parts: Sequence[tuple[Input, ...]], job: Job, model: Path
) -> Iterator[Header]:
    if not parts:
        return iter(())
    if task.backend == "dask":
        from newsclf.batch import cluster

        return cluster.run_parts(parts, job, model, task.jobs, task.scheduler)
    from newsclf.batch import local

    return local.run_parts(parts, job, model, task.jobs)


def _ready(
    target: Folder,
    names: Sequence[str],
    settings: str,
    inputs: Sequence[Input],
    *,
    watched: bool,
) -> dict[str, Located]:
    """Return what is done already and need not be done again, by path."""
    stamps = {one.path: one.stamp for one in inputs}
    ready: dict[str, Located] = {}
    known = watched or not names  # a watched folder may be emptied, and filled with other files
    for name in names:
        header = read_header(name, target)
        if header is None or header.settings != settings:
            known = True  # another model's: nothing is said of its inputs
            continue
        for place in places_of([header]):
            result = place.result
            known = known or result.path in stamps
            if not result.error and stamps.get(result.path) == result.stamp:
                ready.setdefault(result.path, place)
    if not known:
        raise OutputError(
            f"{target.url}: contains the results of other inputs; choose another folder"
        )
    return ready


def _write_manifest(
    file: IO[str],
    settings: str,
    summary: Summary,
    places: Iterable[Located],
    unlisted: Mapping[str, str],
) -> None:
    """Write what was done with which bytes, by which model: nothing that differs between runs."""
    left_out = ("fresh", "ready", "names")
    counts = {key: value for key, value in asdict(summary).items() if key not in left_out}
    head = json.dumps({"settings": json.loads(settings), **counts}, ensure_ascii=False, indent=1)
    file.write(head.removesuffix("\n}") + ',\n "inputs": [')
    told = [_told(place.result) for place in places]
    told += [{"file": name, "error": why} for name, why in unlisted.items()]
    file.write(",".join(f"\n  {as_json(one)}" for one in told))
    file.write("\n ]\n}\n")


def _told(result: FileResult) -> dict[str, Any]:
    told = {"file": result.file, "sha256": result.sha256, "articles": result.articles}
    return {**told, "error": result.error} if result.error else told


def _write(name: str, results: Results, path: Path, themes: Sequence[Theme]) -> None:
    """Write the results in a format; as JSON Lines they are copied, not read."""
    if name == "jsonl":
        with path.open("wb") as file:
            file.writelines(results.lines())
    else:
        writer_of(name)(results, path, themes)
