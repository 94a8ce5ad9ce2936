"""Article -> theme probabilities, tags, and the words behind them. Numpy alone."""

from newsclf.classify.model import Model, load_model

__all__ = ["Model", "load_model"]
