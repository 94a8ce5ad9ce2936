"""Training: arrays of examples, folds, settings, and the same bytes each time."""

from dataclasses import replace

import numpy as np
import pytest

from newsclf.bundle import load_bundle, save_bundle
from newsclf.classify.features import passages_of
from newsclf.documents import Article, Lines
from newsclf.errors import CorpusError
from newsclf.text.words import tokenizer_of
from newsclf.themes import Theme
from newsclf.training import train as training
from newsclf.training.card import files_of
from newsclf.training.corpus import Corpus, Example
from newsclf.training.data import counted, data_of, folds_by_kind, folds_of, without_punctuation
from newsclf.training.metrics import Gold
from newsclf.training.pipeline import HEADLINE_FEATURES, NO, SECOND, YES
from newsclf.training.train import Trainer, check_enough, train

THEMES = (Theme("light", "灯光", "yellow"), Theme("food", "食堂", "green"))
LAMP = "石桥机械厂的夜校星期二开课，灯一直亮到九点，师傅们不想走。"


def example(primary, secondary=(), close=(), group="", body="灯亮了", kind="", weight=1.0):
    article = Article(1, "", "", "", "", (), "article", Lines(), body, (), ())
    return Example("x", article, primary, secondary, close, group, kind, weight)


def corpus_of(rows, *, ranked=True, themes=THEMES):
    return Corpus("test", themes, tuple(rows), ranked, {}, {}, (), "c" * 64)


ROWS = [
    example("light", body="石桥的灯亮了一夜"),
    example("none", close=("food",), body="食堂的菜香飘出来"),
    example("food", secondary=("light",), body="夜班的面条端上桌"),
]


def test_tags_hold_primary_secondary_and_close_themes():
    gold = data_of(corpus_of(ROWS)).gold
    assert gold.tags.tolist() == [[True, False], [False, True], [True, True]]
    assert gold.primary.tolist() == [0, -1, 1]
    assert gold.close.tolist() == [[False] * 3, [False, True, False], [False] * 3]


def test_second_themes_are_told_apart_where_themes_are_ranked():
    cases = data_of(corpus_of(ROWS)).cases
    assert cases.tolist() == [[YES, NO, NO], [NO, SECOND, YES], [SECOND, YES, NO]]


def test_all_themes_are_examples_where_labels_are_equals():
    cases = data_of(corpus_of(ROWS, ranked=False)).cases
    assert cases.tolist() == [[YES, NO, NO], [NO, YES, YES], [YES, YES, NO]]


def test_without_an_example_of_none_it_is_no_class():
    assert data_of(corpus_of([ROWS[0], ROWS[2]])).cases.tolist() == [[YES, NO], [SECOND, YES]]


def test_examples_count_so_that_labels_have_the_shares_of_life():
    themes = (replace(THEMES[0], share=0.5), replace(THEMES[1], share=0.2))
    rows = [*ROWS, example("light", body="灯", weight=3.0), example("food", body="菜")]
    data = data_of(corpus_of(rows, themes=themes))
    assert data.costs.tolist() == [1.0, 1.0, 1.0, 3.0, 1.0]
    totals = [data.weights[data.gold.primary == label].sum() for label in (0, 1, -1)]
    assert totals == pytest.approx([3.5, 1.4, 2.1])  # of 7 altogether
    assert data.weights[3] == pytest.approx(3 * data.weights[0])


def test_of_a_close_call_one_reading_is_enough():
    gold = data_of(corpus_of([example("light", close=("food",)), *ROWS])).gold
    assert gold.either.tolist() == [[True, True], [False, False], [False, True], [False, False]]
    assert not data_of(corpus_of(ROWS, ranked=False)).gold.either.any()


