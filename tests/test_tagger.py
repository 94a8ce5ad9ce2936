"""The tagger: a page's text or file -> tagged articles."""

import dataclasses
import shutil
from dataclasses import replace

import pytest

import newsclf
from newsclf.bundle import shipped_folder
from newsclf.text.characters import fold

PAGE = """焊花赛场见真章
本报讯（记者 林小舟）6月12日，云塘市总工会举办焊工职业技能竞赛，来自20家企业的86名焊工同台比武。\
竞赛设理论考试和实际操作两个环节，前三名选手将获得技师职业资格。赛前，市总工会组织选手进行了为期两周的技能培训。

清凉药品送到工地
本报讯（记者 何青）7月3日，云塘市总工会走进地铁工地慰问高温下作业的职工，送去绿豆、毛巾和防暑药品等\
慰问品，价值3万元。工会干部询问困难职工的生活情况，把关怀送到职工心坎上。
"""
BODY = PAGE.split("\n")[1]
HALF_WIDTH = str.maketrans("，（）", ",()")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}


@pytest.fixture(scope="module")
def tagger():
    return newsclf.load()


def test_articles_come_in_page_order_with_their_themes(tagger):
    assert [(a.headline, a.theme) for a in tagger.tag(PAGE)] == [
        ("焊花赛场见真章", "skills"),
        ("清凉药品送到工地", "welfare"),
    ]


def test_an_article_knows_its_lines_and_reporters(tagger):
    second = tagger.tag(PAGE)[1]
    assert second.lines == newsclf.Lines(headline=(4,), body=(5,))
    assert second.reporters == ("何青",)
    assert (second.kind, second.gaps, second.section) == ("article", 0, "")


def test_the_name_of_a_page_is_part_of_the_ids(tagger):
    assert [a.id for a in tagger.tag(PAGE, name="要闻")] == ["要闻#1", "要闻#2"]
    assert [(a.id, a.file, a.article) for a in tagger.tag(PAGE)][1] == ("text#2", "text", 2)


def test_a_file_is_tagged_as_its_text(tagger, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="gb18030")
    plain = tagger.tag(PAGE, name="page.txt")
    assert tagger.tag_file(path) == [replace(one, encoding="gb18030") for one in plain]
    assert tagger.tag_file(str(path)) == tagger.tag_file(path)


def test_a_missing_file_is_named(tagger, tmp_path):
    with pytest.raises(newsclf.InputError) as error:
        tagger.tag_file(tmp_path / "none.txt")
    assert str(error.value) == f"{tmp_path / 'none.txt'}: no such file"


def test_a_text_of_one_paragraph_is_an_article_without_headline(tagger):
    (article,) = tagger.tag(BODY)
    assert (article.headline, article.body, article.theme) == ("", BODY, "skills")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\r\n\t"])
def test_an_empty_text_has_no_articles(tagger, text):
    assert tagger.tag(text) == []


def test_a_text_of_furniture_alone_has_no_articles(tagger):
    assert tagger.tag("第3版\n责任编辑：王小明\n") == []


def test_a_digest_is_quoted_from_the_body(tagger):
    for article in tagger.tag(PAGE):
        assert article.digest
        pieces = [article.body[start:end] for start, end in article.digest_spans]
        assert article.digest == "".join(pieces)


def test_probabilities_are_sorted_and_lie_between_0_and_1(tagger):
    for article in tagger.tag(PAGE):
        likely = [score.probability for score in article.themes]
        assert likely == sorted(likely, reverse=True)
        assert 0 <= likely[-1] <= likely[0] <= 1
        assert len(likely) == 4


def test_the_first_tag_is_the_theme(tagger):
    assert [a.tags[0] for a in tagger.tag(PAGE)] == ["skills", "welfare"]


def test_keywords_stand_in_the_article(tagger):
    for article in tagger.tag(PAGE):
        assert article.keywords
        text = article.headline + article.body
        assert all(keyword.text in text for keyword in article.keywords)


@pytest.mark.parametrize("forms", [HALF_WIDTH, FULL_WIDTH], ids=["half", "full"])
def test_width_of_punctuation_and_digits_changes_nothing(tagger, forms):
    other = tagger.tag(PAGE.translate(forms))
    assert other[0].body != tagger.tag(PAGE)[0].body
    for mine, plain in zip(other, tagger.tag(PAGE), strict=True):
        assert (mine.theme, mine.tags, mine.confident) == (plain.theme, plain.tags, plain.confident)
        assert (mine.themes, mine.keywords) == (plain.themes, plain.keywords)
        assert (mine.headline, mine.reporters) == (plain.headline, plain.reporters)
        assert fold(mine.digest) == fold(plain.digest)
        assert mine.digest_spans == plain.digest_spans


def test_line_endings_change_nothing(tagger):
    assert tagger.tag(PAGE.replace("\n", "\r\n")) == tagger.tag(PAGE)


def test_articles_that_were_split_before_can_be_tagged(tagger):
    articles = newsclf.split(PAGE).articles
    assert tagger.tag_articles(articles, name="text") == tagger.tag(PAGE)


def test_a_page_is_tagged_as_its_articles_alone(tagger):
    articles = newsclf.split(PAGE).articles
    alone = [tagger.tag_articles([article], name="text")[0] for article in articles]
    assert alone == tagger.tag(PAGE)


def test_results_are_frozen(tagger):
    with pytest.raises(dataclasses.FrozenInstanceError):
        tagger.tag(BODY)[0].theme = "culture"


def test_a_model_folder_can_be_named(tagger, tmp_path):
    folder = shutil.copytree(shipped_folder(), tmp_path / "mine")
    assert newsclf.load(folder).tag(PAGE) == tagger.tag(PAGE)
    assert newsclf.load(str(folder)).label == tagger.label


def test_a_missing_model_folder_is_named(tmp_path):
    with pytest.raises(newsclf.ModelError) as error:
        newsclf.load(tmp_path / "none")
    assert str(error.value) == (f"{tmp_path / 'none'}: no such model folder: model.json is missing")
