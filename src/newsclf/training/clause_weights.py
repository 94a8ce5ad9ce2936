"""Learn which clauses editors keep (`digest.ClauseWeights`), and evaluate the result.

Ridge regression of the share of a clause that references keep, on the features of
`digest.features`; and of its overlap with the headline, for lines as short as headlines, on bodies
without their titles. The scores of joined and skipped clauses come from a grid search. Figures come
from 8-fold cross-validation by article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import product

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from newsclf.digest.bodies import SEPARATOR, Bodies, Floats, bodies_of
from newsclf.digest.choose import best_lines
from newsclf.digest.clauses import Clauses, Sentences, clauses_of, sentences_of
from newsclf.digest.features import clause_features
from newsclf.digest.weights import (
    HEADLINE_ROOM,
    LINE_ROOM,
    STRAY,
    ClauseWeights,
    Worth,
    costs_of,
)
from newsclf.documents import Article, Span
from newsclf.text.characters import fold
from newsclf.training.corpus import Corpus, sha256_of
from newsclf.training.metrics import Figure, figure_of, resamples
from newsclf.training.progress import Progress, no_progress
from newsclf.training.references import Reference
from newsclf.training.rouge import rouge

FEWEST_REFERENCES = 100  # articles; the figure is flat from 128 on
FOLDS = 8
ALPHA = 300.0  # 100 to 1,000 score alike
COSTS = (0.1, 0.15, 0.2)  # what a character of a line has to be worth
JOINED = (0.0, 0.5)
SKIPPED = (0.0, 0.5)
BEGUN = (5.0, 10.0)  # 0 is worth as much to ROUGE, and reads worse
CLOSED = (6.0, 10.0)  # less is worth as much to ROUGE, and reads worse
HEADLINE_COSTS = (0.0, 0.05, 0.1, 0.15)
SHORTEST_BODY = 60
_RUN = 2  # characters: what a clause and a reference share by chance is shorter


@dataclass(frozen=True, slots=True)
class LearnedClauseWeights:
    """Which clauses editors keep, and how close the digests come to theirs.

    Attributes:
        weights: The learned weights.
        articles: Number of articles with a human-written digest.
        rouge_l: ROUGE-L of digests by weights learned without their article.
    """

    weights: ClauseWeights
    articles: int
    rouge_l: Figure


@dataclass(frozen=True, slots=True)
class Sample:
    """An article, its clauses with their features, and the reference lines.

    Attributes:
        bodies: The article, folded.
        sentences: Its sentences.
        clauses: Its clauses.
        features: Shape (clauses, features).
        lines: References, folded.
        kept: Share of each clause to keep, shape (clauses,).
        begun: Share of lines that begin with each clause, shape (clauses,).
        costs: Penalty of each clause, shape (clauses,).
    """

    bodies: Bodies
    sentences: Sentences
    clauses: Clauses
    features: Floats
    lines: tuple[str, ...]
    kept: Floats
    begun: Floats
    costs: Floats


def sample_of(
    article: Article, lines: Sequence[str], kept: Callable[[str, Clauses, str], Floats]
) -> tuple[Sample, list[str]] | None:
    """Return the clauses of an article with the shares to keep, and the feature names."""
    bodies = bodies_of([article])
    # Lines are looked for in the body alone: in the place of the title stands what no line has.
    start, stop = int(bodies.starts[0]), int(bodies.stops[0])
    text = SEPARATOR * start + bodies.text[start:stop]
    sentences = sentences_of(bodies)
    clauses = clauses_of(bodies, sentences)
    if not clauses.length.size:
        return None
    found = clause_features(bodies, sentences, clauses)
    folded = tuple(fold(line) for line in lines)
    shares = np.mean([kept(text, clauses, line) for line in folded], axis=0)
    features = np.column_stack(list(found.values()))
    begun = np.mean([begun_by(text, clauses, line) for line in folded], axis=0)
    parts = (bodies, sentences, clauses, features, folded, shares, begun, costs_of(found))
    return Sample(*parts), list(found)


def kept_by(text: str, clauses: Clauses, line: str) -> Floats:
    """Return the share of each clause's characters that a line keeps, shape (clauses,)."""
    kept = np.zeros(len(text))
    for match in SequenceMatcher(None, text, line, autojunk=False).get_matching_blocks():
        if match.size >= _RUN:
            kept[match.a : match.a + match.size] = 1.0
    return np.array(
        [np.mean([kept[i] for a, b in pieces for i in range(a, b)]) for pieces in _pieces(clauses)]
    )


def _pieces(clauses: Clauses) -> list[tuple[Span, ...]]:
    return [clauses.pieces(number) for number in range(len(clauses.length))]


def begun_by(text: str, clauses: Clauses, line: str) -> Floats:
    """Return 1 for the clause that a line begins with, else 0, shape (clauses,)."""
    matches = SequenceMatcher(None, text, line, autojunk=False).get_matching_blocks()
    first = next((match.a for match in matches if match.size > _RUN), -1)
    return ((clauses.starts <= first) & (first < clauses.stops)).astype(float)


def overlap_with(text: str, clauses: Clauses, headline: str) -> Floats:
    """Return the share of each clause's characters and pairs found in a headline."""
    shares = []
    for pieces in _pieces(clauses):
        clause = "".join(text[start:end] for start, end in pieces)
        parts = []
        for n in (1, 2):
            own, other = (
                Counter(each[i : i + n] for i in range(len(each) - n + 1))
                for each in (clause, headline)
            )
            parts.append((own & other).total() / max(1, own.total()))
        shares.append(sum(parts) / len(parts))
    return np.array(shares)


