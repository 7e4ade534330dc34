"""Recurring: how many lines stand on several pages of a site, counted in little memory; of a large dump of a sample of lines."""

from __future__ import annotations

import struct
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

# On so many pages of a site a line recurs, as learning has it.
PAGES = 5
# So many different lines are counted. Of more every second is, or every fourth, and so on, told by what stands for it: those that
# are left were counted from the beginning, so that neither order nor parts make a difference.
_MOST = 1 << 14
# Of a line's number; one without a bit stays at any level.
_BITS = 64
_PACKED = struct.Struct("<QQI")


class RecurringLine(NamedTuple):
    """A line of a site: numbers that stand for both."""

    site: int
    line: int


class Recurring:
    """Counts on how many pages each line of each site stands."""

    def __init__(self) -> None:
        self._level = 0
        self._pages: Counter[RecurringLine] = Counter()

    def add(self, lines: Iterable[RecurringLine]) -> None:
        """Count the different lines of a page."""
        self._count((line, 1) for line in lines)

    def update(self, later: Recurring) -> None:
        """Add what was counted after this."""
        self._raise_to(later._level)
        self._count(later._pages.items())

    def _count(self, lines: Iterable[tuple[RecurringLine, int]]) -> None:
        for line, pages in lines:
            if not line.line & ((1 << self._level) - 1):
                self._pages[line] += pages
        while len(self._pages) > _MOST and self._level < _BITS:
            self._raise_to(self._level + 1)

    def _raise_to(self, level: int) -> None:
        if level > self._level:
            self._level, mask = level, (1 << level) - 1
            self._pages = Counter({line: pages for line, pages in self._pages.items() if not line.line & mask})

    @property
    def words(self) -> str:
        """What recurs, and what removes it; empty if nothing does."""
        found = [line for line, pages in self._pages.items() if pages >= PAGES]
        if not found:
            return ""
        sites = len({line.site for line in found})
        lines = len(found) << self._level
        about = "some " if self._level else ""
        where = f"{PAGES} or more pages of {sites:,} site{'s' * (sites != 1)}"
        return f"{about}{lines:,} line{'s' * (lines != 1)} recur{'s' * (lines == 1)} on {where}; --learn removes them"

    def to_text(self) -> str:
        """All of it, for a checkpoint."""
        packed = b"".join(_PACKED.pack(*line, pages) for line, pages in sorted(self._pages.items()))
        return f"{self._level}:{b64encode(packed).decode()}"

    @classmethod
    def from_text(cls, text: str) -> Recurring:
        """What `to_text` gave."""
        level, _, packed = text.partition(":")
        made = cls()
        made._level = int(level)
        for site, line, pages in _PACKED.iter_unpack(b64decode(packed)):
            made._pages[RecurringLine(site, line)] = pages
        return made
