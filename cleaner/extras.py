"""Libraries that only some work needs: imported when that work begins, named with what to install where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import MissingExtraError


def require(module: str, extra: str) -> Any:
    """The module.

    Raises:
        MissingExtraError: its library is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or module, extra) from None
