"""The benchmark of speed measures what it says; its table, JSON and picture give the figures."""

import json
from xml.etree import ElementTree

import pytest

import bench
import bench_newsclf
import bench_texts
import newsclf
from bench_peers import Peer
from bench_report import Count, Figures, Length, Machine, Speed, StartUp, draw, table, to_json

FIGURES = Figures(
    machine=Machine("Abacus 9", 4, "3.11.7", {"newsclf": "0.1.0", "numpy": "2.4.6"}),
    turns=15,
    rounds=7,
    start_up=[StartUp("imports", 0.2, 1.0, 58.4), StartUp("newsclf tag page.txt", 0.41, 2.1, 87.2)],
    articles=[
        Speed("rjieba.cut alone", "words", False, 100, 45_000, 0.01),
        Speed("newsclf: split, tag, digest", "all", True, 100, 45_000, 0.2),
        Speed("newsclf: split, tag", "tags", True, 100, 45_000, 0.05),
        Speed("newsclf: split, digest", "digests", True, 100, 45_000, 0.1),
        Speed("newsclf: split", "split", True, 100, 45_000, 0.02),
        Speed("a linear machine", "tags", False, 50, 22_500, 0.05),
        Speed("a graph", "digests", False, 10, 4_500, 1.25),
    ],
    pages=[
        Speed("rjieba.cut alone", "words", False, 2, 5_000, 0.001),
        Speed("newsclf: split, tag, digest", "all", True, 2, 5_000, 0.03),
    ],
    lengths=[Length(100, 1e-7, 1e-6, 9e-6), Length(100_000, 1.5e-7, 2e-7, 3.7e-6)],
    counts=[Count(1_000, 2.0, 91.6), Count(10_000, 16.0, 92.4)],
    missing={"TextRank4ZH": "textrank4zh"},
)
TABLE = """\
Abacus 9, 4 cores; Python 3.11.7
newsclf 0.1.0, numpy 2.4.6
One thread; processor time, the best of 7 rounds in turns, but for start-up: medians of 15 turns.

Start-up, a whole process   ms  times  MB
imports                    200   1.00  58
newsclf tag page.txt       410   2.10  87

Articles of 450 characters   texts  a second  times floor  newsclf, same job  newsclf, all three
rjieba.cut alone               100    10,000        1.0 x
newsclf: split, tag, digest    100       500         20 x
newsclf: split, tag            100     2,000        5.0 x
newsclf: split, digest         100     1,000       10.0 x
newsclf: split                 100     5,000        2.0 x
a linear machine: tags only     50     1,000       10.0 x              2.0 x              0.50 x
a graph: digests only           10       8.0      1,250 x              125 x                62 x
(how many times as fast newsclf is: at that job alone, and while it splits, tags and digests)

2 whole pages, 5000 characters  ns a character  times floor
rjieba.cut alone                           200        1.0 x
newsclf: split, tag, digest               6000         30 x

One article, ns a character  rjieba.cut  split  tag and digest  times floor
100 characters                      100   1000            9000        100 x
100,000 characters                  150    200            3700         26 x

An archive, article by article  a second  MB
1,000 articles                       500  92
10,000 articles                      625  92

Left out, as not installed: TextRank4ZH (pip install textrank4zh)"""


def test_the_table_gives_every_figure() -> None:
    assert table(FIGURES) == TABLE


def test_newsclf_is_compared_at_the_same_job_and_at_all_three() -> None:
    rows = {row["name"]: row for row in json.loads(to_json(FIGURES))["articles"]}
    both = [(row["newsclf_same_job"], row["newsclf_all"]) for row in rows.values()]
    assert both == [(None, None)] * 5 + [(2.0, 0.5), (125.0, 62.5)]
    assert rows["a graph"]["per_second"] == 8.0
    assert rows["newsclf: split, tag"]["nanoseconds_a_character"] == pytest.approx(1111.1, abs=0.1)


def test_the_json_has_all_of_a_run() -> None:
    record = json.loads(to_json(FIGURES))
    assert list(record) == [
        *("machine", "turns", "rounds", "start_up", "articles", "pages", "lengths", "counts"),
        "missing",
    ]
    assert record["start_up"][1] == {
        "name": "newsclf tag page.txt",
        "seconds": 0.41,
        "times": 2.1,
        "megabytes": 87.2,
    }


def test_the_picture_has_a_bar_for_each_candidate_and_is_the_same_again() -> None:
    picture = draw(FIGURES)
    assert picture == draw(FIGURES)
    root = ElementTree.fromstring(picture)
    bars = [
        path
        for path in root.iter("{http://www.w3.org/2000/svg}path")
        if "fill: #2f81f7" in path.get("style", "") or "fill: #9aa4af" in path.get("style", "")
    ]
    assert len(bars) == 6  # splitting alone is no job that others do
    assert "<dc:date>" not in picture


def missing_program():
    raise ImportError("No module named 'abacus'")


def test_a_run_on_little(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = bench.Sizes(turns=1, rounds=1, texts=2, lengths=(100, 300), counts=(1, 3), repeats=1)
    peers = [
        Peer("length", "none", "tags", 1, lambda: lambda texts: [len(text) for text in texts]),
        Peer("abacus", "abacus-cn", "digests", 1, missing_program),
    ]
    pages = bench_texts.ROOT / "seeds" / "pages"
    found = bench.measure(sizes, peers, pages)
    assert [(one.name, one.job, one.texts) for one in found.articles] == [
        ("rjieba.cut alone", "words", 2),
        ("newsclf: split, tag, digest", "all", 2),
        ("newsclf: split, tag", "tags", 2),
        ("newsclf: split, digest", "digests", 2),
        ("newsclf: split", "split", 2),
        ("length", "tags", 1),
    ]
    assert found.missing == {"abacus": "abacus-cn"}
    assert {one.texts for one in found.pages} == {len(list(pages.glob("*.txt")))}
    assert [one.characters for one in found.lengths] == [100, 300]
    assert [one.articles for one in found.counts] == [1, 3]
    measured: list[StartUp | Count] = [*found.start_up, *found.counts]
    assert all(one.megabytes > 10 for one in measured)
    assert found.machine.versions["newsclf"] == newsclf.__version__
    assert "Left out, as not installed: abacus (pip install abacus-cn)" in table(found)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "bench: left out: No module named 'abacus'\n" in captured.err


def test_articles_are_of_one_length_and_end_with_a_sentence() -> None:
    texts = bench_texts.even_articles()
    bodies = [text.partition("\n\n")[2].rstrip() for text in texts]
    assert len(texts) > 600
    assert {400 <= len(body) <= 500 for body in bodies} == {True}
    assert {body[-1] in "。！？”’》」』）" for body in bodies} == {True}
    assert texts == bench_texts.even_articles()


def test_an_archive_is_of_one_length_and_always_the_same() -> None:
    texts = list(bench_texts.archive(20))
    assert {len(text.partition("\n\n")[2].rstrip()) for text in texts} == {450}
    assert len(set(texts)) == 20
    assert list(bench_texts.archive(3)) == texts[:3]


def test_bodies_are_as_long_as_was_asked_and_differ() -> None:
    texts = bench_texts.bodies(100, 5) + bench_texts.bodies(10_000, 1)
    assert [len(text) for text in texts] == [100] * 5 + [10_000]
    assert len(set(texts)) == 6


def test_tagging_many_texts_gives_what_tagging_each_gives() -> None:
    tagger, texts = newsclf.load(), bench_texts.even_articles()[:5]
    found = [(one.theme, one.digest) for one in bench_newsclf.tag_all(tagger, texts)]
    each = [(one.theme, one.digest) for text in texts for one in tagger.tag(text)]
    assert found == each
    assert [one.theme for one in bench_newsclf.tag_only(tagger, texts)] == [t for t, _ in each]
    assert [one.text for one in bench_newsclf.digest_only(texts)] == [d for _, d in each]
