"""Scraped text made harmless for a terminal."""

from __future__ import annotations

import re
import unicodedata

# Controls, format characters (bidi overrides, tags), lone surrogates, private use, separators of lines and paragraphs.
_HOSTILE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Format characters that are seen: they stand under or around the digits that follow them.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# What is never seen although it counts as a letter, a mark or nothing yet: fillers, reserved code points.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\ufdd0-\ufdef\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_JOINERS = frozenset("\u200c\u200d")
_ZERO_WIDTH_JOINER = "\u200d"
_SELECTOR = re.compile("[\ufe00-\ufe0f]")
_IDEOGRAPHIC_SELECTOR = re.compile("[\U000e0100-\U000e01ef]")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# In every plane the last two code points are no characters.
_NO_CHARACTER = 0xFFFE


def sanitize(text: str) -> str:
    """The text with every character that could move, colour, reorder or hide what a terminal shows written as an escape.

    Scripts and emoji need joiners and variation selectors: one of them stays where it has something to work on; runs of them,
    which only hide data, do not.
    """
    if text.isprintable() and (text.isascii() or not (_UNSEEN.search(text) or _SELECTOR.search(text))):
        return text
    return "".join([c if _is_harmless(c, before) else _escaped(c) for before, c in zip(" " + text, text, strict=False)])


def _is_harmless(character: str, before: str) -> bool:
    if character.isascii():
        return character.isprintable()
    if character in _JOINERS:
        return before not in _JOINERS and not (character == _ZERO_WIDTH_JOINER and before.isascii())
    if _SELECTOR.match(character):
        return not (before.isspace() or before in _JOINERS or _SELECTOR.match(before))
    if _IDEOGRAPHIC_SELECTOR.match(character):
        return _IDEOGRAPH.match(before) is not None
    return not _is_hostile(character)


def _is_hostile(character: str) -> bool:
    if unicodedata.category(character) in _HOSTILE:
        return character not in _SEEN
    return _UNSEEN.match(character) is not None or ord(character) & _NO_CHARACTER == _NO_CHARACTER


def _escaped(character: str) -> str:
    if character == "\t":
        return " "
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
