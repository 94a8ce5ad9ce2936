"""Corpus + labels -> scikit-learn -> model folder."""
