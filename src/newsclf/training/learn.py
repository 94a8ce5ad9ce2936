"""All that a corpus allows to learn, in order: openings, themes, digests."""

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
    """A bundle and what was found out about its parts.

    Attributes:
        bundle: What was learned, and what was taken over from the model that ships.
        themes: How the themes were learned.
        openings: How openings were; None where they were taken over.
        digests: How digests were; None where they were taken over.
    """

    bundle: Bundle
    themes: Trained
    openings: LearnedOpenings | None
    digests: LearnedClauseWeights | None


def openings_or_shipped(found: LearnedOpenings | None) -> Openings:
    """Return the openings that were learned, else those of the model that ships."""
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
        openings: What `learn_openings` found in the same texts.
        references: Lines that people wrote of articles, read likewise.
        name: What the bundle is called.
        data: `data_of(corpus)`.
        jobs: Processes; the result does not depend on their number.
        progress: Shows progress.

    Raises:
        CorpusError: A label has too few examples, or there is nothing to tell apart.
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
