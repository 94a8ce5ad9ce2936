"""Article -> theme probabilities, tags, and the terms behind them, with numpy alone."""

from newsclf.classify.model import Model

__all__ = ["Model"]
