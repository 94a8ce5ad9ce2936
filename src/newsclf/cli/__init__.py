"""The command line: thin commands over the library."""

from newsclf.cli.main import main

__all__ = ["main"]
