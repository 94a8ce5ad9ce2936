"""Training: choose settings, measure out of sample, calibrate, fit, compile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, TypeVar

import numpy as np
from joblib import Parallel, delayed
from sklearn.pipeline import FeatureUnion, Pipeline

from newsclf.classify.decide import Choices, Labels, best_of
from newsclf.classify.features import (
    FeatureSettings,
    Floats,
    Ints,
)
from newsclf.classify.model import Abstention, Model, ModelInfo
from newsclf.errors import CorpusError
from newsclf.text.characters import count_han
from newsclf.themes import NONE
from newsclf.training.calibrate import Scores, calibrate, decided, first_themes, pooled
from newsclf.training.corpus import Corpus
from newsclf.training.data import (
    FEWEST,
    Counts,
    Data,
    counted,
    data_of,
    folds_by_kind,
    folds_of,
    without_punctuation,
)
from newsclf.training.metrics import Gold, Predictions, Quality, macro_f1, quality_of
from newsclf.training.pipeline import (
    HEADLINE_FEATURES,
    YES,
    TrainingSettings,
    compile_pipeline,
    weighting,
    whole_pipeline,
)
from newsclf.training.progress import Progress, no_progress

# What is tried, with and without punctuation. Measured on the project's corpus and on two sets of
# headlines (`benchmarks/ablation.py`): each is the best somewhere, others were the best nowhere.
PENALTIES = (0.1, 0.3, 1.0)
BAYES_WEIGHTS = (0.0, 0.5, 1.0)

# Headlines repeat little: a term of a single one still helps there (TNEWS: 0.7 points).
SHORT_TEXT = 100  # characters, at the median

# Of large sets one fold tells settings apart where texts are long; bare titles are trained on in
# seconds, and their best settings part by less than what one fold shows.
FEW_FOLDS_OF_TITLES = 3

FRACTIONS = (0.125, 0.25, 0.5)  # of the examples, for the learning curve

# A text of ten characters has nine pairs of them: too little to go by.
_FEWEST_TERMS = 11
# A text is strange if the model knows less of it than this share of what it knows of the
# first percentile of texts it was not trained on.
_STRANGE = 0.6

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Trial:
    """Settings that were tried, and the score they reached.

    The score is the accuracy where each example has exactly one theme, else the macro-F1.
    """

    settings: TrainingSettings
    score: float


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and what training found out about it.

    Attributes:
        model: The model.
        settings: The settings that were chosen.
        trials: All that were tried, best first.
        quality: Out-of-sample figures; where kinds of event are told, on kinds never seen.
        random: The same by folds that hold out articles, not kinds; None where kinds are not told.
        curve: Share of the examples -> accuracy (macro-F1 where there is `none`) with so many.
        data: What it was trained on.
        predictions: The out-of-sample predictions.
    """

    model: Model
    settings: TrainingSettings
    trials: tuple[Trial, ...]
    quality: Quality
    random: Quality | None
    curve: dict[float, float]
    data: Data
    predictions: Predictions


