"""A run over a folder: what it writes, what it goes on with, what it refuses."""

import csv
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import newsclf
from archive import write_broken
from newsclf import files
from newsclf.batch import RunProgress, Task, parts, run
from newsclf.batch.parts import NAME
from newsclf.batch.run import _clear
from newsclf.batch.storage import Folder
from newsclf.bundle import load_bundle, save_bundle, shipped_folder
from newsclf.errors import DependencyError, InputError, ModelError, OutputError
from newsclf.pages import Splitter


def records(folder):
    return [json.loads(line) for line in (folder / "articles.jsonl").read_text().splitlines()]


def errors(folder):
    lines = (folder / "errors.jsonl").read_text().splitlines()
    return {one["file"]: one["error"] for one in map(json.loads, lines)}


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of two pages, so that a small folder has several."""
    monkeypatch.setattr(parts, "PART_BYTES", 2000)


def test_records_are_those_of_tag_in_the_order_of_the_pages(pages, tmp_path):
    summary = run(Task(str(pages), str(tmp_path / "out")))
    found = records(tmp_path / "out")
    assert [one["file"] for one in found[::2]] == [
        "2026-06-01/page2.txt", "2026-06-01/page4.txt", "2026-06-01/page6.txt",
        "2026-06-01/page8.txt", "2026-06-01/page10.txt", "2026-06-01/page12.txt",
        "2026-06-02/page1.txt", "2026-06-02/page3.txt", "2026-06-02/page5.txt",
        "2026-06-02/page7.txt", "2026-06-02/page9.txt", "2026-06-02/page11.txt",
    ]  # fmt: skip
    name = "2026-06-01/page10.txt"
    alone = newsclf.load().tag((pages / name).read_text(encoding="utf-8"), name=name)
    assert [{**one.to_dict(), "encoding": "utf-8"} for one in alone] == [
        {key: value for key, value in one.items() if key != "duplicate_of"}
        for one in found
        if one["file"] == name
    ]
    assert (summary.files, summary.done, summary.failed, summary.articles) == (12, 12, 0, 24)
    assert summary.themes == {"skills": 12, "welfare": 12}
    assert errors(tmp_path / "out") == {}


def test_pages_that_repeat_each_other_point_to_the_first(pages, tmp_path):
    summary = run(Task(str(pages), str(tmp_path / "out")))
    found = records(tmp_path / "out")
    assert [one["duplicate_of"] for one in found[:4]] == [
        None, None, "2026-06-01/page2.txt#1", "2026-06-01/page2.txt#2",
    ]  # fmt: skip
    assert summary.reprints == 22


def test_a_broken_file_hurts_no_other(pages, tmp_path, small_parts):
    reasons = write_broken(pages / "2026-06-01")
    summary = run(Task(str(pages), str(tmp_path / "out")))
    assert (summary.files, summary.done, summary.failed, summary.articles) == (22, 12, 10, 24)
    found = errors(tmp_path / "out")
    assert sorted(found) == sorted(f"2026-06-01/{name}" for name in reasons)
    for name, reason in reasons.items():
        assert found[f"2026-06-01/{name}"].startswith(reason)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert len(manifest["inputs"]) == 22
    assert sum("error" in one for one in manifest["inputs"]) == 10


def test_a_defect_of_ours_hurts_only_its_page(pages, tmp_path, monkeypatch):
    split = Splitter.split

    def fails(self, text):
        if "6月7日" in text:
            raise ZeroDivisionError("division by zero")
        return split(self, text)

    monkeypatch.setattr(Splitter, "split", fails)
    summary = run(Task(str(pages), str(tmp_path / "out")))
    assert (summary.done, summary.failed, summary.articles) == (11, 1, 22)
    assert errors(tmp_path / "out") == {
        "2026-06-02/page7.txt": "newsclf failed on this file "
        "(ZeroDivisionError: division by zero); please report it"
    }


@pytest.mark.parametrize(("backend", "jobs"), [("local", 2), ("dask", 2)])
def test_output_is_the_same_for_any_backend_and_workers(
    pages, tmp_path, small_parts, backend, jobs
):
    run(Task(str(pages), str(tmp_path / "one")))
    run(Task(str(pages), str(tmp_path / "two"), backend=backend, jobs=jobs))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_manifest_tells_what_was_done_with_which_bytes_by_which_model(pages, tmp_path):
    run(Task(str(pages), str(tmp_path / "out")))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    data = (pages / "2026-06-01" / "page2.txt").read_bytes()
    assert manifest["inputs"][0] == {
        "file": "2026-06-01/page2.txt",
        "sha256": hashlib.sha256(data).hexdigest(),
        "articles": 2,
    }
    assert manifest["settings"] == {
        "newsclf": newsclf.__version__,
        "model": load_bundle().sha256,
        "segmenter": "rjieba",
        "engine": "textrank",
        "max_chars": 80,
    }


def test_resume_reads_only_what_is_new_changed_or_failed(pages, tmp_path, small_parts):
    out = tmp_path / "out"
    write_broken(pages, "noise.txt")
    run(Task(str(pages), str(out)))
    assert run(Task(str(pages), str(out)), resume=True).fresh == 1  # the broken one
    (pages / "noise.txt").unlink()
    first = pages / "2026-06-01" / "page2.txt"
    first.write_text(first.read_text(encoding="utf-8").replace("86名", "87名"), encoding="utf-8")
    shutil.copy(first, pages / "2026-06-03.txt")
    (pages / "2026-06-02" / "page1.txt").unlink()
    seen: list[RunProgress] = []
    summary = run(Task(str(pages), str(out)), resume=True, on_progress=seen.append)
    assert (summary.files, summary.fresh, summary.articles, summary.failed) == (12, 2, 24, 0)
    assert [(one.done, one.ready) for one in seen] == [(10, 10), (12, 10)]
    assert "87名" in records(out)[0]["body"]
    run(Task(str(pages), str(tmp_path / "anew")))
    assert contents(out) == contents(tmp_path / "anew")


def test_other_formats_of_an_earlier_run_are_kept_up_to_date(pages, tmp_path):
    out = tmp_path / "out"
    run(Task(str(pages), str(out), formats=("csv",)))
    (pages / "2026-06-02" / "page1.txt").unlink()
    summary = run(Task(str(pages), str(out)), resume=True)
    assert summary.outputs == ("articles.jsonl", "articles.csv", "errors.jsonl", "manifest.json")
    text = (out / "articles.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(text.splitlines()))) == 22


def test_resume_with_another_model_does_all_again(pages, tmp_path):
    out, model = tmp_path / "out", tmp_path / "model"
    run(Task(str(pages), str(out)))
    shutil.copytree(shipped_folder(), model)
    header = json.loads((model / "model.json").read_text())
    (model / "model.json").write_text(json.dumps({**header, "version": "1.1"}))
    assert run(Task(str(pages), str(out), model_folder=model), resume=True).fresh == 12
    assert records(out)[0]["model"].startswith("themes 1.1 (sha256:")
    assert len(list((out / "parts").iterdir())) == 1  # nothing of the other model is left


def test_resume_after_the_weights_of_digests_changed_does_all_again(pages, tmp_path):
    out, model = tmp_path / "out", tmp_path / "model"
    shutil.copytree(shipped_folder(), model)
    run(Task(str(pages), str(out), model_folder=model))
    before = [one["digest"] for one in records(out)]
    bundle = load_bundle(model)
    learned = bundle.clause_weights
    negated = replace(
        learned,
        of_line=tuple(-weight for weight in learned.of_line),
        of_headline=tuple(-weight for weight in learned.of_headline),
    )
    save_bundle(model, replace(bundle, clause_weights=negated))
    assert run(Task(str(pages), str(out), model_folder=model), resume=True).fresh == 12
    after = [one["digest"] for one in records(out)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    run(Task(str(pages), str(tmp_path / "anew"), model_folder=model))
    assert contents(out) == contents(tmp_path / "anew")
    assert len(list((out / "parts").iterdir())) == 1


@pytest.mark.parametrize("change", [{"engine": "lead"}, {"max_chars": 40}])
def test_resume_with_other_digests_does_all_again(pages, tmp_path, change):
    out = tmp_path / "out"
    run(Task(str(pages), str(out)))
    before = [one["digest"] for one in records(out)]
    task = Task(str(pages), str(out), **change)
    assert run(task, resume=True).fresh == 12
    assert [one["digest"] for one in records(out)] != before
    settings = json.loads((out / "manifest.json").read_text())["settings"]
    assert {name: settings[name] for name in change} == change
    assert run(task, resume=True).fresh == 0
    run(Task(str(pages), str(tmp_path / "anew"), **change))
    assert contents(out) == contents(tmp_path / "anew")


def test_new_outputs_have_the_usual_mode_and_others_keep_theirs(pages, tmp_path):
    out = tmp_path / "out"
    before = os.umask(0o027)
    try:
        run(Task(str(pages), str(out)))
        (out / "articles.jsonl").chmod(0o664)
        run(Task(str(pages), str(out)), resume=True)
    finally:
        os.umask(before)
    modes = {p.name: p.stat().st_mode & 0o777 for p in out.rglob("*.*[!k]") if p.is_file()}
    (part,) = (out / "parts").iterdir()
    assert modes == {
        "articles.jsonl": 0o664,
        "errors.jsonl": 0o640,
        "manifest.json": 0o640,
        part.name: 0o640,
    }


def test_parts_of_a_killed_run_are_used_and_what_it_left_aside_is_removed(
    pages, tmp_path, small_parts
):
    out = tmp_path / "out"
    run(Task(str(pages), str(out)))
    wanted = contents(out)
    for name in wanted:
        (out / name).unlink()
    kept = sorted((out / "parts").iterdir())
    kept[0].rename(out / "parts" / f"{kept[0].name}.{'5d1f' * 8}.aside")
    (out / f"articles.xlsx.{'5d1f' * 8}.aside").write_bytes(b"PK")
    (out / "parts" / "thesis.docx").write_bytes(b"mine")
    kept[1].write_bytes(kept[1].read_bytes()[:-7])  # not that we would leave such a one
    done = sum(len(json.loads(part.read_bytes().split(b"\n")[0])["files"]) for part in kept[2:])
    assert run(Task(str(pages), str(out)), resume=True).fresh == 12 - done
    assert contents(out) == wanted
    assert not list(out.rglob("*.aside"))
    assert (out / "parts" / "thesis.docx").read_bytes() == b"mine"


HEX = "5d1f" * 8
USED, UNUSED = f"{'a' * 24}.part", f"{'b' * 24}.part"
ASIDE = (
    f"articles.jsonl.{HEX}.aside",
    f"briefing.html.{HEX}.aside",
    f"errors.jsonl.{HEX}.aside",
    f"manifest.json.{HEX}.aside",
    f"parts/{USED}.{HEX}.aside",
    f"parts/{UNUSED}.{HEX}.aside",
)
OTHERS = (
    "articles.jsonl",
    "thesis.docx",
    f"thesis.docx.{HEX}.aside",  # what another program was just writing
    f"articles.jsonl.{HEX}",
    f"articles.jsonl.{HEX[1:]}.aside",
    f"articles.jsonl.{HEX.upper()}.aside",
    "articles.jsonl.aside",
    UNUSED,
    f"{UNUSED}.{HEX}.aside",
    f"parts/articles.jsonl.{HEX}.aside",
    f"parts/thesis.docx.{HEX}.aside",
    "parts/thesis.docx",
    f"parts/{'b' * 23}.part",
    f"parts/{'B' * 24}.part",
    f"parts/{UNUSED}.bak",
    f"parts/x{UNUSED}",
    f"parts/more/{UNUSED}",
)


@pytest.fixture
def full(tmp_path):
    """Return a folder of results, of what killed runs left, and of files of others."""
    for name in (*ASIDE, *OTHERS, f"parts/{USED}", f"parts/{UNUSED}"):
        path = tmp_path / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    return tmp_path / "out"


def files_in(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_what_is_aside_and_unused_parts_are_removed_and_nothing_of_others(full):
    _clear(Folder(str(full)), {USED})
    assert files_in(full) == {*OTHERS, f"parts/{USED}"}


def test_where_no_part_is_known_to_be_used_all_parts_are_kept(full):
    _clear(Folder(str(full)), set())
    assert files_in(full) == {*OTHERS, f"parts/{USED}", f"parts/{UNUSED}"}


def test_files_of_others_outlast_a_run(pages, full):
    for name in ("articles.jsonl", f"parts/{USED}"):
        (full / name).unlink()
    run(Task(str(pages), str(full)), resume=True)
    ours = {"articles.jsonl", "errors.jsonl", "manifest.json", ".lock"}
    left = files_in(full) - ours
    assert {name for name in left if name not in OTHERS} == {
        f"parts/{path.name}" for path in (full / "parts").iterdir() if NAME.fullmatch(path.name)
    }
    assert f"parts/{UNUSED}" not in left
    assert set(OTHERS) - ours <= left
    assert (full / "thesis.docx").read_text() == "mine"


def test_parts_of_a_folder_that_cannot_be_listed_are_kept(
    pages, tmp_path, monkeypatch, small_parts
):
    out = tmp_path / "out"
    run(Task(str(pages), str(out)))
    before = files_in(out / "parts")
    scandir = os.scandir

    def denied(path):  # a superuser, as tests may run as, is denied nothing
        if str(path).endswith("2026-06-02"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    assert run(Task(str(pages), str(out)), resume=True).files == 7
    assert files_in(out / "parts") == before
    monkeypatch.undo()
    shutil.rmtree(pages / "2026-06-02")  # it is not there any more: nor is what came of it
    assert run(Task(str(pages), str(out)), resume=True).fresh == 0
    assert files_in(out / "parts") < before


def test_results_are_not_overwritten_unasked(pages, tmp_path):
    out = tmp_path / "out"
    run(Task(str(pages), str(out)))
    before = contents(out)
    with pytest.raises(OutputError, match="the results of a run; continue it with --resume"):
        run(Task(str(pages), str(out)))
    assert contents(out) == before


def test_results_inside_the_folder_are_no_inputs(pages):
    run(Task(str(pages), str(pages / "out")))
    assert run(Task(str(pages), str(pages / "out")), resume=True).files == 12


def test_hidden_files_are_no_inputs(pages, tmp_path):
    (pages / ".git").mkdir()
    (pages / ".git" / "HEAD").write_text("ref")
    (pages / ".DS_Store").write_bytes(b"\x00")
    assert run(Task(str(pages), str(tmp_path / "out"))).files == 12


def test_a_single_file_is_an_input(pages, tmp_path):
    run(Task(str(pages / "2026-06-01" / "page2.txt"), str(tmp_path / "out")))
    assert {one["file"] for one in records(tmp_path / "out")} == {"page2.txt"}


def test_names_in_gb18030_are_read_so_and_others_shown_by_their_bytes(tmp_path, pages):
    odd = os.fsencode(pages) + b"/\xff.txt"
    shutil.copy(pages / "2026-06-01" / "page2.txt", odd)
    odd = os.fsencode(pages) + "/第一版.txt".encode("gb18030")
    shutil.copy(pages / "2026-06-01" / "page2.txt", odd)
    summary = run(Task(str(pages), str(tmp_path / "out")))
    assert summary.done == 14
    assert {one["file"] for one in records(tmp_path / "out")[-4:]} == {"\\xff.txt", "第一版.txt"}


@pytest.mark.parametrize("name", ["page[1].txt", "[2026]/a*b.txt", "?.txt", "a::b.txt", "~.txt"])
def test_names_are_never_patterns(pages, tmp_path, name):
    path = pages / "[x]" / name
    path.parent.mkdir(parents=True)
    shutil.copy(pages / "2026-06-01" / "page2.txt", path)
    run(Task(str(pages / "[x]"), str(tmp_path / "out")))
    assert {one["file"] for one in records(tmp_path / "out")} == {name}
    assert errors(tmp_path / "out") == {}


def test_links_to_folders_are_not_followed_and_told(pages, tmp_path):
    (pages / "again").symlink_to(pages)
    assert run(Task(str(pages), str(tmp_path / "out"))).done == 12
    reason = "is not a regular file; links to folders are not followed"
    assert errors(tmp_path / "out") == {"again": reason}


def test_a_folder_that_cannot_be_listed_is_told_and_its_work_is_kept(pages, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run(Task(str(pages), str(out)))
    wanted = contents(out)
    scandir = os.scandir

    def denied(path):  # a superuser, as tests may run as, is denied nothing
        if str(path).endswith("2026-06-02"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    summary = run(Task(str(pages), str(out)), resume=True)
    assert (summary.files, summary.done, summary.failed) == (7, 6, 1)
    assert errors(out) == {"2026-06-02": "Permission denied"}
    monkeypatch.undo()
    assert run(Task(str(pages), str(out)), resume=True).fresh == 0
    assert contents(out) == wanted


def test_results_beside_and_below_the_inputs(pages, tmp_path):
    (tmp_path / "link").symlink_to(pages)
    run(Task(str(pages), str(tmp_path / "link" / "out")))
    again = run(Task(str(pages), str(tmp_path / "link" / "out")), resume=True)
    assert (again.files, again.fresh) == (12, 0)
    shutil.rmtree(pages / "out")
    assert run(Task(str(pages), str(tmp_path))).files == 12  # the inputs are below the results
    with pytest.raises(InputError, match="the inputs; choose another folder for the results"):
        run(Task(str(pages), str(pages)))
    with pytest.raises(InputError, match="a folder without a name"):
        run(Task("", str(tmp_path / "out")))


def test_files_of_others_are_not_overwritten(pages, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "articles.csv").write_text("mine")
    with pytest.raises(OutputError, match="contains the results of a run"):
        run(Task(str(pages), str(out)))
    assert (out / "articles.csv").read_text() == "mine"


def test_results_of_other_inputs_are_not_replaced(pages, tmp_path):
    run(Task(str(pages / "2026-06-01"), str(tmp_path / "out")))
    with pytest.raises(OutputError, match="contains the results of other inputs"):
        run(Task(str(pages / "2026-06-02"), str(tmp_path / "out")), resume=True)


def test_a_watched_folder_may_be_filled_anew(pages, tmp_path):
    out = tmp_path / "out"
    run(Task(str(pages), str(out)))
    shutil.rmtree(pages / "2026-06-01")
    (pages / "2026-06-02").rename(pages / "2026-06-03")
    settled, _ = Folder(str(pages)).inputs(apart=Folder(str(out)))
    summary = run(Task(str(pages), str(out)), resume=True, settled=settled)
    assert (summary.files, summary.fresh, summary.ready) == (6, 6, 0)
    assert {one["file"][:10] for one in records(out)} == {"2026-06-03"}


def test_two_runs_do_not_write_into_one_folder(pages, tmp_path):
    out = tmp_path / "out"

    def second(progress):
        with pytest.raises(OutputError, match="another run is writing its results there"):
            run(Task(str(pages), str(out)), resume=True)

    assert run(Task(str(pages), str(out)), on_progress=second).done == 12


def test_a_damaged_part_is_told(pages, tmp_path):
    out = tmp_path / "out"
    run(Task(str(pages), str(out)))
    (part,) = (out / "parts").iterdir()
    data = part.read_bytes()
    part.write_bytes(data[:-9] + b"\0" * 9)
    with pytest.raises(OutputError, match=f"{part.name}: is damaged; delete it and --resume"):
        run(Task(str(pages), str(out)), resume=True)
    part.write_bytes(b"[" * 200_000)  # nothing of ours: done anew
    assert run(Task(str(pages), str(out)), resume=True).fresh == 12


def test_formats_backends_and_digests_are_checked(tmp_path):
    with pytest.raises(ValueError, match="unknown format or backend: pdf"):
        Task("pages", "out", formats=("pdf",))


def test_what_cannot_be_used_is_told(pages, tmp_path):
    out = str(tmp_path / "out")
    with pytest.raises(InputError, match="no such folder"):
        run(Task(str(tmp_path / "none"), out))
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="contains no files"):
        run(Task(str(tmp_path / "empty"), out))
    with pytest.raises(InputError, match="gopher"):
        run(Task("gopher://pages", out))
    with pytest.raises(ModelError):
        run(Task(str(pages), out, model_folder=tmp_path))
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be"):
        run(Task(str(pages), str(tmp_path / "file")))
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux' full device")
def test_a_full_disk_is_told_and_leaves_nothing_half_written(pages, tmp_path, monkeypatch):
    out = tmp_path / "out"
    (out / "parts").mkdir(parents=True)
    monkeypatch.setattr(files, "uuid4", lambda: type("Name", (), {"hex": "f" * 32}))
    run(Task(str(pages), str(tmp_path / "calm")))
    (part,) = (tmp_path / "calm" / "parts").iterdir()
    (out / "parts" / f"{part.name}.{'f' * 32}.aside").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        run(Task(str(pages), str(out)), resume=True)
    assert list((out / "parts").iterdir()) == []
    run(Task(str(pages), str(out)), resume=True)
    assert contents(out) == contents(tmp_path / "calm")


def test_csv_is_what_excel_opens(pages, tmp_path):
    run(Task(str(pages), str(tmp_path / "out"), formats=("csv", "jsonl")))
    data = (tmp_path / "out" / "articles.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == [one["id"] for one in records(tmp_path / "out")]
    assert rows[2]["duplicate_of"] == "2026-06-01/page2.txt#1"


def test_a_missing_package_is_missed_before_the_work(pages, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "s3fs", None)
    with pytest.raises(DependencyError, match=r"pip install 'newsclf\[s3\]'"):
        run(Task("s3://bucket/pages", str(tmp_path / "out")))
