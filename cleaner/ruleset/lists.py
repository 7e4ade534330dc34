"""Plain lists that rules lean on: one entry a line, `#` begins a comment. And where the bundled rules are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def bundled_rules() -> Path:
    """The folder of the rules that come with the package: inside it when installed, beside it in a checkout."""
    inside = Path(str(files("cleaner"))) / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


def read_list(source: str) -> frozenset[str]:
    """The entries of a list, in lower case."""
    entries = (line.partition("#")[0].strip().lower() for line in source.splitlines())
    return frozenset(filter(None, entries))
