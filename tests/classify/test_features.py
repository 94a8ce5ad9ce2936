"""TF-IDF features: which text counts, what its terms are, what they weigh."""

import math
import re
import warnings
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.classify.features import (
    Document,
    FeatureSettings,
    Vocabulary,
    char_terms,
    document_of,
    documents_of,
    normalized,
    passages_of,
    word_terms,
    words_of,
)
from newsclf.documents import Article, Lines
from newsclf.text.words import tokenizer_of

WORDS = FeatureSettings(word_ngrams=(1, 2), char_ngrams=(2, 2), headline_weight=3)
TEXT = "石桥机械厂的学徒每周二晚上跟着师傅练焊工，三个月后，十二个人全部考取了证书。"


def pairs(text):
    """Cut lines into pieces of two characters: a segmenter whose output is plain to see."""
    return re.findall(r"[^\n]{1,2}|\n", text)


def terms_of(document, settings, tokenize):
    return word_terms(document, settings, tokenize), char_terms(document, settings)


def article(**parts):
    empty = {"headline": "", "kicker": "", "deck": "", "body": "", "bylines": ()}
    fixed = {"number": 1, "section": "要闻", "reporters": ("乔木",), "kind": "article", "gaps": ()}
    return Article(lines=Lines(), **{**empty, **fixed, **parts})


def rows_of(found):
    """Return the number of the document of each entry."""
    return np.repeat(np.arange(found.bounds.size - 1), np.diff(found.bounds))


def weights_of(vocabulary, *documents, tokenize=pairs):
    """Return a dictionary of terms and weights for each document."""
    found = vocabulary.features(documents, tokenize)
    result: list[dict[str, float]] = [{} for _ in documents]
    for row, column, value in zip(rows_of(found), found.columns, found.values, strict=True):
        result[row][vocabulary.term(int(column))] = float(value)
    return result


def test_a_document_is_folded_to_half_width_lower_case_and_zeros():
    document = normalized("第２届Ｏｐｅｎ", "６月12日，NO.3")
    assert document == Document("第0届open\n0月00日,no.0", 7)


def test_kicker_headline_and_deck_make_the_head():
    document = document_of(article(kicker="引", headline="题", deck="副", body="文"))
    assert document == Document("引\n题\n副\n文", 5)


def test_missing_title_lines_leave_no_gap():
    assert document_of(article(headline="题", body="文")) == Document("题\n文", 1)


def test_an_article_without_title_has_an_empty_head():
    assert document_of(article(body="文")) == Document("\n文", 0)


def test_bylines_do_not_count():
    body = "本报讯（记者 乔木）灯亮了。（何青）"
    document = document_of(article(body=body, bylines=((0, 10), (14, 18))))
    assert document.text.split() == ["灯亮了。"]


@pytest.mark.parametrize(
    ("head", "body", "passages"),
    [
        ("题", "一句。两句!三句?\n四句", ["一句。两句!", "两句!三句?", "三句?\n四句"]),
        ("题", "一句。两句。", ["一句。两句。"]),
        ("题", "只有一句", ["只有一句"]),
        ("只有标题", "", ["只有标题"]),
    ],
)
def test_passages_are_two_sentences_of_the_body(head, body, passages):
    assert [p.text for p in passages_of(normalized(head, body))] == passages


def test_words_stand_in_stretches_without_punctuation():
    assert words_of("灯亮。。菜香0ab！!", WORDS.words, pairs) == [["灯亮"], ["菜香", "0a"], []]


def test_terms_are_words_and_pairs_of_words_and_characters():
    words, chars = terms_of(Document("\n灯亮菜香。。", 0), WORDS, lambda text: pairs(text.strip()))
    assert words == ["灯亮", "菜香", "灯亮 菜香"]
    assert chars == ["灯亮", "亮菜", "菜香"]


