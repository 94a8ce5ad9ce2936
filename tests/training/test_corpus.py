"""A corpus: texts and labels, and what is wrong with them."""

from pathlib import Path

import pytest

from newsclf.errors import CorpusError, NewsclfError
from newsclf.themes import Theme
from newsclf.training.corpus import Source, read_corpus, without

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
        return read_corpus(Source(folder, path), themes)

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


def test_without_an_id_column_the_columns_are_named(corpus, tmp_path):
    message = refusal(corpus, "what,primary\na,light\n")
    assert message == (
        f"{tmp_path / 'labels.csv'}: no column looks like the id; name one id: what, primary"
    )


def test_without_a_label_column_the_columns_are_named(corpus, tmp_path):
    message = refusal(corpus, "id,what\na,light\n")
    assert message == (
        f"{tmp_path / 'labels.csv'}: no column looks like the label; "
        "choose one with --label-column: id, what"
    )


def test_secondary_close_and_group_are_optional(corpus):
    (example,) = corpus("id,primary\na,light\n").examples
    assert (example.secondary, example.close, example.group) == ((), (), "")


@pytest.mark.parametrize("row", ["a,sport,,,", "a,light,sport,,", "a,light,,food;sport,"])
def test_an_unknown_theme_is_named_with_its_line(corpus, tmp_path, row):
    message = refusal(corpus, HEADER + f"b,light,,,\n{row}\n")
    assert message == f"{tmp_path / 'labels.csv'}:3: theme 'sport' is not in the taxonomy"


def test_rows_without_a_label_are_left_out_and_counted(corpus):
    found = corpus(HEADER + "a,,,,\nb,light,,,\n")
    assert [example.id for example in found.examples] == ["b"]
    assert found.left_out == {"without label": 1}


def test_a_double_id_is_named_with_its_line(corpus, tmp_path):
    message = refusal(corpus, HEADER + "a,light,,,\nb,food,,,\na,light,,,\n")
    assert message == f"{tmp_path / 'labels.csv'}:4: duplicate id 'a'"


@pytest.mark.parametrize("name", ["../a", "sub/a", "/etc/hostname", "x/../a"])
def test_an_id_is_a_file_name_and_no_path(corpus, tmp_path, name):
    message = refusal(corpus, HEADER + f"{name},light,,,\n")
    assert message == f"{tmp_path / 'labels.csv'}:2: id {name!r} is not a file name"


def test_a_missing_text_is_named(corpus, tmp_path):
    message = refusal(corpus, HEADER + "c,light,,,\n", NewsclfError)
    assert message == f"{tmp_path / 'texts' / 'c.txt'}: no such file"


def test_labels_without_rows_are_refused(corpus, tmp_path):
    assert refusal(corpus, HEADER) == (
        f"{tmp_path / 'labels.csv'}: no rows; the first line of a table names its columns"
    )


def test_labels_in_gb18030_are_read(corpus):
    themes = (Theme("灯光", "灯光", "yellow"),)
    (example,) = corpus((HEADER + "a,灯光,,,\n").encode("gb18030"), themes).examples
    assert example.primary == "灯光"


def test_missing_labels_are_named(tmp_path):
    path = tmp_path / "none.csv"
    with pytest.raises(CorpusError) as error:
        read_corpus(Source(tmp_path, path), THEMES)
    assert str(error.value) == f"{path}: cannot be read: No such file or directory"


def test_the_same_corpus_has_the_same_digest_wherever_it_lies(corpus, tmp_path):
    first = corpus(HEADER + "a,light,,,\n").sha256
    (tmp_path / "texts").rename(tmp_path / "moved")
    moved = read_corpus(Source(tmp_path / "moved", tmp_path / "labels.csv"), THEMES)
    assert moved.sha256 == first
    assert len(first) == 64


@pytest.mark.parametrize(
    "row", ["a,food,,,", "a,light,food,,", "a,light,,food,", "b,light,,,", "a,light,,,\nb,food,,,"]
)
def test_any_other_label_or_id_changes_the_digest(corpus, row):
    assert corpus(HEADER + row).sha256 != corpus(HEADER + "a,light,,,\n").sha256


def test_another_text_changes_the_digest(corpus, tmp_path):
    labels = HEADER + "a,light,,,\n"
    before = corpus(labels).sha256
    (tmp_path / "texts" / "a.txt").write_text(TEXT.replace("九", "十"), encoding="utf-8")
    assert corpus(labels).sha256 != before


