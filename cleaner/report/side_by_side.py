"""The diff for people in two columns: on the left the raw text with its marks and reasons, on the right the cleaned text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from cleaner.model import CleanResult
from cleaner.report.cells import ScreenRow, rows_beside
from cleaner.report.lines import DiffLine, diff_lines, folded
from cleaner.report.terminal import cleaned_rows, explained_rows, fold_note

_GAP = " │ "
# Unlike that bar, a Braille pattern counts as written from left to right: between two pieces of Arabic or Hebrew it keeps the
# columns in their places where a terminal puts words in the order of their script.
_STRONG_GAP = " ⡇ "
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


def side_by_side(
    result: CleanResult, width: int, context: int = 3, explain: bool = False, only: Collection[str] = ()
) -> Iterator[ScreenRow]:
    """What changed, in rows of at most `width` cells; as `diff` has it, a line of the left beside what it became."""
    half = (width - len(_GAP)) // 2
    for line in folded(list(diff_lines(result, explain, only)), context):
        if isinstance(line, int):
            yield from fold_note(line, width)
            continue
        left = explained_rows(line, half, explain) if line.mark != "+" else iter(())
        yield from rows_beside(left, cleaned_rows(line, half), half, _STRONG_GAP if _is_right_to_left(line) else _GAP)


def _is_right_to_left(line: DiffLine) -> bool:
    return any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for piece in line.pieces for c in piece.text)