def test_contrast_pairs_and_copies_share_a_group():
    rows = [
        example("light", body=LAMP),
        example("light", body=LAMP + "周四再来。"),
        example("food", group="g", body="食堂添了三道热菜，夜班的人很高兴。"),
        example("food", group="g", body="车队换了十辆新车，司机试着开了一圈。"),
        example("food", body="退休的老周在院子里种下一棵石榴树。"),
    ]
    a, b, c, d, e = data_of(corpus_of(rows)).gold.groups.tolist()
    assert (a, c) == (b, d)
    assert len({a, c, e}) == 3


def gold_with(groups):
    primary = np.tile([0, 1, -1, 1], 30)
    tags = primary[:, None] == np.arange(2)
    no = np.zeros((120, 3), dtype=bool)
    return Gold(primary, tags, no, no[:, :2], np.asarray(groups))


def test_folds_hold_out_every_example_once():
    held = np.concatenate([test for _, test in folds_of(gold_with(np.arange(120)), 5)])
    assert sorted(held.tolist()) == list(range(120))


def test_folds_part_no_group():
    gold = gold_with(np.arange(120) // 3)
    for rows, held in folds_of(gold, 5):
        assert not set(gold.groups[rows].tolist()) & set(gold.groups[held].tolist())


def test_folds_hold_the_shares_of_the_labels():
    gold = gold_with(np.arange(120))
    for _, held in folds_of(gold, 5):
        assert np.bincount(gold.primary[held] + 1).tolist() == [6, 6, 12]


def test_folds_by_kind_part_no_kind_and_keep_groups_out():
    kinds = np.arange(120) // 4
    gold = gold_with(np.arange(120) % 60)  # each group is of two kinds
    held = []
    for rows, test in folds_by_kind(gold, kinds, 5):
        assert not set(kinds[rows].tolist()) & set(kinds[test].tolist())
        assert not set(gold.groups[rows].tolist()) & set(gold.groups[test].tolist())
        held += test.tolist()
    assert sorted(held) == list(range(120))


def test_kinds_count_where_every_label_has_ten_of_them():
    rows = [
        example(primary, body=f"{primary}{n}", kind=f"{primary}{n % 10}")
        for primary in ("light", "food", "none")
        for n in range(20)
    ]
    assert data_of(corpus_of(rows)).kinds is not None
    rows[0] = replace(rows[0], kind="")
    assert data_of(corpus_of(rows)).kinds is None
    assert data_of(corpus_of([replace(row, kind="one") for row in rows])).kinds is None


def test_terms_without_punctuation_are_counted_as_if_by_themselves(sample):
    data = data_of(sample)
    features = HEADLINE_FEATURES
    plain = replace(features, punctuation=False)
    passages = [passages_of(document) for document in data.documents]
    found = without_punctuation(*counted(data.documents, features, passages), plain)
    expected = counted(data.documents, plain, passages)
    assert list(found[0].get_feature_names_out()) == list(expected[0].get_feature_names_out())
    assert found[1].words == expected[1].words
    rows = np.arange(len(data.documents))
    assert abs(found[1].of(rows) - expected[1].of(rows)).sum() == 0
    assert abs(found[1].of_passages(rows) - expected[1].of_passages(rows)).sum() == 0


def refusal(rows):
    with pytest.raises(CorpusError) as error:
        check_enough(corpus_of(rows), data_of(corpus_of(rows)))
    return str(error.value)


def test_copies_count_once():
    rows = [example("light", body=LAMP)] * 12 + [example("food", body="食堂添了三道热菜")] * 12
    assert refusal(rows) == (
        "only 2 different texts (copies counted once), 5 are needed; label light has 1 different "
        "text; label food has 1 different text"
    )


def test_a_label_of_copies_is_refused():
    rows = [example("light", body=LAMP)] * 12
    texts = (
        "退休的老周种下石榴树",
        "车队换了十辆新车",
        "图书角周末开门",
        "澡堂修好了",
        "门口装了灯",
    )
    rows += [example("food", body=text) for text in texts]
    assert refusal(rows) == (
        "label light has 1 different text (copies counted once); each label needs 5"
    )


def test_the_best_settings_come_first(trained):
    scores = [trial.score for trial in trained.trials]
    assert scores == sorted(scores, reverse=True)
    assert trained.trials[0].settings == trained.settings
    tried = {(t.settings.features.punctuation, t.settings.inverse_penalty) for t in trained.trials}
    assert tried == {(False, c) for c in training.PENALTIES}  # kinds are told


def test_quality_is_measured_out_of_sample(trained):
    # A model that had seen these texts would be right on nearly all of them.
    decisions = trained.model.choices(trained.data.documents, tokenizer_of())[1].primary
    seen = (trained.data.gold.settled(decisions) == decisions).mean()
    assert trained.quality.figures["accuracy"].value < seen
    assert trained.quality.figures["accuracy"].value > 0.75


def test_more_examples_give_a_better_score(trained):
    assert list(trained.curve) == [0.125, 0.25, 0.5, 1.0]
    assert trained.curve[0.125] < trained.curve[1.0]


def alone(example):
    """Return an example without second themes."""
    return replace(example, secondary=(), close=())


def test_the_number_of_processes_changes_nothing(corpus, learned, tmp_path):
    # So few that settings are chosen anew without each fold.
    few = tuple(e for e in corpus.examples if e.primary in ("skills", "culture"))[::14]
    few_themes = tuple(t for t in corpus.themes if t.id in ("skills", "culture"))
    some = replace(corpus, themes=few_themes, examples=tuple(map(alone, few)))
    for name, jobs in (("one", 1), ("two", 2)):
        trained = train(some, jobs=jobs)
        assert trained.data.nested
        bundle = replace(learned.bundle, model=trained.model)
        found = replace(learned, bundle=bundle, themes=trained)
        save_bundle(tmp_path / name, bundle, files_of(found, some, "newsclf train …"))
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_a_saved_model_decides_as_the_trained_one(trained, learned, tmp_path):
    model = trained.model
    save_bundle(tmp_path, learned.bundle)
    loaded = load_bundle(tmp_path).model
    documents = trained.data.documents
    assert loaded.info == model.info
    assert np.array_equal(
        loaded.scores(documents, tokenizer_of()), model.scores(documents, tokenizer_of())
    )


def test_random_characters_are_refused(trained):
    source = np.random.default_rng(1)
    texts = ["".join(map(chr, source.integers(0x4E00, 0x9FA5, 300))) for _ in range(20)]
    articles = [example("none", body=text).article for text in texts]
    assert [d.theme for d in trained.model.decide(articles, tokenizer_of())] == [None] * 20


@pytest.mark.parametrize(
    "text", ["职工技能竞赛开幕", "1234567890" * 9, "The union opens a school. " * 9]
)
def test_a_scrap_numbers_and_english_are_refused(trained, text):
    (found,) = trained.model.decide([example("none", body=text).article], tokenizer_of())
    assert (found.theme, found.confident) == (None, False)


def test_a_rare_label_is_refused(sample):
    few = [e for e in sample.examples if e.primary == "skills"][:9]
    rest = [e for e in sample.examples if e.primary == "culture"]
    themes = tuple(t for t in sample.themes if t.id in ("skills", "culture"))
    with pytest.raises(CorpusError, match="skills: 9 examples; each label needs 10"):
        train(replace(sample, themes=themes, examples=(*few, *rest)))


def test_large_sets_are_calibrated_by_the_other_folds(trained):
    data = trained.data
    trainer = Trainer(data, jobs=1)
    validator, rows = replace(trainer.validator, large=True, nested=False), trainer.rows
    trials, first = validator.choose(rows)
    settings, folds = trials[0].settings, validator.folds(rows)
    scores = validator.scores(settings, rows, folds, first)
    said = validator.cross_validated(settings, scores, folds)
    right = data.gold.settled(said.choices.primary) == said.choices.primary
    assert right.mean() == pytest.approx(trained.quality.figures["accuracy"].value, abs=0.06)
