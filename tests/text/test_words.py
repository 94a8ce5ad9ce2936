"""Word segmentation: two engines, one dictionary."""

import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.errors import DependencyError
from newsclf.text.words import SEGMENTERS, tokenizer_of

SNIPPET = "钳工师傅带徒弟，磨钻头用了3小时。"


@pytest.fixture(params=SEGMENTERS)
def tokenize(request):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's import warns on some versions of Python
        return tokenizer_of(request.param)


def test_the_segmenters_are_rjieba_and_jieba():
    assert SEGMENTERS == ("rjieba", "jieba")


def test_each_segmenter_cuts_known_words(tokenize):
    assert tokenize("职工技能竞赛") == ["职工", "技能", "竞赛"]


def test_each_segmenter_keeps_digits_together(tokenize):
    assert "2024" in tokenize("到2024年底")


def test_no_words_in_no_text(tokenize):
    assert tokenize("") == []


def test_the_default_is_rjieba():
    assert tokenizer_of() is tokenizer_of("rjieba")


def test_both_segmenters_agree():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert tokenizer_of("jieba")(SNIPPET) == tokenizer_of("rjieba")(SNIPPET)


@given(st.text(alphabet="工会技能大赛车间师傅abc12.。，“” \n", max_size=60))
@settings(deadline=None, max_examples=100)
def test_joined_words_are_the_text_again(text):
    assert "".join(tokenizer_of()(text)) == text


MARKS = "。，、；：！？!?,;:…“”‘’《》（）()【】「」 \n\u3000"


@given(st.lists(st.text(alphabet="工会技能大赛车间师傅abc12.%的和", max_size=9)), st.data())
@settings(deadline=None, max_examples=200)
def test_words_do_not_depend_on_what_stands_beyond_a_mark(pieces, data):
    pieces = [piece + data.draw(st.sampled_from(MARKS)) for piece in pieces]
    apart = [word for piece in pieces for word in tokenizer_of()(piece)]
    assert tokenizer_of()("".join(pieces)) == apart


@pytest.mark.parametrize("name", SEGMENTERS)
def test_a_missing_package_is_named_with_the_way_to_install_it(name, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)  # what Python does for a package that is absent
    with pytest.raises(DependencyError) as error:
        tokenizer_of(name)
    assert str(error.value) == f"{name} is not installed: pip install {name}"


def test_jieba_says_nothing_on_standard_error(capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tokenizer_of("jieba")("工会")
    assert capfd.readouterr().err == ""