def test_another_taxonomy_changes_the_digest(corpus):
    labels = HEADER + "a,light,,,\n"
    renamed = (Theme("light", "灯火", "yellow"), THEMES[1])
    assert corpus(labels, renamed).sha256 != corpus(labels).sha256


def test_without_a_taxonomy_the_labels_are_the_themes(corpus):
    found = corpus(HEADER + "a,技能,,,\nb,关怀,文体,,\n", themes=None)
    assert [(theme.id, theme.name) for theme in found.themes] == [
        ("关怀", "关怀"),
        ("技能", "技能"),
        ("文体", "文体"),
    ]


def test_a_folder_needs_its_labels(tmp_path):
    with pytest.raises(CorpusError) as error:
        read_corpus(Source(tmp_path))
    assert str(error.value) == (
        f"{tmp_path}: a folder needs a labels file (--labels FILE), or a subfolder of .txt files "
        "for each label"
    )


@pytest.fixture
def table(tmp_path):
    """Return a function that reads a corpus out of a table of that name and text."""

    def read(name, text, **columns):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_corpus(Source(path, **columns))

    return read


def test_a_title_alone_is_the_text(table):
    found = table("t.tsv", "title\tlabel_id\tlabel\n夜校亮灯\t3\tnews_edu\n")
    assert found.columns == {"text": "title", "label": "label"}
    (example,) = found.examples
    assert (example.id, example.article.headline, example.primary) == ("2", "夜校亮灯", "news_edu")
    assert found.labels == "one"


def test_a_title_beside_a_text_is_its_headline(table):
    text = "本报讯 石桥机械厂的夜校星期二开课，灯一直亮到九点，师傅们不想走。"
    found = table("t.csv", f"标题,正文,类别\n夜校亮灯,{text},教育\n")
    assert found.columns == {"text": "正文", "title": "标题", "label": "类别"}
    assert found.examples[0].article.headline == "夜校亮灯"
    assert found.examples[0].article.body == text


def test_columns_can_be_named(table):
    found = table(
        "t.csv",
        "text,other,label,topic\n无,夜校亮灯,x,教育\n",
        text_column="other",
        label_column="topic",
    )
    assert found.examples[0].article.headline == "夜校亮灯"
    assert found.examples[0].primary == "教育"


def test_several_labels_of_a_row_are_equals(table):
    found = table("t.jsonl", '{"text": "夜校亮灯", "label": ["技能", "文化"]}\n')
    (example,) = found.examples
    assert (example.primary, example.secondary, example.close) == ("技能", ("文化",), ("文化",))
    assert not found.ranked
    assert found.labels == "several"


@pytest.mark.parametrize("label", ["none", "无", "None"])
def test_none_is_no_theme(table, label):
    found = table("t.csv", f"text,label\n夜校亮灯,{label}\n食堂加菜,福利\n")
    assert [example.primary for example in found.examples] == ["none", "福利"]
    assert [theme.id for theme in found.themes] == ["福利"]


def test_rows_without_text_are_left_out_and_counted(table):
    found = table("t.csv", "text,label\n ,教育\n夜校亮灯,教育\n")
    assert (len(found.examples), found.left_out) == (1, {"without text": 1})


def test_what_nobody_sees_is_no_part_of_a_label(table):
    found = table("t.csv", "text,label\n夜校亮灯,教\u200b育\n食堂加菜, 教育\u3000\n")
    assert [example.primary for example in found.examples] == ["教育", "教育"]
    assert found.notes == ()


def test_labels_that_look_alike_are_one(table):
    found = table("t.csv", "text,label\n夜校亮灯,文化\n食堂加菜,⽂化\n")
    assert [example.primary for example in found.examples] == ["文化", "文化"]
    assert found.notes == ("labels 文化 and ⽂化 look alike; merged into 文化",)


def test_labels_that_differ_in_case_or_tradition_stay_two_and_are_told(table):
    found = table("t.csv", "text,label\n夜校亮灯,文体\n食堂加菜,文體\n")
    assert [example.primary for example in found.examples] == ["文体", "文體"]
    assert found.notes == ("warning: labels 文体 and 文體 look alike but are kept apart",)


