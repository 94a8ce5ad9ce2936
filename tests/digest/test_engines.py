"""What can choose a digest."""

import sys
import warnings

import pytest
from tests.shipped import WEIGHTS, digest_of, single

from newsclf.digest import ENGINES, Digester, broken_rules
from newsclf.documents import Digest
from newsclf.errors import DependencyError

PLAN = "下一步，工会还要在码头南侧再建两处歇脚亭，并配上充电插座。"
DONE = "码头工会为装卸工人建起三处歇脚亭，亭里备有热水和药箱。"
ARTICLE = single(f"码头添新亭\n{PLAN}{DONE}")


def digest_with(article, engine, max_chars=80):
    return Digester(WEIGHTS, engine, max_chars).digest_of(article)


def test_the_engines():
    assert list(ENGINES) == ["textrank", "snownlp", "lead"]


def test_a_digester_is_refused_that_cannot_be():
    with pytest.raises(ValueError, match="must be one of textrank, snownlp, lead, not 'magic'"):
        Digester(WEIGHTS, "magic")
    with pytest.raises(ValueError, match="max_chars must be a number from 16 to 1000"):
        Digester(WEIGHTS, max_chars=15)
    with pytest.raises(ValueError, match="sentences needs the engine textrank"):
        Digester(WEIGHTS, "lead", sentences=3)


def test_textrank_is_the_digest_of_the_package():
    assert digest_with(ARTICLE, "textrank") == digest_of(ARTICLE)


def test_lead_takes_the_first_sentence_that_has_a_line():
    found = digest_with(ARTICLE, "lead")
    assert found.text == PLAN.removeprefix("下一步，")


def test_lead_passes_over_sentences_that_have_none():
    assert digest_with(single(f"码头添新亭\n好消息！{DONE}"), "lead").text == DONE


@pytest.mark.parametrize("engine", ["textrank", "lead"])
@pytest.mark.parametrize("most", [20, 28, 40, 80])
def test_each_engine_keeps_the_limit(engine, most):
    found = digest_with(ARTICLE, engine, max_chars=most)
    assert broken_rules(found, ARTICLE, max_chars=most) in ([], ["empty"])


@pytest.mark.parametrize("engine", ["textrank", "lead"])
def test_no_line_gives_an_empty_digest(engine):
    found = digest_with(single("开班了。"), engine)
    assert found == Digest("", (), "shorter than 20 characters")


def test_snownlp_takes_a_line_that_keeps_the_rules():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # snownlp's import warns on some versions of Python
        found = digest_with(ARTICLE, "snownlp")
    assert found.text in (DONE, PLAN.removeprefix("下一步，"))
    assert broken_rules(found, ARTICLE) == []


def test_a_missing_snownlp_is_named_with_the_way_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "snownlp", None)  # what Python does for an absent package
    with pytest.raises(DependencyError, match=r"^snownlp is not installed: pip install snownlp$"):
        digest_with(ARTICLE, "snownlp")