@dataclass(frozen=True, slots=True)
class CrossValidator:
    """What cross-validation works on: arrays alone, which travel to other processes.

    Processes, not threads: liblinear draws random numbers from one source for all threads of a
    process, so that weights would depend on which thread comes first.

    Attributes:
        gold, cases, labels, kinds, costs, weights: As in `Data`.
        counts: Term counts for each kind of features that is tried.
        start: The settings that trials vary.
        large: There are so many examples that settings are tried one after the other.
        nested: Settings are chosen anew without each fold of a test.
        few: So many folds tell settings apart; None: it takes all.
        jobs: Processes.
        progress: Shows progress, None inside of work that already shows it.
    """

    gold: Gold
    cases: Any
    labels: Labels
    kinds: Ints | None
    costs: Floats
    weights: Floats
    counts: dict[FeatureSettings, Counts]
    start: TrainingSettings
    large: bool
    nested: bool = False
    few: int | None = None
    jobs: int = 1
    progress: Progress | None = None

    @classmethod
    def of(
        cls, data: Data, counts: dict[FeatureSettings, Counts], **options: Any
    ) -> CrossValidator:
        """Return a cross-validator for some data; the options are the other attributes."""
        return cls(
            gold=data.gold,
            cases=data.cases,
            labels=data.labels,
            kinds=data.kinds,
            costs=data.costs,
            weights=data.weights,
            counts=counts,
            **options,
        )

    def _each(
        self, task: Callable[..., _T], arguments: Iterable[Any], label: str, total: int
    ) -> list[_T]:
        calls = (delayed(task)(*given) for given in arguments)
        results = Parallel(n_jobs=self.jobs, return_as="generator")(calls)
        return list(self.progress(label, results, total) if self.progress else results)

    @property
    def _worker(self) -> CrossValidator:
        """The same, for use inside of another process."""
        return replace(self, jobs=1, progress=None)

    def folds(self, rows: Ints, *, by_kind: bool = True) -> list[tuple[Ints, Ints]]:
        """Return (train, test) folds of some rows, by kind of event where that is known.

        The numbers are places in `rows`.
        """
        gold, folds = self.gold.take(rows), self.start.folds
        if self.kinds is None or not by_kind:
            return folds_of(gold, folds)
        return folds_by_kind(gold, self.kinds[rows], folds)

    def choose(self, rows: Ints) -> tuple[tuple[Trial, ...], list[Floats]]:
        """Try settings on folds of some rows.

        Returns:
            The trials, the best first; by the best, the scores of the held-out rows of each fold.
        """
        features = [self.start.features] if self.large else list(self.counts)
        trials = self._tried(rows, features, PENALTIES)
        if self.large:
            # One thing after the other: a third of the time, and the same settings.
            best = trials[0][0].settings.inverse_penalty
            trials += self._tried(rows, [f for f in self.counts if f not in features], (best,))
            trials.sort(key=lambda trial: -trial[0].score)
        return tuple(trial for trial, _ in trials), trials[0][1]

    def _tried(
        self, rows: Ints, features: Sequence[FeatureSettings], penalties: Sequence[float]
    ) -> list[tuple[Trial, list[Floats]]]:
        """Return trials, the best first, each with the scores of the held-out rows of each fold."""
        folds = self.folds(rows)[: self.few]
        plans = [
            replace(self.start, features=some, inverse_penalty=penalty)
            for some in features
            for penalty in penalties
        ]
        tasks = ((*self._fit(plan, rows[a]), rows[b]) for plan in plans for a, b in folds)
        found = self._each(_blends, tasks, "choosing settings", len(plans) * len(folds))
        held = np.concatenate([rows[test] for _, test in folds])
        scoring = self.folds(held)
        trials = []
        for place, plan in enumerate(plans):
            part = found[place * len(folds) : (place + 1) * len(folds)]
            for number, weight in enumerate(BAYES_WEIGHTS):
                scores = [blends[number] for blends in part]
                score = self._score(np.concatenate(scores), held, scoring)
                trials.append((Trial(replace(plan, bayes_weight=weight), score), scores))
        return sorted(trials, key=lambda trial: -trial[0].score)

    def _fit(
        self, settings: TrainingSettings, rows: Ints
    ) -> tuple[TrainingSettings, Counts, Any, Floats, Ints]:
        return settings, self.counts[settings.features], self.cases, self.costs, rows

    def _score(self, whole: Floats, rows: Ints, folds: Sequence[tuple[Ints, Ints]]) -> float:
        """Return the accuracy of scores, or macro-F1 where examples can be without a theme.

        Args:
            whole: The scores of some rows.
            rows: Their numbers.
            folds: `self.folds(rows)`.
        """
        gold = self.gold.take(rows)
        if self.labels == "one":
            return float((whole.argmax(axis=1) == gold.primary).mean())
        # Calibrated by other folds: what fits its own examples would favour what fits noise.
        parts = [
            first_themes(whole[a], self.gold.take(rows[a]), self.weights[rows[a]], whole[b])
            for a, b in folds
        ]
        tested = np.concatenate([b for _, b in folds])
        choices = pooled([(b, part) for (_, b), part in zip(folds, parts, strict=True)], len(rows))
        every = np.bincount(tested, minlength=len(rows)).astype(np.float64)
        return macro_f1(gold, Predictions(whole, choices), every)

    def scores(
        self,
        settings: TrainingSettings,
        rows: Ints,
        folds: Sequence[tuple[Ints, Ints]],
        known: Sequence[Floats] = (),
    ) -> Scores:
        """Return the out-of-sample scores of some rows.

        Args:
            settings: How to train.
            rows: Numbers of examples.
            folds: (train, test) places in `rows`.
            known: The scores of the first folds' tests, if they are there already and passages
                are not asked.
        """
        whole = self.counts[settings.features].passages is None
        parts = [Scores(found) for found in known] if whole else []
        left = folds[len(parts) :]
        tasks = ((*self._fit(settings, rows[train]), rows[test]) for train, test in left)
        parts += self._each(_scored, tasks, "scoring out of sample", len(left))
        order = np.argsort(np.concatenate([test for _, test in folds]))
        best = [part.passages for part in parts if part.passages is not None]
        return Scores(
            np.concatenate([part.whole for part in parts])[order],
            np.concatenate(best)[order] if best else None,
        )

    def cross_validated(
        self, settings: TrainingSettings, scores: Scores, folds: Sequence[tuple[Ints, Ints]]
    ) -> Predictions:
        """Predict each example by a model that was made without its fold.

        Small corpora: settings, calibration and bounds are chosen anew without the fold (nested
        cross-validation: Cawley, G., Talbot, N., 2010. On over-fitting in model selection. JMLR
        11). Large ones: settings are common, calibration and bounds come from the other folds.

        Args:
            settings: The settings chosen on all examples.
            scores: Out-of-sample scores by them.
            folds: (train, test) rows.
        """
        if not self.nested:
            parts = [
                self._calibrated(scores.take(train), train, scores.take(test))
                for train, test in folds
            ]
        else:
            tasks = [(self._worker, train, test) for train, test in folds]
            parts = self._each(CrossValidator.without, tasks, "cross-validating", len(tasks))
        probabilities = np.zeros((len(scores.whole), self.gold.tags.shape[1]))
        for (_, test), (part, _) in zip(folds, parts, strict=True):
            probabilities[test] = part
        choices = [(test, part[1]) for (_, test), part in zip(folds, parts, strict=True)]
        return Predictions(probabilities, pooled(choices, len(probabilities)))

    def without(self, train: Ints, test: Ints) -> tuple[Floats, Choices]:
        """Return probabilities of and decisions on `test` by a model made of `train` alone."""
        trials, found = self.choose(train)
        settings = trials[0].settings
        held_out = _scored(*self._fit(settings, train), test)
        known = self.scores(settings, train, self.folds(train), found)
        return self._calibrated(known, train, held_out)

    def _calibrated(self, known: Scores, rows: Ints, scores: Scores) -> tuple[Floats, Choices]:
        gold, weights = self.gold.take(rows), self.weights[rows]
        return decided(calibrate(known, gold, self.labels, weights), scores)

    def curve(self, settings: TrainingSettings, known: Sequence[Floats]) -> dict[float, float]:
        """Return the accuracy or macro-F1 when trained on a share of the examples.

        Args:
            settings: How to train.
            known: The scores of each fold's test when trained on all of the others.
        """
        rows = np.arange(len(self.gold.primary))
        folds = self.folds(rows)[: self.few]
        held = np.concatenate([test for _, test in folds])
        scoring = self.folds(held)
        source = np.random.default_rng(0)
        curve: dict[float, float] = {}
        for fraction in FRACTIONS:
            some = [source.permutation(train)[: round(fraction * len(train))] for train, _ in folds]
            # A class that has lost all its examples cannot be learned: no point on the curve.
            if not all((self.cases[rows] == YES).any(axis=0).all() for rows in some):
                continue
            tasks = [
                (*self._fit(settings, np.sort(rows)), test)
                for rows, (_, test) in zip(some, folds, strict=True)
            ]
            parts = self._each(_whole, tasks, f"trained on {fraction:.1%}", len(tasks))
            curve[fraction] = self._score(np.concatenate(parts), held, scoring)
        curve[1.0] = self._score(np.concatenate(known), held, scoring)
        return curve


