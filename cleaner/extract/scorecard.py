"""Scorecard: what every measure of a block says for or against its being main content, as points that add up.

The points are log-odds, fitted by `cleaner rules fit-content` and read from `rules/content/scorecard.json`: for each measure
edges that cut its values into ranges, and points for each range; for some pairs of measures points for both ranges together; for
words in the names of the elements around a block points for each word; and a base. A sum of 0 or more means main content.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cleaner.errors import InputError
from cleaner.extract.features import MEASURES, PAGE_MEASURES, Column, Features
from cleaner.ruleset.lists import bundled_rules


@dataclass(frozen=True)
class Scorecard:
    """The points of all measures.

    Attributes:
        base: where every sum starts.
        measures: by measure, its edges and the points of its ranges, one more than edges.
        coarse: by measure, the edges of its ranges where it is one of a pair.
        pairs: two measures, and points by range of the first, then range of the second.
        names: points for words in class, id and role of the elements around a block.
    """

    base: float
    measures: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]]
    coarse: Mapping[str, tuple[float, ...]]
    pairs: tuple[tuple[str, str, tuple[tuple[float, ...], ...]], ...]
    names: Mapping[str, float]

    def sums(self, features: Features) -> list[float]:
        """For every block the sum of its points."""
        return [self.base + total for total in map(sum, zip(*self._columns(features).values(), strict=True))]

    def card(self, features: Features) -> list[dict[str, float]]:
        """For every block the points of each measure, pair and name that says something."""
        columns = self._columns(features)
        rows = zip(*columns.values(), strict=True)
        return [
            {"base": self.base, **{name: value for name, value in zip(columns, row, strict=True) if value}}
            for row in rows
        ]

    def _columns(self, features: Features) -> dict[str, Column]:
        columns: dict[str, Column] = {}
        for name, (edges, points) in self.measures.items():
            if name in PAGE_MEASURES:
                value = features.columns[name][0]
                columns[name] = [points[bisect_right(edges, value)]] * len(features.blocks)
                continue
            columns[name] = [points[bisect_right(edges, value)] for value in features.columns[name]]
        ranges = {
            name: [bisect_right(edges, value) for value in features.columns[name]]
            for name, edges in self.coarse.items()
        }
        for first, second, table in self.pairs:
            pairs = zip(ranges[first], ranges[second], strict=True)
            columns[f"{first} x {second}"] = [table[a][b] for a, b in pairs]
        columns["names"] = features.by_names(self.names)
        return columns

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "base": self.base,
            "measures": {name: {"edges": edges, "points": points} for name, (edges, points) in self.measures.items()},
            "coarse": dict(self.coarse),
            "pairs": [{"measures": [first, second], "points": table} for first, second, table in self.pairs],
            "names": dict(sorted(self.names.items())),
        }


def from_dict(data: Mapping[str, Any]) -> Scorecard:
    """The scorecard that plain data stands for.

    Raises:
        KeyError, TypeError, ValueError: the data is none.
    """
    measures = {name: (_floats(m["edges"]), _floats(m["points"])) for name, m in data["measures"].items()}
    coarse = {name: _floats(edges) for name, edges in data["coarse"].items()}
    pairs = tuple((*p["measures"], tuple(map(_floats, p["points"]))) for p in data["pairs"])
    if unknown := sorted({*measures, *coarse} - set(MEASURES)):
        raise ValueError(f"{unknown[0]!r} is no measure")
    for name, (edges, points) in measures.items():
        if len(points) != len(edges) + 1:
            raise ValueError(f"{name!r} has {len(edges)} edges and {len(points)} points")
    for first, second, table in pairs:
        rows, width = len(coarse[first]) + 1, len(coarse[second]) + 1
        if len(table) != rows or any(len(row) != width for row in table):
            raise ValueError(f"the points of {first!r} and {second!r} are not {rows} rows of {width}")
    return Scorecard(float(data["base"]), measures, coarse, pairs, {k: float(v) for k, v in data["names"].items()})


def _floats(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(map(float, values))


def load_scorecard(path: Path) -> Scorecard:
    """Read a scorecard.

    Raises:
        InputError: the file cannot be read or is no scorecard.
    """
    try:
        return from_dict(json.loads(path.read_bytes()))
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: is no scorecard ({error})") from error


def write_scorecard(path: Path, card: Scorecard) -> None:
    """Write a scorecard, a measure or pair a line.

    Raises:
        InputError: the file cannot be written.
    """
    data = card.to_dict()
    measures = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in data["measures"].items()]
    coarse = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in data["coarse"].items()]
    names = [f"{json.dumps(name)}: {value}" for name, value in data["names"].items()]
    parts = (
        f'"base": {data["base"]}',
        f'"measures": {{\n{_lines(measures)}}}',
        f'"coarse": {{\n{_lines(coarse)}}}',
        f'"pairs": [\n{_lines(map(json.dumps, data["pairs"]))}]',
        f'"names": {{\n{_lines(names)}}}',
    )
    try:
        path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def _lines(entries: Iterable[str]) -> str:
    return ",\n".join(f"  {entry}" for entry in entries) + "\n"


@lru_cache(maxsize=1)
def default_scorecard() -> Scorecard:
    """The bundled scorecard, read once a process."""
    return load_scorecard(bundled_rules() / "content" / "scorecard.json")
