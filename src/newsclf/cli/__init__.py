"""The command line: thin wrappers around the library."""

from newsclf.cli.main import main

__all__ = ["main"]
