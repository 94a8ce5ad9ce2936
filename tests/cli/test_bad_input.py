"""Bad inputs and wrong usage: one clear line on standard error, the right exit code."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

from newsclf.bundle import FILES, FORMAT, shipped_folder
from newsclf.cli import main
from newsclf.cli.common import open_output
from newsclf.errors import InputError
from newsclf.readers import MAX_BYTES, read_text

GOOD = "食堂添了三道热菜\n星期一中午，石桥机械厂的食堂添了三道热菜，夜班的师傅很高兴。\n"
NOT_TEXT = "not text: looks like binary data or an encoding other than UTF-8, UTF-16 or GB18030"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main([*map(str, arguments)], prog_name="newsclf")
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return call


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def model(tmp_path):
    return shutil.copytree(shipped_folder(), tmp_path / "model")


def written(tmp_path, data):
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (bytes(range(256)) * 40, NOT_TEXT),
        (b"%PDF-1.7\n1 0 obj\n", "not text: looks like a PDF file; save it as plain text first"),
    ],
    ids=["empty", "blank", "mark alone", "binary", "PDF"],
)
@pytest.mark.parametrize("command", ["tag", "split", "digest"])
def test_what_is_no_text_is_refused_in_one_line(run, tmp_path, command, data, message):
    path = written(tmp_path, data)
    assert run(command, path) == (1, "", f"newsclf: {path}: {message}\n")


@pytest.mark.parametrize("command", ["tag", "split", "digest"])
def test_a_missing_file_is_named(run, tmp_path, command):
    path = tmp_path / "none.txt"
    assert run(command, path) == (1, "", f"newsclf: {path}: no such file\n")


@pytest.mark.parametrize("command", ["tag", "split", "digest"])
def test_a_folder_is_named(run, tmp_path, command):
    message = f"newsclf: {tmp_path}: is a folder; pass the files in it\n"
    assert run(command, tmp_path) == (1, "", message)


def test_a_name_with_an_escape_sequence_is_made_safe(run, tmp_path):
    path = tmp_path / "a\x1b[2J\nb.txt"
    assert run("tag", path) == (1, "", f"newsclf: {tmp_path}/a[2J b.txt: no such file\n")


@pytest.fixture
def enormous(tmp_path):
    path = tmp_path / "enormous.txt"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    return path


def test_an_enormous_file_is_refused(run, enormous):
    message = f"{enormous}: larger than 16 MB; a page is far smaller, split the file"
    assert run("tag", enormous) == (1, "", f"newsclf: {message}\n")


def test_an_enormous_file_is_not_read_to_its_end(enormous):
    tracemalloc.start()
    try:
        with pytest.raises(InputError):
            read_text(enormous)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * MAX_BYTES


@pytest.mark.parametrize("command", ["tag", "digest"])
def test_a_page_without_an_article_is_a_failure(run, tmp_path, command):
    path = written(tmp_path, "第3版\n责任编辑：王小明\n".encode())
    code, out, err = run(command, path)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert err.startswith("newsclf: bad.txt: no article found; ")


@pytest.mark.parametrize("name", ["none.txt", ".", "bad.txt"])
def test_good_files_are_written_beside_a_bad_one(run, tmp_path, good, name):
    written(tmp_path, b"%PDF-1.4")
    code, out, err = run("tag", tmp_path / name, good, tmp_path / name)
    assert (code, err.count("\n")) == (1, 2)
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["good.txt#1"]


def test_good_files_reach_an_output_file_beside_a_bad_one(run, tmp_path, good):
    output = tmp_path / "out.json"
    code, out, _ = run("tag", good, tmp_path / "none.txt", "--format", "json", "-o", output)
    assert (code, out) == (1, "")
    assert [r["id"] for r in json.loads(output.read_text(encoding="utf-8"))] == ["good.txt#1"]


@pytest.mark.parametrize("command", ["tag", "split", "digest"])
def test_standard_input_can_be_named_once(run, command):
    code, out, err = run(command, "-", "-")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == "Error: standard input (-) can be read only once"


def test_empty_standard_input_is_a_failure():
    command = [sys.executable, "-c", "from newsclf.cli import main; main()", "tag", "-"]
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == ["newsclf: standard input: is empty"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tag"], "Missing argument 'FILE...'."),
        (["tag", "--polish", "x"], "--polish"),
        (
            ["tag", "x", "--format", "xml"],
            "'xml' is not one of 'table', 'json', 'jsonl', 'csv', 'xlsx', 'parquet', 'html', "
            "'docx'.",
        ),
        (["tag", "x", "--segmenter", "axe"], "'axe' is not one of 'rjieba', 'jieba'."),
        (["polish"], "No such command 'polish'"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2(run, arguments, message):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err.splitlines()[-1]


@pytest.mark.parametrize("command", ["tag", "split"])
def test_a_folder_is_no_output_file(run, tmp_path, good, command):
    code, out, err = run(command, good, "-o", tmp_path)
    assert (code, out) == (2, "")
    assert f"File '{tmp_path}' is a directory." in err.splitlines()[-1]


def test_a_failure_while_writing_leaves_no_output_file(tmp_path):
    with pytest.raises(RuntimeError), open_output(tmp_path / "out.txt") as out:
        out.write("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_writing_keeps_the_output_file_of_before(tmp_path):
    output = tmp_path / "out.txt"
    output.write_text("before")
    with pytest.raises(RuntimeError), open_output(output) as out:
        out.write("half")
        raise RuntimeError
    assert output.read_text() == "before"
    assert list(tmp_path.iterdir()) == [output]


def test_a_bad_model_leaves_no_output_file(run, tmp_path, good):
    code, out, _ = run("tag", good, "--model", tmp_path / "none", "-o", tmp_path / "out.jsonl")
    assert (code, out) == (1, "")
    assert list(tmp_path.iterdir()) == [good]


def refused_model(run, good, model):
    """Return the one line with which `tag` refuses a model, after the name of its folder."""
    code, out, err = run("tag", good, "--model", model)
    assert (code, out, err.count("\n")) == (1, "", 1)
    start = f"newsclf: {model}: "
    assert err.startswith(start)
    return err.removeprefix(start).strip()


def change(model, *, file=None, data=b"", **header):
    """Change a model folder as a stranger could: the SHA-256 of the changed file is right."""
    about = json.loads((model / "model.json").read_text(encoding="utf-8"))
    if file:
        (model / file).write_bytes(data)
        about["files"][file] = hashlib.sha256(data).hexdigest()
    about.update(header)
    (model / "model.json").write_text(json.dumps(about), encoding="utf-8")


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def test_a_missing_model_folder_is_named(run, good, tmp_path):
    message = refused_model(run, good, tmp_path / "none")
    assert message == "no such model folder: model.json is missing"


def test_a_folder_without_a_model_is_named(run, good, tmp_path):
    assert refused_model(run, good, tmp_path) == "is not a model folder: model.json is missing"


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_of_a_model_is_named(run, good, model, file):
    (model / file).unlink()
    assert refused_model(run, good, model) == f"is not a model folder: {file} is missing"


@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_of_a_model_is_named(run, good, model, file):
    with (model / file).open("ab") as end:
        end.write(b"\n")
    assert refused_model(run, good, model) == f"{file} is damaged or modified; get a fresh copy"


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "{}", "[" * 100_000, "\xff"])
def test_a_model_that_is_not_json_is_damaged(run, good, model, text):
    (model / "model.json").write_bytes(text.encode("latin-1"))
    assert refused_model(run, good, model) == "model.json is damaged; train the model again"


def test_a_model_of_another_format_tells_what_to_do(run, good, model):
    change(model, format=FORMAT - 1)
    assert refused_model(run, good, model) == (
        f"model format {FORMAT - 1}, this newsclf reads {FORMAT}; "
        "train the model again or install the newsclf version that made it"
    )


def test_pickled_objects_in_a_model_are_never_loaded(run, good, model, tmp_path):
    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "sprung"),)

    change(model, file="weights.npy", data=npy(np.array([Trap()], dtype=object)))
    assert refused_model(run, good, model) == (
        "themes.json does not fit its files (Object arrays cannot be loaded when "
        "allow_pickle=False); train the model again"
    )
    assert not (tmp_path / "sprung").exists()


def test_a_pickle_in_place_of_an_array_is_never_loaded(run, good, model, tmp_path):
    pickle = f"cos\nmkdir\n(S'{tmp_path / 'sprung'}'\ntR.".encode()
    change(model, file="idf.npy", data=pickle)
    assert refused_model(run, good, model).startswith("themes.json does not fit its files (")
    assert not (tmp_path / "sprung").exists()


def test_weights_of_a_wrong_shape_are_refused(run, good, model):
    terms = np.load(model / "idf.npy").size
    change(model, file="weights.npy", data=npy(np.zeros((3, 4))))
    assert refused_model(run, good, model) == (
        f"themes.json does not fit its files ({terms} terms and 5 classes, "
        "weights of shape (3, 4)); train the model again"
    )


def test_a_theme_without_calibration_is_refused(run, good, model):
    info = json.loads((model / "themes.json").read_text(encoding="utf-8"))
    info["decider"]["slopes"] = []
    change(model, file="themes.json", data=json.dumps(info).encode())
    assert refused_model(run, good, model) == (
        "themes.json does not fit its files (a theme without its calibration); "
        "train the model again"
    )


def test_a_vocabulary_of_another_form_is_refused(run, good, model):
    change(model, file="vocabulary.json", data=b"[]")
    assert refused_model(run, good, model).startswith("themes.json does not fit its files (")


def test_terms_of_more_parts_than_newsclf_knows_are_refused(run, good, model):
    info = json.loads((model / "themes.json").read_text(encoding="utf-8"))
    info["settings"]["word_ngrams"] = [1, 3]
    change(model, file="themes.json", data=json.dumps(info).encode())
    assert refused_model(run, good, model) == (
        "themes.json does not fit its files (invalid n-gram range 1 to 3); train the model again"
    )


@pytest.mark.parametrize("key", ["name", "version", "files"])
def test_a_model_without_a_key_is_refused(run, good, model, key):
    about = json.loads((model / "model.json").read_text(encoding="utf-8"))
    del about[key]
    (model / "model.json").write_text(json.dumps(about), encoding="utf-8")
    assert refused_model(run, good, model) == (
        f"model.json does not fit its files ('{key}'); train the model again"
    )


@pytest.mark.parametrize("key", ["themes", "settings", "decider", "abstention"])
def test_themes_without_a_key_are_refused(run, good, model, key):
    info = json.loads((model / "themes.json").read_text(encoding="utf-8"))
    del info[key]
    change(model, file="themes.json", data=json.dumps(info).encode())
    assert refused_model(run, good, model) == (
        f"themes.json does not fit its files ('{key}'); train the model again"
    )
