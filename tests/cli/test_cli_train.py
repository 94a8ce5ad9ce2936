"""`newsclf train`: a corpus becomes a model folder, or one line says why not."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.present import present

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


def headlines():
    """Return a table of headlines: made of the project's articles, one label each."""
    with (ROOT / "labels" / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["primary"] in ("skills", "culture")]
    lines = ["title\tlabel"]
    for row in rows[:160]:
        text = (ROOT / "seeds" / "articles" / f"{row['id']}.txt").read_text(encoding="utf-8")
        lines.append(f"{text.splitlines()[0]}\t{row['primary']}")
    return lines


@pytest.fixture
def table(tmp_path):
    """Return the path of that table."""
    return written(tmp_path / "heads.tsv", headlines())


def written(path, lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def trained(folder, lines):
    """Return the folder of a model trained on a table, and what was said of it."""
    table = written(folder / "heads.tsv", lines)
    done = CliRunner().invoke(main, ["train", str(table), "-o", str(folder / "heads")])
    assert (done.exit_code, done.stdout) == (0, "")
    return folder / "heads", done.stderr.splitlines()


@pytest.fixture(scope="module")
def heads(tmp_path_factory):
    """Return a model of headlines, and what was said when it was trained."""
    return trained(tmp_path_factory.mktemp("table"), headlines())


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory):
    """Return the same of a table with what is to be told: a channel, a rare label, a copy."""
    lines = [f"文体频道 {line}" if line.endswith("culture") else line for line in headlines()]
    title = next(line for line in lines if line.endswith("culture")).split("\t")[0]
    return trained(
        tmp_path_factory.mktemp("doubtful"),
        [*lines, f"{title}\tskills", *["秋粮入库\tfarm"] * 3],
    )


def labels_file(folder, text):
    path = folder.parent / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(run, corpus, labels):
    """Return the one line with which training ends; there is no model then."""
    model = corpus.parent / "model"
    code, out, err = run(corpus, "--labels", labels, "--themes", THEMES, "-o", model)
    (message,) = err.splitlines()
    assert (code, out) == (1, "")
    assert not model.exists()
    return message


def test_a_model_is_trained_that_tags(run, tmp_path, monkeypatch):
    monkeypatch.setattr("newsclf.training.data.COMMON_SETTINGS", 0)  # for time
    with (ROOT / "labels" / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::30]
    names = ["id", "primary", "secondary", "close", "group"]
    lines = [",".join(row[name] for name in names) for row in rows]
    labels = tmp_path / "labels.csv"
    labels.write_text(HEADER + "\n".join(lines), encoding="utf-8")
    corpus, model = ROOT / "seeds" / "articles", tmp_path / "model"
    code, out, err = run(
        corpus, "--labels", labels, "--themes", THEMES, "--name", "themes", "-o", model
    )
    said = err.splitlines()
    assert (code, out) == (0, "")
    assert said[0] == (
        f"{len(rows)} examples, 4 themes, several or no labels allowed; "
        "id from 'id', label from 'primary'"
    )
    assert re.fullmatch(
        r"macro-F1 of the primary theme: 0\.\d{3} \[0\.\d{3}, [01]\.\d{3}\]",
        next(line for line in said if "macro" in line),
    )
    result = re.fullmatch(rf"{re.escape(str(model))}: (themes 1\.0 \(sha256:\w{{8}}\))", said[-1])
    tagger = newsclf.load(model)
    assert tagger.label == present(result)[1]
    assert [article.theme for article in tagger.tag(SKILLS)] == ["skills"]
    assert sorted(path.name for path in model.iterdir()) == [
        "README.md",
        "digests.json",
        "idf.npy",
        "model.json",
        "openings.json",
        "themes.json",
        "training.json",
        "vocabulary.json",
        "weights.npy",
    ]


def test_labels_of_ones_own_need_no_taxonomy(heads):
    folder, said = heads
    assert said[0] == (
        "160 examples, 2 themes, one label each; text from 'title', label from 'label'"
    )
    tagger = newsclf.load(folder)
    assert tagger.label.startswith("heads 1.0 ")
    assert [theme.id for theme in tagger.model.info.themes] == ["culture", "skills"]
    (found,) = tagger.tag(SKILLS)
    assert found.theme == "skills"
    assert sum(score.probability for score in found.themes) == pytest.approx(1.0, abs=1e-3)


