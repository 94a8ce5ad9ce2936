"""The fast path imports little: checked in a process of its own."""

import json
import subprocess
import sys

import pytest

ALLOWED = {"numpy", "rjieba", "click", "newsclf"} | set(sys.stdlib_module_names)
# What a start of Python loads by itself (editable installs, for one) is not newsclf's doing.
PROGRAM = """
import sys
before = set(sys.modules)
from newsclf.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    code = end.code
import json
print(json.dumps([code, sorted(set(sys.modules) - before)]))
"""
PAGE = "食堂添了三道热菜\n星期一中午，石桥机械厂的食堂添了三道热菜，夜班的师傅很高兴。\n"


@pytest.fixture
def loaded(tmp_path):
    """Return a function that runs a command on a page and tells the modules it imported."""
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")

    def run(command, *options):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, command, str(page), *options],
            capture_output=True,
            check=True,
        )
        code, modules = json.loads(done.stdout.decode().splitlines()[-1])
        assert code == 0
        return modules

    return run


def strangers(modules):
    return {module.split(".")[0] for module in modules} - ALLOWED


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "table"])
def test_tag_imports_numpy_rjieba_and_click_alone(loaded, form):
    modules = loaded("tag", "--format", form)
    assert strangers(modules) == set()
    assert {"numpy", "rjieba", "click"} <= set(modules)


@pytest.mark.parametrize("command", ["split", "digest"])
def test_split_and_digest_import_no_more(loaded, command):
    assert strangers(loaded(command)) == set()


def test_tag_loads_no_part_of_newsclf_that_trains(loaded):
    assert not [module for module in loaded("tag") if module.startswith("newsclf.training")]


def test_import_of_the_package_loads_no_segmenter():
    program = "import newsclf, sys; print('rjieba' in sys.modules, 'jieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["False", "False"]
