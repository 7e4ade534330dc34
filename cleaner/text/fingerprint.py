"""Fingerprints: lines that differ only in case, punctuation, numbers and dates have one fingerprint."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container

_WORD = re.compile(r"[^\W_]+")
_NUMBER = "0"


def normal(folded: str, calendar: Container[str]) -> str:
    """The words of a folded line; numbers, and names of months and days beside them, are one `0`."""
    words: list[str] = []
    for word in _WORD.findall(folded):
        plain = _NUMBER if word[0].isdigit() or word in calendar else word
        if plain != _NUMBER or words[-1:] != [_NUMBER]:
            words.append(plain)
    return " ".join(words)


def fingerprint(normal: str) -> int:
    """Eight bytes that stand for a line, as a signed number."""
    return int.from_bytes(
        hashlib.blake2b(normal.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True
    )
