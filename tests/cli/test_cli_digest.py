"""`newsclf digest`: one line for each article."""

import subprocess
import sys
from dataclasses import replace

import pytest
from tests.shipped import digest_of

from newsclf import split
from newsclf.bundle import load_bundle, save_bundle
from newsclf.cli import main
from newsclf.text.characters import count_characters

PAGE = """夜校教室又亮灯
本报讯（记者 乔木）9月8日晚，石桥区总工会的职工夜校迎来新学期第一课。语言班、摄影班和电工班\
共招收学员240名。学员李梅在纺织厂上班，她说下班后学一门手艺，心里踏实。

老楼装上了电梯
本报讯（记者 何青）10月20日，石桥机械厂职工宿舍的6部电梯投入使用。住在六楼的退休钳工周建国\
第一个坐了上去。电梯由厂工会出面协调，企业和住户各出一半费用，工期90天。
"""
FIRST = "9月8日晚，石桥区总工会的职工夜校迎来新学期第一课。"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["digest", *map(str, arguments)], prog_name="newsclf")
        out, err = capsys.readouterr()
        return end.value.code, out, err

    return call


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_each_article_gets_one_line_out_of_its_own_body(run, page):
    code, out, err = run(page)
    first, second = out.splitlines()
    articles = split(PAGE).articles
    assert (code, err) == (0, "")
    for line, article in ((first, articles[0]), (second, articles[1])):
        found = digest_of(article)
        assert line == found.text == "".join(article.body[a:b] for a, b in found.spans)
        assert line


def test_digests_carry_no_bylines(run, page):
    assert "记者" not in run(page)[1]


def test_lead_engine_takes_the_first_sentence(run, page):
    assert run(page, "--engine", "lead")[1].splitlines()[0] == FIRST


@pytest.mark.parametrize("most", [25, 40, 80])
def test_lines_keep_to_the_characters_asked_for(run, page, most):
    lengths = [count_characters(line) for line in run(page, "--max-chars", most)[1].splitlines()]
    assert len(lengths) == 2
    assert max(lengths) <= most


@pytest.mark.parametrize("most", ["15", "1001", "x"])
def test_impossible_lengths_are_wrong_usage(run, page, most):
    code, out, err = run(page, "--max-chars", most)
    assert (code, out) == (2, "")
    assert "Invalid value for '--max-chars'" in err


def test_more_sentences_come_in_the_order_of_the_body(run, page):
    lines = run(page, "--sentences", 2)[1].splitlines()
    bodies = [article.body for article in split(PAGE).articles]
    for line, body in zip(lines, bodies, strict=True):
        first, second = [part + "。" for part in line.split("。")[:-1]]
        assert 0 <= body.index(first) < body.index(second)


def test_more_sentences_come_from_textrank_alone(run, page):
    code, out, err = run(page, "--sentences", 2, "--engine", "lead")
    assert (code, out) == (2, "")
    assert "--sentences needs --engine textrank" in err


def test_an_unknown_engine_is_wrong_usage(run, page):
    code, out, err = run(page, "--engine", "magic")
    assert (code, out) == (2, "")
    assert "'magic' is not one of 'textrank', 'snownlp', 'lead'." in err


def test_snownlp_engine_takes_lines_of_the_bodies(page):
    command = [sys.executable, "-c", "from newsclf.cli import main; main()", "digest"]
    done = subprocess.run(
        [*command, str(page), "--engine", "snownlp"], capture_output=True, check=True
    )
    first, second = done.stdout.decode().splitlines()
    articles = split(PAGE).articles
    assert first and first in articles[0].body
    assert second and second in articles[1].body


def test_an_article_without_a_fit_line_gets_an_empty_one(run, page):
    page.write_text("开会了。", encoding="utf-8")
    assert run(page) == (0, "\n", "")


def test_a_bad_file_leaves_the_good_one(run, page, tmp_path):
    code, out, err = run(tmp_path / "none.txt", page)
    assert (code, err) == (1, f"newsclf: {tmp_path / 'none.txt'}: no such file\n")
    assert len(out.splitlines()) == 2


def test_escape_sequences_of_a_page_do_not_reach_the_terminal(run, page):
    page.write_text(
        PAGE.replace("9月8日晚", "9月\x1b[2J8日晚").replace("10月", "\x0710月"), "utf-8"
    )
    code, out, _ = run(page)
    assert code == 0
    assert "\x1b" not in out and "\x07" not in out


def test_the_weights_of_another_model_give_other_digests(run, page, tmp_path):
    bundle = load_bundle()
    weights = bundle.clause_weights
    other = replace(weights, of_line=tuple(-one for one in weights.of_line))
    save_bundle(tmp_path / "mine", replace(bundle, clause_weights=other))
    assert run(page, "--model", tmp_path / "mine")[1] != run(page)[1]
