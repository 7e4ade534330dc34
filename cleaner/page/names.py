"""Names of authors: out of what a page says, such as "By Ada Rook and Finn Hale, Weather Editor"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.page.listed import beginnings

_LONGEST, _LONGEST_NAME, _MOST = 300, 60, 20
_LISTED = re.compile(r"\s*[,;|/&·•、，]\s*")
_JOINED = re.compile(r"\s(?:and|und|et|y|e|en|och|og|i|ve|и)\s", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net)\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:\.\s?|\b)\w{1,2}\.$")
# What a content system writes where it knows no name.
_NOBODY = frozenset(
    ("null", "none", "undefined", "unknown", "n/a", "admin", "administrator", "author", "editor", "guest")
)


def author_names(said: Iterable[str]) -> tuple[str, ...]:
    """The names in what a page says of its authors, each once, in order.

    Args:
        said: lines, each with one name or several, and what may stand around these.
    """
    found: dict[str, str] = {}
    for line in said:
        if len(line) > _LONGEST:
            continue
        for name in _parted(without_by(line)):
            text = name.strip(" ,:;-–—|·•*\"'()[]")
            text = text if _ABBREVIATION.search(text) else text.rstrip(".")
            if len(text) <= _LONGEST_NAME and any(map(str.isalpha, text)) and not _ADDRESS.search(text):
                key = text.casefold()
                if key not in _NOBODY:
                    found.setdefault(key, text)
    return tuple(found.values())[:_MOST]


def without_by(line: str) -> str:
    """A line without the word, such as "by", that stands before names."""
    found = beginnings("byline-words").match(line.lower())
    if found is None or (found[0][-1] not in ":：" and line[found.end() : found.end() + 1] not in (" ", ":", "：")):
        return line
    return line[found.end() :].lstrip(":： ")


def _parted(line: str) -> list[str]:
    """The names in a line; one that is no list of full names is one name."""
    parts: list[str] = []
    for part in filter(None, _LISTED.split(line)):
        several = _JOINED.split(part)
        parts += several if all(len(one.split()) > 1 for one in several) else [part]
    full = [part for part in parts if len(part.split()) > 1]
    # "Ada Rook, Reporter" is a name and what she is.
    return full if parts and parts[0] in full else [line]
