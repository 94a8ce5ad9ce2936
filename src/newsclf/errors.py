"""The exceptions of newsclf; the command line reports each in one line."""


class NewsclfError(Exception):
    """Base class of all errors that a user can cause or fix.

    The message is one line that names the file and the next step.
    """


class InputError(NewsclfError):
    """An input cannot be read: missing, empty, too large, or not text."""


class OutputError(NewsclfError):
    """A result cannot be written."""


class ModelError(NewsclfError):
    """A model folder is missing, damaged, or has another version."""


class CorpusError(NewsclfError):
    """A corpus, its labels or its taxonomy cannot be used for training or evaluation."""


class DependencyError(NewsclfError):
    """A package required by an option is not installed."""


class ClusterError(NewsclfError):
    """A cluster cannot be reached, or lost all its workers."""
