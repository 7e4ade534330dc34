"""Letters: `\\pL` of patterns as a class of few ranges, a tenth of what RE2 makes of it: that was most of all programs.

The ranges hold every letter of Unicode but a few symbols that look like one. Between letters they also hold marks, and in
scripts that no bundled rule is for, signs and digits; in the others nothing else.
"""

from __future__ import annotations

import re

_RANGES = (
    "41-5a 61-7a aa b5 ba c0-d6 d8-f6 f8-2c1 2c6-2d1 2e0-2e4 2ec 2ee 370-374 376-37d 37f 386 388-3f5 3f7-481 "
    "48a-559 560-588 5d0-5f2 620-64a 66e-6d3 6d5 6e5-6e6 6ee-6ef 6fa-6fc 6ff-961 971-e33 e40-e46 e81-1ffc "
    "2c00-2dde 2e2f 3005-3006 3031-3035 303b-303c 3041-3096 309d-309f 30a1-30fa 30fc-31ff 3400-fdfb fe70-fefc "
    "ff21-ff3a ff41-ff5a ff66-ffdc 10000-1eebb 20000-3134a"
)
_CLASS = "".join("-".join(f"\\x{{{end}}}" for end in piece.split("-")) for piece in _RANGES.split())
# An escape with what belongs to it, or a bracket.
_PIECE = re.compile(r"\\[pP](?:\{[^}]*\}|.)|\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\[:\^?\w+:\])*|\[:\^?\w+:\]|\]", re.S)
_LETTER = ("\\pL", "\\p{L}")


def compact(source: str) -> str:
    """A pattern with the class in the place of every `\\pL`, inside of other classes too."""
    if not any(letter in source for letter in _LETTER):
        return source
    inside = False

    def replaced(found: re.Match[str]) -> str:
        nonlocal inside
        piece = found[0]
        if piece in _LETTER:
            return _CLASS if inside else f"(?-i:[{_CLASS}])"
        if piece[0] == "[" and not inside:
            inside = True
        elif piece == "]":
            inside = False
        return piece

    return _PIECE.sub(replaced, source)
