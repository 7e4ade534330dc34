"""A result line by line: what of each line stays, what went and why, and what only the cleaned text has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from cleaner.document.text import segment
from cleaner.model import Block, Candidate, CleanResult, Removal
from cleaner.report.align import matches

# What scores this much came close, and a score card says why it stays.
CLOSE = 0.5


class Fate(Enum):
    """What became of a piece of text; `ASIDE` went for a category that was not asked for."""

    KEPT = "kept"
    GONE = "gone"
    ASIDE = "aside"
    ADDED = "added"


class Piece(NamedTuple):
    """A part of a line."""

    text: str
    fate: Fate


class Line(NamedTuple):
    """One block of the raw text, or a line that only the cleaned text has; with what was removed of it, or spared."""

    pieces: tuple[Piece, ...]
    reasons: tuple[Candidate, ...] = ()

    @property
    def mark(self) -> str:
        """`-` all of it went, `~` some of it did, `+` only the cleaned text has it, `?` it came close, else a space."""
        fates = {piece.fate for piece in self.pieces}
        if Fate.ADDED in fates:
            return "+"
        if Fate.GONE in fates:
            return "-" if len(fates) == 1 else "~"
        return "?" if self.reasons else " "

    @property
    def is_changed(self) -> bool:
        """Whether there is something to see in it."""
        return self.mark != " "

    @property
    def cleaned(self) -> tuple[Piece, ...]:
        """What is shown of it in the cleaned text."""
        return tuple(piece for piece in self.pieces if piece.fate is not Fate.GONE)


def lines(result: CleanResult, explain: bool = False, only: Collection[str] = ()) -> Iterator[Line]:
    """All lines in order.

    Args:
        result: what is shown.
        explain: whether what came close is of account.
        only: the categories that are of account; all if empty.
    """
    removals = _Cursor(result.removals)
    close = [c for c in result.spared if c.score >= CLOSE and _is_asked(c, only)] if explain else []
    spared = _Cursor(close)
    added = _added(result)
    for block in result.blocks:
        yield from added.get(block.index, ())
        touching = removals.overlapping(block.start, block.end)
        asked = [removal for removal in touching if _is_asked(removal, only)]
        yield Line(tuple(_pieces(block, touching, only)), (*asked, *spared.overlapping(block.start, block.end)))
    yield from added.get(len(result.blocks), ())


def folded(shown: Sequence[Line], context: int) -> Iterator[Line | int]:
    """The lines that change with `context` lines around them; of the others how many stand there."""
    near: set[int] = set()
    for number, line in enumerate(shown):
        if line.is_changed:
            near.update(range(max(0, number - context), min(len(shown), number + context + 1)))
    skipped = 0
    for number, line in enumerate(shown):
        if number not in near:
            skipped += 1
            continue
        if skipped:
            yield skipped
            skipped = 0
        yield line
    if skipped:
        yield skipped


C = TypeVar("C", bound=Candidate)


class _Cursor(Generic[C]):
    """Walks sorted pieces along with the blocks."""

    def __init__(self, pieces: Sequence[C]) -> None:
        self._pieces = sorted(pieces, key=lambda piece: piece.start)
        self._position = 0

    def overlapping(self, start: int, end: int) -> tuple[C, ...]:
        """The pieces that overlap a block; blocks must be asked for in order."""
        while self._position < len(self._pieces) and self._pieces[self._position].end <= start:
            self._position += 1
        stop = self._position
        while stop < len(self._pieces) and self._pieces[stop].start < end:
            stop += 1
        return tuple(self._pieces[self._position : stop])


def _is_asked(candidate: Candidate, only: Collection[str]) -> bool:
    return not only or candidate.category in only


def _pieces(block: Block, removals: Sequence[Removal], only: Collection[str]) -> Iterator[Piece]:
    position = block.start
    for removal in removals:
        start, end = max(block.start, removal.start), min(block.end, removal.end)
        if start > position:
            yield Piece(block.text[position - block.start : start - block.start], Fate.KEPT)
        fate = Fate.GONE if _is_asked(removal, only) else Fate.ASIDE
        yield Piece(block.text[start - block.start : end - block.start], fate)
        position = end
    if position < block.end:
        yield Piece(block.text[position - block.start :], Fate.KEPT)


def _added(result: CleanResult) -> Mapping[int, Sequence[Line]]:
    """The lines that only the cleaned text has, each under the number of the block that it stands before."""
    if "".join(result.raw[start:end] for start, end in result.kept) == result.text:
        return {}  # as ever where a text was cleaned here
    kept = [block for block in result.blocks if not block.removed]
    before = ["".join(result.raw[max(s, b.start) : min(e, b.end)] for s, e in result.kept_in(b)).strip() for b in kept]
    after = [result.text[start:end] for start, end in segment(result.text)]
    added: dict[int, list[Line]] = defaultdict(list)
    place, known = len(result.blocks), {j: i for i, j in matches(before, after)}
    for number in range(len(after) - 1, -1, -1):
        if number in known:
            place = kept[known[number]].index
        else:
            added[place].append(Line((Piece(after[number], Fate.ADDED),)))
    return {place: found[::-1] for place, found in added.items()}
