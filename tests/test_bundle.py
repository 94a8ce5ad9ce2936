"""The model folder: all that is learned, under one SHA-256."""

import hashlib
import json
import shutil
import stat
from dataclasses import replace

import pytest

from newsclf.bundle import (
    FILES,
    HEADER,
    load_bundle,
    load_clause_weights,
    load_openings,
    save_bundle,
    shipped_folder,
)
from newsclf.errors import ModelError

SHIPPED = load_bundle()


@pytest.fixture
def folder(tmp_path):
    save_bundle(tmp_path / "model", replace(SHIPPED, name="lamps", version="0.1"))
    return tmp_path / "model"


def test_a_saved_bundle_is_loaded_as_it_was(folder):
    loaded = load_bundle(folder)
    assert (loaded.name, loaded.version) == ("lamps", "0.1")
    assert loaded.openings == SHIPPED.openings == load_openings(folder)
    assert loaded.model.info == SHIPPED.model.info
    assert loaded.model.weights.tolist() == SHIPPED.model.weights.tolist()
    assert loaded.clause_weights == SHIPPED.clause_weights == load_clause_weights(folder)


def test_the_label_carries_name_version_and_sha256():
    bundle = replace(SHIPPED, name="lamps", version="0.1", sha256="d" * 64)
    assert bundle.label == "lamps 0.1 (sha256:dddddddd)"


def test_the_same_bundle_gives_the_same_bytes(folder, tmp_path):
    save_bundle(tmp_path / "again", load_bundle(folder))
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_saving_again_replaces_what_was_there(folder):
    save_bundle(folder, replace(SHIPPED, version="0.2"))
    assert load_bundle(folder).version == "0.2"
    assert sorted(path.name for path in folder.iterdir()) == sorted([HEADER, *FILES])


def test_the_sha256_is_that_of_the_header_which_holds_those_of_the_files(folder):
    header = (folder / HEADER).read_bytes()
    assert load_bundle(folder).sha256 == hashlib.sha256(header).hexdigest()
    assert json.loads(header)["files"] == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES
    }


def test_a_change_of_any_part_changes_the_sha256(folder, tmp_path):
    openings = replace(SHIPPED.openings, intercept=SHIPPED.openings.intercept + 0.01)
    weights = replace(SHIPPED.clause_weights, closed=SHIPPED.clause_weights.closed + 0.01)
    info = replace(SHIPPED.model.info, corpus="e" * 64)
    model = type(SHIPPED.model)(info, SHIPPED.model.vocabulary, SHIPPED.model.weights)
    changed = [
        replace(SHIPPED, openings=openings),
        replace(SHIPPED, clause_weights=weights),
        replace(SHIPPED, model=model),
    ]
    found = {save_bundle(tmp_path / str(n), one) for n, one in enumerate([SHIPPED, *changed])}
    assert len(found) == 4


@pytest.mark.parametrize("name", FILES)
def test_damage_in_any_file_is_found(folder, name):
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(ModelError) as error:
        load_bundle(folder)
    assert str(error.value) == f"{folder}: {name} is damaged or modified; get a fresh copy"


@pytest.mark.parametrize("name", [HEADER, *FILES])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(ModelError) as error:
        load_bundle(folder)
    assert str(error.value) == f"{folder}: is not a model folder: {name} is missing"


def test_a_part_that_is_none_is_told(folder):
    content = b'{"corpus": "", "intercept": NaN, "weights": {}}'
    (folder / "openings.json").write_bytes(content)
    header = json.loads((folder / HEADER).read_bytes())
    header["files"]["openings.json"] = hashlib.sha256(content).hexdigest()
    (folder / HEADER).write_text(json.dumps(header), encoding="utf-8")
    with pytest.raises(ModelError) as error:
        load_openings(folder)
    assert str(error.value) == (
        f"{folder}: openings.json does not fit its files "
        "(nan instead of a finite number); train the model again"
    )


def test_a_model_folder_may_lie_anywhere(folder, tmp_path):
    moved = tmp_path / "另一处"
    shutil.move(folder, moved)
    assert load_bundle(moved).name == "lamps"


def test_a_file_is_no_model_folder(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("灯亮")
    with pytest.raises(ModelError) as error:
        load_bundle(path)
    assert str(error.value) == f"{path / 'model.json'}: cannot be read: Not a directory"


def test_the_files_of_a_model_can_be_read_by_whoever_may_read_others(folder, tmp_path):
    usual = tmp_path / "usual"
    usual.touch()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {stat.S_IMODE(usual.stat().st_mode)}


def test_the_shipped_folder_holds_these_files_and_the_card():
    names = {path.name for path in shipped_folder().iterdir()}
    assert names == {HEADER, *FILES, "README.md", "training.json"}
