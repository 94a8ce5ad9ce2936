"""Real processes that are killed, stopped, and watched."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

COMMAND = [sys.executable, "-c", "from newsclf.cli import main; main()", "batch"]
OUTPUTS = ("articles.jsonl", "errors.jsonl", "manifest.json")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Return a folder of some sixty pages in five parts."""
    from archive import write_archive

    folder = tmp_path_factory.mktemp("archive")
    write_archive(folder, 500)
    return folder


@pytest.fixture(scope="module")
def calm(archive, tmp_path_factory):
    """Return the results of a run on it that nothing interrupts."""
    target = tmp_path_factory.mktemp("calm") / "out"
    finish(archive, "-o", target, "--jobs", "1")
    return target


def start(*arguments):
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def finish(*arguments):
    process = start(*arguments)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (0, b""), err.decode()
    return err.decode()


def parts(target):
    return len(list((target / "parts").glob("*.part"))) if target.exists() else 0


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def contents(folder):
    return [(folder / name).read_bytes() for name in OUTPUTS]


def test_a_run_killed_again_and_again_ends_as_one_that_was_not(archive, calm, tmp_path):
    target = tmp_path / "killed"
    for number in (1, 3):
        process = start(archive, "-o", target, "--jobs", "2", "--resume")
        wait_for(lambda due=number: parts(target) >= due)
        assert process.poll() is None, "it was done before it was killed"
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert not (target / "articles.jsonl").exists()
    finish(archive, "-o", target, "--jobs", "2", "--resume")
    assert contents(target) == contents(calm)
    assert not list(target.rglob("*.aside"))


def test_a_worker_that_is_killed_costs_nothing_but_time(archive, calm, tmp_path):
    import psutil

    target = tmp_path / "hurt"
    process = start(archive, "-o", target, "--jobs", "2")
    wait_for(lambda: parts(target) >= 1 or process.poll() is not None)
    workers = [
        child
        for child in psutil.Process(process.pid).children(recursive=True)
        if "LokyProcess" in " ".join(child.cmdline())
    ]
    workers[0].kill()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    assert contents(target) == contents(calm)


def test_ctrl_c_says_how_to_go_on(archive, tmp_path):
    target = tmp_path / "out"
    process = start(archive, "-o", target, "--jobs", "2")
    wait_for(lambda: parts(target) >= 1)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode() == (
        f"newsclf: stopped; finished work is kept in {target}; continue with --resume\n"
    )


def test_a_watched_folder_is_tagged_as_files_arrive(pages, tmp_path):
    target = tmp_path / "out"
    process = start(pages, "-o", target, "--jobs", "1", "--watch")
    told = [process.stderr.readline().decode() for _ in range(2)]
    assert told[0] == f"newsclf: watching {pages}; stop with Ctrl-C\n"
    assert told[1].startswith("12 files: 24 articles")
    new = pages / "2026-06-09.txt"
    text = "焊工比武\n本报讯 7月9日，云塘市总工会举办焊工技能比赛，86名焊工参加。\n"
    new.write_text(text, encoding="utf-8")
    assert process.stderr.readline().decode().startswith("13 files (1 read now): 25 articles")
    last = (target / "articles.jsonl").read_bytes().splitlines()[-1]
    assert json.loads(last)["file"] == "2026-06-09.txt"
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60) == (b"", b"")
    assert process.returncode == 0
