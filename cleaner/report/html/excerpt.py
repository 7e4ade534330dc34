"""An excerpt: a piece of a text that was removed with some characters around it, bounded whatever its length."""

from __future__ import annotations

import re
from typing import NamedTuple

_AROUND = 60
# Of a longer piece the middle is left out.
_HEAD, _TAIL, _MARGIN = 160, 60, 40
# A word that is cut off is left out, if it is not longer than words are.
_CUT_WORD = re.compile(r"^\S{0,20}\s")
_CUT_END = re.compile(r"\s\S{0,20}$")
_SPACES = re.compile(r"[ \t\xa0]+")


class Excerpt(NamedTuple):
    """What was removed as it stood; of a long piece the head and the tail.

    Attributes:
        before: what stood before it.
        head: the piece, or its beginning.
        omitted: how many of its characters are left out.
        tail: the end of a long one.
        after: what stood after it.
    """

    before: str
    head: str
    omitted: int
    tail: str
    after: str


def excerpt(raw: str, start: int, end: int) -> Excerpt:
    """A piece of a text that was removed, without empty lines."""
    before, after = raw[max(0, start - _AROUND) : start], raw[end : end + _AROUND]
    if start > _AROUND:
        before = "… " + _CUT_WORD.sub("", before).lstrip()
    if end + _AROUND < len(raw):
        after = _CUT_END.sub("", after).rstrip() + " …"
    before, after = _folded(before), _folded(after)
    if end - start <= _HEAD + _TAIL + _MARGIN:
        return Excerpt(before, _folded(raw[start:end]), 0, "", after)
    head, tail = raw[start : start + _HEAD], raw[end - _TAIL : end]
    head, tail = _CUT_END.sub("", head), _CUT_WORD.sub("", tail)
    return Excerpt(before, _folded(head), end - start - len(head) - len(tail), _folded(tail), after)


def shortened(text: str, most: int) -> str:
    """The text, or its beginning with a mark of what is missing."""
    return text if len(text) <= most else text[: most - 1] + "…"


def shortened_front(text: str, most: int) -> str:
    """The text, or its end: of a path with a line's number the telling part."""
    return text if len(text) <= most else "…" + text[1 - most :]


def _folded(text: str) -> str:
    """The text without empty lines; white space at its ends stays, as one character."""
    lines = [_SPACES.sub(" ", line).strip(" ") for line in text.replace("\r\n", "\n").split("\n")]
    inner = "\n".join(line for line in lines if line)
    if not inner:
        return "\n" if len(lines) > 1 else " " * bool(text)
    return _edge(text[: len(text) - len(text.lstrip())]) + inner + _edge(text[len(text.rstrip()) :])


def _edge(space: str) -> str:
    return "\n" if "\n" in space else " " * bool(space)
