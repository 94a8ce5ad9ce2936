"""Article -> theme probabilities, tags, and the words behind them. Numpy alone."""

from newsclf.classify.model import Model

__all__ = ["Model"]
