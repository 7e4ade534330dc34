"""Labelled articles: each line has a category or is editorial, and parts of editorial lines may be marked as spam.

A file of cases is JSON Lines: `{"id", "text", "labels": {"LINE": CATEGORY}, "cuts": {"LINE": [SUBSTRING, ...]}}`, where
lines end at `\\n`, empty ones are not counted, and the first is 0. Lines without a label are editorial; "either" counts for
nothing. `cuts` are parts of lines that are spam, `keeps`, written likewise, parts of "either" lines that are editorial; a part
that is listed twice is meant as often, from the left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.model import Span

SPAM = ("disclosure", "product", "related", "promo", "ad")
KEEP = "keep"
EITHER = "either"
INLINE = "inline"
# Labels of what is to go.
SCORED = (*SPAM, INLINE)


class LabelledPiece(NamedTuple):
    """A stretch of a line with one label: a category of spam, `keep`, or another name that is not scored."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled article. `pieces` are in order and cover all that is not white space between lines.

    The `weight` is what it counts in a fit; one of another than 1 (made ones, hard negatives) does not count in figures.
    """

    id: str
    text: str
    url: str | None
    pieces: tuple[LabelledPiece, ...]
    weight: float = 1.0


def load_cases(path: Path) -> list[Case]:
    """Read a file of cases.

    Raises:
        InputError: the file cannot be read, or a line is no case.
    """
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error.strerror if isinstance(error, OSError) else 'is not UTF-8'}") from error
    cases = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                cases.append(_case(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(f"{path}:{number}: is no labelled case ({type(error).__name__}: {error})") from error
    return cases


def _case(row: dict[str, Any]) -> Case:
    text: str = row["text"]
    labels = {int(n): str(label) for n, label in row["labels"].items()}
    cuts, keeps = (_parts(row, name) for name in ("cuts", "keeps"))
    pieces: list[LabelledPiece] = []
    for number, span in enumerate(line_spans(text)):
        label = labels.get(number, KEEP)
        if label in (KEEP, EITHER):
            parts = [
                *_found(text, span, cuts.get(number, ()), INLINE),
                *_found(text, span, keeps.get(number, ()), KEEP),
            ]
            pieces += _divided(span, label, sorted(parts))
        else:
            pieces.append(LabelledPiece(span, label))
    return Case(str(row["id"]), text, row.get("url"), tuple(pieces), float(row.get("weight", 1.0)))


def _parts(row: dict[str, Any], name: str) -> dict[int, list[str]]:
    return {int(n): list(parts) for n, parts in row.get(name, {}).items()}


def line_spans(text: str) -> Iterator[Span]:
    """The lines that are not empty, without the white space around them."""
    start = 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            first = start + line.index(body)
            yield Span(first, first + len(body))
        start += len(line) + 1


def _found(text: str, line: Span, parts: Iterable[str], label: str) -> Iterator[LabelledPiece]:
    """The parts of a line; one that is listed again is the next that reads so."""
    after: dict[str, int] = {}
    for part in parts:
        at = text.find(part, after.get(part, line.start), line.end)
        if at >= 0:
            after[part] = at + len(part)
            yield LabelledPiece(Span(at, at + len(part)), label)


def _divided(line: Span, label: str, parts: Iterable[LabelledPiece]) -> Iterator[LabelledPiece]:
    """A line with a label of which parts have labels of their own."""
    position = line.start
    for part in parts:
        start, end = part.span
        if start > position:
            yield LabelledPiece(Span(position, start), label)
        yield LabelledPiece(Span(max(start, position), end), part.label)
        position = max(position, end)
    if position < line.end:
        yield LabelledPiece(Span(position, line.end), label)
