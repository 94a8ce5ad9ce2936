"""What is wrong with a corpus: labels that the other examples contradict."""

import numpy as np
import pytest

from newsclf.documents import Article, Lines
from newsclf.themes import Theme
from newsclf.training.corpus import Corpus, Example
from newsclf.training.data import gold_of
from newsclf.training.review import Suspect, suspects_of

THEMES = (Theme("light", "灯光", "yellow"), Theme("food", "食堂", "green"))


def corpus(*labels, close=None):
    """Return examples e0, e1 … of these primary themes; `close` has what is as right, by row."""
    examples = tuple(
        Example(
            id=f"e{row}",
            article=Article(1, "", "", "", "", (), "article", Lines(), f"{row}", (), ()),
            primary=label,
            secondary=(),
            close=(close or {}).get(row, ()),
            group="",
            kind="",
            weight=1.0,
        )
        for row, label in enumerate(labels)
    )
    return Corpus("lamps", THEMES, examples, True, {}, {}, (), "")


def suspects(labelled, probabilities):
    return suspects_of(labelled, gold_of(labelled, THEMES), np.array(probabilities))


# The examples of food have it by 0.75 in the mean: from there on a rival counts.
FOOD = ([0.0, 0.5], [0.25, 1.0])


@pytest.mark.parametrize(
    ("food", "doubted"), [(0.7499, []), (0.75, ["e0"]), (0.7501, ["e0"]), (1.0, ["e0"])]
)
def test_a_label_is_doubted_from_the_mean_probability_of_the_rivals_own_examples_on(food, doubted):
    found = suspects(corpus("light", "food", "food"), [[0.25, food], *FOOD])
    assert [suspect.id for suspect in found] == doubted


def test_neither_the_least_nor_the_median_nor_one_half_is_what_counts():
    # Own probabilities 0.5, 0.5, 0.5 and 1.0: mean 0.625, median 0.5.
    food = [[0.0, 0.5]] * 3 + [[0.0, 1.0]]
    labelled = corpus("light", "light", *["food"] * 4)
    found = suspects(labelled, [[0.0, 0.62], [0.0, 0.625], *food])
    assert found == [Suspect("e1", "light", "food", 0.625, 0.0)]


def test_a_rival_must_be_likelier_than_the_label():
    labelled = corpus("light", "light", "food", "food")
    rows = [[0.875, 0.875], [0.75, 0.875], *FOOD]
    assert suspects(labelled, rows) == [Suspect("e1", "light", "food", 0.875, 0.75)]


def test_each_label_has_a_threshold_of_its_own():
    # light: 0.25 in the mean; food: two thirds. What is enough for light is not for food.
    rows = [[0.5, 0.0], [0.0, 0.5], [0.25, 0.0], [0.0, 1.0], [0.0, 1.0]]
    labelled = corpus("light", "light", "food", "food", "food")
    assert [suspect.id for suspect in suspects(labelled, rows)] == ["e2"]


def test_of_several_rivals_the_likeliest_is_named():
    themes = (*THEMES, Theme("care", "关怀", "blue"))
    labelled = corpus("light", "food", "care")
    gold = gold_of(labelled, themes)
    rows = np.array([[0.125, 0.5, 0.625], [0.0, 0.5, 0.0], [0.0, 0.0, 0.5]])
    labelled = Corpus("lamps", themes, labelled.examples, True, {}, {}, (), "")
    assert suspects_of(labelled, gold, rows) == [Suspect("e0", "light", "care", 0.625, 0.125)]


def test_to_have_no_theme_is_a_label_as_likely_as_no_theme_is_sure():
    # e2 and e3 have none by 1 - 0.25 and 1 - 0.5: 0.625 in the mean.
    rows = [[0.375, 0.0], [0.5, 0.0], [0.25, 0.0], [0.0, 0.5]]
    labelled = corpus("light", "light", "none", "none")
    assert suspects(labelled, rows) == [Suspect("e0", "light", "none", 0.625, 0.375)]


def test_a_text_without_a_theme_may_be_told_to_have_one():
    rows = [[0.5, 0.0], [0.75, 0.0], [0.0, 0.0]]
    found = suspects(corpus("light", "none", "none"), rows)
    assert found == [Suspect("e1", "none", "light", 0.75, 0.25)]


def test_the_other_reading_of_a_close_call_is_no_rival():
    rows = [[0.25, 1.0], [0.25, 1.0], *FOOD]
    labelled = corpus("light", "light", "food", "food", close={0: ("food",)})
    assert [suspect.id for suspect in suspects(labelled, rows)] == ["e1"]


def test_a_label_without_examples_is_no_rival():
    assert suspects(corpus("light", "light"), [[0.25, 1.0], [0.5, 0.0]]) == []


def test_the_likeliest_errors_come_first():
    rows = [[0.5, 0.75], [0.0, 1.0], [0.25, 0.875], *FOOD]
    found = suspects(corpus("light", "light", "light", "food", "food"), rows)
    assert [(one.id, one.probability - one.own) for one in found] == [
        ("e1", 1.0),
        ("e2", 0.625),
        ("e0", 0.25),
    ]
