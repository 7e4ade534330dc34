"""What a block looks like: its core without decoration, its length in words, whether it is prose, title or code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category

# Bullets, emphasis, arrows, emoji: whatever stands before the first letter, quote, bracket, currency sign or tag.
_LEAD = re.compile(r"""(?:#+\s+|[^\w"'(\[$€£¥₹₽₩₺₴#@<{/«「『„]|_)+""")
_TRAIL = " \t*_~|>»→▶►⟶➜➡›↗↓👇-–—•·="
# Emoji at the end, and what colours them; symbols before these (trademarks, degrees) say something.
_SYMBOLS, _FIRST_SYMBOL = frozenset({"So", "Sk"}), "\u2190"
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Chinese and Japanese write no spaces; a word is about two characters there.
_CJK_CHARACTERS_A_WORD = 2

_BULLETS = frozenset("-*–·")
_ROUND_BULLETS = frozenset("•▪●◦")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FENCES = ("```", "~~~")
PROSE_WORDS = 28
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", ":", ";", ",")


def core(text: str) -> str:
    """The block without bullets, heading marks and arrows around it."""
    return _without_trail(text[lead(text) :])


def _without_trail(text: str) -> str:
    text = text.rstrip(_TRAIL)
    end = len(text)
    while end and _is_trail(text[end - 1]):
        end -= 1
    return text[:end]


def _is_trail(character: str) -> bool:
    return character in _TRAIL or (character >= _FIRST_SYMBOL and category(character) in _SYMBOLS)


def lead(text: str) -> int:
    """How many code points of decoration stand before the first that says something."""
    match = _LEAD.match(text)
    return match.end() if match else 0


def word_count(text: str) -> int:
    """How many words a text has; ideographs count by twos."""
    count = len(text.split())
    if text.isascii():
        return count
    return count + len(_CJK.findall(text)) // _CJK_CHARACTERS_A_WORD


def is_prose(text: str) -> bool:
    """Running prose: long enough for an argument, and it ends as a sentence does."""
    return word_count(text) >= PROSE_WORDS and text.rstrip("\"')]*_ ").endswith(_SENTENCE_END)


def is_title(text: str, most_words: int = 22) -> bool:
    """Could be the title of an article: short, and no full stop, colon or comma at its end."""
    stripped = text.rstrip("\"')]*_ ")
    if not stripped or (stripped.endswith((".", ":", ";", ",", "。")) and not stripped.endswith("...")):
        return False
    return word_count(text) <= most_words


def is_item(text: str) -> bool:
    """Whether a line begins with a bullet: a dash or star needs a space after it, round ones need none."""
    return text[:1] in _ROUND_BULLETS or (text[:1] in _BULLETS and text[1:2].isspace())


def fenced(texts: Iterable[str]) -> frozenset[int]:
    """The numbers of the lines of fenced code, fences included; a fence that is never closed opens nothing."""
    inside: list[int] = []
    fenced: set[int] = set()
    fence = ""
    for number, text in enumerate(texts):
        mark = text[:3] if text[:3] in FENCES else ""
        if fence:
            inside.append(number)
            if mark == fence:
                fenced.update(inside)
                inside, fence = [], ""
        elif mark:
            inside, fence = [number], mark
    return frozenset(fenced)
