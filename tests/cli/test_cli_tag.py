"""`newsclf tag`: formats, inputs, outputs."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest

from newsclf.bundle import load_bundle, shipped_folder
from newsclf.cli import main

PAGE = """焊花赛场见真章
本报讯（记者 林小舟）6月12日，云塘市总工会举办焊工职业技能竞赛，来自20家企业的86名焊工同台比武。\
竞赛设理论考试和实际操作两个环节，前三名选手将获得技师职业资格。赛前，市总工会组织选手进行了为期两周的技能培训。

清凉药品送到工地
本报讯（记者 何青）7月3日，云塘市总工会走进地铁工地慰问高温下作业的职工，送去绿豆、毛巾和防暑药品等\
慰问品，价值3万元。工会干部询问困难职工的生活情况，把关怀送到职工心坎上。
"""
COMMAND = [sys.executable, "-c", "from newsclf.cli import main; main()", "tag"]
SUMMARY = "page.txt: 2 articles: 技能 1, 关怀 1"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["tag", *map(str, arguments)], prog_name="newsclf")
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return call


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def subprocess_tag(*arguments, data=b"", **environment):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def records_of(jsonl):
    return [json.loads(line) for line in jsonl.splitlines()]


def test_in_a_pipe_results_are_json_lines_one_an_article(run, page):
    code, out, err = run(page)
    assert (code, err) == (0, "")
    assert [(r["id"], r["headline"], r["theme"]) for r in records_of(out)] == [
        ("page.txt#1", "焊花赛场见真章", "skills"),
        ("page.txt#2", "清凉药品送到工地", "welfare"),
    ]


def test_records_carry_the_model_that_decided(run, page):
    label = load_bundle().label
    assert {r["model"] for r in records_of(run(page)[1])} == {label}


def test_json_is_one_array_of_the_same_records(run, page):
    assert json.loads(run(page, "--format", "json")[1]) == records_of(run(page)[1])


def test_csv_has_a_header_and_a_row_an_article(run, page):
    rows = list(csv.DictReader(io.StringIO(run(page, "--format", "csv")[1])))
    assert [(row["file"], row["article"], row["theme"]) for row in rows] == [
        ("page.txt", "1", "skills"),
        ("page.txt", "2", "welfare"),
    ]


def test_table_begins_with_a_count_by_theme(run, page):
    assert run(page, "--format", "table")[1].splitlines()[1].startswith(SUMMARY)


def test_table_explains_only_on_request(run, page):
    plain, explained = (run(page, "--format", "table", *more)[1] for more in ([], ["--explain"]))
    assert "←" not in plain
    assert plain.count("score of") == 0
    assert explained.count("score of") == 2


def test_output_file_holds_what_standard_output_would(run, page, tmp_path):
    _, expected, _ = run(page)
    assert run(page, "-o", tmp_path / "out.jsonl") == (0, "", "")
    assert (tmp_path / "out.jsonl").read_bytes() == expected.encode()


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("out.csv", "\ufeffid,file,article,"),  # with the mark by which Excel knows UTF-8
        ("out.json", "[\n"),
        ("out.jsonl", '{"id": "page.txt#1"'),
        ("out.txt", '{"id": "page.txt#1"'),
    ],
)
def test_the_ending_of_the_output_file_gives_the_format(run, page, tmp_path, name, beginning):
    run(page, "-o", tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


def test_a_new_output_file_has_the_usual_mode_and_one_that_is_there_keeps_its_own(
    run, page, tmp_path
):
    before = os.umask(0o027)
    try:
        out = tmp_path / "out.jsonl"
        run(page, "-o", out)
        assert out.stat().st_mode & 0o777 == 0o640
        out.chmod(0o664)
        run(page, "-o", out)
        assert out.stat().st_mode & 0o777 == 0o664
    finally:
        os.umask(before)
    assert len(records_of(out.read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("xlsx", b"PK"), ("docx", b"PK"), ("parquet", b"PAR1"), ("html", b"<!doctype html>")],
)
def test_what_a_batch_writes_tag_writes_too(run, page, tmp_path, name, beginning):
    path = tmp_path / f"out.{name}"
    assert run(page, "-o", path) == (0, "", "")
    assert path.read_bytes().lower().startswith(beginning.lower())


def test_a_format_that_no_terminal_shows_needs_a_file(run, page):
    code, out, err = run(page, "--format", "xlsx")
    assert (code, out, err.splitlines()[-1]) == (2, "", "Error: --format xlsx needs -o FILE")


def test_engine_and_room_of_digests_can_be_chosen(run, page):
    short = records_of(run(page, "--max-chars", 20)[1])
    lead = records_of(run(page, "--engine", "lead")[1])
    assert all(len(record["digest"]) <= 20 for record in short)
    assert lead[0]["digest"] != short[0]["digest"]


def test_a_named_format_beats_the_ending_of_the_output_file(run, page, tmp_path):
    run(page, "-o", tmp_path / "out.json", "--format", "csv")
    assert (tmp_path / "out.json").read_text(encoding="utf-8-sig").startswith("id,file,")


def test_dash_reads_standard_input(page):
    done = subprocess_tag("-", data=PAGE.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [r["id"] for r in records_of(done.stdout.decode())] == ["stdin#1", "stdin#2"]


def test_files_follow_each_other_in_the_order_given(run, page, tmp_path):
    second = tmp_path / "second.txt"
    shutil.copy(page, second)
    ids = [r["id"] for r in records_of(run(second, page)[1])]
    assert ids == ["second.txt#1", "second.txt#2", "page.txt#1", "page.txt#2"]


def test_files_of_one_name_are_told_apart_by_their_paths(run, page, tmp_path):
    other = tmp_path / "other" / "page.txt"
    other.parent.mkdir()
    shutil.copy(page, other)
    ids = [r["id"] for r in records_of(run(page, other)[1])]
    assert ids == [f"{page}#1", f"{page}#2", f"{other}#1", f"{other}#2"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_encoding_of_the_page_changes_nothing_else(run, page, encoding):
    _, expected, _ = run(page)
    page.write_bytes(PAGE.encode(encoding))
    told = {"gb18030": "gb18030", "utf-16": "utf-16", "utf-8-sig": "utf-8"}[encoding]
    expected = expected.replace('"encoding": "utf-8"', f'"encoding": "{told}"')
    assert run(page) == (0, expected, "")


def test_model_option_names_another_folder(run, page, tmp_path):
    shutil.copytree(shipped_folder(), tmp_path / "mine")
    assert run(page, "--model", tmp_path / "mine") == run(page)


def test_jieba_as_segmenter_gives_the_same_records(run, page):
    done = subprocess_tag(page, "--segmenter", "jieba")
    assert done.returncode == 0
    assert done.stdout.decode() == run(page)[1]


def test_output_is_utf_8_whatever_the_locale(run, page):
    done = subprocess_tag(page, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == run(page)[1].encode()


def test_a_reader_that_goes_away_ends_the_command_quietly(page):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*COMMAND, str(page)], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def on_terminal(page, **environment):
    """Return what the command writes to a terminal of 80 columns."""
    pty = pytest.importorskip("pty")
    near, far = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", **environment}
    subprocess.run([*COMMAND, str(page)], stdout=far, env=environment, check=True)
    os.close(far)
    shown = b""
    with suppress(OSError):  # how Linux ends a terminal
        while piece := os.read(near, 65536):
            shown += piece
    os.close(near)
    return shown.decode().replace("\r\n", "\n")


def test_on_a_terminal_results_are_a_coloured_table(page, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = on_terminal(page)
    assert shown.splitlines()[1].startswith(SUMMARY)
    assert "\x1b[34m\x1b[1m技能\x1b[0m" in shown


def test_no_color_is_obeyed_on_a_terminal(run, page):
    shown = on_terminal(page, NO_COLOR="1")
    assert "\x1b" not in shown
    assert shown == run(page, "--format", "table")[1]


WARNING = "newsclf: page.txt: warning: 1 damaged byte; the rest was read as utf-8\n"


def test_damaged_bytes_are_reported_and_counted(run, page):
    page.write_bytes(page.read_bytes() + b"\xff\n")
    code, out, err = run(page)
    assert (code, err) == (0, WARNING)
    assert {(r["encoding"], r["damaged"]) for r in records_of(out)} == {("utf-8", 1)}
