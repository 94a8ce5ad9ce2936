"""Packages that only some commands need: extras of the installation."""

from __future__ import annotations

import importlib

from newsclf.errors import DependencyError


def require(need: str, extra: str, *modules: str) -> None:
    """Make sure that the packages of an extra are installed.

    Args:
        need: What needs which package, as the message says it.
        extra: The extra that brings them.
        modules: What is imported from them.

    Raises:
        DependencyError: One of them is not.
    """
    try:
        for module in modules:
            importlib.import_module(module)
    except ImportError:
        raise DependencyError(f"{need}: pip install 'newsclf[{extra}]'") from None