def test_labels_that_mean_an_empty_cell_are_told(table):
    found = table("t.csv", "text,label\n夜校亮灯,教育\n食堂加菜,nan\n")
    assert found.notes == (
        "warning: 1 rows have the label 'nan'; if that means none, clear the cell",
    )


def test_nan_in_json_lines_is_no_label(table):
    found = table("t.jsonl", '{"text": "夜校亮灯", "label": NaN}\n{"text": "灯", "label": "a"}\n')
    assert (len(found.examples), found.left_out) == (1, {"without label": 1})


def test_all_unknown_labels_are_named_at_once(corpus, tmp_path):
    message = refusal(corpus, HEADER + "a,sport,,,\nb,light,film,,\n")
    assert message == (
        f"{tmp_path / 'labels.csv'}:2: themes 'sport', 'film' are not in the taxonomy"
    )


def test_examples_with_unknown_labels_can_be_left_out(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("text,label\n夜校亮灯,light\n食堂加菜,sport\n", encoding="utf-8")
    found = read_corpus(Source(path), THEMES, strict=False)
    assert [example.primary for example in found.examples] == ["light"]
    assert found.left_out == {"with a label that the model does not know: sport (1)": 1}


def test_further_examples_are_learnt_from_and_not_counted(table, tmp_path):
    also = tmp_path / "also.csv"
    also.write_text("text,label,weight\n车间里试出了新夹具,创新,0.3\n", encoding="utf-8")
    alone = table("t.csv", "text,label\n夜校亮灯,教育\n")
    found = table("t.csv", "text,label\n夜校亮灯,教育\n", also=also)
    assert [(e.primary, e.weight, e.measured) for e in found.examples] == [
        ("教育", 1.0, True),
        ("创新", 0.3, False),
    ]
    assert (alone.also, len(found.also)) == ("", 64)


@pytest.mark.parametrize("weight", ["0", "-1", "nan", "much"])
def test_a_weight_is_a_number_above_zero(table, tmp_path, weight):
    with pytest.raises(CorpusError) as error:
        table("t.csv", f"text,label,weight\n夜校亮灯,教育,{weight}\n")
    assert str(error.value) == f"{tmp_path / 't.csv'}:2: weight must be a number above 0"


def test_a_folder_for_each_label_is_a_corpus(tmp_path):
    for label, text in (
        ("技能", "夜校亮灯"),
        ("关怀", "食堂加菜\n\n本报讯 石桥机械厂的食堂添了三道热菜，灯一直亮到九点，师傅们不想走。"),
    ):
        (tmp_path / label).mkdir()
        (tmp_path / label / "1.txt").write_text(text, encoding="utf-8")
        (tmp_path / label / "._1.txt").write_bytes(b"\x00\x05")
    (tmp_path / "Thumbs.db").write_bytes(b"\x00")
    found = read_corpus(Source(tmp_path))
    assert [(e.id, e.primary, e.article.headline) for e in found.examples] == [
        ("关怀/1.txt", "关怀", "食堂加菜"),
        ("技能/1.txt", "技能", "夜校亮灯"),
    ]


def test_fasttext_lines_are_a_corpus(table):
    found = table("t.txt", "__label__技能 夜校 亮灯\n__label__关怀 __label__文化 食堂加菜\n")
    assert [(e.primary, e.secondary, e.article.headline) for e in found.examples] == [
        ("技能", (), "夜校 亮灯"),
        ("关怀", ("文化",), "食堂加菜"),
    ]


def test_rare_themes_can_be_left_out(table):
    found = table("t.csv", "text,label\n夜校亮灯,教育;福利\n食堂加菜,福利\n")
    kept = without(found, ["福利"])
    assert [(e.primary, e.secondary, e.close) for e in kept.examples] == [("教育", (), ())]
    assert [theme.id for theme in kept.themes] == ["教育"]
    assert kept.left_out == {"with too rare a label": 1}


def test_the_corpus_of_the_project_is_whole():
    from newsclf.themes import read_taxonomy

    root = Path(__file__).parents[2]
    themes = read_taxonomy(root / "labels" / "themes.toml")
    corpus = read_corpus(
        Source(root / "seeds" / "articles", root / "labels" / "articles.csv"), themes
    )
    texts = {path.stem for path in (root / "seeds" / "articles").glob("*.txt")}
    assert {example.id for example in corpus.examples} == texts
    assert all(example.article.body or example.article.headline for example in corpus.examples)
