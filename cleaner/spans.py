"""Spans against spans: whatever has a `start` and an `end` in one text, half open."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Protocol, TypeVar

from cleaner.model import Span


class Spanning(Protocol):
    """Has a place in a text: a span, a block, a removal."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


S = TypeVar("S", bound=Spanning)
_START, _END = attrgetter("start"), attrgetter("end")


def overlaps(one: Spanning, other: Spanning) -> bool:
    """Whether two pieces share something."""
    return one.start < other.end and other.start < one.end


def common(one: Spanning, other: Spanning) -> Span:
    """What two pieces share; an empty span if that is nothing."""
    start = max(one.start, other.start)
    return Span(start, max(start, min(one.end, other.end)))


def overlapping(pieces: Sequence[S], whole: Spanning) -> Sequence[S]:
    """Those of the pieces, which are in order and do not overlap, that share something with `whole`."""
    first = bisect_right(pieces, whole.start, key=_END)
    return pieces[first : bisect_left(pieces, whole.end, first, key=_START)]


def shared(pieces: Sequence[Spanning], whole: Spanning) -> list[Span]:
    """What the pieces, which are in order and do not overlap, share with `whole`."""
    return [common(piece, whole) for piece in overlapping(pieces, whole)]


def divided(whole: Spanning, pieces: Sequence[S]) -> Iterator[tuple[Span, S | None]]:
    """A piece cut where others, which are in order and do not overlap, begin and end: each part, and which of them it is of."""
    position = whole.start
    for piece in overlapping(pieces, whole):
        part = common(piece, whole)
        if position < part.start:
            yield Span(position, part.start), None
        yield part, piece
        position = part.end
    if position < whole.end:
        yield Span(position, whole.end), None