def fitted(
    settings: TrainingSettings, counts: Counts, cases: Any, costs: Floats, rows: Ints
) -> Pipeline:
    """Return the pipeline from term counts to scores, fitted to some examples."""
    pipeline = weighting(settings, counts.words)
    # Step by step: the counts, a fifth of the memory, are gone before the machines come.
    weighed = pipeline[:-1].fit_transform(counts.of(rows))
    pipeline[-1].fit(weighed, cases[rows], sample_weight=costs[rows])
    return pipeline


def _blends(
    settings: TrainingSettings, counts: Counts, cases: Any, costs: Floats, rows: Ints, test: Ints
) -> list[Floats]:
    """Fit, and return the scores of held-out rows for each weight of naive Bayes."""
    pipeline = fitted(settings, counts, cases, costs, rows)
    blend = pipeline.named_steps["themes"]
    held = pipeline.named_steps["tfidf"].transform(counts.of(test))
    machine = np.asarray(held @ blend.machine_coef_.T) + blend.intercept_
    bayes = np.asarray(held @ blend.bayes_coef_.T)
    return [machine + weight * bayes for weight in BAYES_WEIGHTS]


def _whole(
    settings: TrainingSettings, counts: Counts, cases: Any, costs: Floats, rows: Ints, test: Ints
) -> Floats:
    """Fit, and return the scores of held-out rows."""
    pipeline = fitted(settings, counts, cases, costs, rows)
    return np.asarray(pipeline.decision_function(counts.of(test)))


