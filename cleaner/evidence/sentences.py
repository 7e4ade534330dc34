"""Sentences by evidence: what is measured of the sentences inside a line, from their wording, look, place, line, and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.evidence.lines import NOT_FOUND, Found
from cleaner.evidence.said import Said, end_of, telling, title_case
from cleaner.evidence.scorecard import Bags, Columns, Level
from cleaner.evidence.wording import plain
from cleaner.model import Span
from cleaner.text.line import Line

# What the line of a sentence tells of it too: columns of lines.
_OF_LINES = ("text after", "spam document", "offer document")
# Of these tables it is measured how much more they say of a sentence than of the others of its line.
_COMPARED = ("spam", "offer")
_FAR = 9
_LONG = 9.0  # from 81 words on a sentence's sum does not grow
_OPENING = ("(", "[", "{")
# A sentence that no rule has found, and of which the table of spam says no more than this, is not judged: two of three are
# not, and of a hundred marked characters seven are lost.
_WORTH = -3.0
# A finding is of a sentence of which it covers this share.
_MOSTLY = 0.5


class FoundPart(NamedTuple):
    """What rules say of a part of a line: the sum of their points, whether it goes for that, and who they are."""

    span: Span
    total: float
    goes: bool
    category: str
    rules: frozenset[str]

    def covers(self, span: Span) -> bool:
        """Whether it is about a sentence."""
        common = min(self.span.end, span.end) - max(self.span.start, span.start)
        return common >= _MOSTLY * (span.end - span.start)


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a line that has several.

    Attributes:
        number: of the line.
        span: where it stands in the line's text.
        part: its number among those that tell what the line is.
    """

    number: int
    span: Span
    part: int


def places(lines: Sequence[Line]) -> list[Place]:
    """The sentences that are judged: those at the beginning and end of lines of several."""
    return [
        Place(number, span, part)
        for number, line in enumerate(lines)
        if len(line.sentences) > 1
        for part, span in enumerate(telling(line))
    ]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the lines that sentences stand in.

    Attributes:
        lines, known: the lines, and what each says by itself.
        columns, sums: measures of the lines, and what their card says of each.
        found: what rules say of whole lines, by number of the line.
        parts: what rules say of parts of lines, likewise.
        tables: the names of the wording's tables.
    """

    lines: Sequence[Line]
    known: Sequence[Said]
    columns: Columns
    sums: Sequence[float]
    found: Mapping[int, Found]
    parts: Mapping[int, Sequence[FoundPart]]
    tables: Sequence[str]


def is_worth_judging(place: Place, around: Around) -> bool:
    """Whether anything speaks for the removal of a sentence. Few do; the others cost no time."""
    sums = around.known[place.number].parts[place.part][1]
    return sums[around.tables.index("spam")] > _WORTH or bool(found_of_sentence(place, around))


def columns_of(levels: Sequence[Level]) -> Columns:
    """What levels of measures of lines tell of sentences."""
    return {
        name: level.spread(column) for level in levels for name, column in level.columns.items() if name in _OF_LINES
    }


def sentence_measures(wanted: Sequence[Place], around: Around) -> tuple[Columns, Bags]:
    """All columns of these sentences, and which rules have found each."""
    rows = [_row(place, around) for place in wanted]
    columns = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
    rules = [frozenset().union(*(part.rules for part in found_of_sentence(place, around))) for place in wanted]
    return columns, {"rules": rules}


def found_of_sentence(place: Place, around: Around) -> list[FoundPart]:
    """What rules say of a sentence."""
    return [part for part in around.parts.get(place.number, ()) if part.covers(place.span)]


def _row(place: Place, around: Around) -> dict[str, float]:
    number, line = place.number, around.lines[place.number]
    parts, count = around.known[number].parts, len(line.sentences)
    (words, kinds), own = parts[place.part]
    # Of a long line the sentences in the middle are not looked at.
    at = place.part if place.part < len(parts) / 2 else count - len(parts) + place.part
    text = plain(line.text[place.span.start : place.span.end])[0]
    sums = dict(zip(around.tables, own, strict=True))
    others = {n: sum(part[1][n] for part in parts) - own[n] for n in map(around.tables.index, _COMPARED)}
    whole = around.found.get(number)
    return {
        **sums,
        **{f"{around.tables[n]} beyond others": own[n] - sum_ / (len(parts) - 1) for n, sum_ in others.items()},
        "spam in all": sums["spam"] * min(_LONG, len(words) ** 0.5),
        "place in line": min(_FAR, at),
        "until line's end": min(_FAR, count - 1 - at),
        "characters": len(text),
        "share of line": round((place.span.end - place.span.start) / len(line.text), 2),
        "end": end_of(text),
        "title case": title_case(text),
        "bracket": float(text.startswith(_OPENING)),
        "known words": round((len(kinds) - kinds.count("")) / (len(words) or 1), 2),
        "rules": max([part.total for part in found_of_sentence(place, around)], default=NOT_FOUND),
        "rules of line": whole.total if whole else NOT_FOUND,
        "line": round(around.sums[number], 2),
        **{f"line's {name}": around.columns[name][number] for name in _OF_LINES},
    }
