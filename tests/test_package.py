"""The package: its public names, version, and what a wheel must carry."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import newsclf
from newsclf import errors
from newsclf.bundle import shipped_folder

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", newsclf.__all__)
def test_public_names_are_there_and_documented(name):
    assert inspect.getdoc(getattr(newsclf, name))


def test_the_names_that_the_design_promises_are_public():
    assert {"load", "split", "Tagger", "NewsclfError"} <= set(newsclf.__all__)


def test_version_is_that_of_the_project(project):
    assert newsclf.__version__ == project["project"]["version"]


def test_the_command_tells_the_version():
    command = [sys.executable, "-c", "from newsclf.cli import main; main()", "--version"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.decode().split()[-1] == newsclf.__version__


def test_help_names_every_command():
    command = [sys.executable, "-c", "from newsclf.cli import main; main()", "--help"]
    done = subprocess.run(command, capture_output=True, check=True)
    lines = done.stdout.decode().split("Commands:")[1].splitlines()
    names = [line.split()[0] for line in lines if line.strip()]
    assert {"tag", "split", "digest", "train", "model"} <= set(names)


@pytest.mark.parametrize("name", ["InputError", "ModelError", "CorpusError", "DependencyError"])
def test_every_error_is_a_newsclf_error(name):
    assert issubclass(getattr(errors, name), newsclf.NewsclfError)


def test_the_package_is_typed():
    assert (Path(newsclf.__file__).parent / "py.typed").is_file()


def test_a_wheel_carries_the_model_where_the_code_looks(project):
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried == {"models/themes": "newsclf/models/themes"}
    assert all((ROOT / source).exists() for source in carried)


def test_the_shipped_model_is_plain_json_and_arrays():
    suffixes = {path.suffix for path in shipped_folder().iterdir()}
    assert {".json", ".npy"} <= suffixes <= {".json", ".npy", ".md"}
