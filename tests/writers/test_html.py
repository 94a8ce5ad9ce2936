"""The briefing as HTML, read back by html.parser."""

import sys
from html.parser import HTMLParser
from typing import Any

import pytest

from newsclf.errors import DependencyError
from newsclf.writers.briefing import MOST_LISTED
from newsclf.writers.html import write_html

VOID = {"meta", "rect", "line"}  # rect and line close themselves


class Page(HTMLParser):
    """The elements of a page: name, attributes and text of each, in the order of their ends."""

    def __init__(self, text):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], str]] = []
        self.open: list[Any] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            self.elements.append((tag, dict(attrs), ""))
        else:
            self.open.append([tag, dict(attrs), ""])

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), ""))

    def handle_data(self, data):
        for element in self.open:
            element[2] += data

    def handle_endtag(self, tag):
        element = self.open.pop()
        assert element[0] == tag
        self.elements.append((tag, element[1], " ".join(element[2].split())))

    def texts(self, tag, of=None):
        return [
            text
            for name, attributes, text in self.elements
            if name == tag and (of is None or attributes.get("class") == of)
        ]

    def attributes(self, tag):
        return [attributes for name, attributes, _ in self.elements if name == tag]


@pytest.fixture
def page(tmp_path, themes):
    """Return a function that writes a briefing and parses it."""

    def write(*records, title=""):
        path = tmp_path / "a.html"
        write_html(records, path, themes, title)
        return Page(path.read_text(encoding="utf-8"))

    return write


def test_title_date_and_total(page, record):
    made = page(record(), title="职工文摘")
    assert made.texts("title") == ["职工文摘 · 2026年11月20日 星期五"]
    assert made.texts("h1") == ["职工文摘"]
    assert made.texts("p", "dateline") == ["2026年11月20日 星期五共 1 篇报道"]
    assert made.attributes("html") == [{"lang": "zh-CN"}]


def test_counts_are_a_table_with_bars(page, record):
    made = page(record(), record(), record(theme="skills"), record(confident=False))
    table = made.texts("tbody")[0]
    assert table == "技能 1 关怀 0 创新 2 待核 1"
    bars = [(bar["width"], bar["fill"]) for bar in made.attributes("rect")]
    assert bars == [
        ("50.00%", "#17406f"),
        ("0.00%", "#b93a32"),
        ("100.00%", "#74ad58"),
        ("50.00%", "#5b616b"),
    ]


def test_links_lead_to_the_sections(page, record):
    made = page(record(), record(theme=None))
    targets = [section["id"] for section in made.attributes("section")]
    assert [link["href"] for link in made.attributes("a")] == [f"#{id}" for id in targets]
    assert made.texts("h2") == ["创新 1 篇", "其他 1 篇"]
    assert targets == ["s3", "s4"]


def test_an_article_has_headline_digest_source_and_tags(page, record):
    made = page(record())
    assert made.texts("h3") == ["老电工的“小发明”，省下大力气"]
    assert made.texts("article") == [
        "老电工的“小发明”，省下大力气 老周改了12台设备。 晨报/第3版 · 第 2 篇兼及：技能"
    ]


def test_a_missing_digest_is_a_dash_with_the_reason(page, record):
    made = page(record(digest="", digest_reason="shorter than 20 characters"))
    assert made.texts("p", "none") == ["——（正文不足 20 字）"]


def test_reprints_are_named_and_not_repeated(page, record):
    first = record()
    others = [record(file=f"{n}.txt", duplicate_of=first["id"]) for n in range(10)]
    made = page(first, *others)
    assert len(made.texts("article")) == 1
    assert made.texts("p", "meta")[0].endswith("又见：0；1；2；3；4；5；6；7 等 10 处")


def test_unsure_articles_stand_last_and_say_what_the_model_leans_to(page, record):
    made = page(record(confident=False), record())
    assert made.texts("h2") == ["创新 1 篇", "待核 1 篇"]
    assert "初判：创新 97%" in made.texts("article")[1]
    assert made.texts("p", "note") == ["模型对下列报道没有把握，请人工核对。"]


def test_several_days_have_a_chart_with_a_table_behind_it(page, record):
    days = ["2026-11-18", "2026-11-20", "2026-11-20", "1"]
    made = page(*(record(file=f"{day}/1.txt") for day in days))
    assert made.texts("figcaption") == ["报道篇数的变化（1 篇日期不明，未计入）"]
    assert made.texts("text") == ["1", "11月18日", "19", "2", "20"]
    pieces = [(float(p["y"]), float(p["height"])) for p in made.attributes("rect") if "y" in p]
    assert pieces == [(66.0, 66.0), (0.0, 132.0)]
    assert made.texts("tbody")[1] == (
        "11月18日0011 11月19日0000 11月20日0022"  # skills, welfare, innovation, all
    )


def test_a_month_of_days_has_labels_with_room_between(page, record):
    made = page(*(record(file=f"2026-{day}/1.txt") for day in ("10-23", "11-20")))
    labels = [text for text in made.texts("text") if text != "1"]
    assert labels == [
        *("10月23日", "25", "27", "29", "11月1日"),  # 31 would run into its neighbour
        *("3", "5", "7", "9", "11", "13", "15", "17", "19"),
    ]


def test_one_day_has_no_chart_over_time(page, record):
    assert page(record(), record()).texts("figure") == []


def test_the_rest_of_a_long_section_is_told(page, record):
    made = page(*(record() for _ in range(MOST_LISTED + 1300)))
    assert len(made.texts("article")) == MOST_LISTED
    assert made.texts("p", "more") == ["以上为前 200 篇（日期新的在前），另有 1,300 篇未列出。"]


def test_nothing_is_loaded_or_run(page, record):
    text = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    keys = ("headline", "digest", "section", "digest_reason", "file")
    made = page(record(**dict.fromkeys(keys, text)), record(headline=text, digest=""), title=text)
    assert {"script", "img"}.isdisjoint(name for name, _, _ in made.elements)
    assert made.texts("h1") == made.texts("h3")[:1] == [text]
    assert not [a for _, a, _ in made.elements if "src" in a or "onerror" in a]
    policy = made.attributes("meta")[1]["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_what_forges_text_is_left_out(tmp_path, themes, record):
    path = tmp_path / "a.html"
    odd = "甲\u202e乙\x1b\x00\ud800"
    write_html([record(headline=odd, digest=odd, file=odd)], path, themes, odd)
    text = path.read_bytes().decode()
    assert "甲乙" in text
    assert not set(odd) & set(text) - set("甲乙")


def test_no_article_is_told(page):
    made = page()
    assert made.texts("main") == ["没有报道。"]
    assert made.texts("title") == ["工会新闻简报"]


def test_same_records_give_the_same_bytes(tmp_path, themes, record):
    first, second = tmp_path / "a", tmp_path / "b"
    for path in (first, second):
        write_html([record(), record(file="2026-11-19.txt")], path, themes)
    assert first.read_bytes() == second.read_bytes()


def test_a_missing_jinja2_is_named_with_the_way_to_install_it(monkeypatch, tmp_path, themes):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    wanted = r"^an HTML briefing needs jinja2: pip install 'newsclf\[briefing\]'$"
    with pytest.raises(DependencyError, match=wanted):
        write_html([], tmp_path / "a", themes)
    assert not (tmp_path / "a").exists()
