"""Inputs and outputs in an object store: a real S3 endpoint on loopback."""

import json

import pytest
import s3fs
from joblib.externals.loky import get_reusable_executor
from moto.server import ThreadedMotoServer

from newsclf.batch import Task, parts, run
from newsclf.errors import InputError, OutputError


@pytest.fixture
def bucket(monkeypatch, pages):
    """Return a bucket that holds the pages, and its file system."""

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    get_reusable_executor().shutdown(wait=True)  # workers of other tests know no credentials
    s3fs.S3FileSystem.clear_instance_cache()
    fs = s3fs.S3FileSystem(use_listings_cache=False)
    fs.mkdir("press")
    fs.put(str(pages), "press/pages", recursive=True)
    yield fs
    fs.rm("press", recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()
    get_reusable_executor().shutdown(wait=True)
    server.stop()


def test_a_bucket_gives_what_a_folder_gives(bucket, pages, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART_BYTES", 2000)
    run(Task(str(pages), str(tmp_path / "out")))
    task = Task("s3://press/pages", "s3://press/out", jobs=2)
    assert run(task).articles == 24
    for name in ("articles.jsonl", "errors.jsonl", "manifest.json"):
        assert bucket.cat_file(f"press/out/{name}") == (tmp_path / "out" / name).read_bytes()

    bucket.pipe_file(
        "press/pages/2026-06-03.txt", bucket.cat_file("press/pages/2026-06-01/page2.txt")
    )
    bucket.pipe_file("press/pages/broken.txt", b"\x89PNG\r\n\x01")
    summary = run(task, resume=True)
    assert (summary.fresh, summary.done, summary.failed) == (2, 13, 1)
    assert json.loads(bucket.cat_file("press/out/errors.jsonl"))["file"] == "broken.txt"
    assert run(task, resume=True).fresh == 1


def test_a_bucket_that_is_not_there_is_told(bucket, tmp_path):
    with pytest.raises(InputError, match="s3://nowhere/pages: "):
        run(Task("s3://nowhere/pages", str(tmp_path / "out")))


def test_a_store_that_does_not_answer_is_told(bucket, pages, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(InputError, match="s3://press/pages: cannot be listed: Could not connect"):
        run(Task("s3://press/pages", str(tmp_path / "out")))
    with pytest.raises(OutputError, match="s3://press/out: cannot be listed: Could not connect"):
        run(Task(str(pages), "s3://press/out"))
