"""Cards: the scorecards of a rule set by name, as JSON. Bundled ones are read when they are asked for, added ones at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from cleaner.evidence.scorecard import Scorecard
from cleaner.ruleset.lists import bundled_rules
from cleaner.ruleset.values import FieldError, Reader

FOLDER = "cards"
_LARGEST = 1e12
# Between the names of two measures.
_CROSS = " x "


class CardError(ValueError):
    """JSON that is no card. `faults` lists all that is wrong: field and reason."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        self.faults = faults
        super().__init__(str(faults))


class Cards(Mapping[str, Scorecard]):
    """Scorecards by name, made from JSON when they are first asked for."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)
        self._cards: dict[str, Scorecard] = {}

    def __getitem__(self, name: str) -> Scorecard:
        if name not in self._cards:
            self._cards[name] = read_card(self._sources[name])
        return self._cards[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@lru_cache(maxsize=1)
def bundled_cards() -> Cards:
    """The cards that come with the package: they show which cards there are, and what measures and bags a card can name."""
    files = sorted((bundled_rules() / FOLDER).glob("*.json"))
    return Cards({file.stem: file.read_text(encoding="utf-8") for file in files})


def faults(name: str, source: str) -> Sequence[tuple[str, str]]:
    """What is wrong with JSON that is to be the card of this name: fields and reasons."""
    known = bundled_cards().get(name)
    if known is None:
        return [("", f"must be named as one of these: {', '.join(bundled_cards())}")]
    try:
        card = read_card(source)
    except CardError as error:
        return error.faults
    measures = known.measures.keys() | known.coarse.keys()
    named = [("measures", card.measures, measures), ("coarse", card.coarse, measures), ("bags", card.bags, known.bags)]
    return [
        (f"{field}.{entry}", "is no name that the bundled card knows")
        for field, entries, names in named
        for entry in sorted(entries.keys() - names)
    ]


def read_card(source: str) -> Scorecard:
    """The scorecard that JSON stands for.

    Raises:
        CardError: it stands for none.
    """
    try:
        data = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise CardError(("", f"is no JSON: {error}")) from None
    if not isinstance(data, dict) or data.keys() != {"base", *_TABLES}:
        raise CardError(("", f"must be an object of base, {', '.join(_TABLES)}"))
    faults: list[tuple[str, str]] = []
    measures, coarse, pairs, bags = (_table(data, field, read, faults) for field, read in _TABLES.items())
    for pair, points in pairs.items():
        shape = [len(coarse[name]) + 1 for name in pair.split(_CROSS) if name in coarse]
        if [len(points), *{len(row) for row in points}] != shape:
            faults.append(
                (f"pairs.{pair}", "must be a row for each range of the first and a column for each of the second")
            )
    if not _is_number(data["base"]):
        faults.append(("base", "must be a number"))
    if faults:
        raise CardError(*faults)
    crossed = tuple((*_two(pair), points) for pair, points in pairs.items())
    return Scorecard(data["base"], measures, coarse, crossed, bags)


def card_source(card: Scorecard) -> str:
    """A scorecard as JSON: a measure, a pair or a token a line."""
    tables: dict[str, Mapping[str, Any]] = {
        "measures": {name: {"edges": edges, "points": points} for name, (edges, points) in card.measures.items()},
        "coarse": card.coarse,
        "pairs": {f"{first}{_CROSS}{second}": points for first, second, points in card.pairs},
        "bags": {name: dict(sorted(points.items())) for name, points in card.bags.items()},
    }
    fields = [f'"base": {card.base}']
    for field, table in tables.items():
        indent = 4 if field == "bags" else None
        lines = [f"  {_json(name)}: {_json(value, indent)}" for name, value in table.items()]
        fields.append(f'"{field}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _two(pair: str) -> tuple[str, str]:
    first, _, second = pair.partition(_CROSS)
    return first, second


def _table(data: dict[str, Any], field: str, read: Reader, faults: list[tuple[str, str]]) -> dict[str, Any]:
    """The entries of a field, read; what is wrong with them is added to the faults."""
    entries: dict[str, Any] = {}
    if not isinstance(data[field], dict):
        faults.append((field, "must be an object"))
        return entries
    for name, value in data[field].items():
        try:
            entries[name] = read(value)
        except FieldError as error:
            faults.append((f"{field}.{name}", str(error)))
    return entries


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and -_LARGEST <= value <= _LARGEST


def _numbers(value: Any) -> tuple[float, ...]:
    if not isinstance(value, list) or not all(map(_is_number, value)):
        raise FieldError("must be a list of numbers")
    return tuple(value)


def _edges(value: Any) -> tuple[float, ...]:
    edges = _numbers(value)
    if any(first >= second for first, second in pairwise(edges)):
        raise FieldError("must be numbers that rise")
    return edges


def _measure(value: Any) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if not isinstance(value, dict) or value.keys() != {"edges", "points"}:
        raise FieldError("must be an object of edges, points")
    edges, points = _edges(value["edges"]), _numbers(value["points"])
    if len(points) != len(edges) + 1:
        raise FieldError(f"has {len(edges)} edges and {len(points)} points, which must be one more")
    return edges, points


def _grid(value: Any) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, list):
        raise FieldError("must be a list of rows")
    return tuple(map(_numbers, value))


def _bag(value: Any) -> dict[str, float]:
    if not isinstance(value, dict) or not all(map(_is_number, value.values())):
        raise FieldError("must be numbers by token")
    return value


# How the entries of each field beside the base are read.
_TABLES: Mapping[str, Reader] = {"measures": _measure, "coarse": _edges, "pairs": _grid, "bags": _bag}
