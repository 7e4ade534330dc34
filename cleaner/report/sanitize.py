"""Scraped text made harmless for a terminal."""

from __future__ import annotations

import unicodedata

# Controls, format characters (bidi overrides among them), lone surrogates; joiners are needed by scripts and emoji.
_HOSTILE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_HARMLESS = frozenset("\u200c\u200d")


def sanitize(text: str) -> str:
    """The text with every character that could move, colour or reorder what a terminal shows written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in _HARMLESS or not _is_hostile(c) else _escaped(c) for c in text)


def _is_hostile(character: str) -> bool:
    return unicodedata.category(character) in _HOSTILE


def _escaped(character: str) -> str:
    return " " if character == "\t" else f"\\u{ord(character):04x}"
