"""Lines by evidence: what the card says of each live line, from its wording, look, place, recurrence, neighbours and rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaner.evidence.context import levels
from cleaner.evidence.lexicon import Lexicon
from cleaner.evidence.said import Said, said
from cleaner.evidence.scorecard import Level
from cleaner.evidence.wording import Wording
from cleaner.text.line import Line

_KEY = "evidence"  # in `Line.verdicts`
# What rules have found, as names of ranges.
_CATEGORIES = ("", "disclosure", "product", "related", "promo", "ad", "meta", "boilerplate")
NOT_FOUND = -8.0
PART = " in part"
_AROUND = 3
# A line with a price that is no longer names a product; a longer one asks for money.
_LABEL_WORDS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What rules say of a line.

    Attributes:
        rules: those that have found it by id, and those that have found a part of it, their id with `PART` behind.
        total: the sum of their points, where they have found all of it.
        goes: whether it goes for that.
        category: what it is then counted as.
    """

    rules: frozenset[str] = frozenset()
    total: float = NOT_FOUND
    goes: bool = False
    category: str = ""


_NOTHING = Found()


def said_of(lines: Sequence[Line], wording: Wording, lexicon: Lexicon) -> list[Said]:
    """What is known of each line by itself, worked out once a line."""
    new = [line for line in lines if _KEY not in line.verdicts]
    for line, one in zip(new, said(new, wording, lexicon), strict=True):
        line.verdicts[_KEY] = one
    return [line.verdicts[_KEY] for line in lines]


def measures(known: Sequence[Said], found: Mapping[int, Found], tables: tuple[str, ...]) -> list[Level]:
    """All measures: of the lines in their places, and of what rules have found, by number of the line."""
    return [*levels(known, tables), _of_rules(len(known), found)]


def _of_rules(size: int, found: Mapping[int, Found]) -> Level:
    """What rules have found of lines and around them; one row for all lines of which nothing is said."""
    goes = sorted(number for number, one in found.items() if one.goes)
    near = {number + step for number in goes for step in range(-_AROUND, _AROUND + 1)}
    rows = {number: row for row, number in enumerate(sorted({*found, *near} & set(range(size))), 1)}
    said = [_NOTHING, *[found.get(number, _NOTHING) for number in rows]]
    return Level(
        {
            "rules": [one.total for one in said],
            "rules remove": [float(one.goes) for one in said],
            "rules remove around": [0.0, *[_beside(number, goes) for number in rows]],
            "rules say": [float(_CATEGORIES.index(one.category)) for one in said],
            "rules in parts": [float(sum([rule.endswith(PART) for rule in one.rules])) for one in said],
        },
        [rows.get(number, 0) for number in range(size)],
    )


def _beside(number: int, goes: Sequence[int]) -> float:
    """How many lines around go, itself left out."""
    first, last = bisect_left(goes, number - _AROUND), bisect_right(goes, number + _AROUND)
    return float(last - first - (number in goes[first:last]))


def category_of(words: Sequence[str], sums: Sequence[float], ruled: str, tables: Sequence[str]) -> str:
    """What a line or sentence that goes is counted as: what rules say, else what its words and their sums do."""
    if ruled in _CATEGORIES[1:]:
        return ruled
    said = dict(zip(tables, sums, strict=True))
    if said.get("related", 0.0) > said.get("offer", 0.0):
        return "related"
    is_label = len(words) <= _LABEL_WORDS
    return "product" if "<shop>" in words or ("<price>" in words and is_label) else "promo"
