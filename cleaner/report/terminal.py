"""The diff for people: the article line by line, what went marked, its category and rules beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from cleaner.model import CleanResult, Removal
from cleaner.report.sanitize import sanitize

_REMOVED, _CUT, _REASON, _FOLD = "red", "red strike", "cyan", "dim"


class _Line(NamedTuple):
    """One block with the removals that touch it."""

    text: str
    start: int
    removed: bool
    removals: tuple[Removal, ...]


def print_diff(result: CleanResult, console: Console, context: int = 3) -> None:
    """Print what changed, with `context` unchanged lines around it."""
    console.print(diff(result, context))


def diff(result: CleanResult, context: int = 3) -> RenderableType:
    """What changed, as something that rich can print."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=3, overflow="fold")
    table.add_column(ratio=1, overflow="fold", style=_REASON)
    lines = list(_lines(result))
    shown = _shown([bool(line.removals) for line in lines], context)
    skipped = 0
    for number, line in enumerate(lines):
        if number not in shown:
            skipped += 1
            continue
        if skipped:
            table.add_row("", Text(_fold_note(skipped), style=_FOLD), "")
            skipped = 0
        table.add_row(*_row(line))
    if skipped:
        table.add_row("", Text(_fold_note(skipped), style=_FOLD), "")
    return table


def _fold_note(count: int) -> str:
    return f"… {count} unchanged line{'s' if count > 1 else ''}"


def _lines(result: CleanResult) -> Iterator[_Line]:
    """The blocks in order with the removals that overlap each."""
    removals = result.removals
    position = 0
    for block in result.blocks:
        while position < len(removals) and removals[position].end <= block.start:
            position += 1
        touching = []
        for removal in removals[position:]:
            if removal.start >= block.end:
                break
            touching.append(removal)
        yield _Line(block.text, block.start, block.removed, tuple(touching))


def _shown(changed: list[bool], context: int) -> set[int]:
    """The numbers of the lines that change or stand near one that does."""
    shown: set[int] = set()
    for number, is_changed in enumerate(changed):
        if is_changed:
            shown.update(range(max(0, number - context), min(len(changed), number + context + 1)))
    return shown


def _row(line: _Line) -> tuple[Text, Text, Text]:
    if not line.removals:
        return Text(" "), Text(sanitize(line.text)), Text("")
    reasons = Text("\n".join(dict.fromkeys(reason(removal) for removal in line.removals)))
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


def reason(removal: Removal) -> str:
    """Category and rules of a removal, strongest rule first."""
    return " ".join([removal.category, *(sanitize(score.rule) for score in removal.rules if score.score > 0)])