def test_the_card_says_what_was_measured_and_how_to_repeat_it(heads):
    folder, _ = heads
    card = (folder / "README.md").read_text(encoding="utf-8")
    record = json.loads((folder / "training.json").read_text(encoding="utf-8"))
    accuracy = record["quality"]["figures"]["accuracy"]
    line = f"| accuracy of the primary theme | {accuracy['value']:.3f} |"
    assert line in card
    assert accuracy["low"] < accuracy["value"] < accuracy["high"]
    assert f"newsclf train {folder}.tsv -o {folder}\n" in card
    assert sum(record["labels"].values()) == record["examples"] == 160


def test_rare_labels_are_left_out_and_told(doubtful):
    assert "left out, fewer than 10 examples: farm (3)" in doubtful[1]


def test_copies_with_different_labels_are_told(doubtful):
    lines = headlines()
    first = 1 + next(place for place, line in enumerate(lines) if line.endswith("culture"))
    assert f"warning: {first} and 162 are copies with different labels" in doubtful[1]


def test_a_label_in_the_text_is_told(doubtful):
    (warning,) = [line for line in doubtful[1] if "occurs in" in line]
    assert re.match(r"warning: '[文体频道 ]+' occurs in 100% of the texts of culture", warning)


def test_an_interrupted_training_leaves_no_model(table, tmp_path, monkeypatch, capsys):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("newsclf.training.train.CrossValidator.choose", stop)
    with pytest.raises(SystemExit) as end:
        main(["train", str(table), "-o", str(tmp_path / "heads")], prog_name="newsclf")
    assert end.value.code == 1
    assert "Aborted!" in capsys.readouterr().err
    assert not (tmp_path / "heads").exists()


def test_an_unknown_theme_is_named_with_its_line(run, corpus):
    labels = labels_file(corpus, HEADER + "a,sport,,,\n")
    message = f"newsclf: {labels}:2: theme 'sport' is not in the taxonomy"
    assert refusal(run, corpus, labels) == message


def test_a_missing_text_is_named(run, corpus):
    labels = labels_file(corpus, HEADER + "b,skills,,,\n")
    assert refusal(run, corpus, labels) == f"newsclf: {corpus / 'b.txt'}: no such file"


def test_labels_without_rows_are_refused(run, corpus):
    labels = labels_file(corpus, HEADER)
    assert refusal(run, corpus, labels) == (
        f"newsclf: {labels}: no rows; the first line of a table names its columns"
    )


def test_one_label_is_nothing_to_learn(run, table, tmp_path):
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if "culture" not in line), encoding="utf-8")
    code, _, err = run(table, "-o", tmp_path / "heads")
    assert code == 1
    assert err.splitlines()[-1] == (
        "newsclf: all examples have one label; training needs two to tell apart"
    )


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


def test_a_corpus_that_is_missing_is_wrong_usage(run, corpus):
    labels = labels_file(corpus, HEADER + "a,skills,,,\n")
    shutil.rmtree(corpus)
    code, out, err = run(
        corpus, "--labels", labels, "--themes", THEMES, "-o", corpus.parent / "model"
    )
    assert (code, out) == (2, "")
    assert f"Path '{corpus}' does not exist." in err


def test_an_output_must_be_named(run, corpus):
    labels = labels_file(corpus, HEADER + "a,skills,,,\n")
    code, out, err = run(corpus, "--labels", labels, "--themes", THEMES)
    assert (code, out) == (2, "")
    assert "Missing option '-o' / '--output'." in err


def test_too_few_different_texts_are_told_in_one_line(run, tmp_path):
    path = tmp_path / "t.tsv"
    rows = ["夜校里的灯又亮到了九点\t教育"] * 12 + ["食堂给夜班添了三道热菜\t福利"] * 12
    path.write_text("text\tlabel\n" + "\n".join(rows) + "\n", encoding="utf-8")
    code, _, err = run(path, "-o", tmp_path / "model")
    assert code == 1
    assert err.splitlines()[-1] == (
        "newsclf: only 2 different texts (copies counted once), 5 are needed; label 教育 has 1 "
        "different text; label 福利 has 1 different text"
    )


def test_labels_that_are_all_rare_are_named(run, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("text;label\n夜校亮灯;教育\n食堂加菜;福利\n", encoding="utf-8")
    code, _, err = run(path, "-o", tmp_path / "model")
    assert code == 1
    assert err.splitlines()[0] == f"{path} is separated by ;"
    assert err.splitlines()[-1] == (
        f"newsclf: {path}: no label has the 10 examples that each needs: 教育 (1), 福利 (1)"
    )
