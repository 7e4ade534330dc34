"""Folding: the form of a text that rules are matched on, code point for code point the length of the text."""

from __future__ import annotations

# What shows nothing: soft hyphens, joiners, marks of direction, byte order marks, variation selectors; as in `[...]`.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0001-\U000e007f\U000e0100-\U000e01ef"
)
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_FOLDED_TO = {"'": "’‘‛ʼ´", '"': "“”„‟″", " ": _SPACES}
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
