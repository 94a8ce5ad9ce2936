"""The compiled model: scores, decisions, and its folder."""

import hashlib
import math
import shutil
from dataclasses import replace

import numpy as np
import pytest

from newsclf.classify.features import Document, FeatureSettings, Vocabulary
from newsclf.classify.model import Calibration, Model, ModelInfo, Refusal, load_model, save_model
from newsclf.documents import Article, Keyword, Lines, ThemeScore
from newsclf.errors import ModelError
from newsclf.themes import Theme

SETTINGS = FeatureSettings(word_ngrams=(1, 1), char_ngrams=(2, 2), headline_weight=1)
INFO = ModelInfo(
    name="lamps",
    version="0.1",
    themes=(Theme("light", "灯光", "yellow"), Theme("food", "食堂", "green")),
    settings=SETTINGS,
    intercepts=(-1.0, 0.5),
    calibration=(Calibration(2.0, 0.0, 0.5, 0.3), Calibration(1.0, -1.0, 0.5, 0.3)),
    exclusive=False,
    sure_margin=0.2,
    refusal=Refusal(terms=0, known=0.0),
    corpus="c" * 64,
)
VOCABULARY = Vocabulary(["灯亮", "菜香", "夜"], [], np.array([1.0, 1.0, 1.0]), SETTINGS)
WEIGHTS = np.array([[3.0, 0.0], [0.0, 3.0], [-1.0, -2.0]])
MODEL = Model(INFO, VOCABULARY, WEIGHTS, "d" * 64)


def spaces(text):
    """Cut a text at its spaces: a segmenter whose output is plain to see."""
    return text.split(" ")


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def decision(body, model=MODEL):
    article = Article(1, "", "", "", "", (), "article", Lines(), body, (), ())
    return model.decide([article], lambda text: text.strip().split(" "))[0]


def with_thresholds(primary, secondary, margin=0.2):
    both = [replace(c, primary=primary, secondary=secondary) for c in INFO.calibration]
    info = replace(INFO, calibration=tuple(both), sure_margin=margin)
    return Model(info, VOCABULARY, WEIGHTS, "d" * 64)


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


def test_a_decision_names_the_likeliest_theme_that_reaches_its_threshold():
    found = decision("灯亮")
    assert (found.theme, found.tags, found.confident) == ("light", ("light", "food"), True)


def test_all_themes_are_listed_highest_first_with_four_decimals():
    assert decision("菜香").themes == (
        ThemeScore("food", "食堂", round(sigmoid(2.5), 4)),
        ThemeScore("light", "灯光", round(sigmoid(-2.0), 4)),
    )


def test_no_theme_is_named_where_none_reaches_its_threshold():
    found = decision("夜")
    assert (found.theme, found.tags, found.keywords) == (None, (), ())
    assert [score.id for score in found.themes] == ["food", "light"]


def test_the_threshold_itself_is_enough():
    model = with_thresholds(primary=sigmoid(4.0), secondary=0.99)
    assert decision("灯亮", model).theme == "light"


def test_a_second_theme_needs_its_own_threshold():
    assert decision("灯亮", with_thresholds(primary=0.5, secondary=0.4)).tags == ("light",)


def test_a_decision_near_its_threshold_is_unsure():
    assert decision("灯亮", with_thresholds(0.9, 0.95)).confident is False  # 0.98 - 0.90 < 0.20


def test_a_decision_near_a_rival_is_unsure():
    apart = sigmoid(4.0) - sigmoid(-0.5)
    assert decision("灯亮", with_thresholds(0.1, 0.95, apart - 0.01)).confident is True
    assert decision("灯亮", with_thresholds(0.1, 0.95, apart + 0.01)).confident is False


def test_no_theme_near_a_threshold_is_unsure():
    best = sigmoid(-2.5)  # food: -2 + 0.5, slope 1, offset -1
    assert decision("夜", with_thresholds(best + 0.1, 0.95)).confident is False
    assert decision("夜", with_thresholds(best + 0.3, 0.95)).confident is True


def test_keywords_are_the_terms_that_add_to_the_theme():
    assert decision("灯亮 夜").keywords == (Keyword("灯亮", round(3.0 / math.sqrt(2), 4)),)


def test_keywords_do_not_stand_inside_each_other():
    vocabulary = Vocabulary(["焊工", "焊工班", "夜校"], [], np.ones(3), SETTINGS)
    weights = np.array([[3.0, 0.0], [2.0, 0.0], [2.5, 0.0]])
    found = decision("焊工 焊工班 夜校", Model(INFO, vocabulary, weights, ""))
    assert [keyword.text for keyword in found.keywords] == ["焊工", "夜校"]


def test_at_most_five_keywords_are_given():
    words = ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊", "己己", "庚庚"]
    vocabulary = Vocabulary(words, [], np.ones(7), SETTINGS)
    weights = np.array([[float(9 - n), 0.0] for n in range(7)])
    found = decision(" ".join(words), Model(INFO, vocabulary, weights, ""))
    assert [keyword.text for keyword in found.keywords] == words[:5]


def test_articles_together_are_decided_as_each_alone():
    articles = [
        Article(n, "", "", "", "", (), "article", Lines(), body, (), ())
        for n, body in enumerate(("灯亮", "", "菜香 夜"), start=1)
    ]
    together = MODEL.decide(articles, spaces)
    assert together == [MODEL.decide([article], spaces)[0] for article in articles]


def test_label_carries_name_version_and_digest():
    assert MODEL.label == "lamps 0.1 (sha256:dddddddd)"


@pytest.fixture
def folder(tmp_path):
    save_model(tmp_path / "model", INFO, VOCABULARY, WEIGHTS)
    return tmp_path / "model"


def test_a_saved_model_is_loaded_as_it_was(folder):
    loaded = load_model(folder)
    assert loaded.info == INFO
    assert loaded.vocabulary.word_terms == VOCABULARY.word_terms
    assert loaded.vocabulary.idf.tolist() == VOCABULARY.idf.tolist()
    assert loaded.weights.tolist() == WEIGHTS.tolist()


def test_a_loaded_model_decides_as_before(folder):
    assert decision("灯亮 菜香", load_model(folder)) == decision("灯亮 菜香")


def test_the_same_model_gives_the_same_bytes(folder, tmp_path):
    save_model(tmp_path / "again", INFO, VOCABULARY, WEIGHTS)
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_saving_a_model_again_replaces_it(folder):
    save_model(folder, replace(INFO, version="0.2"), VOCABULARY, WEIGHTS)
    assert load_model(folder).info.version == "0.2"


def test_digest_of_a_model_is_that_of_its_description(folder):
    digest = save_model(folder, INFO, VOCABULARY, WEIGHTS)
    assert digest == hashlib.sha256((folder / "model.json").read_bytes()).hexdigest()
    assert load_model(folder).digest == digest


def test_a_change_of_any_weight_changes_the_digest(folder, tmp_path):
    other = save_model(tmp_path / "other", INFO, VOCABULARY, WEIGHTS + 1e-9)
    assert other != load_model(folder).digest


def test_a_model_folder_may_lie_anywhere(folder, tmp_path):
    moved = shutil.move(folder, tmp_path / "另一处")
    assert load_model(tmp_path / moved).info == INFO


def test_a_file_is_no_model_folder(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("灯亮")
    with pytest.raises(ModelError) as error:
        load_model(path)
    assert str(error.value) == f"{path / 'model.json'}: cannot be read: Not a directory"
