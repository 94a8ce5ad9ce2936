"""`newsclf evaluate`, `compare` and `check` on real labels."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.present import present

from newsclf.bundle import save_bundle
from newsclf.cli import main
from newsclf.training.card import files_of

ROOT = Path(__file__).parents[2]
ARTICLES = str(ROOT / "seeds" / "articles")
LABELS = ROOT / "labels" / "articles.csv"
SEEDS = [ARTICLES, "--labels", str(LABELS)]
SKILLED = "技能竞赛开赛\n\n云塘市总工会举办焊工职业技能竞赛，86名选手参加理论考试和实操。"
VOID = {"meta", "link", "br", "img", "hr", "input"}


@pytest.fixture(scope="module")
def model(learned, sample, tmp_path_factory):
    """Return the folder of a model that was trained on a sample of the corpus."""
    folder = tmp_path_factory.mktemp("models") / "sample"
    save_bundle(folder, learned.bundle, files_of(learned, sample, "newsclf train …"))
    return folder


@pytest.fixture(scope="module")
def some(tmp_path_factory):
    """Return a part of the corpus: every eighth article, of which the model has seen half."""
    header, *rows = LABELS.read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path_factory.mktemp("labels") / "some.csv"
    path.write_text("".join((header, *rows[::8])), encoding="utf-8")
    return [ARTICLES, "--labels", str(path)]


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code: str | int | None = 0
        try:
            main([*map(str, arguments)], prog_name="newsclf", standalone_mode=False)
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table of texts and labels."""

    def write(*rows, name="test.jsonl"):
        path = tmp_path / name
        lines = [json.dumps({"text": t, "label": label}, ensure_ascii=False) for t, label in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def test_figures_come_with_intervals(run, model, some):
    code, out, _ = run("evaluate", model, *some, "--format", "json")
    figures = json.loads(out)
    assert code == 0
    for name in ("accuracy", "macro_f1", "tag_micro_f1", "refusal_auroc", "calibration_error"):
        assert figures[name]["low"] <= figures[name]["value"] <= figures[name]["high"] + 0.02
    assert figures["accuracy"]["value"] > 0.9  # half of it was seen in training
    assert sum(map(sum, figures["confusion"])) == figures["examples"]
    assert set(figures["labels"]) == {"skills", "welfare", "innovation", "culture", "none"}


def test_the_table_names_every_figure_and_label(run, model, some):
    code, out, _ = run("evaluate", model, *some)
    lines = out.splitlines()
    assert code == 0
    assert re.match(r"sample 1\.0 \(sha256:\w{8}\) on .*articles", lines[0])
    assert sum(line.startswith(("skills: precision", "none: precision")) for line in lines) == 2


def test_a_model_that_has_seen_the_corpus_is_told(run):
    _, _, err = run("evaluate", ROOT / "models" / "themes", *SEEDS)
    assert "warning: the model was trained on this corpus" in err


def test_a_label_that_the_model_does_not_know_is_named(run, model, table):
    path = table(("夜校亮灯", "sport"))
    code, _, err = run("evaluate", model, path)
    assert code == 1
    assert err.splitlines()[-1] == (
        f"newsclf: {path}: no labeled text; left out: 1 with a label that the model does "
        "not know: sport (1)"
    )


def test_examples_with_unknown_labels_are_left_out_and_missing_labels_are_told(run, model, table):
    path = table((SKILLED, "skills"), ("夜校亮灯", "sport"), ("食堂加菜", "film"))
    code, out, err = run("evaluate", model, path)
    assert code == 0
    assert (
        "left out: 2 with a label that the model does not know: sport (1), film (1)"
        in err.splitlines()
    )
    assert out.splitlines()[-3:] == [
        "welfare: not in this test",
        "innovation: not in this test",
        "culture: not in this test",
    ]


class Elements(HTMLParser):
    """Counts elements, and minds that each is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.counts, self.attributes = [], {}, []

    def handle_starttag(self, tag, attrs):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.attributes += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass


def test_the_report_is_one_file_with_its_pictures(run, model, some, tmp_path):
    report = tmp_path / "report.html"
    code, _, _ = run("evaluate", model, *some, "--report", report)
    page = Elements()
    page.feed(report.read_text(encoding="utf-8"))
    assert code == 0
    assert page.counts["svg"] == 4
    assert 1 <= page.counts["article"] <= 20
    assert all(value.startswith("#") for value in page.attributes)  # nothing is loaded
    assert "script" not in page.counts


def test_what_a_text_holds_is_escaped_in_the_report(run, model, table, tmp_path):
    text = "<script>alert(1)</script>工会慰问困难职工，送去慰问金和米面油，走访患病职工家庭。" * 3
    report = tmp_path / "report.html"
    run("evaluate", model, table((text, "culture"), (text, "skills")), "--report", report)
    page = report.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page


def test_a_better_model_is_told(run, model, some):
    code, out, _ = run("compare", model, ROOT / "models" / "themes", *some)
    lines = out.splitlines()
    assert code == 0
    assert lines[-1].endswith("B is better")
    assert float(present(re.match(r"B - A  (0\.\d+)", lines[2]))[1]) > 0


def test_a_model_is_no_better_than_itself(run, model, some):
    _, out, _ = run("compare", model, model, *some)
    assert out.splitlines()[-1] == (
        "p = 1.000 (paired bootstrap, two-sided): no significant difference"
    )


def test_a_wrong_label_and_a_copy_are_found(run, tmp_path, corpus):
    rows = [
        (f"{e.article.headline}\n\n{e.article.body}", e.primary)
        for e in corpus.examples[:320]
        if e.primary in ("skills", "culture")
    ]
    text, label = rows[5]
    rows[5] = (text, "culture" if label == "skills" else "skills")
    rows.append((rows[7][0] + "完。", rows[7][1]))
    path = tmp_path / "rows.jsonl"
    lines = [json.dumps({"text": t, "label": label}, ensure_ascii=False) for t, label in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = run("check", path, "--all", "--jobs", 2)
    wrong = rows[5][1]
    assert code == 0
    assert re.search(rf"^  8 and {len(rows)}: (1\.00|0\.9\d)$", out, re.M)
    assert re.search(rf"^  6: {wrong} \(\d+%\), rather {label} \(\d+%\)$", out, re.M)


def test_copies_with_different_labels_fail_the_check(run, table):
    text = "石桥机械厂的夜校星期二开课，灯一直亮到九点，师傅们不想走。"
    code, out, _ = run("check", table((text, "light"), (text, "food")))
    assert code == 1
    assert "  1 and 2: 1.00, different labels\n" in out


def test_odd_texts_are_listed(run, table):
    rows = [(f"石桥机械厂的夜校第{n}次开课，灯一直亮到九点，师傅们不想走。", "a") for n in range(9)]
    rows += [("灯", "a"), ("The lamp was lit until nine o'clock in the evening.", "a")]
    code, out, _ = run("check", table(*rows))
    assert code == 0
    assert "  10: 1 characters; the median is 29\n" in out
    assert "  11: hardly Chinese: 0 of 51 characters\n" in out


def test_openings_that_many_texts_share_are_listed(run, table):
    ends = ["灯亮了。", "菜香了。", "车来了。", "雨停了。", "人走了。"]
    rows = [(f"题目\n\n近日，石桥市总工会举办第三届职工{end}此外没有别的事。", "a") for end in ends]
    _, out, _ = run("check", table(*rows))
    assert "  石桥市总工会举办第三届职…: 1, 2, 3, 4, 5\n" in out


def test_of_a_clean_corpus_nothing_is_listed(run, tmp_path):
    # What holds for all of the project's corpus is in tests/test_seeds.py.
    header, *rows = LABELS.read_text(encoding="utf-8").splitlines(keepends=True)
    labels = tmp_path / "labels.csv"
    labels.write_text("".join((header, *rows[::16])), encoding="utf-8")
    code, out, _ = run("check", ARTICLES, "--labels", labels, "--jobs", 1)
    assert code == 0
    assert "near-duplicates from 0.20 on: 0\n" in out
    assert "openings of 12 characters that more than 4 texts share: 0\n" in out
    assert "terms that give a label away: 0\n" in out
