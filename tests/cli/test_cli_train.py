"""`newsclf train`: a corpus becomes a model folder, or one line says why not."""

import csv
import re
import shutil
from pathlib import Path

import pytest

import newsclf
from newsclf.cli import main

ROOT = Path(__file__).parents[2]
THEMES = ROOT / "labels" / "themes.toml"
HEADER = "id,primary,secondary,close,group\n"
SKILLS = (
    "技能竞赛开赛\n6月12日，云塘市总工会举办焊工职业技能竞赛，86名选手比武，赛前进行了技能培训。\n"
)


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["train", *map(str, arguments)], prog_name="newsclf")
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return call


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("食堂添了三道热菜，夜班的师傅很高兴。", encoding="utf-8")
    return folder


def labels_file(folder, text):
    path = folder.parent / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(run, corpus, labels):
    """Return the one line after `reading …` with which training ends; there is no model then."""
    model = corpus.parent / "model"
    code, out, err = run(corpus, "--labels", labels, "--themes", THEMES, "-o", model)
    reading, message = err.splitlines()
    assert (code, out, reading) == (1, "", f"reading {corpus}")
    assert not model.exists()
    return message


def test_a_model_is_trained_that_tags(run, tmp_path):
    with (ROOT / "labels" / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::4]
    names = ["id", "primary", "secondary", "close", "group"]
    lines = [",".join(row[name] for name in names) for row in rows]
    labels = tmp_path / "labels.csv"
    labels.write_text(HEADER + "\n".join(lines), encoding="utf-8")
    corpus, model = ROOT / "seeds" / "articles", tmp_path / "model"
    code, out, err = run(corpus, "--labels", labels, "--themes", THEMES, "-o", model)
    reading, training, result = err.splitlines()
    assert (code, out) == (0, "")
    assert (reading, training) == (f"reading {corpus}", f"training on {len(rows)} articles")
    assert re.fullmatch(rf"{re.escape(str(model))}: sha256:[0-9a-f]{{8}}", result)
    tagger = newsclf.load(model)
    assert tagger.model.label == f"themes 1.0 ({result.split(': ')[-1]})"
    assert [article.theme for article in tagger.tag(SKILLS)] == ["skills"]
    assert sorted(path.name for path in model.iterdir()) == [
        "idf.npy",
        "model.json",
        "vocabulary.json",
        "weights.npy",
    ]


def test_an_unknown_theme_is_named_with_its_line(run, corpus):
    labels = labels_file(corpus, HEADER + "a,sport,,,\n")
    message = f"newsclf: {labels}:2: theme 'sport' is not in the taxonomy"
    assert refusal(run, corpus, labels) == message


def test_a_missing_text_is_named(run, corpus):
    labels = labels_file(corpus, HEADER + "b,skills,,,\n")
    assert refusal(run, corpus, labels) == f"newsclf: {corpus / 'b.txt'}: no such file"


def test_a_missing_column_is_named(run, corpus):
    labels = labels_file(corpus, "id,primary,secondary,close\na,skills,,\n")
    assert refusal(run, corpus, labels) == f"newsclf: {labels}: column 'group' is missing"


def test_labels_without_rows_are_refused(run, corpus):
    labels = labels_file(corpus, HEADER)
    assert refusal(run, corpus, labels) == f"newsclf: {labels}: no labels in it"


def test_a_taxonomy_that_is_none_is_refused(run, corpus):
    labels = labels_file(corpus, HEADER + "a,skills,,,\n")
    themes = corpus.parent / "themes.toml"
    themes.write_text("[[themes]]\nid = 'skills'\n", encoding="utf-8")
    code, _, err = run(
        corpus, "--labels", labels, "--themes", themes, "-o", corpus.parent / "model"
    )
    assert code == 1
    assert err.splitlines()[-1] == (
        f"newsclf: {themes}: not a taxonomy ('name'); each [[themes]] needs id, name and colour"
    )


def test_a_corpus_folder_that_is_missing_is_wrong_usage(run, corpus):
    labels = labels_file(corpus, HEADER + "a,skills,,,\n")
    shutil.rmtree(corpus)
    code, out, err = run(
        corpus, "--labels", labels, "--themes", THEMES, "-o", corpus.parent / "model"
    )
    assert (code, out) == (2, "")
    assert f"Directory '{corpus}' does not exist." in err


def test_an_output_must_be_named(run, corpus):
    labels = labels_file(corpus, HEADER + "a,skills,,,\n")
    code, out, err = run(corpus, "--labels", labels, "--themes", THEMES)
    assert (code, out) == (2, "")
    assert "Missing option '-o' / '--output'." in err
