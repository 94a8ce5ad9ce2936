"""`newsclf evaluate-digest`."""

import json

import pytest
from click.testing import CliRunner

from newsclf.cli import main

NEWS = [
    ("石桥镇工会在旧粮站办起木工夜校，46名学徒报名。课程每周两晚。", "木工夜校46名学徒报名"),
    ("码头工会为装卸工人建起三处歇脚亭，亭里备有热水和药箱。", "码头工会建起三处歇脚亭"),
]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "news.jsonl"
    rows = [json.dumps({"text": text, "summary": line}) for text, line in NEWS]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(main, ["evaluate-digest", *map(str, arguments)])


def test_the_engine_stands_beside_the_first_line(table):
    found = run(table)
    lines = found.stdout.splitlines()
    assert found.exit_code == 0
    assert lines[0] == "2 articles, 2 references; 95% intervals"
    assert [line for line in lines if not line.startswith(" ")][1:] == ["textrank", "lead"]
    assert sum("ROUGE-L" in line for line in lines) == 2
    assert lines.count("  rules kept 100.0%") == 2


def test_the_lead_alone_is_measured_once(table):
    found = json.loads(run(table, "--engine", "lead", "--format", "json").stdout)
    assert list(found) == ["lead"]
    assert set(found["lead"]["figures"]) == {"rouge_1", "rouge_2", "rouge_l"}
    assert "scores" not in found["lead"]


def test_less_room_gives_shorter_lines(table):
    lengths = [
        json.loads(run(table, "--max-chars", most, "--format", "json").stdout)["textrank"]["length"]
        for most in (24, 80)
    ]
    assert lengths[0] <= 24 < lengths[1]


def test_a_missing_column_is_one_line(table):
    found = run(table, "--reference-column", "x")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.count("\n") == 1
    assert "no column 'x'; choose one with --reference-column: text, summary" in found.stderr
