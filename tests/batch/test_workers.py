"""What a worker refuses: another newsclf than the run was begun by, and another model."""

import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.present import present

import newsclf
from newsclf.batch import Task, local, run
from newsclf.batch.parts import Job
from newsclf.batch.storage import Folder
from newsclf.bundle import load_bundle, save_bundle, shipped_folder
from newsclf.errors import ClusterError, ModelError

DASK = (sys.executable, "-m", "dask")
OLD = "0.0.1"


@pytest.fixture
def model(tmp_path):
    """Return a model folder that may be changed."""
    shutil.copytree(shipped_folder(), tmp_path / "model")
    return tmp_path / "model"


def job(**changes):
    usual = Job(
        source=Folder("pages"),
        target=Folder("out"),
        newsclf=newsclf.__version__,
        model=load_bundle().sha256,
        segmenter="rjieba",
        engine="lead",
        max_chars=40,
    )
    return replace(usual, **changes)


def test_a_worker_has_the_model_of_the_run_and_its_way_of_digests(model):
    found = local.worker_tagger(model, job())
    assert found.label == load_bundle().label
    assert (found.digester.engine, found.digester.max_chars) == ("lead", 40)


def test_a_worker_loads_the_model_once(model):
    assert local.worker_tagger(model, job()) is local.worker_tagger(model, job())


def test_a_worker_of_another_version_refuses(model):
    message = (
        f"a worker has newsclf {newsclf.__version__}, but the run was started by {OLD}; "
        "install the same version on every worker"
    )
    with pytest.raises(ClusterError, match=f"^{re.escape(message)}$"):
        local.worker_tagger(model, job(newsclf=OLD))


def test_a_worker_refuses_a_model_that_was_changed(model):
    save_bundle(model, replace(load_bundle(model), version="0.2"))
    message = f"{model}: the model changed during the run; start it again"
    with pytest.raises(ModelError, match=f"^{re.escape(message)}$"):
        local.worker_tagger(model, job())


@contextmanager
def dask(folder, *arguments, until):
    """Run a process of Dask, from when it says a word on."""
    process = subprocess.Popen(
        [*DASK, *arguments, "--no-dashboard"], cwd=folder, stderr=subprocess.PIPE
    )
    try:
        while until not in present(process.stderr).readline():
            assert process.poll() is None
        yield
    finally:
        process.terminate()
        process.communicate()


def test_a_run_is_refused_by_a_worker_of_another_version(pages, tmp_path):
    preload = tmp_path / "old.py"
    preload.write_text(f"import newsclf\n\nnewsclf.__version__ = {OLD!r}\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", port)
    worker = ("worker", address, "--nthreads", "1", "--no-nanny", "--preload", str(preload))
    message = (
        f"a worker has newsclf {OLD}, but the run was started by {newsclf.__version__}; "
        "install the same version on every worker"
    )
    with (
        dask(tmp_path, *scheduler, until=b"Scheduler at"),
        dask(tmp_path, *worker, until=b"Registered to"),
        pytest.raises(ClusterError, match=f"^{re.escape(message)}$"),
    ):
        run(Task(str(pages), str(tmp_path / "out"), backend="dask", scheduler=address))
    assert not list((tmp_path / "out" / "parts").iterdir())
