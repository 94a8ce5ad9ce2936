"""The errors that newsclf raises on purpose; the command line turns each into one line."""


class NewsclfError(Exception):
    """Base of every error that a user can cause or mend.

    The message is one line that names the file and the next step.
    """


class InputError(NewsclfError):
    """An input cannot be read: missing, empty, too large, or not text."""


class OutputError(NewsclfError):
    """A result cannot be written."""


class ModelError(NewsclfError):
    """A model folder is missing, damaged, or of another version."""


class CorpusError(NewsclfError):
    """A corpus, its labels or its taxonomy cannot be used for training or measuring."""


class DependencyError(NewsclfError):
    """A package that an option needs is not installed."""


class ClusterError(NewsclfError):
    """A cluster cannot be reached, or has lost all its workers."""
