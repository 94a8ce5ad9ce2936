"""The rules of a digest, each broken once."""

from newsclf.digest import broken_rules
from newsclf.documents import Article, Digest, Lines

LINE = "码头工会为装卸工人建起三处歇脚亭，亭里备有热水和药箱。"


def article(body, *, headline="码头添新亭", bylines=(), gaps=()):
    return Article(1, headline, "", "", "", (), "article", Lines(), body, bylines, gaps)


def cut(body, *parts):
    spans = tuple((body.index(part), body.index(part) + len(part)) for part in parts)
    return Digest("".join(parts), spans)


def test_a_whole_sentence_breaks_nothing():
    assert broken_rules(cut(LINE, LINE), article(LINE)) == []


def test_no_text_is_empty():
    assert broken_rules(Digest("", ()), article(LINE)) == ["empty"]


def test_a_short_line():
    assert "length" in broken_rules(cut(LINE, LINE[17:]), article(LINE))


def test_a_line_above_the_limit():
    assert broken_rules(cut(LINE, LINE), article(LINE), max_chars=len(LINE) - 1) == ["length"]
    assert broken_rules(cut(LINE, LINE), article(LINE), max_chars=len(LINE)) == []


def test_two_lines():
    body = f"{LINE}\n{LINE}"
    assert broken_rules(Digest(body, ((0, len(body)),)), article(body)) == ["one line"]


def test_words_that_are_not_in_the_body():
    found = Digest(LINE.replace("三处", "四处"), ((0, len(LINE)),))
    assert broken_rules(found, article(LINE)) == ["words of the body"]


def test_pieces_may_be_joined_with_a_comma():
    body = f"码头工会为装卸工人建起三处歇脚亭。{LINE[17:]}"
    text = f"码头工会为装卸工人建起三处歇脚亭，{LINE[17:]}"
    assert broken_rules(Digest(text, ((0, 16), (17, len(body)))), article(body)) == []


def test_a_span_that_ends_before_it_begins():
    assert broken_rules(Digest(LINE, ((5, 3),)), article(LINE)) == ["spans"]


def test_spans_out_of_order():
    found = Digest(LINE, ((17, len(LINE)), (0, 17)))
    assert "spans" in broken_rules(found, article(LINE))


def test_spans_outside_the_body():
    assert "spans" in broken_rules(Digest(LINE, ((0, len(LINE) + 1),)), article(LINE))


def test_an_opener():
    body = f"近日，{LINE}"
    assert broken_rules(cut(body, body), article(body)) == ["byline or opener"]


def test_a_byline_in_the_text():
    body = f"本报讯（记者 周文）{LINE}"
    assert broken_rules(cut(body, body), article(body)) == ["byline or opener"]


def test_a_credit_that_is_marked_in_the_body():
    body = f"{LINE}周文摄"
    found = broken_rules(cut(body, body), article(body, bylines=((len(LINE), len(body)),)))
    assert found == ["byline or opener"]


def test_a_line_that_leans_on_another():
    body = f"他们说，{LINE}"
    assert broken_rules(cut(body, body), article(body)) == ["leans on another sentence"]


def test_half_a_quotation():
    body = f"“{LINE}”"
    assert broken_rules(cut(body, body[:-1]), article(body)) == ["quotation or bracket"]


def test_the_headline_again():
    assert broken_rules(cut(LINE, LINE), article(LINE, headline=LINE)) == ["headline again"]


def test_text_joined_over_a_gap():
    body = f"{LINE}\n{LINE}"
    found = Digest(LINE[:17] + LINE[17:], ((0, 17), (len(LINE) + 18, len(body))))
    assert broken_rules(found, article(body, gaps=(len(LINE) + 1,))) == ["joins lost text"]


def test_half_a_sentence_behind_a_gap():
    body = f"夜校开班。\n{LINE}"
    assert broken_rules(cut(body, LINE), article(body, gaps=(6,))) == ["half a sentence"]


def test_a_whole_sentence_behind_a_gap():
    body = f"夜校开班。\n的亭子。{LINE}"
    assert broken_rules(cut(body, LINE), article(body, gaps=(6,))) == []


def test_a_line_that_stops_inside_a_clause():
    found = cut(LINE, LINE[:-3])
    assert broken_rules(found, article(LINE)) == ["whole clause at the end"]


def test_half_width_and_full_width_are_one():
    found = Digest(LINE.replace("，", ","), ((0, len(LINE)),))
    assert broken_rules(found, article(LINE)) == []
