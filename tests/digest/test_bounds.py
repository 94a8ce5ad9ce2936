"""Texts that once took a long time, or would have: all of them are read in one pass."""

import pytest
from tests.shipped import digest_of, single, split

from newsclf.pages.bylines import leading


@pytest.mark.parametrize("text", ["记者从" * 5000, "本报记者张三李四" * 2000])
def test_a_run_of_byline_words_is_no_byline(text: str) -> None:
    assert leading(text) is None


@pytest.mark.parametrize("text", ["近日," * 20_000, "介绍说," * 10_000, "工会," * 50_000])
def test_a_sentence_of_nothing_but_short_clauses_ends(text: str) -> None:
    assert len(digest_of(single(f"工会开会\n{text}")).text) <= 80


def test_a_page_of_short_lines_ends() -> None:
    page = split("工会举办技能比武\n" * 5000)
    assert sum(len(article.lines.body) for article in page.articles) <= 5000