def test_terms_of_the_head_count_as_often_as_they_weigh():
    words, chars = terms_of(Document("灯亮\n菜香", 2), WORDS, lambda text: pairs(text.strip()))
    assert Counter(words) == {"灯亮": 3, "菜香": 1}
    assert Counter(chars) == {"灯亮": 3, "菜香": 1}


def test_terms_do_not_reach_from_the_head_into_the_body():
    words, chars = terms_of(Document("灯亮\n菜香", 2), WORDS, lambda text: pairs(text.strip()))
    assert "灯亮 菜香" not in words
    assert "亮菜" not in chars


def test_weight_is_sublinear_frequency_times_idf_scaled_to_length_1():
    vocabulary = Vocabulary(["灯亮", "菜香"], [], np.array([2.0, 3.0]), WORDS)
    (weights,) = weights_of(vocabulary, Document("灯亮灯亮菜香", 0))
    lamp, food = 2.0 * (1 + math.log(2)), 3.0
    length = math.hypot(lamp, food)
    assert weights == pytest.approx({"灯亮": lamp / length, "菜香": food / length}, abs=1e-12)


def test_words_and_characters_are_scaled_each_for_itself():
    vocabulary = Vocabulary(["灯亮"], ["亮菜", "菜香"], np.array([5.0, 1.0, 1.0]), WORDS)
    found = vocabulary.features([Document("灯亮菜香", 0)], pairs)
    assert found.columns.tolist() == [0, 1, 2]
    assert found.values.tolist() == pytest.approx([1.0, math.sqrt(0.5), math.sqrt(0.5)])


def test_the_head_weighs_as_its_settings_say():
    vocabulary = Vocabulary(["灯亮", "菜香"], [], np.ones(2), WORDS)
    (weights,) = weights_of(vocabulary, Document("灯亮菜香", 2))
    assert weights["灯亮"] / weights["菜香"] == pytest.approx(1 + math.log(3))


def test_a_document_of_unknown_terms_has_no_features():
    vocabulary = Vocabulary(["灯亮"], ["菜香"], np.ones(2), WORDS)
    assert weights_of(vocabulary, Document("车间", 0), Document("菜香", 0)) == [{}, {"菜香": 1.0}]


def test_word_pairs_do_not_reach_into_the_next_document():
    vocabulary = Vocabulary(["灯亮 菜香"], [], np.ones(1), WORDS)
    assert weights_of(vocabulary, Document("灯亮", 0), Document("菜香", 0)) == [{}, {}]


@pytest.mark.parametrize("texts", [[], [""], ["", ""]])
def test_empty_documents_have_no_features(texts):
    vocabulary = Vocabulary(["灯亮"], ["菜香"], np.ones(2), WORDS)
    found = vocabulary.features([Document(text, 0) for text in texts], pairs)
    assert (found.bounds.tolist(), found.values.size) == ([0] * (len(texts) + 1), 0)


def test_rare_characters_beyond_the_basic_plane_part_terms():
    vocabulary = Vocabulary([], ["灯亮", "菜香"], np.ones(2), WORDS)
    (weights,) = weights_of(vocabulary, Document("灯𠮷亮菜香", 0))
    assert weights == {"菜香": 1.0}


def test_a_pair_of_words_reads_as_it_stands_in_a_text():
    vocabulary = Vocabulary(["灯亮 菜香"], ["亮菜"], np.ones(2), WORDS)
    assert [vocabulary.term(column) for column in range(len(vocabulary))] == ["灯亮菜香", "亮菜"]


TEXTS = st.text(alphabet="灯亮菜香0a，。\n", max_size=30)
DOCUMENTS = st.tuples(TEXTS, TEXTS).map(lambda p: Document(f"{p[0]}\n{p[1]}。", len(p[0])))


