"""The compiled model: scores, decisions, and its folder."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from newsclf.classify.decide import Decider, Passages
from newsclf.classify.features import Document, FeatureSettings, Vocabulary
from newsclf.classify.model import Abstention, Model, ModelInfo, files_of, model_of
from newsclf.documents import Article, Keyword, Lines, ThemeScore
from newsclf.themes import Theme

SETTINGS = FeatureSettings(word_ngrams=(1, 1), char_ngrams=(2, 2), headline_weight=1)
INFO = ModelInfo(
    themes=(Theme("light", "灯光", "yellow"), Theme("food", "食堂", "green")),
    settings=SETTINGS,
    pivots=(1.0, 1.0),
    intercepts=(-1.0, 0.5),
    decider=Decider(
        labels="several",
        slopes=(2.0, 1.0),
        offsets=(0.0, -1.0),
        # The log-odds of the two themes, and even odds of none.
        primary=((2.0, 0.0, 0.0), (0.0, 1.0, -1.0), (0.0, 0.0, 0.0)),
        secondary=0.3,
        passages=None,
        sure=0.6,
    ),
    abstention=Abstention(terms=0, known=0.0),
    corpus="c" * 64,
)
VOCABULARY = Vocabulary(["灯亮", "菜香", "夜"], [], np.array([1.0, 1.0, 1.0]), SETTINGS)
WEIGHTS = np.array([[3.0, 0.0], [0.0, 3.0], [-1.0, -2.0]])
MODEL = Model(INFO, VOCABULARY, WEIGHTS)


def spaces(text):
    """Cut a text at its spaces: a segmenter whose output is plain to see."""
    return re.findall(r"[ \n]|[^ \n]+", text)


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def decision(body, model=MODEL):
    article = Article(1, "", "", "", "", (), "article", Lines(), body, (), ())
    return model.decide([article], spaces)[0]


def deciding(**changes):
    return replace(INFO, decider=replace(INFO.decider, **changes))


def with_bounds(secondary, sure=0.6):
    info = deciding(secondary=secondary, sure=sure)
    return Model(info, VOCABULARY, WEIGHTS)


def test_scores_are_weighted_features_plus_intercepts():
    scores = MODEL.scores([Document("灯亮", 0), Document("灯亮 菜香", 0)], spaces)
    half = 3.0 / math.sqrt(2)
    assert scores.ravel().tolist() == pytest.approx([2.0, 0.5, half - 1.0, half + 0.5])


def test_a_document_without_known_terms_scores_the_intercepts():
    assert MODEL.scores([Document("车间", 0)], spaces).tolist() == [[-1.0, 0.5]]


def test_probabilities_are_platts_sigmoid_of_the_scores():
    probabilities = MODEL.probabilities([Document("灯亮", 0)], spaces)
    assert probabilities.ravel().tolist() == pytest.approx([sigmoid(4.0), sigmoid(-0.5)])


def test_no_articles_give_no_decisions():
    assert MODEL.decide([], spaces) == []


def test_a_decision_names_the_likeliest_theme():
    found = decision("灯亮")
    assert (found.theme, found.tags, found.confident) == ("light", ("light", "food"), True)


def test_all_themes_are_listed_highest_first_with_four_decimals():
    assert decision("菜香").themes == (
        ThemeScore("food", "食堂", round(sigmoid(2.5), 4)),
        ThemeScore("light", "灯光", round(sigmoid(-2.0), 4)),
    )


def test_no_theme_is_named_where_none_is_likelier():
    found = decision("夜")
    assert (found.theme, found.tags, found.keywords) == (None, (), ())
    assert [score.id for score in found.themes] == ["food", "light"]


def test_a_second_theme_needs_its_bound():
    assert decision("灯亮", with_bounds(secondary=0.4)).tags == ("light",)


def test_a_decision_that_is_not_likely_enough_is_unsure():
    light, food, none = math.exp(4.0), math.exp(-0.5), 1.0
    chance = light / (light + food + none)
    assert decision("灯亮", with_bounds(0.95, chance - 0.001)).confident is True
    assert decision("灯亮", with_bounds(0.95, chance + 0.001)).confident is False


def test_none_has_weights_of_its_own():
    weights = np.column_stack((WEIGHTS, [0.0, 0.0, 9.0]))
    primary = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0))
    info = replace(deciding(labels="first", primary=primary), intercepts=(-1.0, 0.5, 0.0))
    found = decision("灯亮 夜 夜", Model(info, VOCABULARY, weights))
    assert (found.theme, found.tags, found.keywords) == (None, (), ())
    assert sum(score.probability for score in found.themes) < 0.1


def test_a_text_is_divided_by_its_pivoted_length():
    settings = replace(SETTINGS, slope=0.25)
    vocabulary = Vocabulary(
        ["灯亮", "菜香", "夜"], [], np.array([1.0, 1.0, 1.0]), settings, (4.0, 1.0)
    )
    found = vocabulary.features([Document("灯亮 菜香", 0)], spaces)
    length = 0.75 * 4.0 + 0.25 * math.sqrt(2)  # of the pivot and of its own length
    assert found.values.tolist() == pytest.approx([1 / length] * 2)


def test_too_short_and_too_strange_texts_are_refused():
    settings = replace(SETTINGS, char_ngrams=(2, 2))
    vocabulary = Vocabulary(["灯亮"], ["灯亮", "亮了"], np.ones(3), settings)
    info = replace(INFO, settings=settings, abstention=Abstention(terms=3, known=0.5))
    model = Model(info, vocabulary, np.array([[3.0, 0.0]] * 3))

    def abstained(text):
        return bool(model.abstains([Document(text, 0)], spaces)[0])

    assert abstained("灯亮了")  # two pairs of characters
    assert not abstained("灯亮了灯亮了")  # five, of which four are known
    assert abstained("车间里灯亮着")  # five, of which one is known
    assert abstained("the lamp was lit all night long")  # none in Chinese


def test_keywords_are_the_terms_that_add_to_the_theme():
    assert decision("灯亮 夜").keywords == (Keyword("灯亮", round(3.0 / math.sqrt(2), 4)),)


def test_keywords_do_not_stand_inside_each_other():
    vocabulary = Vocabulary(["焊工", "焊工班", "夜校"], [], np.ones(3), SETTINGS)
    weights = np.array([[3.0, 0.0], [2.0, 0.0], [2.5, 0.0]])
    found = decision("焊工 焊工班 夜校", Model(INFO, vocabulary, weights))
    assert [keyword.text for keyword in found.keywords] == ["焊工", "夜校"]


def test_a_single_character_is_no_keyword():
    vocabulary = Vocabulary(["焊", "夜校"], [], np.ones(2), SETTINGS)
    found = decision("焊 夜校", Model(INFO, vocabulary, np.array([[9.0, 0.0], [3.0, 0.0]])))
    assert [keyword.text for keyword in found.keywords] == ["夜校"]


def test_at_most_five_keywords_are_given():
    words = ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊", "己己", "庚庚"]
    vocabulary = Vocabulary(words, [], np.ones(7), SETTINGS)
    weights = np.array([[float(9 - n), 0.0] for n in range(7)])
    found = decision(" ".join(words), Model(INFO, vocabulary, weights))
    assert [keyword.text for keyword in found.keywords] == words[:5]


def test_articles_together_are_decided_as_each_alone():
    articles = [
        Article(n, "", "", "", "", (), "article", Lines(), body, (), ())
        for n, body in enumerate(("灯亮", "", "菜香 夜"), start=1)
    ]
    together = MODEL.decide(articles, spaces)
    assert together == [MODEL.decide([article], spaces)[0] for article in articles]


def test_a_model_out_of_its_files_is_as_it_was():
    loaded = model_of(files_of(MODEL))
    assert loaded.info == INFO
    assert loaded.vocabulary.word_terms == VOCABULARY.word_terms
    assert loaded.vocabulary.idf.tolist() == VOCABULARY.idf.tolist()
    assert loaded.weights.tolist() == WEIGHTS.tolist()
    assert decision("灯亮 菜香", loaded) == decision("灯亮 菜香")


def test_a_second_theme_is_found_in_a_passage():
    info = deciding(passages=Passages(least=-9.0, slope=2.0, offsets=(0.0, -1.0)))
    model = Model(info, VOCABULARY, WEIGHTS)
    text = "灯亮 灯亮 灯亮 。 灯亮 灯亮 。 灯亮 。 菜香 菜香 。"
    tagged = decision(text, model)
    assert tagged.tags == ("light", "food")
    # Of the two last sentences, 灯亮 。 菜香 菜香 。, as the plain formula has it.
    light, food = 1.0, 1.0 + math.log(2)
    likely = sigmoid(2.0 * (3.0 * food / math.hypot(light, food) + 0.5) - 1.0)
    for bound, tags in ((likely - 1e-9, ("light", "food")), (likely + 1e-9, ("light",))):
        bounded = replace(info, decider=replace(info.decider, secondary=bound))
        model = Model(bounded, VOCABULARY, WEIGHTS)
        assert decision(text, model).tags == tags


def test_passages_need_an_offset_for_each_theme():
    info = deciding(passages=Passages(least=-9.0, slope=2.0, offsets=(0.0,)))
    with pytest.raises(ValueError, match="a theme without an offset for passages"):
        model_of(files_of(Model(info, VOCABULARY, WEIGHTS)))
