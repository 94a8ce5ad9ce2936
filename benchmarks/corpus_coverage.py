"""What the corpus covers, counted from the labels file and the texts.

    python benchmarks/corpus_coverage.py

`benchmarks/readme.py` puts the first tables into `seeds/README.md`. The last one compares words:
how many of the real reports that hold one, as `labels/terms.csv` counts them, have its usual theme,
and how many of the articles of the corpus.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import chi2

from newsclf.text.words import tokenizer_of

ROOT = Path(__file__).parents[1]
THEMES = ("skills", "welfare", "innovation", "culture", "none")
# Kinds of event in union offices; the other kinds without a theme are quite other news.
OFFICE = frozenset(
    (
        *("换届", "工代会", "全委会", "党组会", "任职", "蹲点动员", "企业建会率", "经费返还"),
        *("经审", "财务业务班", "管理平台", "机关党建", "外事统战", "教代会职代会", "领导调研"),
        *("干部培训与办公", "通讯员培训", "党政要闻与工会", "企业经营党务"),
    )
)
TYPICAL = 150  # words of a theme
COMMON = 60  # trades that are named
FULL = 5  # different typical words of another theme make an article full of them
ENOUGH = 10  # real reports with a word, from which on its usual theme is known
APART = 0.20  # the share of that theme in the corpus may differ by so much
Row = dict[str, str]


def read_rows() -> list[Row]:
    """Return the rows of the labels file, with the length of each body as `length`, and `text`."""
    with (ROOT / "labels" / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows: list[Row] = list(csv.DictReader(file))
    for row in rows:
        text = (ROOT / "seeds" / "articles" / f"{row['id']}.txt").read_text(encoding="utf-8")
        row["length"] = str(len("".join(text.partition("\n\n")[2].split())))
        row["text"] = text
    return rows


def borrowed(rows: list[Row]) -> Counter[str]:
    """Count the articles of each theme that hold `FULL` typical words of another one.

    Typical of a theme are the `TYPICAL` words that a chi-squared test ties most to it and that
    have more than half of all their articles in it. For `none`, the words count that are typical
    of union news against other news, and twice as many are asked for.
    """
    tokenize = tokenizer_of()
    texts = [(ROOT / "seeds" / "articles" / f"{row['id']}.txt").read_text("utf-8") for row in rows]
    vectorizer = CountVectorizer(
        analyzer=lambda text: {word for word in tokenize(text) if len(word) > 1}, min_df=8
    )
    present = vectorizer.fit_transform(texts)
    totals = np.asarray(present.sum(axis=0)).ravel()
    counts = {}
    for theme in THEMES[:-1]:
        own = np.array([row["primary"] == theme for row in rows])
        share = np.asarray(present[own].sum(axis=0)).ravel() / totals
        value = np.where(share > 0.5, chi2(present, own)[0], 0)
        typical = np.argsort(-value)[:TYPICAL]
        counts[theme] = np.asarray(present[:, typical].sum(axis=1)).ravel()
    union = np.array([row["primary"] != "none" or row["kind"] in OFFICE for row in rows])
    share = np.asarray(present[union].sum(axis=0)).ravel() / totals
    typical = np.argsort(-np.where(share > union.mean(), chi2(present, union)[0], 0))[:TYPICAL]
    of_union = np.asarray(present[:, typical].sum(axis=1)).ravel()
    found: Counter[str] = Counter()
    for place, row in enumerate(rows):
        if row["primary"] == "none":
            found["none"] += int(of_union[place] >= 2 * FULL)
        else:
            others = [counts[theme][place] for theme in counts if theme != row["primary"]]
            found[row["primary"]] += int(max(others) >= FULL)
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """A word of union news: how often its usual theme is the first one.

    Attributes:
        name: The word, or several parted by ` / ` of which one is enough.
        theme: The usual theme of the real reports that hold it.
        reports: How many of these there are.
        share: How many of 1 of them have that theme.
        articles: How many articles of the corpus hold it.
        here: How many of 1 of them have that theme.
    """

    name: str
    theme: str
    reports: int
    share: float
    articles: int
    here: float

    @property
    def differs(self) -> bool:
        """Whether the corpus tells of another world."""
        return self.reports >= ENOUGH and abs(self.share - self.here) > APART


def terms(rows: list[Row]) -> list[Term]:
    """Compare the themes of words in real reports and in the corpus."""
    with (ROOT / "labels" / "terms.csv").open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    found = []
    for line in known:
        counts = {theme: int(line[theme]) for theme in THEMES}
        theme = max(counts, key=counts.__getitem__)
        names = line["term"].split(" / ")
        holding = [row for row in rows if any(name in row["text"] for name in names)]
        usual = sum(row["primary"] == theme for row in holding)
        reports = sum(counts.values())
        found.append(
            Term(
                line["term"],
                theme,
                reports,
                counts[theme] / reports,
                len(holding),
                usual / len(holding) if holding else 0.0,
            )
        )
    return found


def table(rows: list[Row]) -> str:
    """Return the tables as Markdown."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        kinds[row["primary"]][row["kind"]] += 1
    lengths = sorted(int(row["length"]) for row in rows)
    quarters = quantiles(lengths, n=10)
    words = Counter((row["primary"], row["cross"]) for row in rows if row["cross"])
    rules = Counter(row["rule"] for row in rows if row["rule"])
    trades = Counter(row["trade"] for row in rows if row["trade"] != "无")
    lines = [
        f"{len(rows)} articles: " + _counts(rows, "primary") + ".",
        "",
        f"- **With a second theme**: {sum(bool(row['secondary']) for row in rows)}; "
        f"close calls with two right primaries: {sum(bool(row['close']) for row in rows)}.",
        "- **Written as contrasts** by the rule of the guide that they turn on: "
        + ", ".join(f"{rule}: {rules[rule]}" for rule in sorted(rules, key=int))
        + ".",
        f"- **With {FULL} or more typical words of another theme** "
        f"(none: {2 * FULL} of union news): "
        + ", ".join(f"{theme} {count}" for theme, count in borrowed(rows).items())
        + "; written to be so: "
        + ", ".join(f"{a} with {b}'s {count}" for (a, b), count in sorted(words.items()))
        + ".",
        f"- **Forms**: {_counts(rows, 'form')}.",
        f"- **Who acts**: {_counts(rows, 'level')}.",
        f"- **Where**: {_counts(rows, 'province')}.",
        f"- **Trades**: {len(trades)}; most often "
        + ", ".join(f"{name} {count}" for name, count in trades.most_common(COMMON))
        + ".",
        f"- **Years**: {_counts(rows, 'year', by_name=True)}.",
        f"- **Characters in a body**: {lengths[0]} to {lengths[-1]}, median "
        f"{median(lengths):.0f}, one in ten below {quarters[0]:.0f} and above {quarters[-1]:.0f}.",
        "",
        "| theme | kinds of event, with their articles |",
        "| --- | --- |",
    ]
    for theme in THEMES:
        events = ", ".join(f"{name} {count}" for name, count in kinds[theme].most_common())
        lines.append(f"| {theme} | {events} |")
    return "\n".join(lines)


def _counts(rows: list[Row], column: str, *, by_name: bool = False) -> str:
    counts = Counter(row[column] for row in rows)
    ordered = sorted(counts.items()) if by_name else counts.most_common()
    return ", ".join(f"{name} {count}" for name, count in ordered)


def main() -> None:
    rows = read_rows()
    print(table(rows), "", "| word | usual theme | real reports | corpus | |", sep="\n")
    print("| --- | --- | --- | --- | --- |")
    for term in terms(rows):
        print(
            f"| {term.name} | {term.theme} | {term.share:.2f} of {term.reports} "
            f"| {term.here:.2f} of {term.articles} | {'differs' if term.differs else ''} |"
        )


if __name__ == "__main__":
    main()
