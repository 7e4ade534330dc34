"""Folding: the form of a text that rules are matched on, code point for code point the length of the raw text."""

from __future__ import annotations

_FOLDED_TO = {"'": "’‘‛ʼ´", '"': "“”„‟″", " ": "\u00a0\u202f\u2009\u3000"}
_PAIRS = [(source, target) for target, sources in _FOLDED_TO.items() for source in sources]


def fold(text: str) -> str:
    """Lower case, straight quotes, plain spaces; lone surrogates become U+FFFD. Keeps every offset."""
    return fold_quotes(text).replace("İ", "i").lower()  # İ alone has a lower case of two code points


def fold_quotes(text: str) -> str:
    """Straight quotes and plain spaces; lone surrogates become U+FFFD. Keeps every offset and the letter case."""
    if text.isascii():
        return text
    text = well_formed(text)
    for source, target in _PAIRS:
        text = text.replace(source, target)
    return text


def well_formed(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, replaced by U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
