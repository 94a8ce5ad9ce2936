"""References of digests, and the figures of digests against them."""

import json
from pathlib import Path

import pytest
from tests.shipped import digest_of

from newsclf.bundle import shipped_digester
from newsclf.documents import Digest
from newsclf.errors import CorpusError
from newsclf.training.references import quality_of_digests, read_references

ROOT = Path(__file__).parents[2]
TEXT = (
    "石桥镇工会办起夜校\n\n"
    "石桥镇工会在旧粮站办起木工夜校，46名学徒报名。课程每周两晚，学满十次可以考级。"
)
LINES = ["石桥镇工会办起木工夜校，46名学徒报名。", "46名学徒报名，学满十次可以考级。"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = {"id": "a", "references": LINES}
    (tmp_path / "lines.jsonl").write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def test_a_folder_has_its_references_in_a_table(folder):
    (one,) = read_references(folder / "texts", folder / "lines.jsonl")
    assert (one.id, one.article.headline, list(one.digests)) == ("a", "石桥镇工会办起夜校", LINES)


def test_a_table_has_a_text_and_its_reference_in_each_row(tmp_path):
    path = tmp_path / "news.tsv"
    path.write_text("abstract\tsummary\n学徒报名，夜校开班。\t夜校开班\n", encoding="utf-8")
    (one,) = read_references(path)
    assert (one.article.body, one.digests) == ("学徒报名，夜校开班。", ("夜校开班",))


def test_columns_can_be_named(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text("x,y\n学徒报名，夜校开班。,夜校开班\n", encoding="utf-8")
    (one,) = read_references(path, text_column="x", reference_column="y")
    assert one.digests == ("夜校开班",)


def test_a_folder_without_references_tells_what_is_missing(folder):
    with pytest.raises(CorpusError, match="a folder needs --references"):
        read_references(folder / "texts")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "a", "references": []}, "lines.jsonl:1: no reference in the column 'references'"),
        ({"id": "../a", "references": ["x"]}, "id '../a' is not a file name"),
        ({"id": "b", "references": ["x"]}, "b.txt"),
        ({"id": "a", "other": "x"}, "no column looks like the reference"),
    ],
)
def test_bad_rows_are_named(folder, row, message):
    (folder / "lines.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(Exception, match=message.replace(".", r"\.")):
        read_references(folder / "texts", folder / "lines.jsonl")


def test_several_references_count_by_their_mean_and_by_the_best(folder):
    references = read_references(folder / "texts", folder / "lines.jsonl")
    (article,) = (one.article for one in references)
    start = article.body.index(LINES[1][:7])
    line = Digest("46名学徒报名。课程每周两晚，学满十次可以考级。", ((start, len(article.body)),))
    found = quality_of_digests(references, [line], max_chars=80)
    assert found.best["rouge_l"].value > found.figures["rouge_l"].value > 0
    assert found.length == 24
    assert found.compression == pytest.approx(24 / 40)
    assert (found.kept, found.broken) == (1.0, {})


def test_a_missing_digest_scores_0_and_breaks_a_rule(folder):
    references = read_references(folder / "texts", folder / "lines.jsonl")
    found = quality_of_digests(references, [Digest("", ())], max_chars=80)
    assert found.figures["rouge_l"].value == 0.0
    assert (found.kept, found.broken) == (0.0, {"empty": 1})


def test_ours_is_the_line_that_an_editor_would_print(folder):
    ((one),) = read_references(folder / "texts", folder / "lines.jsonl")
    line = "石桥镇工会在旧粮站办起木工夜校，46名学徒报名。课程每周两晚，学满十次可以考级。"
    assert digest_of(one.article).text == line


def test_digests_of_the_corpus_keep_their_floor():
    # In sample of the weights: it tells what breaks them, not how good they are.
    found = read_references(ROOT / "seeds" / "articles", ROOT / "labels" / "digests.jsonl")[::4]
    digests = shipped_digester().digests_of([one.article for one in found])
    quality = quality_of_digests(found, digests, max_chars=80)
    assert quality.figures["rouge_l"].value >= 54.0
    assert quality.kept == 1.0
