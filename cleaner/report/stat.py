"""Counts of an article or of several for people: characters by category, removals by rule, each with a bar as git draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style

from cleaner.report.cells import ScreenRow, cells, wrap_text
from cleaner.report.counts import share_line
from cleaner.report.sanitize import sanitize
from cleaner.stats import Stats

_BAR = Style.parse("red")
_LONGEST_BAR, _SHORTEST_BAR = 40, 4
_UNITS = ("characters", "removals")


def stat(stats: Stats, width: int) -> Iterator[ScreenRow]:
    """The counts in rows of at most `width` cells, most first; at the end how much went of how much."""
    names = [*stats.characters_by_category, *stats.removals_by_rule]
    column = max(map(cells, map(sanitize, names)), default=0)
    for counts, unit in zip((stats.characters_by_category, stats.removals_by_rule), _UNITS, strict=True):
        yield from _table(counts, unit, column, width)
    yield from wrap_text(share_line(stats), width)


def _table(counts: Counter[str], unit: str, column: int, width: int) -> Iterator[ScreenRow]:
    most = max(counts.values(), default=0)
    digits, letters = len(f"{most:,}"), max(map(len, _UNITS))
    bar = min(_LONGEST_BAR, width - column - digits - letters - len(" |   "))
    for name, count in counts.most_common():
        label = sanitize(name)
        if bar < _SHORTEST_BAR:
            yield from wrap_text(label, width)
            yield from wrap_text(f"  {count:,} {unit}", width)
        else:
            words = f"{label}{' ' * (column - cells(label))} | {count:>{digits},} {unit:{letters}} "
            yield [Segment(words), Segment("-" * max(1, round(count / most * bar)), _BAR)]
