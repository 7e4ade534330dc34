"""Rounds: what a removal brings together may match again, so a document is cleaned until nothing more goes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cleaner import render
from cleaner.detect import detect
from cleaner.detect.context import Context
from cleaner.document.text import from_text
from cleaner.limits import Clock
from cleaner.model import Candidate, Document, Form, Removal, Span
from cleaner.resolve import resolve
from cleaner.ruleset.ruleset import RuleSet

# Articles settle after two rounds; a text that does not settle after this many was built not to, and is left as it came.
MAX_ROUNDS = 25


@dataclass(frozen=True)
class Settled:
    """What a document becomes.

    Attributes:
        text: what is left.
        removals: what went, as spans of the document.
        spared: what was found in the first round and stays.
        problem: why the rules have removed nothing, if they could not be applied to the end.
    """

    text: str
    removals: list[Removal]
    spared: tuple[Candidate, ...]
    problem: str | None = None


def settle(document: Document, removed: list[Removal], rules: RuleSet, threshold: float, clock: Clock) -> Settled:
    """Apply the rules to a document of which some has been removed already.

    Raises:
        OutOfTimeError: the clock has run out.
    """
    removals = removed
    current = _left(document, removals)
    found, spared = _round(current, rules, threshold, clock)
    origins = _Origins(document.text, removals)
    pieces = [piece for candidate in spared for piece in origins.candidates(candidate)]
    for _ in range(MAX_ROUNDS):
        if not found:
            break
        removals = _merge(document.text, removals, found)
        current = _left(document, removals)
        found, _ = _round(current, rules, threshold, clock)
    if found:
        return untouched(document, removed, "does not settle; left as it is")
    return Settled(current.text, removals, _still_there(pieces, removals))


def untouched(document: Document, removed: list[Removal], problem: str) -> Settled:
    """What a document is where the rules cannot be applied to it."""
    return Settled(render.text(document.text, removed), removed, (), problem)


def _round(document: Document, rules: RuleSet, threshold: float, clock: Clock) -> tuple[list[Removal], list[Candidate]]:
    """What goes now, and what was found and stays."""
    clock.check()
    context = Context(document, rules, clock)
    verdicts = resolve(context, detect(context), threshold)
    clock.check()
    return render.removals(document, verdicts), render.spared(document, verdicts)


def _left(document: Document, removals: Sequence[Removal]) -> Document:
    """What is left of a document, as a document. A line that has been cut knows nothing of its links any more."""
    if not removals:
        return document
    left = from_text(render.text(document.text, removals), document.url)
    if document.forms is None:
        return left
    forms: list[Form] = []
    place = 0
    for (start, end), form in zip(document.spans, document.forms, strict=True):
        while place < len(removals) and removals[place].end <= start:
            place += 1
        if place == len(removals) or removals[place].start >= end:
            forms.append(form)
        elif removals[place].start <= start and removals[place].end >= end:
            continue
        elif _says_something(document.text, Span(start, end), removals, place):
            forms.append(form._replace(links=()))
    return Document(left.text, left.folded, left.spans, left.url, tuple(forms))


def _says_something(text: str, block: Span, removals: Sequence[Removal], place: int) -> bool:
    """Whether anything of a block is left by the removals from `place` on."""
    position = block.start
    while place < len(removals) and removals[place].start < block.end:
        if text[position : removals[place].start].strip():
            return True
        position = max(position, removals[place].end)
        place += 1
    return bool(text[position : block.end].strip())


class _Origins:
    """Where the pieces of a cut text stand in the raw text."""

    def __init__(self, raw: str, removals: Sequence[Removal]) -> None:
        edges = [0, *(edge for r in removals for edge in (r.start, r.end)), len(raw)]
        self._raw = raw
        self._kept = [Span(*edges[i : i + 2]) for i in range(0, len(edges), 2)]
        self._starts = [0, *accumulate(span.end - span.start for span in self._kept)]

    def spans(self, start: int, end: int) -> Iterator[Span]:
        """The spans of the raw text that a span of the cut text is made of."""
        piece = bisect_right(self._starts, start) - 1
        while piece < len(self._kept) and self._starts[piece] < end:
            shift = self._kept[piece].start - self._starts[piece]
            span = Span(max(start, self._starts[piece]) + shift, min(end, self._starts[piece + 1]) + shift)
            if span.start < span.end:
                yield span
            piece += 1

    def removals(self, removal: Removal) -> Iterator[Removal]:
        """A removal from the cut text as removals from the raw text."""
        for start, end in self.spans(removal.start, removal.end):
            yield Removal(start, end, self._raw[start:end], removal.category, removal.rules)

    def candidates(self, piece: Candidate) -> Iterator[Candidate]:
        """A find in the cut text as finds in the raw text."""
        for start, end in self.spans(piece.start, piece.end):
            yield Candidate(start, end, self._raw[start:end], piece.category, piece.rules)


def _merge(raw: str, earlier: Sequence[Removal], later: Sequence[Removal]) -> list[Removal]:
    """Both rounds' removals as spans of the raw text. `later` has offsets into what `earlier` left."""
    if not earlier:
        return list(later)
    origins = _Origins(raw, earlier)
    moved = [removal for one in later for removal in origins.removals(one)]
    return _without_blanks(raw, sorted([*earlier, *moved], key=lambda r: r.start))


def _without_blanks(raw: str, removals: Sequence[Removal]) -> list[Removal]:
    """White space that a later round took from beside an earlier removal belongs to that removal."""
    joined: list[Removal] = []
    for removal in removals:
        last = joined[-1] if joined else None
        if last and last.end == removal.start and not (last.text.strip() and removal.text.strip()):
            named = removal if removal.text.strip() else last
            text = raw[last.start : removal.end]
            joined[-1] = Removal(last.start, removal.end, text, named.category, named.rules)
        else:
            joined.append(removal)
    return joined


def _still_there(spared: Sequence[Candidate], removals: Sequence[Removal]) -> tuple[Candidate, ...]:
    """What was spared in the first round and not removed in a later one."""
    starts = [removal.start for removal in removals]

    def is_gone(piece: Candidate) -> bool:
        before = bisect_right(starts, piece.start)
        return before > 0 and removals[before - 1].end >= piece.end

    return tuple(piece for piece in spared if not is_gone(piece))
