"""Parts on a Dask cluster, processed by the same function as on one machine."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import newsclf
from newsclf.batch.local import DEADLY, Part, halves, worker_tagger
from newsclf.batch.parts import Header, Job, fail_part, tag_part
from newsclf.batch.storage import reason_of
from newsclf.errors import ClusterError, DependencyError, NewsclfError

try:
    import dask
    from distributed import Client, KilledWorker, LocalCluster, as_completed, get_worker
    from distributed.diagnostics.plugin import WorkerPlugin
except ImportError:
    raise DependencyError("--backend dask needs Dask: pip install 'newsclf[dask]'") from None

_TIMEOUT = "10s"  # until an address counts as unreachable
_AHEAD = 4  # parts a thread that wait at the cluster
_PLUGIN = "newsclf-model"


class _Model(WorkerPlugin):  # type: ignore[misc]
    """Brings the model to each worker once, to those that join later, too."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def setup(self, worker: Any) -> None:
        """Write the model where the worker can load it."""
        self._folder = tempfile.TemporaryDirectory(prefix="newsclf-")
        for name, data in self._files.items():
            (Path(self._folder.name) / name).write_bytes(data)
        worker.newsclf_model = Path(self._folder.name)

    def teardown(self, worker: Any) -> None:
        """Remove it."""
        if self._folder:
            self._folder.cleanup()


def run_parts(
    parts: Sequence[Part], job: Job, model: Path, jobs: int, scheduler: str | None
) -> Iterator[Header]:
    """Tag parts on a cluster; every worker must have access to the inputs and the results.

    If a worker dies, Dask gives its part to another. A part that kills several workers is bisected
    until the file that causes it is found and fails alone.

    Args:
        parts: The parts to tag.
        job: Settings shared by all parts.
        model: The model folder, on this machine.
        jobs: Number of processes of a cluster started on this machine.
        scheduler: Address of a running cluster; None starts one on this machine.

    Yields:
        The header of each part as it is completed, in any order.

    Raises:
        ClusterError: The scheduler cannot be reached, or the connection was lost.
    """
    with _client(jobs, scheduler) as client:
        files = {path.name: path.read_bytes() for path in sorted(model.iterdir()) if path.is_file()}
        try:
            client.register_plugin(_Model(files), name=_PLUGIN)
        except Exception as error:  # whatever a worker raised, as text
            raise ClusterError(
                f"a cluster worker cannot be set up: {reason_of(error)}; "
                f"newsclf {newsclf.__version__} must be installed on every worker"
            ) from None
        waiting = iter(parts)
        of: dict[Any, Part] = {}
        running = as_completed()

        def submit(part: Part) -> None:
            future = client.submit(_work, part, job, pure=False)
            of[future] = part
            running.add(future)

        threads = sum(client.nthreads().values()) or jobs
        for _, part in zip(range(_AHEAD * threads), waiting, strict=False):
            submit(part)
        for future in running:
            part = of.pop(future)
            failure = future.exception()
            if isinstance(failure, KilledWorker):
                if len(part) == 1:
                    yield fail_part(part, job, DEADLY)
                for half in halves(part) if len(part) > 1 else []:
                    submit(half)
            elif isinstance(failure, NewsclfError):
                raise failure
            elif failure is not None or future.cancelled():
                raise ClusterError(
                    f"the cluster failed: {failure or 'connection lost'}; try --resume"
                )
            else:
                yield future.result()
            if (following := next(waiting, None)) is not None:
                submit(following)


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Any]:
    quiet = {"distributed.worker.daemon": False, "logging.distributed": "error"}
    with dask.config.set(quiet):
        if scheduler is None:
            try:
                here = LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
            except RuntimeError as error:
                raise ClusterError(
                    f"cannot start a cluster on this machine ({reason_of(error)}); in your own "
                    'script, call it under `if __name__ == "__main__":`'
                ) from None
            with here, Client(here) as client:
                yield client
            return
        try:
            client = Client(scheduler, timeout=_TIMEOUT)
        except (OSError, ValueError, asyncio.TimeoutError) as error:
            told = " ".join(str(error).split()) or "no answer"
            raise ClusterError(f"{scheduler}: cannot reach a scheduler: {told}") from None
        with client:
            if not client.nthreads():
                raise ClusterError(f"{scheduler}: the cluster has no workers; start `dask worker`")
            yield client


def _work(part: Part, job: Job) -> Header:
    return tag_part(part, job, worker_tagger(get_worker().newsclf_model, job))
