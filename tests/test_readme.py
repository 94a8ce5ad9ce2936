"""What the READMEs say is what the program does."""

import re
from pathlib import Path

import click
import pytest

import corpus_coverage
import readme
from newsclf.cli import main

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


def commands(group: click.Group) -> dict[str, click.Command]:
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


@pytest.mark.parametrize("name", READMES)
def test_the_table_is_what_the_program_prints(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert f"```text\n{readme.table()}\n```" in text


def test_the_counts_of_the_corpus_are_its_counts() -> None:
    text = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    assert f"-->\n{corpus_coverage.table(corpus_coverage.read_rows())}\n<!--" in text


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_described(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [c for c in commands(main) if f"newsclf {c}" not in text] == []


@pytest.mark.parametrize("name", READMES)
def test_every_option_is_described(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    missing = [
        f"{command} {option}"
        for command, found in commands(main).items()
        for parameter in found.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
        if option not in text
    ]
    assert missing == []


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / name).read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example
    exec(example[1], {})  # the README is ours
    assert "北京市政路桥集团工会" in capsys.readouterr().out


@pytest.mark.parametrize("name", READMES)
def test_every_link_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https:)([^)#]+)\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []
