"""The corpus: large and broad enough, labelled twice, and nothing in it twice."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from sklearn.metrics import cohen_kappa_score

from corpus_coverage import ENOUGH, OFFICE, THEMES, borrowed, read_rows, terms
from newsclf.training.data import data_of
from newsclf.training.duplicates import near_duplicates
from newsclf.training.review import leaks_of, openings_of

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def rows():
    return read_rows()


def test_every_theme_has_its_articles(rows):
    counts = Counter(row["primary"] for row in rows)
    assert len(rows) >= 3000
    assert min(counts[theme] for theme in THEMES) >= 350


def test_what_has_no_theme_is_union_office_and_other_news(rows):
    office = Counter(row["kind"] in OFFICE for row in rows if row["primary"] == "none")
    assert min(office.values()) >= 250


def test_there_are_many_kinds_of_event_and_most_occur_eight_times(rows):
    counts = Counter(row["kind"] for row in rows)
    assert len(counts) >= 180
    assert sum(count >= 8 for count in counts.values()) >= 150


def test_words_have_the_themes_that_they_have_in_life(rows):
    found = terms(rows)
    assert sum(term.reports >= ENOUGH for term in found) >= 100
    assert [term.name for term in found if term.differs] == []


def test_beijing_is_told_of_at_every_level(rows):
    levels = Counter(row["level"] for row in rows if row["province"] == "北京")
    assert sum(levels.values()) >= 150
    assert {"省", "区县", "乡镇街道", "企业", "产业"} <= set(levels)


def test_every_rule_of_the_guide_has_its_contrasts(rows):
    counts = Counter(row["rule"] for row in rows)
    assert min(counts[str(rule)] for rule in range(1, 11)) >= 20
    assert sum(counts[rule] for rule in counts if rule) < 0.1 * len(rows)


def test_words_of_other_themes_are_everywhere(rows):
    counts = borrowed(rows)
    assert min(counts[theme] for theme in THEMES[:-1]) >= 30
    assert counts["none"] >= 60


def test_lengths_and_forms_are_spread(rows):
    articles = [row for row in rows if row["form"] != "headline"]
    lengths = [int(row["length"]) for row in articles]
    assert min(lengths) < 80
    assert max(lengths) > 1500
    assert 380 <= median(lengths) <= 480
    shares = {form: n / len(articles) for form, n in Counter(r["form"] for r in articles).items()}
    assert 0.4 < shares["brief"] < 0.6
    assert {"longer", "review", "caption", "profile", "meeting", "notice", "qa"} <= set(shares)


def test_places_trades_and_levels_are_spread(rows):
    provinces = {row["province"] for row in rows}
    assert len(provinces & PROVINCES) == 31
    assert len({row["trade"] for row in rows}) >= 40
    assert {"全国", "省", "市", "区县", "乡镇街道", "企业", "产业"} <= {r["level"] for r in rows}
    assert {str(year) for year in range(2006, 2027)} <= {row["year"] for row in rows}


def test_every_article_was_labelled_twice(rows):
    first, second = ([row[f"{n}_primary"] for row in rows] for n in ("first", "second"))
    assert set(first) == set(second) == set(THEMES)
    assert cohen_kappa_score(first, second) > 0.8


def test_the_gold_is_one_of_the_two_readings(rows):
    for row in rows:
        readings = {row["first_primary"], row["second_primary"]}
        assert row["primary"] in readings, row["id"]
        assert not row["close"] or row["close"] != row["primary"]


def test_no_article_is_a_copy_of_another(corpus):
    assert near_duplicates(corpus.texts, 0.2) == []


def test_no_term_gives_a_theme_away(corpus):
    # It would stand in nine of ten articles of a theme: every third one is enough to see it.
    third = replace(corpus, examples=corpus.examples[::3])
    assert leaks_of(third, data_of(third)) == []


def test_no_opening_is_worn_out(corpus):
    assert [o for o, ids in openings_of(corpus).items() if len(ids) > 4] == []


def test_contrasts_share_their_group_and_differ_in_theme(rows):
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row["group"]:
            groups.setdefault(row["group"], []).append(row)
    for name, members in groups.items():
        assert len(members) >= 2, name
        assert len({(r["primary"], r["secondary"], r["close"]) for r in members}) > 1, name


def test_every_text_has_a_label_and_every_label_a_text(rows):
    texts = {path.stem for path in (ROOT / "seeds" / "articles").glob("*.txt")}
    assert texts == {row["id"] for row in rows}
    with (ROOT / "labels" / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == len(texts) + 1


PROVINCES = frozenset(
    (
        *(
            "北京",
            "天津",
            "河北",
            "山西",
            "内蒙古",
            "辽宁",
            "吉林",
            "黑龙江",
            "上海",
            "江苏",
            "浙江",
        ),
        *("安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆"),
        *("四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆"),
    )
)
