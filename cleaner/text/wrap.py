"""Wrap: which lines are one paragraph that was broken at a fixed width, as html2text and mailers do.

A text is wrapped if most of its lines that others follow at once are as long as the width allows: the next word had no room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.model import Span
from cleaner.text.shape import fenced

_NARROWEST, _WIDEST = 50, 100
# So much of all breaks are where the width asks for them; of these so much, and so many at least, are inside a sentence, before
# a small letter: titles and labels of one length are no paragraph.
_SHARE, _INSIDE, _LEAST = 0.5, 0.4, 2
# The longest line may be a stray one: another must be as long, save for a word.
_WORD = 12
# Longer words, such as addresses, are not broken.
_UNBROKEN = 25
# In a wrapped text, addresses apart, fewer than one line in so many is longer than the widest.
_LONG = 4
# So many characters of a line are looked at.
_SEEN = 300
_QUOTE = re.compile(r"(?:>[ \t]?)+")
# What begins a block of its own: items, headings, rows, fences, rules, definitions of links, tags, images.
_BLOCK = re.compile(
    r"(?:[-*+•·▪●◦–—→▶►➤»✓✔][ \t]|\(?(?:\d{1,3}|[a-zA-Z])[.)][ \t]|#|\||```|~~~|\[[^\[\]]{1,60}\]:|={3}|-{3}|\*{3}|_{3}|<|!\[)"
)
# What no line goes on: headings, rows.
_CLOSED = re.compile(r"#{1,6}[ \t]|\|")
_OPEN_LINK = re.compile(r"\[[^\[\]]{1,300}$")
_LINK_END = re.compile(r"[^\[\]]{0,300}\]\(")
_ENDS = (".", "!", "?", "…", ":", ";", "|")


class _Break(NamedTuple):
    """Where a line may go on in the next one.

    Attributes:
        number: of the line.
        length: of it, with its indent; 0 where it could not be shorter.
        needed: what its length would be with the next word.
        goes_on: whether the next line begins as the middle of a sentence does.
        in_link: whether it stands between the words of a link.
    """

    number: int
    length: int
    needed: int
    goes_on: bool
    in_link: bool

    def joins(self, width: int) -> bool:
        """Whether the next line is of the same paragraph."""
        return self.in_link or self.is_full(width) or (self.goes_on and 2 * self.length >= width > 0)

    def is_full(self, width: int) -> bool:
        """Whether the next word had no room."""
        return 0 < self.length <= width < self.needed


def paragraphs(text: str, lines: Sequence[Span]) -> Sequence[Span]:
    """The lines of a text, those of one paragraph as one."""
    if "](" not in text and _LONG * sum([end - start > _WIDEST for start, end in lines]) > len(lines):
        return lines
    breaks = list(_breaks(text, lines))
    width = _width(breaks)
    joined = {one.number for one in breaks if one.joins(width)}
    if not joined:
        return lines
    code = fenced(text[start : start + 3] for start, _ in lines)
    found: list[Span] = []
    for number, (start, end) in enumerate(lines):
        if number - 1 in joined and number not in code:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return found


def _width(breaks: Iterable[_Break]) -> int:
    """The width at which a text is wrapped; 0 if it is not."""
    free = [one for one in breaks if one.length and not one.in_link]
    lengths = sorted([one.length for one in free], reverse=True)
    width = next((one for one, after in pairwise(lengths) if one - after <= _WORD), 0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [one for one in free if one.is_full(width)]
    inside = sum([one.goes_on for one in full])
    return width if len(full) >= _SHARE * len(free) and inside >= max(_LEAST, _INSIDE * len(full)) else 0


def _breaks(text: str, lines: Sequence[Span]) -> Iterator[_Break]:
    """The places where a line of running text follows another at once."""
    indent = 0
    for number, ((start, end), (following, stop)) in enumerate(pairwise(lines)):
        gap, before = text[end:following], indent
        indent = len(gap) - 1 - max(gap.rfind("\n"), gap.rfind("\r"))
        if gap.count("\n") > 1 or gap.count("\r") > 1 or gap.startswith("  ") or text[end - 1] == "\\":
            continue
        begin, quoted = _quote(text, start, end)
        next_begin, next_quoted = _quote(text, following, stop)
        if quoted != next_quoted or begin == end or next_begin == stop or _BLOCK.match(text, next_begin, stop):
            continue
        if _CLOSED.match(text, begin, end):
            continue
        line, following_word = (
            text[max(begin, end - _SEEN) : end],
            text[next_begin : min(stop, next_begin + _SEEN)].split()[0],
        )
        length = end - begin + (0 if quoted else before)
        if length > _WIDEST and max(map(len, line.split())) > _UNBROKEN:
            length = 0
        yield _Break(
            number,
            length,
            length + 1 + len(following_word),
            following_word[0].islower() and not line.endswith(_ENDS),
            _OPEN_LINK.search(line) is not None and _LINK_END.match(text, next_begin, stop) is not None,
        )


def _quote(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a line begins behind its quote marks, and how many these are."""
    match = _QUOTE.match(text, start, end)
    return (match.end(), match[0].count(">")) if match else (start, 0)
