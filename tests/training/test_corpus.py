"""A corpus: texts and labels, and what is wrong with them."""

from pathlib import Path

import pytest

from newsclf.errors import CorpusError, NewsclfError
from newsclf.themes import Theme
from newsclf.training.corpus import read_corpus

THEMES = (Theme("light", "灯光", "yellow"), Theme("food", "食堂", "green"))
HEADER = "id,primary,secondary,close,group\n"
TEXT = "夜校里的灯亮了\n\n本报讯（记者 乔木）石桥机械厂的夜校星期二开课，灯一直亮到九点。\n"


@pytest.fixture
def corpus(tmp_path):
    """Return a function that reads a corpus of the texts a and b with the given labels."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")

    def read(labels, themes=THEMES):
        path = tmp_path / "labels.csv"
        path.write_bytes(labels if isinstance(labels, bytes) else labels.encode())
        return read_corpus(folder, path, themes)

    return read


def refusal(corpus, labels, error=CorpusError):
    with pytest.raises(error) as caught:
        corpus(labels)
    return str(caught.value)


def test_an_example_has_its_article_and_labels(corpus):
    (example,) = corpus(HEADER + "a,light,food,,g1\n").examples
    assert (example.id, example.primary, example.secondary) == ("a", "light", ("food",))
    assert (example.close, example.group) == ((), "g1")
    assert example.article.headline == "夜校里的灯亮了"
    assert example.article.reporters == ("乔木",)


def test_examples_stand_in_the_order_of_the_labels(corpus):
    examples = corpus(HEADER + "b,light,,,\na,none,,,\n").examples
    assert [(e.id, e.primary) for e in examples] == [("b", "light"), ("a", "none")]


def test_several_ids_in_a_cell_are_parted_by_semicolons(corpus):
    (example,) = corpus(HEADER + "a,none,light; food,light;,\n").examples
    assert (example.secondary, example.close) == (("light", "food"), ("light",))


def test_columns_for_people_and_a_byte_order_mark_change_nothing(corpus):
    labels = "\ufeffnote,id,primary,secondary,close,group\n看过,a,light,,,\n"
    assert corpus(labels) == corpus(HEADER + "a,light,,,\n")


@pytest.mark.parametrize("column", ["id", "primary", "secondary", "close", "group"])
def test_a_missing_column_is_named(corpus, tmp_path, column):
    columns = [c for c in HEADER.strip().split(",") if c != column]
    message = refusal(corpus, ",".join(columns) + "\na,a,a,a\n")
    assert message == f"{tmp_path / 'labels.csv'}: column {column!r} is missing"


@pytest.mark.parametrize("row", ["a,sport,,,", "a,light,sport,,", "a,light,,food;sport,"])
def test_an_unknown_theme_is_named_with_its_line(corpus, tmp_path, row):
    message = refusal(corpus, HEADER + f"b,light,,,\n{row}\n")
    assert message == f"{tmp_path / 'labels.csv'}:3: theme 'sport' is not in the taxonomy"


def test_an_empty_label_is_an_unknown_theme(corpus, tmp_path):
    message = refusal(corpus, HEADER + "a,,,,\n")
    assert message == f"{tmp_path / 'labels.csv'}:2: theme '' is not in the taxonomy"


def test_a_double_id_is_named_with_its_line(corpus, tmp_path):
    message = refusal(corpus, HEADER + "a,light,,,\nb,food,,,\na,light,,,\n")
    assert message == f"{tmp_path / 'labels.csv'}:4: id 'a' stands twice"


@pytest.mark.parametrize("name", ["../a", "sub/a", "/etc/hostname", "x/../a"])
def test_an_id_is_a_file_name_and_no_path(corpus, tmp_path, name):
    message = refusal(corpus, HEADER + f"{name},light,,,\n")
    assert message == f"{tmp_path / 'labels.csv'}:2: id {name!r} is not a file name"


def test_a_missing_text_is_named(corpus, tmp_path):
    message = refusal(corpus, HEADER + "c,light,,,\n", NewsclfError)
    assert message == f"{tmp_path / 'texts' / 'c.txt'}: no such file"


def test_labels_without_rows_are_refused(corpus, tmp_path):
    assert refusal(corpus, HEADER) == f"{tmp_path / 'labels.csv'}: no labels in it"


def test_labels_in_another_encoding_are_refused(corpus, tmp_path):
    message = refusal(corpus, (HEADER + "a,灯光,,,\n").encode("gb18030"))
    assert message.startswith(f"{tmp_path / 'labels.csv'}: not a CSV file in UTF-8: ")


def test_missing_labels_are_named(tmp_path):
    path = tmp_path / "none.csv"
    with pytest.raises(CorpusError) as error:
        read_corpus(tmp_path, path, THEMES)
    assert str(error.value) == f"{path}: cannot read the labels: No such file or directory"


def test_the_same_corpus_has_the_same_digest_wherever_it_lies(corpus, tmp_path):
    first = corpus(HEADER + "a,light,,,\n").digest
    (tmp_path / "texts").rename(tmp_path / "moved")
    moved = read_corpus(tmp_path / "moved", tmp_path / "labels.csv", THEMES)
    assert moved.digest == first
    assert len(first) == 64


@pytest.mark.parametrize(
    "row", ["a,food,,,", "a,light,food,,", "a,light,,food,", "b,light,,,", "a,light,,,\nb,food,,,"]
)
def test_any_other_label_or_id_changes_the_digest(corpus, row):
    assert corpus(HEADER + row).digest != corpus(HEADER + "a,light,,,\n").digest


def test_another_text_changes_the_digest(corpus, tmp_path):
    labels = HEADER + "a,light,,,\n"
    before = corpus(labels).digest
    (tmp_path / "texts" / "a.txt").write_text(TEXT.replace("九", "十"), encoding="utf-8")
    assert corpus(labels).digest != before


def test_another_taxonomy_changes_the_digest(corpus):
    labels = HEADER + "a,light,,,\n"
    renamed = (Theme("light", "灯火", "yellow"), THEMES[1])
    assert corpus(labels, renamed).digest != corpus(labels).digest


def test_the_corpus_of_the_project_is_whole():
    from newsclf.themes import read_taxonomy

    root = Path(__file__).parents[2]
    themes = read_taxonomy(root / "labels" / "themes.toml")
    corpus = read_corpus(root / "seeds" / "articles", root / "labels" / "articles.csv", themes)
    texts = {path.stem for path in (root / "seeds" / "articles").glob("*.txt")}
    assert {example.id for example in corpus.examples} == texts
    assert all(example.article.body for example in corpus.examples)
