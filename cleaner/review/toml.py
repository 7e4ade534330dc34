"""Texts as TOML values: with quotes, and for patterns as literals where that can be."""

from __future__ import annotations

from cleaner.report.sanitize import sanitize
from cleaner.text.fold import well_formed

_QUOTE = "'''"


def quoted(text: str) -> str:
    """A basic string; what could hide or reorder the text in an editor is written by number."""
    return '"' + "".join(map(_character, well_formed(text))) + '"'


def literal(text: str) -> str:
    """A literal string, in which backslashes are themselves; a basic one for what no literal can hold or should show.

    Patterns end in `$`: one that ended in a quote would run into the quotes that end the literal.
    """
    return f"{_QUOTE}{text}{_QUOTE}" if sanitize(text) == text and _QUOTE not in text else quoted(text)


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if sanitize(character) == character else f"\\U{ord(character):08x}"