@given(st.lists(DOCUMENTS, max_size=4))
@settings(deadline=None, max_examples=150)
def test_arrays_agree_with_the_plain_statement_of_terms(documents):
    plain = [terms_of(document, WORDS, list) for document in documents]
    words = sorted({term for terms, _ in plain for term in terms})
    chars = sorted({term for _, terms in plain for term in terms})
    vocabulary = Vocabulary(words, chars, np.ones(len(words) + len(chars)), WORDS)
    found = vocabulary.features(documents, list)
    expected = np.zeros((len(documents), len(vocabulary)))
    for row, blocks in enumerate(plain):
        for terms, names, start in zip(blocks, (words, chars), (0, len(words)), strict=True):
            counts = {names.index(t): 1 + math.log(n) for t, n in Counter(terms).items()}
            length = math.sqrt(sum(value**2 for value in counts.values()))
            for column, value in counts.items():
                expected[row, start + column] = value / length
    dense = np.zeros_like(expected)
    dense[rows_of(found), found.columns] = found.values
    assert dense == pytest.approx(expected, abs=1e-12)


PARTS = st.text(alphabet="灯亮菜a。!”(\n ", max_size=30)
TEXTS_OF_SENTENCES = st.tuples(PARTS, PARTS).map(lambda parts: normalized(*parts))
MANY = FeatureSettings(word_ngrams=(1, 2), char_ngrams=(1, 3), headline_weight=3, punctuation=True)


@pytest.mark.parametrize("terms", [MANY, replace(MANY, punctuation=False)])
@given(documents=st.lists(TEXTS_OF_SENTENCES, min_size=1, max_size=5), data=st.data())
@settings(deadline=None, max_examples=150)
def test_passages_are_counted_as_if_each_were_a_document(terms, documents, data):
    plain = [terms_of(document, terms, list) for document in documents]
    words = sorted({term for found, _ in plain for term in found})
    chars = sorted({term for _, found in plain for term in found})
    idf = np.arange(1.0, 1.0 + len(words) + len(chars))
    vocabulary = Vocabulary(words, chars, idf, terms)
    rows = data.draw(st.sets(st.sampled_from(range(len(documents)))).map(sorted))
    asked = np.array(rows, dtype=np.int64)
    found, counts = vocabulary.features_of_passages(vocabulary.find(documents, list), asked)
    passages = [passages_of(documents[row]) for row in rows]
    expected = vocabulary.features([passage for some in passages for passage in some], list)
    assert counts.tolist() == [len(some) for some in passages]
    assert found.bounds.tolist() == expected.bounds.tolist()
    assert found.columns.tolist() == expected.columns.tolist()
    assert found.values.tolist() == expected.values.tolist()


def test_documents_of_articles_are_those_of_each():
    articles = [
        article(kicker="第２届", headline="ＡＢİ", body="灯亮𠮷。", bylines=((0, 1),)),
        article(headline="开賽"),
        article(body="\u3000菜香"),
    ]
    expected = [Document("第0届\nabi\n\n亮𠮷。", 7), Document("开赛\n", 0), Document("\n 菜香", 0)]
    assert documents_of(articles) == expected
    assert [document_of(one) for one in articles] == expected


def test_words_of_more_characters_than_a_key_holds_are_found():
    vocabulary = Vocabulary(["职工之家", "职工"], [], np.ones(2), WORDS)
    found = weights_of(
        vocabulary, Document("职工之家", 0), tokenize=lambda text: text.split("\n")[1:2]
    )
    assert found == [{"职工之家": 1.0}]


def test_jieba_gives_the_features_that_rjieba_gives():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 imports pkg_resources, and worse
        reference = tokenizer_of("jieba")
        reference("先读词典")
    document = normalized("夜校里的焊花", TEXT)
    words, chars = terms_of(document, WORDS, tokenizer_of("rjieba"))
    vocabulary = Vocabulary(sorted(set(words)), sorted(set(chars)), np.ones(0), WORDS)
    vocabulary = Vocabulary(
        vocabulary.word_terms, vocabulary.char_terms, np.ones(len(vocabulary)), WORDS
    )
    fast, slow = (
        weights_of(vocabulary, document, tokenize=tokenize)
        for tokenize in (tokenizer_of("rjieba"), reference)
    )
    assert len(fast[0]) > 40
    assert fast == slow
