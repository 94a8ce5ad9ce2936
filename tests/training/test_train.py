"""Training: arrays of examples, folds, calibration, and the same bytes each time."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from newsclf.classify import load_model
from newsclf.documents import Article, Lines
from newsclf.text.words import cutter
from newsclf.themes import Theme, read_taxonomy
from newsclf.training.corpus import Corpus, Example, read_corpus
from newsclf.training.pipeline import TrainingSettings
from newsclf.training.train import Data, calibrate, data_of, folds_of, train_corpus

ROOT = Path(__file__).parents[2]
THEMES = (Theme("light", "灯光", "yellow"), Theme("food", "食堂", "green"))


@pytest.fixture(scope="module")
def corpus():
    """Return a quarter of the project's corpus."""
    themes = read_taxonomy(ROOT / "labels" / "themes.toml")
    whole = read_corpus(ROOT / "seeds" / "articles", ROOT / "labels" / "articles.csv", themes)
    return Corpus(whole.themes, whole.examples[::4], whole.digest)


def example(primary, secondary=(), close=(), group="", body="灯亮了"):
    article = Article(1, "", "", "", "", (), "article", Lines(), body, (), ())
    return Example("x", article, primary, secondary, close, group)


def test_tags_hold_primary_secondary_and_close_themes():
    rows = [
        example("light", body="石桥的灯亮了一夜"),
        example("none", close=("food",), body="食堂的菜香飘出来"),
        example("food", secondary=("light",), body="夜班的面条端上桌"),
    ]
    data = data_of(rows, THEMES)
    assert data.tags.tolist() == [[True, False], [False, True], [True, True]]
    assert data.primary.tolist() == [0, -1, 1]


def test_contrast_pairs_and_near_duplicates_share_a_group():
    long = "石桥机械厂的夜校星期二开课，灯一直亮到九点，师傅们不想走。"
    rows = [
        example("light", body=long),
        example("light", body=long + "周四再来。"),
        example("food", group="g", body="食堂添了三道热菜，夜班的人很高兴。"),
        example("food", group="g", body="车队换了十辆新车，司机试着开了一圈。"),
        example("food", body="退休的老周在院子里种下一棵石榴树。"),
    ]
    a, b, c, d, e = data_of(rows, THEMES).groups.tolist()
    assert (a, c) == (b, d)
    assert len({a, c, e}) == 3


def test_rows_can_be_taken_out_of_data():
    rows = [example("light", body=f"灯亮了{n}夜又{n}夜") for n in "一二三"]
    taken = data_of(rows, THEMES).take(np.array([2, 0]))
    assert [document.text for document in taken.documents] == [
        "\n灯亮了三夜又三夜",
        "\n灯亮了一夜又一夜",
    ]
    assert taken.tags.shape == (2, 2)


def test_folds_hold_out_every_example_once(corpus):
    data = data_of(corpus.examples, corpus.themes)
    held = np.concatenate([test for _, test in folds_of(data, 5)])
    assert sorted(held.tolist()) == list(range(len(corpus.examples)))


def test_folds_part_no_group(corpus):
    data = data_of(corpus.examples, corpus.themes)
    data = replace(data, groups=data.groups // 3)
    for rows, held in folds_of(data, 5):
        assert not set(data.groups[rows].tolist()) & set(data.groups[held].tolist())


def test_folds_are_the_same_each_time(corpus):
    data = data_of(corpus.examples, corpus.themes)
    first, second = ([held.tolist() for _, held in folds_of(data, 5)] for _ in range(2))
    assert first == second


def scored(*, wrong=0):
    """Return scores that tell two themes apart, but for every so many examples, and their data."""
    primary = np.array([0, 1] * 50)
    tags = primary[:, None] == np.arange(2)
    scores = np.where(tags, 2.0, -2.0) + np.linspace(-0.5, 0.5, 100)[:, None]
    if wrong:
        scores[::wrong] = scores[::wrong, ::-1]
    return scores, Data([], tags, primary, np.arange(100))


def test_calibrated_probabilities_grow_with_the_scores():
    calibration, _ = calibrate(*scored(wrong=5))
    assert len(calibration) == 2
    assert all(c.slope > 0 for c in calibration)


def test_calibrated_probabilities_are_as_often_right_as_they_say():
    scores, data = scored(wrong=5)
    calibration, _ = calibrate(scores, data)
    for k, c in enumerate(calibration):
        likely = 1 / (1 + np.exp(-(c.slope * scores[:, k] + c.offset)))
        assert likely.mean() == pytest.approx(data.tags[:, k].mean(), abs=1e-4)


def test_all_themes_share_the_thresholds():
    calibration, _ = calibrate(*scored(wrong=5))
    assert len({(c.primary, c.secondary) for c in calibration}) == 1
    assert 0.05 <= calibration[0].primary <= 0.95


def test_where_all_decisions_are_right_all_are_confident():
    assert calibrate(*scored())[1] == 0.0


def test_where_no_margin_makes_decisions_right_the_widest_is_asked():
    assert calibrate(*scored(wrong=5))[1] == 0.49


def test_training_twice_gives_the_same_bytes(corpus, tmp_path):
    first, second = (
        train_corpus(corpus, TrainingSettings(), tmp_path / name) for name in ("first", "second")
    )
    assert first == second
    for path in (tmp_path / "first").iterdir():
        assert (tmp_path / "second" / path.name).read_bytes() == path.read_bytes()


def test_a_trained_model_tells_themes_apart(corpus, tmp_path):
    digest = train_corpus(corpus, TrainingSettings(), tmp_path)
    model = load_model(tmp_path)
    decisions = model.decide([e.article for e in corpus.examples], cutter())
    right = [
        d.theme == (None if e.primary == "none" else e.primary)
        for d, e in zip(decisions, corpus.examples, strict=True)
    ]
    assert (model.digest, model.info.corpus) == (digest, corpus.digest)
    assert model.info.themes == corpus.themes
    assert sum(right) / len(right) > 0.9  # on its own training texts
