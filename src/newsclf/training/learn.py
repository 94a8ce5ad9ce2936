"""Learn everything that a corpus allows, in order: openings, themes, digests."""

from __future__ import annotations

from dataclasses import dataclass

from newsclf.bundle import Bundle, load_clause_weights, load_openings
from newsclf.pages import Openings
from newsclf.training.clause_weights import LearnedClauseWeights, learn_clause_weights
from newsclf.training.corpus import Corpus
from newsclf.training.data import Data
from newsclf.training.openings import LearnedOpenings
from newsclf.training.progress import Progress, no_progress
from newsclf.training.references import Reference
from newsclf.training.train import Trained, train

VERSION = "1.0"


@dataclass(frozen=True, slots=True)
class Learned:
    """A bundle and how its parts were learned.

    Attributes:
        bundle: The parts learned, and those copied from the bundled model.
        themes: How the themes were learned.
        openings: How the openings were learned; None if copied.
        digests: How the digests were learned; None if copied.
    """

    bundle: Bundle
    themes: Trained
    openings: LearnedOpenings | None
    digests: LearnedClauseWeights | None


def openings_or_shipped(found: LearnedOpenings | None) -> Openings:
    """Return the learned openings, else those of the bundled model."""
    return found.openings if found else load_openings()


def learn(
    corpus: Corpus,
    openings: LearnedOpenings | None,
    references: list[Reference],
    *,
    name: str,
    data: Data,
    jobs: int = 1,
    progress: Progress = no_progress,
) -> Learned:
    """Learn themes and digests.

    Args:
        corpus: The examples, read by a splitter that knows `openings`.
        openings: The result of `learn_openings` on the same texts.
        references: Human-written digests of articles, read with the same splitter.
        name: Name of the bundle.
        data: `data_of(corpus)`.
        jobs: Number of processes; it does not affect the result.
        progress: Shows progress.

    Raises:
        CorpusError: A label has too few examples, or there are fewer than two labels.
    """
    trained = train(corpus, jobs=jobs, progress=progress, data=data)
    digests = learn_clause_weights(references, corpus, progress=progress)
    bundle = Bundle(
        name=name,
        version=VERSION,
        openings=openings_or_shipped(openings),
        model=trained.model,
        clause_weights=digests.weights if digests else load_clause_weights(),
    )
    return Learned(bundle, trained, openings, digests)