def _scored(
    settings: TrainingSettings, counts: Counts, cases: Any, costs: Floats, rows: Ints, test: Ints
) -> Scores:
    """Fit, and return the scores of held-out examples and of their best passages."""
    pipeline = fitted(settings, counts, cases, costs, rows)
    whole = np.asarray(pipeline.decision_function(counts.of(test)))
    if counts.passages is None:
        return Scores(whole)
    passages = np.asarray(pipeline.decision_function(counts.of_passages(test)))
    return Scores(whole, best_of(passages, counts.each[test].tolist()))


class Trainer:
    """Training on one corpus.

    Args:
        data: The examples.
        jobs: How many processes work at a time; the result is the same at any number.
        progress: Shows progress.
    """

    def __init__(self, data: Data, *, jobs: int = 1, progress: Progress = no_progress) -> None:
        self.data = data
        short = median(len(document.text) for document in data.documents) < SHORT_TEXT
        start = (
            TrainingSettings(HEADLINE_FEATURES, min_documents=1) if short else TrainingSettings()
        )
        plain = replace(start.features, punctuation=False)
        tried = [start.features, plain]
        if data.kinds is not None and not short:
            # Punctuation is a habit of the paper. On real articles of other papers it costs four
            # points, which folds of one corpus, even by kind, cannot see.
            start, tried = replace(start, features=plain), [plain]
        self._counters: dict[FeatureSettings, FeatureUnion] = {}
        counts: dict[FeatureSettings, Counts] = {}
        for features in progress("counting terms", tried, len(tried)):
            if features is plain and len(tried) > 1:
                found = without_punctuation(
                    self._counters[start.features], counts[start.features], plain
                )
            else:
                found = counted(data.documents, features, data.passages)
            self._counters[features], counts[features] = found
        self.validator = CrossValidator.of(
            data,
            counts,
            start=start,
            large=data.large,
            nested=data.nested,
            few=(FEW_FOLDS_OF_TITLES if short else 1) if data.large else None,
            jobs=jobs,
            progress=progress,
        )

    @property
    def rows(self) -> Ints:
        """The numbers of all examples."""
        return np.arange(len(self.data.documents))

    def abstention(self, settings: TrainingSettings) -> Abstention:
        """Return what is too short or too strange: far below what unseen examples look like."""
        counts = self.validator.counts[settings.features]
        counter = self._counters[settings.features]
        names = dict(counter.transformer_list)["char"].get_feature_names_out()
        longest = settings.features.char_ngrams[1]
        chinese = [len(name) == longest == count_han(name) for name in names]
        pairs = counts.of(self.rows)[:, counts.words + np.flatnonzero(chinese)]
        train, test = folds_of(self.data.gold, settings.folds)[0]
        frequent = np.bincount(pairs[train].indices, minlength=pairs.shape[1])
        known = pairs[test] @ (frequent >= settings.min_documents).astype(np.float64)
        taken = np.asarray(pairs[test].sum(axis=1)).ravel()
        shares = known[taken > 0] / taken[taken > 0]
        if self.data.labels == "one" or not len(shares):
            return Abstention(terms=1, known=0.0)
        shortest = int(np.percentile(taken, 1))
        return Abstention(
            terms=max(1, min(_FEWEST_TERMS, shortest)),
            known=round(_STRANGE * float(np.percentile(shares, 1)), 3),
        )

    def fit(self, settings: TrainingSettings, scores: Scores, corpus: Corpus) -> Model:
        """Fit to all examples, calibrate on out-of-sample scores, and compile."""
        counts = self.validator.counts[settings.features]
        pipeline = fitted(settings, counts, self.data.cases, self.data.costs, self.rows)
        whole = whole_pipeline(self._counters[settings.features], pipeline)
        compiled = compile_pipeline(whole, settings.features)
        info = ModelInfo(
            themes=corpus.themes,
            settings=settings.features,
            pivots=compiled.vocabulary.pivots,
            intercepts=compiled.intercepts,
            decider=calibrate(scores, self.data.gold, self.data.labels, self.data.weights),
            abstention=self.abstention(settings),
            corpus=corpus.sha256,
        )
        return Model(info, compiled.vocabulary, compiled.weights)


