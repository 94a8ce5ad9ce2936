"""Parts on the cores of this machine, using joblib."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError

import newsclf
from newsclf.batch.parts import Header, Job, fail_part, tag_part
from newsclf.batch.storage import Input
from newsclf.bundle import load_bundle
from newsclf.errors import ClusterError, ModelError
from newsclf.tagger import Tagger, tagger_of

Part = tuple[Input, ...]
DEADLY = "it crashed a worker (out of memory?)"


def run_parts(parts: Sequence[Part], job: Job, model: Path, jobs: int) -> Iterator[Header]:
    """Tag parts in parallel processes.

    If a worker dies, unfinished parts are bisected and run again, until the file that causes it is
    found and fails alone.

    Args:
        parts: The parts to tag.
        job: Settings shared by all parts.
        model: The model folder.
        jobs: Number of processes.

    Yields:
        The header of each part as it is completed, in any order.
    """
    waiting = dict(enumerate(parts))
    alone = False
    while waiting:
        batch = dict([next(iter(waiting.items()))] if alone else waiting)
        with _deaf():
            done = joblib.Parallel(
                n_jobs=max(2, jobs) if alone else jobs, return_as="generator_unordered"
            )(joblib.delayed(_work)(number, part, job, model) for number, part in batch.items())
        try:
            for number, header in done:
                del waiting[number]
                yield header
            alone = alone and bool(waiting)
        except TerminatedWorkerError:
            if alone:
                number, part = next(iter(waiting.items()))
                del waiting[number]
                yield fail_part(part, job, DEADLY)
            waiting = dict(enumerate(half for part in waiting.values() for half in halves(part)))
            alone = all(len(part) == 1 for part in waiting.values())


@contextmanager
def _deaf() -> Iterator[None]:
    """Let the workers that are started now ignore Ctrl-C: the first process ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def halves(part: Part) -> list[Part]:
    """Return a part split in two, or unchanged if it has one file."""
    middle = len(part) // 2
    return [half for half in (part[:middle], part[middle:]) if half]


def _work(number: int, part: Part, job: Job, model: Path) -> tuple[int, Header]:
    return number, tag_part(part, job, worker_tagger(model, job))


@lru_cache(maxsize=1)  # a worker loads the model once
def worker_tagger(model: Path, job: Job) -> Tagger:
    """Return the tagger for a job; the model is loaded once per process.

    Raises:
        ClusterError: This process runs another version of newsclf.
        ModelError: The model in the folder has changed since the run began.
    """
    if newsclf.__version__ != job.newsclf:
        raise ClusterError(
            f"a worker has newsclf {newsclf.__version__}, but the run was started by "
            f"{job.newsclf}; install the same version on every worker"
        )
    bundle = load_bundle(model)
    if bundle.sha256 != job.model:
        raise ModelError(f"{model}: the model changed during the run; start it again")
    return tagger_of(bundle, segmenter=job.segmenter, engine=job.engine, max_chars=job.max_chars)
