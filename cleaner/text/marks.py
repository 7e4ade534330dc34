"""Marks: what inline Markdown puts around words. A link or an image is its words, emphasis and code are what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.model import Span

LINK, IMAGE, CODE, EMPHASIS = "link", "image", "code", "emphasis"


class InlineMark(NamedTuple):
    """What stands in a raw text before and after some words.

    Attributes:
        before, after: where.
        kind: "link", "image", "code" or "emphasis".
        href: where a link leads, or an image is from, if it says so.
    """

    before: Span
    after: Span
    kind: str
    href: str = ""


# All repetitions that could meet the same text again from another place are bounded, or end at what they begin with: all is
# linear. Groups are not possessive: before Python 3.11.5 such groups may miss what they match.
_TITLE = r"""(?:\s{1,9}(?:"[^"]{0,300}"|'[^']{0,300}'|“[^”]{0,300}”|\([^()]{0,300}\)))?"""
_ADDRESS = r"<?(?P<href>[^()\s<>]{0,2000}+(?:\([^()\s]{0,200}\)[^()\s<>]{0,500}+)?)>?"
_TARGET = rf"(?:\(\s{{0,9}}{_ADDRESS}{_TITLE}\s{{0,9}}\)|\[[^\[\]\s]{{0,60}}\])"
_BRACKETS = r"(?=[^\]])[^\[\]]{0,1000}(?:\[[^\[\]]{0,200}\][^\[\]]{0,1000}){0,9}"
# For each mark what must stand in a text that it is worth looking for it, its pattern, and its kind; in this order. Group 1 is
# the words.
MARKS: Sequence[tuple[str, re.Pattern[str], str]] = tuple(
    (sign, re.compile(pattern), kind)
    for sign, pattern, kind in (
        ("![", rf"(?<!\\)!\[([^\[\]]{{1,500}})\]{_TARGET}", IMAGE),
        ("](", rf"(?<![\\!])\[({_BRACKETS})\]{_TARGET}", LINK),
        ("][", rf"(?<![\\!])\[({_BRACKETS})\]{_TARGET}", LINK),
        ("<", r"<((?P<href>https?://[^<>\s]{1,2000}))>", LINK),
        ("`", r"(?<![`\\])`(?=[^`\s])([^`]++)`(?!`)", CODE),
        ("**", r"(?<!\\)\*\*(?=[^\s*])([^*]+(?:\*(?!\*)[^*]*)*)(?<=[^\s\\])\*\*", EMPHASIS),
        ("__", r"(?<![\w\\])__(?=[^\s_])([^_]+(?:_(?!_)[^_]*)*)(?<=[^\s\\])__(?!\w)", EMPHASIS),
        ("~~", r"(?<!\\)~~(?=[^\s~])([^~]++)(?<=[^\s\\])~~", EMPHASIS),
        ("*", r"(?<![\w\\*])\*(?=[^\s*])([^*]++)(?<=[^\s\\])\*(?![\w*])", EMPHASIS),
        ("_", r"(?<![\w\\_])_(?=[^\s_])([^_]+(?:(?<=\w)_(?=\w)[^_]*)*)(?<=[^\s\\])_(?!\w)", EMPHASIS),
    )
)
# Bold that begins or ends in another line, and what a backslash makes a character like any other.
LONE = re.compile(r"(?<!\\)(?:\*\*|__)")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
# A text that holds none of these has no mark.
SIGNS = r"*_~`\[<\\"
