"""A result line by line: what of each line stays, what went and why, and what only the cleaned text has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from cleaner.model import Block, Candidate, CleanResult, Removal
from cleaner.report.align import matches
from cleaner.spans import divided, overlapping, shared
from cleaner.text.lines import segment

# The page's heading, which becomes the article's title.
TITLE = "boilerplate.title"
# What stays with this sum or more came close, and a score card says why it stays.
CLOSE = -2.0


class Fate(Enum):
    """What became of a piece of text; `ASIDE` went for a category that was not asked for."""

    KEPT = "kept"
    GONE = "gone"
    ASIDE = "aside"
    ADDED = "added"


class LinePiece(NamedTuple):
    """A part of a line."""

    text: str
    fate: Fate


class DiffLine(NamedTuple):
    """One block of the raw text, or a line that only the cleaned text has; with what was removed of it, or spared."""

    pieces: tuple[LinePiece, ...]
    reasons: tuple[Candidate, ...] = ()

    @property
    def mark(self) -> str:
        """`-` all of it went, `~` some of it did, `>` it moved to the title, `+` only the cleaned text has it, `?` it came close,
        else a space."""
        fates = {piece.fate for piece in self.pieces}
        if Fate.ADDED in fates:
            return "+"
        if any(rule.rule == TITLE for reason in self.reasons for rule in reason.rules) and Fate.GONE in fates:
            return ">"
        if Fate.GONE in fates:
            return "-" if len(fates) == 1 else "~"
        return "?" if self.reasons else " "

    @property
    def is_changed(self) -> bool:
        """Whether there is something to see in it."""
        return self.mark != " "

    @property
    def cleaned(self) -> tuple[LinePiece, ...]:
        """What is shown of it in the cleaned text."""
        return tuple(piece for piece in self.pieces if piece.fate is not Fate.GONE)


def diff_lines(result: CleanResult, explain: bool = False, only: Collection[str] = ()) -> Iterator[DiffLine]:
    """All lines in order.

    Args:
        result: what is shown.
        explain: whether what came close is of account.
        only: the categories that are of account; all if empty.
    """
    close = [c for c in result.spared if c.score >= CLOSE and _is_asked(c, only)] if explain else []
    close.sort(key=lambda candidate: candidate.start)
    added = _added(result)
    for block in result.blocks:
        yield from added.get(block.index, ())
        asked = [removal for removal in overlapping(result.removals, block) if _is_asked(removal, only)]
        yield DiffLine(tuple(_pieces(block, result.removals, only)), (*asked, *overlapping(close, block)))
    yield from added.get(len(result.blocks), ())


def folded(shown: Sequence[DiffLine], context: int) -> Iterator[DiffLine | int]:
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


def _is_asked(candidate: Candidate, only: Collection[str]) -> bool:
    return not only or candidate.category in only


def _pieces(block: Block, removals: Sequence[Removal], only: Collection[str]) -> Iterator[LinePiece]:
    for (start, end), removal in divided(block, removals):
        gone = Fate.GONE if removal and _is_asked(removal, only) else Fate.ASIDE
        yield LinePiece(block.text[start - block.start : end - block.start], gone if removal else Fate.KEPT)


def _added(result: CleanResult) -> Mapping[int, Sequence[DiffLine]]:
    """The lines that only the cleaned text has, each under the number of the block that it stands before."""
    if "".join(result.raw[start:end] for start, end in result.kept) == result.text:
        return {}  # as ever where a text was cleaned here
    kept = [block for block in result.blocks if not block.removed]
    before = ["".join(result.raw[start:end] for start, end in shared(result.kept, block)).strip() for block in kept]
    after = [result.text[start:end] for start, end in segment(result.text)]
    added: dict[int, list[DiffLine]] = defaultdict(list)
    place, known = len(result.blocks), {j: i for i, j in matches(before, after)}
    for number in range(len(after) - 1, -1, -1):
        if number in known:
            place = kept[known[number]].index
        else:
            added[place].append(DiffLine((LinePiece(after[number], Fate.ADDED),)))
    return {place: found[::-1] for place, found in added.items()}
