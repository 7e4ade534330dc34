"""Cuts: what goes of a text piece by piece, and what that leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cleaner.model import Reason, Span

# Where a paragraph was wrapped, with the indent and the quote marks of what follows.
LINE_END = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*(?:>[ \t]?)*[^\S\r\n]*")


class Cut(NamedTuple):
    """A span that goes, and why."""

    span: Span
    reasons: tuple[Reason, ...]


def widened(text: str, pieces: Iterable[tuple[Span, Reason]]) -> list[Cut]:
    """The cuts that pieces of a text amount to: those that overlap as one, each with the white space that it leaves over."""
    cuts: list[Cut] = []
    begins = False  # whether all from the text's beginning to here goes
    for (start, end), reasons in merged_cuts(pieces):
        touches = bool(cuts) and not text[cuts[-1].span.end : start].strip()
        begins = start == 0 or (begins and touches)
        if touches:
            start = cuts[-1].span.end
        while start > 0 and not touches and text[start - 1].isspace():
            start -= 1
        while end < len(text) and begins and text[end].isspace():
            end += 1
        cuts.append(Cut(Span(start, end), reasons))
    return cuts


def merged_cuts(pieces: Iterable[tuple[Span, Reason]]) -> list[Cut]:
    """Pieces in order, those that overlap as one."""
    cuts: list[Cut] = []
    for span, reason in sorted(pieces, key=lambda piece: piece[0]):
        if cuts and span.start < cuts[-1].span.end:
            (start, end), reasons = cuts.pop()
            cuts.append(Cut(Span(start, max(end, span.end)), (*reasons, reason)))
        else:
            cuts.append(Cut(span, (reason,)))
    return cuts


def by_lines(text: str, span: Span) -> list[Span]:
    """What goes of a wrapped paragraph with a span of it: where text stays on both sides, so does the last line end between."""
    start, end = span
    stop = end
    while stop < len(text) and text[stop] in " \t":
        stop += 1
    ends = [match.span() for match in LINE_END.finditer(text, start, end)]
    if start == 0 or not ends or text[stop : stop + 1] in ("", "\r", "\n"):
        return [span]
    first, last = ends[-1]
    return [piece for piece in (Span(start, first), Span(last, stop)) if piece.start < piece.end]


def before_cuts(span: Span, cuts: Iterable[Span]) -> Span:
    """Where a span of what is left of a text stood before anything was cut."""
    start, end = span
    for first, last in cuts:
        if first <= start:
            start += last - first
        if first < end:
            end += last - first
    return Span(start, end)


def without(text: str, cuts: Iterable[Span]) -> str:
    """What is left of a text."""
    kept, position = [], 0
    for start, end in cuts:
        kept.append(text[position:start])
        position = end
    return "".join(kept) + text[position:]
