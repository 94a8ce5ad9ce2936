"""A Dask cluster of processes on loopback: used, hurt, and missing."""

import socket
import subprocess
import sys

import pytest
from tests.present import present

from archive import write_archive, write_broken
from newsclf.batch import Task, parts, run
from newsclf.errors import ClusterError

DASK = (sys.executable, "-m", "dask")


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(parts, "PART_BYTES", 2000)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def scheduler(tmp_path):
    """Return the address of a scheduler without workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    process = subprocess.Popen(
        [*DASK, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    while b"Scheduler at" not in present(process.stderr).readline():
        assert process.poll() is None
    yield address
    process.terminate()
    process.communicate()


@pytest.fixture
def worker(scheduler, tmp_path):
    """Return the process of two workers and their nannies."""
    process = subprocess.Popen(
        [*DASK, "worker", scheduler, "--nworkers", "2", "--nthreads", "1", "--no-dashboard"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    for _ in range(2):
        while b"Registered to" not in present(process.stderr).readline():
            assert process.poll() is None
    yield process
    process.terminate()
    process.communicate()


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_a_cluster_by_its_address_gives_the_same(pages, tmp_path, scheduler, worker, small_parts):
    write_broken(pages)
    run(Task(str(pages), str(tmp_path / "here")))
    task = Task(str(pages), str(tmp_path / "there"), backend="dask", scheduler=scheduler)
    assert run(task).failed == 10
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_a_worker_killed_in_mid_run_costs_nothing_but_time(tmp_path, scheduler, worker):
    import psutil

    write_archive(tmp_path / "archive", 400)
    run(Task(str(tmp_path / "archive"), str(tmp_path / "calm")))
    killed: list[psutil.Process] = []

    def kill(progress):
        if progress.done and not killed:
            children = psutil.Process(worker.pid).children(recursive=True)
            killed.append(next(c for c in children if "spawn_main" in " ".join(c.cmdline())))
            killed[0].kill()

    task = Task(
        str(tmp_path / "archive"), str(tmp_path / "hurt"), backend="dask", scheduler=scheduler
    )
    run(task, on_progress=kill)
    assert len(killed) == 1
    assert contents(tmp_path / "hurt") == contents(tmp_path / "calm")


def test_a_scheduler_that_does_not_answer_is_told(pages, tmp_path, monkeypatch):
    from newsclf.batch import cluster

    monkeypatch.setattr(cluster, "_TIMEOUT", "1s")
    address = f"tcp://127.0.0.1:{free_port()}"
    task = Task(str(pages), str(tmp_path / "out"), backend="dask", scheduler=address)
    with pytest.raises(ClusterError, match=f"{address}: cannot reach a scheduler"):
        run(task)


def test_a_cluster_without_workers_is_told(pages, tmp_path, scheduler):
    task = Task(str(pages), str(tmp_path / "out"), backend="dask", scheduler=scheduler)
    with pytest.raises(ClusterError, match="the cluster has no workers; start `dask worker`"):
        run(task)
