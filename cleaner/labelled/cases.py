"""Labelled articles: each line has a category or is editorial, and parts of editorial lines may be marked as spam.

A file of cases is JSON Lines: `{"id", "text", "labels": {"LINE": CATEGORY}, "cuts": {"LINE": [SUBSTRING, ...]}}`, where
lines end at `\\n`, empty ones are not counted, and the first is 0. Lines without a label are editorial; "either" counts for
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import InputError
from cleaner.model import Span

SPAM = ("disclosure", "product", "related", "promo", "ad")
KEEP = "keep"
EITHER = "either"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line with one label: a category of spam, `keep`, or another name that is not scored."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled article. `pieces` are in order and cover all that is not white space between lines."""

    id: str
    text: str
    url: str | None
    pieces: tuple[Piece, ...]


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
    cuts = {int(n): list(parts) for n, parts in row.get("cuts", {}).items()}
    pieces: list[Piece] = []
    for number, span in enumerate(_lines(text)):
        label = labels.get(number, KEEP)
        if label == KEEP and number in cuts:
            pieces += _cut(text, span, cuts[number])
        else:
            pieces.append(Piece(span, label))
    return Case(str(row["id"]), text, row.get("url"), tuple(pieces))


def _lines(text: str) -> Iterator[Span]:
    """The lines that are not empty, without the white space around them."""
    start = 0
    for line in text.split("\n"):
        body = line.strip()
        if body:
            first = start + line.index(body)
            yield Span(first, first + len(body))
        start += len(line) + 1


def _cut(text: str, line: Span, parts: list[str]) -> Iterator[Piece]:
    """An editorial line with the parts marked as spam; these count as "inline"."""
    found = sorted((at, at + len(part)) for part in parts if (at := text.find(part, line.start, line.end)) >= 0)
    position = line.start
    for start, end in found:
        if start > position:
            yield Piece(Span(position, start), KEEP)
        yield Piece(Span(max(start, position), end), "inline")
        position = max(position, end)
    if position < line.end:
        yield Piece(Span(position, line.end), KEEP)
