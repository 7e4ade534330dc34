"""Scorecard: what measures and tokens say for the removal of rows, as points that add up.

Rows are what is judged: blocks of a page, lines of a text. Points are log-odds that a row is to go: for each measure edges that
cut its values into ranges, and points for each range; for some pairs of measures points for both ranges together; for bags of
tokens points for each token; and a base.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import fsum
from operator import getitem
from typing import TypeVar

# By measure its values, and by kind of token the tokens of each row, one entry a row, in order.
Column = Sequence[float]
Columns = Mapping[str, Column]
Bags = Mapping[str, Sequence[frozenset[str]]]
Value = TypeVar("Value", bound=Hashable)
Points = Sequence[float]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Level:
    """Measures of what rows have in common, such as the section that lines are in: each is looked at once.

    Attributes:
        columns: by measure its values.
        of: for every row the place of its value; None where each row has its own.
    """

    columns: Columns
    of: Sequence[int] | None = None

    def spread(self, values: Sequence[Value]) -> Sequence[Value]:
        """For every row its value."""
        return values if self.of is None else list(map(values.__getitem__, self.of))

    def at(self, row: int) -> dict[str, float]:
        """The measures of a row."""
        place = row if self.of is None else self.of[row]
        return {name: column[place] for name, column in self.columns.items()}


@dataclass(frozen=True)
class Scorecard:
    """The points of all measures and tokens.

    Attributes:
        base: where every sum starts.
        measures: by measure, its edges and the points of its ranges, one more than edges.
        coarse: by measure, the edges of its ranges where it is one of a pair.
        pairs: two measures, and points by range of the first, then range of the second.
        bags: by kind of token, points for each token; those that are not listed say nothing.
    """

    base: float
    measures: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    coarse: Mapping[str, tuple[float, ...]]
    pairs: tuple[tuple[str, str, tuple[tuple[float, ...], ...]], ...]
    bags: Mapping[str, Mapping[str, float]]

    def sums(self, columns: Columns, bags: Bags) -> list[float]:
        """For every row the sum of its points."""
        rows = len(next(iter(columns.values()), ()))
        tokens = [_each(bags[name], _adder(self.bags[name])) for name in self.bags]
        return list(map(sum, zip(*self._parts(columns), *tokens, [self.base] * rows, strict=True)))

    def sums_of(self, levels: Sequence[Level]) -> list[float]:
        """For every row the sum of its points, where measures are of several levels, and there are no tokens."""
        where = {name: level for level in levels for name in level.columns}
        parts: dict[int, list[Points]] = {id(level): [] for level in levels}
        for name, (edges, points) in self.measures.items():
            level = where[name]
            parts[id(level)].append(_points(level.columns[name], edges, points))
        ranges = {name: _ranges(where[name].columns[name], edges) for name, edges in self.coarse.items()}
        spread = {name: where[name].spread(places) for name, places in ranges.items()}
        rows: list[Points] = []
        for first, second, table in self.pairs:
            if where[first] is where[second]:
                parts[id(where[first])].append(_crossed(table, ranges[first], ranges[second]))
            else:
                rows.append(_crossed(table, spread[first], spread[second]))
        rows += [level.spread(_added(parts[id(level)])) for level in levels if parts[id(level)]]
        return [self.base + total for total in _added(rows)]

    def explain(self, columns: Columns, bags: Bags) -> list[dict[str, float]]:
        """For every row the base and the points of each measure, pair and token (`names.sidebar`) that says something."""
        return [
            self.explain_row(
                {name: column[row] for name, column in columns.items()}, {name: bag[row] for name, bag in bags.items()}
            )
            for row in range(len(next(iter(columns.values()), ())))
        ]

    def explain_row(self, row: Mapping[str, float], tokens: Mapping[str, frozenset[str]]) -> dict[str, float]:
        """The same of one row."""
        found = {"base": self.base}
        for name, (edges, points) in self.measures.items():
            found[name] = points[bisect_right(edges, row[name])]
        ranges = {name: bisect_right(edges, row[name]) for name, edges in self.coarse.items()}
        for first, second, table in self.pairs:
            found[f"{first} x {second}"] = table[ranges[first]][ranges[second]]
        for name, known in self.bags.items():
            found.update({f"{name}.{token}": known[token] for token in sorted(known.keys() & tokens[name])})
        return {name: value for name, value in found.items() if value or name == "base"}

    def _parts(self, columns: Columns) -> list[Points]:
        """What each measure and pair says of each row."""
        ranges = {name: _ranges(columns[name], edges) for name, edges in self.coarse.items()}
        return [
            *[_points(columns[name], edges, points) for name, (edges, points) in self.measures.items()],
            *[_crossed(table, ranges[first], ranges[second]) for first, second, table in self.pairs],
        ]


def _ranges(values: Column, edges: Points) -> list[int]:
    """In which range each value is."""
    return list(map(bisect_right, repeat(edges), values))


def _points(values: Column, edges: Points, points: Points) -> Points:
    return list(map(points.__getitem__, map(bisect_right, repeat(edges), values)))


def _crossed(table: Sequence[Points], first: Sequence[int], second: Sequence[int]) -> Points:
    """What a table says of the ranges of two measures."""
    return list(map(getitem, map(table.__getitem__, first), second))


def _added(columns: Sequence[Points]) -> Points:
    return list(map(sum, zip(*columns, strict=True)))


def _each(values: Sequence[Value], find: Callable[[Value], Found]) -> list[Found]:
    """What is found for each value. Many stand more than once, some in all rows of a document: each is looked at once."""
    found = {value: find(value) for value in set(values)}
    return [found[value] for value in values]


def _adder(points: Mapping[str, float]) -> Callable[[frozenset[str]], float]:
    # The order of a set is not the same in all processes; fsum gives the same whatever the order.
    return lambda tokens: fsum([points[token] for token in tokens if token in points])