def train(
    corpus: Corpus,
    *,
    jobs: int = 1,
    progress: Progress = no_progress,
    data: Data | None = None,
) -> Trained:
    """Train a model: choose settings, measure out of sample, fit to all.

    Args:
        corpus: The examples; `check` says whether they are enough.
        jobs: Processes; the result does not depend on their number.
        progress: Shows progress.
        data: `data_of(corpus)` if it is there already.

    Raises:
        CorpusError: A label has too few examples, or there is nothing to tell apart.
    """
    rare = rare_labels(corpus)
    if rare:
        raise CorpusError(f"{min(rare)}: {rare[min(rare)]} examples; each label needs {FEWEST}")
    data = data_of(corpus) if data is None else data
    check_enough(corpus, data)
    trainer = Trainer(data, jobs=jobs, progress=progress)
    validator, rows = trainer.validator, trainer.rows
    trials, first = validator.choose(rows)
    settings = trials[0].settings
    names = [theme.id for theme in corpus.themes]
    folds = validator.folds(rows)
    scores = validator.scores(settings, rows, folds, first)
    predictions = validator.cross_validated(settings, scores, folds)
    random = None
    if data.kinds is not None:
        # Settings are common here: what one choice of eighteen gains is far less than the gap.
        common = replace(validator, nested=False)
        folds = validator.folds(rows, by_kind=False)
        alike = common.scores(settings, rows, folds)
        random = _quality(data, common.cross_validated(settings, alike, folds), names)
    return Trained(
        model=trainer.fit(settings, scores, corpus),
        settings=settings,
        trials=trials,
        quality=_quality(data, predictions, names),
        random=random,
        curve=validator.curve(settings, first),
        data=data,
        predictions=predictions,
    )


def _quality(data: Data, predictions: Predictions, themes: Sequence[str]) -> Quality:
    """Measure predictions of the examples that figures count."""
    rows = np.flatnonzero(data.measured)
    return quality_of(data.gold.take(rows), predictions.take(rows), themes)


def out_of_sample(
    corpus: Corpus, data: Data, *, jobs: int = 1, progress: Progress = no_progress
) -> Predictions:
    """Predict each example by a model that was made without its fold.

    Raises:
        CorpusError: See `check_enough`.
    """
    check_enough(corpus, data)
    trainer = Trainer(data, jobs=jobs, progress=progress)
    # Settings are common: what their choice has seen of an example is far less than a wrong label.
    validator, rows = replace(trainer.validator, nested=False), trainer.rows
    trials, first = validator.choose(rows)
    settings, folds = trials[0].settings, validator.folds(rows)
    scores = validator.scores(settings, rows, folds, first)
    return validator.cross_validated(settings, scores, folds)


def check_enough(corpus: Corpus, data: Data) -> None:
    """Make sure that there is something to tell apart, and enough of it to measure.

    Raises:
        CorpusError: There is not.
    """
    folds = TrainingSettings().folds
    names = [*(theme.id for theme in corpus.themes), NONE]
    labels, first = np.unique(data.gold.groups, return_index=True)
    texts = Counter(data.gold.primary[first].tolist())
    few = [
        f"label {names[label]} has {count} different text{'s' * (count != 1)}"
        for label, count in sorted(texts.items(), key=lambda pair: pair[1])
        if count < folds
    ]
    if len(labels) < folds:
        raise CorpusError(
            f"only {len(labels)} different texts (copies counted once), {folds} are needed; "
            f"{'; '.join(few)}"
        )
    if len(texts) < 2:
        raise CorpusError("all examples have one label; training needs two to tell apart")
    if few:
        raise CorpusError(f"{'; '.join(few)} (copies counted once); each label needs {folds}")
    everywhere = [
        t.id for t, all_of in zip(corpus.themes, data.gold.tags.T, strict=True) if all_of.all()
    ]
    if everywhere:
        raise CorpusError(f"{everywhere[0]}: all examples have this label; it tells nothing apart")


def rare_labels(corpus: Corpus) -> dict[str, int]:
    """Return the labels with fewer than `FEWEST` examples of their own, and how many they have."""
    counts = {theme.id: 0 for theme in corpus.themes}
    for example in corpus.examples:
        counts[example.primary] = counts.get(example.primary, 0) + 1
    return {name: count for name, count in counts.items() if count < FEWEST}
