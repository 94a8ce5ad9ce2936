"""`newsclf batch`: options, messages, exit codes."""

import json

import pytest

from newsclf.cli import main

PAGE = "焊工比武\n本报讯 7月{day}日，云塘市总工会举办焊工技能比赛，86名焊工参加。\n"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["batch", *map(str, arguments)], prog_name="newsclf")
        out, err = capsys.readouterr()
        assert out == ""
        return end.value.code, err

    return call


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for day in (1, 2):
        (folder / f"{day}.txt").write_text(PAGE.format(day=day), encoding="utf-8")
    return folder


def test_what_came_of_it_is_one_line(run, pages, tmp_path):
    out = tmp_path / "out"
    code, err = run(pages, "-o", out, "--jobs", "1")
    assert code == 0
    assert err == (
        f"2 files: 2 articles (技能 2), 1 reprint in {out}: "
        "articles.jsonl, errors.jsonl, manifest.json\n"
    )
    code, err = run(pages, "-o", out, "--jobs", "1", "--resume")
    assert (code, err.startswith("2 files (0 read now): 2 articles")) == (0, True)


def test_failed_files_give_exit_code_1(run, pages, tmp_path):
    (pages / "3.txt").write_bytes(b"")
    code, err = run(pages, "-o", tmp_path / "out", "--jobs", "1")
    assert code == 1
    assert err.endswith(f"newsclf: 1 file failed: see {tmp_path / 'out'}/errors.jsonl\n")
    line = (tmp_path / "out" / "errors.jsonl").read_text()
    assert json.loads(line) == {"file": "3.txt", "error": "is empty"}


def test_wrong_use_is_told(run, pages, tmp_path):
    out = tmp_path / "out"
    code, err = run(pages, "-o", out, "--scheduler", "tcp://127.0.0.1:1")
    assert (code, err.splitlines()[-1]) == (2, "Error: --scheduler needs --backend dask")
    code, err = run(pages, "-o", "all.csv")
    assert code == 2
    assert "OUT is a folder; choose the format with --format" in err
    assert run(tmp_path / "none", "-o", out) == (
        1,
        f"newsclf: {tmp_path / 'none'}: no such folder\n",
    )
    run(pages, "-o", out, "--jobs", "1")
    code, err = run(pages, "-o", out, "--jobs", "1")
    assert code == 1
    assert err == (
        f"newsclf: {out}: contains the results of a run; continue it with --resume, "
        "or choose another folder\n"
    )
