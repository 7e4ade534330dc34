"""The diff for people: the article line by line, what went marked, its category and rules beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from cleaner.model import Candidate, CleanResult, Removal
from cleaner.report.sanitize import sanitize

# What scores this much came close, and a score card says why it stays.
CLOSE = 0.5
_REMOVED, _CUT, _REASON, _FOLD = "red", "red strike", "cyan", "dim"


class _Line(NamedTuple):
    """One block with the removals that touch it, and what was found in it and stays."""

    text: str
    start: int
    removed: bool
    removals: tuple[Removal, ...]
    spared: tuple[Candidate, ...]


def print_diff(result: CleanResult, console: Console, context: int = 3, explain: bool = False) -> None:
    """Print what changed, with `context` unchanged lines around it; `explain` adds the score cards."""
    console.print(diff(result, context, explain))


def diff(result: CleanResult, context: int = 3, explain: bool = False) -> RenderableType:
    """What changed, as something that rich can print; `explain` shows scores, and what came close and stays."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=3, overflow="fold")
    table.add_column(ratio=2 if explain else 1, overflow="fold", style=_REASON)
    lines = list(_lines(result, explain))
    shown = _shown([bool(line.removals or line.spared) for line in lines], context)
    skipped = 0
    for number, line in enumerate(lines):
        if number not in shown:
            skipped += 1
            continue
        if skipped:
            table.add_row("", Text(_fold_note(skipped), style=_FOLD), "")
            skipped = 0
        table.add_row(*_row(line, explain))
    if skipped:
        table.add_row("", Text(_fold_note(skipped), style=_FOLD), "")
    return table


def _fold_note(count: int) -> str:
    return f"… {count} unchanged line{'s' if count > 1 else ''}"


def _lines(result: CleanResult, explain: bool) -> Iterator[_Line]:
    """The blocks in order with the removals, and if asked for the spared finds, that overlap each."""
    removals = _Cursor(result.removals)
    spared = _Cursor(tuple(c for c in result.spared if c.score >= CLOSE) if explain else ())
    for block in result.blocks:
        touching = removals.overlapping(block.start, block.end)
        close = spared.overlapping(block.start, block.end)
        yield _Line(block.text, block.start, block.removed, touching, close)


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


def _shown(changed: list[bool], context: int) -> set[int]:
    """The numbers of the lines that change or stand near one that does."""
    shown: set[int] = set()
    for number, is_changed in enumerate(changed):
        if is_changed:
            shown.update(range(max(0, number - context), min(len(changed), number + context + 1)))
    return shown


def _row(line: _Line, explain: bool) -> tuple[Text, Text, Text]:
    pieces = (*line.removals, *line.spared)
    reasons = Text("\n".join(dict.fromkeys(card(p) if explain else reason(p) for p in pieces)))
    if not line.removals:
        return Text("?" if line.spared else " ", style=_FOLD), Text(sanitize(line.text)), reasons
    if line.removed:
        return Text("-", style=_REMOVED), Text(sanitize(line.text), style=_REMOVED), reasons
    body, position = Text(), 0
    for removal in line.removals:
        start, end = max(0, removal.start - line.start), min(len(line.text), removal.end - line.start)
        body.append(sanitize(line.text[position:start]))
        body.append("[-" + sanitize(line.text[start:end]) + "-]", style=_CUT)
        position = end
    body.append(sanitize(line.text[position:]))
    return Text("~", style=_REMOVED), body, reasons


def reason(piece: Candidate) -> str:
    """Category and rules of a removal, strongest rule first, cues left out."""
    rules = [score.rule for score in piece.rules if score.score > 0 and not score.rule.startswith("cue.")]
    return " ".join([piece.category, *map(sanitize, rules)])


def card(piece: Candidate) -> str:
    """The score card: the sum, and what every rule and cue adds to it."""
    terms = [f"{score.score:+.2f} {sanitize(score.rule)}" for score in piece.rules]
    return "\n".join([f"{piece.category} {piece.score:.2f}", *terms])
