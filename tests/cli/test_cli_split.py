"""`newsclf split`: articles and furniture, without tags."""

import json

import pytest

from newsclf.cli import main

PAGE = """■ 要闻
食堂添了三道热菜
本报讯（记者 乔木）星期一中午，石桥机械厂的食堂添了三道热菜。夜班的师傅说，汤也热了。

责任编辑：王小明
"""
BODY = "本报讯（记者 乔木）星期一中午，石桥机械厂的食堂添了三道热菜。夜班的师傅说，汤也热了。"
RECORD = {
    "file": "page.txt",
    "articles": [
        {
            "number": 1,
            "headline": "食堂添了三道热菜",
            "kicker": "",
            "deck": "",
            "section": "要闻",
            "reporters": ["乔木"],
            "kind": "article",
            "lines": {"headline": [2], "kicker": [], "deck": [], "body": [3], "credit": []},
            "body": BODY,
            "body_starts": [0],
            "bylines": [[0, 10]],
            "gaps": [],
        }
    ],
    "furniture": [
        {"line": 1, "text": "■ 要闻", "kind": "section"},
        {"line": 5, "text": "责任编辑：王小明", "kind": "footer"},
    ],
}
TABLE = """
page.txt: 1 article, 2 lines of furniture

   1  食堂添了三道热菜
      section   要闻
      reporters 乔木
      body      本报讯（记者 乔木）星期一… (line 3)

   1  section       ■ 要闻
   5  footer        责任编辑：王小明
"""


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["split", *map(str, arguments)], prog_name="newsclf")
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return call


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_in_a_pipe_each_page_is_one_json_line(run, page):
    code, out, err = run(page)
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert json.loads(out) == RECORD


def test_keys_of_a_page_stand_in_reading_order(run, page):
    record = json.loads(run(page)[1])
    assert list(record) == ["file", "articles", "furniture"]
    assert list(record["articles"][0]) == list(RECORD["articles"][0])


def test_json_is_one_array_of_pages(run, page):
    assert json.loads(run(page, "--format", "json")[1]) == [RECORD]


def test_table_shows_parts_with_their_lines(run, page, monkeypatch):
    monkeypatch.setenv("COLUMNS", "56")
    assert run(page, "--format", "table") == (0, TABLE, "")


def test_output_file_holds_what_standard_output_would(run, page, tmp_path):
    assert run(page, "-o", tmp_path / "out.jsonl") == (0, "", "")
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8")) == RECORD


def test_a_page_of_furniture_alone_is_no_failure(run, page):
    page.write_text("第3版\n", encoding="utf-8")
    code, out, err = run(page)
    assert (code, err) == (0, "")
    assert json.loads(out)["articles"] == []


def test_a_bad_file_leaves_the_good_one(run, page, tmp_path):
    code, out, err = run(tmp_path / "none.txt", page)
    assert (code, err) == (1, f"newsclf: {tmp_path / 'none.txt'}: no such file\n")
    assert json.loads(out) == RECORD


def test_csv_is_no_format_of_a_split(run, page):
    code, out, err = run(page, "--format", "csv")
    assert (code, out) == (2, "")
    assert "Invalid value for '--format': 'csv' is not one of 'table', 'json', 'jsonl'." in err


def test_escape_sequences_of_a_page_do_not_reach_the_table(run, page):
    page.write_text(
        PAGE.replace("热菜\n", "热\x1b[2J菜\n").replace("也热了。", "也热了。" * 20), "utf-8"
    )
    code, out, _ = run(page, "--format", "table")
    assert code == 0
    assert "\x1b" not in out


def test_a_missing_model_is_named(run, page, tmp_path):
    code, out, err = run(page, "--model", tmp_path / "none")
    assert (code, out) == (1, "")
    assert err == f"newsclf: {tmp_path / 'none'}: no such model folder: model.json is missing\n"
