"""The record as JSON, JSON Lines and CSV."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from newsclf.documents import Keyword, Lines, TaggedArticle, ThemeScore
from newsclf.writers import write_csv, write_json, write_jsonl

KEYS = [
    "id",
    "file",
    "article",
    "lines",
    "headline",
    "kicker",
    "deck",
    "section",
    "reporters",
    "kind",
    "theme",
    "confident",
    "themes",
    "tags",
    "digest",
    "digest_spans",
    "digest_reason",
    "keywords",
    "body",
    "body_starts",
    "gaps",
    "model",
    "encoding",
    "damaged",
]
ARTICLE = TaggedArticle(
    id="页.txt#3",
    file="页.txt",
    article=3,
    lines=Lines(headline=(33,), body=(35, 37), credit=(45,)),
    headline="老电工的“小发明”，省下大力气",
    kicker="",
    deck="三年改了12台设备",
    section="要闻",
    reporters=("乔木", "何青"),
    kind="article",
    theme="innovation",
    confident=True,
    themes=(ThemeScore("innovation", "创新", 0.97), ThemeScore("skills", "技能", 0.41)),
    tags=("innovation", "skills"),
    digest="老周改了12台设备。",
    digest_spans=((0, 10),),
    keywords=(Keyword("小发明", 0.31),),
    body="老周改了12台设备。\n徒弟说：“省力。”",
    body_starts=(0, 11),
    gaps=0,
    model="themes 1.0 (sha256:1a2b3c4d)",
    encoding="utf-8",
)
RECORD = {
    "id": "页.txt#3",
    "file": "页.txt",
    "article": 3,
    "lines": {"headline": [33], "kicker": [], "deck": [], "body": [35, 37], "credit": [45]},
    "headline": "老电工的“小发明”，省下大力气",
    "kicker": "",
    "deck": "三年改了12台设备",
    "section": "要闻",
    "reporters": ["乔木", "何青"],
    "kind": "article",
    "theme": "innovation",
    "confident": True,
    "themes": [
        {"id": "innovation", "name": "创新", "probability": 0.97},
        {"id": "skills", "name": "技能", "probability": 0.41},
    ],
    "tags": ["innovation", "skills"],
    "digest": "老周改了12台设备。",
    "digest_spans": [[0, 10]],
    "digest_reason": "",
    "keywords": [{"text": "小发明", "weight": 0.31}],
    "body": "老周改了12台设备。\n徒弟说：“省力。”",
    "body_starts": [0, 11],
    "gaps": 0,
    "model": "themes 1.0 (sha256:1a2b3c4d)",
    "encoding": "utf-8",
    "damaged": 0,
}
TEXTS = {key for key, value in RECORD.items() if isinstance(value, str)}
NO_THEME = replace(ARTICLE, theme=None, confident=False, tags=(), keywords=())


def written(write, *articles):
    out = io.StringIO(newline="")
    write(articles, out)
    return out.getvalue()


def csv_rows(*articles):
    return list(csv.DictReader(io.StringIO(written(write_csv, *articles), newline="")))


def test_record_has_the_keys_of_the_design_in_their_order():
    assert list(json.loads(written(write_jsonl, ARTICLE))) == KEYS


def test_jsonl_holds_the_record():
    assert json.loads(written(write_jsonl, ARTICLE)) == RECORD


def test_jsonl_is_one_line_an_article():
    lines = written(write_jsonl, ARTICLE, NO_THEME).split("\n")
    assert [json.loads(line)["theme"] for line in lines[:-1]] == ["innovation", None]
    assert lines[-1] == ""


def test_json_agrees_with_jsonl():
    assert json.loads(written(write_json, ARTICLE)) == [RECORD]


def test_json_of_no_article_is_an_empty_array():
    assert written(write_json) == "[]\n"


def test_jsonl_of_no_article_is_empty():
    assert written(write_jsonl) == ""


@pytest.mark.parametrize("write", [write_json, write_jsonl, write_csv])
def test_chinese_is_written_as_it_is(write):
    assert "老电工的“小发明”，省下大力气" in written(write, ARTICLE)


def test_csv_has_the_columns_of_the_design_in_their_order():
    assert written(write_csv) == ",".join(KEYS) + "\n"


def test_csv_agrees_with_json():
    (row,) = csv_rows(ARTICLE)
    read = {key: cell if key in TEXTS else json.loads(cell) for key, cell in row.items()}
    assert read == RECORD


def test_csv_leaves_the_cell_of_no_theme_empty():
    (row,) = csv_rows(NO_THEME)
    assert (row["theme"], row["tags"], row["confident"]) == ("", "[]", "false")


def test_csv_keeps_line_feeds_and_quotation_marks_of_a_body():
    body = '一段。\n二段，说"好"。'
    assert csv_rows(replace(ARTICLE, body=body))[0]["body"] == body


@pytest.mark.parametrize("first", "=+-@＝＋－＠\t\r")
@pytest.mark.parametrize("column", ["headline", "kicker", "deck", "body", "digest", "file"])
def test_csv_makes_formulas_harmless(column, first):
    text = f'{first}HYPERLINK("x")'
    harmless = text[1:] if first == "\r" else f"'{text}"  # control characters are left out
    changed: dict[str, Any] = {column: text}
    assert csv_rows(replace(ARTICLE, **changed))[0][column] == harmless


def test_json_leaves_what_looks_like_a_formula_alone():
    record = json.loads(written(write_jsonl, replace(ARTICLE, headline="-5℃里的抢修")))
    assert record["headline"] == "-5℃里的抢修"


def test_csv_leaves_signs_inside_a_text_alone():
    assert csv_rows(replace(ARTICLE, headline="产量+5%"))[0]["headline"] == "产量+5%"


@pytest.mark.parametrize("write", [write_json, write_jsonl])
def test_control_characters_are_escaped_in_json(write):
    text = written(write, replace(ARTICLE, body="甲\x1b[2J乙"))
    assert "\x1b" not in text
    assert "甲\\u001b[2J乙" in text
