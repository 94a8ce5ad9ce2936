"""`newsclf model`: info and verify."""

import re
import shutil

import pytest

import newsclf
from newsclf.bundle import load_bundle, shipped_folder
from newsclf.cli import main


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["model", *map(str, arguments)], prog_name="newsclf")
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return call


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(shipped_folder(), tmp_path / "mine")


def test_verify_says_that_the_shipped_model_is_whole(run):
    label = newsclf.load().label
    assert run("verify") == (0, f"{shipped_folder()}: {label}: all files are intact\n", "")


def test_verify_takes_a_folder(run, folder):
    label = newsclf.load(folder).label
    assert run("verify", folder) == (0, f"{folder}: {label}: all files are intact\n", "")


@pytest.mark.parametrize("name", ["vocabulary.json", "idf.npy", "weights.npy"])
def test_verify_names_the_file_that_was_changed(run, folder, name):
    data = bytearray((folder / name).read_bytes())
    data[-1] ^= 1
    (folder / name).write_bytes(data)
    message = f"newsclf: {folder}: {name} is damaged or modified; get a fresh copy\n"
    assert run("verify", folder) == (1, "", message)


@pytest.mark.parametrize("command", ["info", "verify"])
def test_a_missing_folder_is_a_failure(run, tmp_path, command):
    folder = tmp_path / "none"
    message = f"newsclf: {folder}: no such model folder: model.json is missing\n"
    assert run(command, folder) == (1, "", message)


def test_info_names_model_corpus_and_terms(run, folder):
    bundle = load_bundle(folder)
    model = bundle.model
    code, out, err = run("info", folder)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == f"model      {bundle.label}"
    assert lines[1] == f"folder     {folder}"
    assert re.fullmatch(rf"size       \d+\.\d MB, {len(model.vocabulary)} terms", lines[2])
    assert lines[3:6] == [
        f"openings   learned from sha256:{bundle.openings.corpus[:16]}",
        f"themes     learned from sha256:{model.info.corpus[:16]}",
        f"digests    learned from sha256:{bundle.clause_weights.corpus[:16]}",
    ]


def test_info_lists_the_themes_in_the_order_of_the_taxonomy(run):
    lines = run("info")[1].splitlines()
    names = [line.split()[:2] for line in lines[6:-2]]
    assert names == [
        ["skills", "技能"],
        ["welfare", "关怀"],
        ["innovation", "创新"],
        ["culture", "文化"],
    ]


def test_info_shows_the_thresholds(run):
    decider = newsclf.load().model.info.decider
    second, unsure = run("info")[1].splitlines()[-2:]
    assert second == f"second     themes from a probability of {decider.secondary:.2f} on"
    assert unsure == f"unsure     below a probability of {decider.sure:.2f}"


def test_an_unknown_subcommand_is_wrong_usage(run):
    code, out, err = run("polish")
    assert (code, out) == (2, "")
    assert "No such command 'polish'" in err
