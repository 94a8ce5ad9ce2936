"""Optional packages, installed as extras."""

from __future__ import annotations

import importlib

from newsclf.errors import DependencyError


def require(need: str, extra: str, *modules: str) -> None:
    """Make sure that the packages of an extra are installed.

    Args:
        need: What needs which package, for the error message.
        extra: The extra that installs them.
        modules: Modules imported from them.

    Raises:
        DependencyError: One of them is missing.
    """
    try:
        for module in modules:
            importlib.import_module(module)
    except ImportError:
        raise DependencyError(f"{need}: pip install 'newsclf[{extra}]'") from None