def fitted(samples: Sequence[Sample], alpha: float) -> tuple[Floats, Floats]:
    """Return the weights of the features for `kept` and `begun`, and their intercepts.

    Shapes (2, features) and (2,).
    """
    model = make_pipeline(StandardScaler(), Ridge(alpha))
    aims = np.concatenate([np.column_stack((s.kept, s.begun)) for s in samples])
    model.fit(np.vstack([s.features for s in samples]), aims)
    scaler, ridge = model[0], model[1]
    weights: Floats = ridge.coef_ / scaler.scale_
    return weights, np.asarray(ridge.intercept_ - weights @ scaler.mean_)


def held_out(samples: Sequence[Sample], alpha: float) -> list[Floats]:
    """Return held-out predictions of `kept` and `begun` for each sample.

    Shapes (2, clauses).
    """
    found: list[Floats] = [np.zeros(0)] * len(samples)
    order = np.random.default_rng(0).permutation(len(samples))
    for fold_number in range(FOLDS):
        held = set(order[fold_number::FOLDS].tolist())
        weights, starts = fitted([s for i, s in enumerate(samples) if i not in held], alpha)
        for place in held:
            found[place] = weights @ samples[place].features.T + starts[:, None]
    return found


def scores(
    samples: Sequence[Sample], told: Sequence[Floats], room: int, settings: Sequence[float]
) -> list[float]:
    """Return the ROUGE-L (with room for a line) or ROUGE-1 (for a headline) of each sample."""
    cost, joined, skipped, begun, closed = settings
    found = []
    for sample, (kept, starts) in zip(samples, told, strict=True):
        stray = STRAY * ~sample.clauses.fresh
        stray *= room == LINE_ROOM
        worth = Worth(kept - cost - sample.costs, begun * starts - stray, joined, skipped, closed)
        parts = (sample.bodies, sample.sentences, sample.clauses)
        (digest,) = best_lines(*parts, worth, room)
        each = [rouge(digest.text, line) for line in sample.lines]
        figures = [one.rouge_l if room == LINE_ROOM else one.rouge_1 for one in each]
        found.append(float(np.mean(figures)))
    return found


def learn_clause_weights(
    references: Sequence[Reference],
    corpus: Corpus,
    *,
    progress: Progress = no_progress,
) -> LearnedClauseWeights | None:
    """Learn which clauses editors keep, from human-written digests and headlines.

    Args:
        references: Articles and their digests.
        corpus: Articles whose headlines serve as the shortest lines.
        progress: Shows progress.

    Returns:
        The learned weights; None if fewer than `FEWEST_REFERENCES` articles have a digest.
    """
    if len(references) < FEWEST_REFERENCES:
        return None
    of_lines, of_headlines, names = [], [], []
    for one in progress("reading references", references, len(references)):
        if found := sample_of(one.article, one.digests, kept_by):
            of_lines.append(found[0])
            names = found[1]
    measured = [example.article for example in corpus.examples if example.measured]
    for article in progress("reading headlines", measured, len(measured)):
        bare = replace(article, kicker="", headline="", deck="")
        if article.headline and len(article.body) >= SHORTEST_BODY:
            found = sample_of(bare, [article.headline], overlap_with)
            of_headlines += [found[0]] if found else []
    told = held_out(of_lines, ALPHA)
    plans = list(product(COSTS, JOINED, SKIPPED, BEGUN, CLOSED))
    settings = max(
        (float(np.mean(scores(of_lines, told, LINE_ROOM, plan))), plan)
        for plan in progress("choosing costs", plans, len(plans))
    )[1]
    each = scores(of_lines, told, LINE_ROOM, settings)
    drawn = [float(np.average(each, weights=w)) for w in resamples(np.arange(len(each)))]
    weights, starts = fitted(of_lines, ALPHA)
    some, short = of_headlines[::4], held_out(of_headlines, ALPHA)[::4]
    by_cost = {
        cost: float(np.mean(scores(some, short, HEADLINE_ROOM, (cost, *settings[1:3], 0.0, 0.0))))
        for cost in progress("choosing costs of headlines", HEADLINE_COSTS, len(HEADLINE_COSTS))
    }
    cost_of_headline = max(by_cost, key=by_cost.__getitem__)
    of_headline, headline_starts = fitted(of_headlines, ALPHA)
    one = names.index("one")
    weights[0, one] += starts[0] - settings[0]
    weights[1, one] += starts[1]
    of_headline[0, one] += headline_starts[0] - cost_of_headline
    rows = np.vstack((weights[0], of_headline[0], settings[3] * weights[1])).round(5).tolist()
    of_line, of_title, of_start = map(tuple, rows)
    return LearnedClauseWeights(
        weights=ClauseWeights(
            features=tuple(names),
            of_line=of_line,
            of_headline=of_title,
            of_start=of_start,
            joined=settings[1],
            skipped=settings[2],
            closed=settings[4],
            corpus=corpus.sha256,
            references=sha256_of((one.id, one.digests) for one in references),
        ),
        articles=len(references),
        rouge_l=figure_of(float(np.mean(each)), drawn),
    )
