"""Tables: whether one holds data, and where the cells of a row stand that has empty ones and ones that span others."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.page.tree import Tree

# What parts cells in a row's pieces. No page has a NUL, so a cell cannot hold this; see `cell_text`.
SEPARATOR = " \0 "
# What is a line in a table of data.
TABLE_LINES = ("tr", "caption")
CELLS = ("td", "th")
# A table that holds one of these is there for the layout.
_LAYOUT = ("table", "h1", "h2", "h3", "h4", "article", "section", "form", "blockquote", "pre")
_LONGEST_CELL = 400  # characters; with a longer one a table is layout too
# So many columns or rows may one cell span, and so many empty cells may spans add to one table.
_WIDEST, _MOST_ADDED = 100, 2000


def is_layout(table: Tree) -> bool:
    """Whether a table only arranges the page: it holds tables, headings or long texts."""
    if next(table.iterdescendants(*_LAYOUT), None) is not None:
        return True
    length = 0
    for node in table.iter():
        if node.tag in CELLS:
            length = 0
        length += len(node.text or "")
        if length > _LONGEST_CELL:
            return True
        length += len(node.tail or "")
    return False


def cell_text(piece: str) -> str:
    """A piece of a row as it stands in the row's line: `|` parts cells, so one in a cell is written `\\|`."""
    if piece == SEPARATOR:
        return " | "
    return piece.replace("|", "\\|") if "|" in piece else piece


class Grid:
    """The columns of a table: a cell that spans several leaves empty ones beside and below it."""

    def __init__(self) -> None:
        self._below: dict[int, int] = {}  # for a column, in how many more rows a cell from above fills it
        self._left = _MOST_ADDED
        self.row()

    def row(self) -> None:
        """Begin a row."""
        self._column = self._pending = 0
        self._started = False

    def cell(self, attributes: Mapping[str, str]) -> int:
        """Go on to a cell; how many separators stand between it and the cell, or the start of the row, before it."""
        before = self._pending + self._filled() + self._started
        self._started = True
        wide, high = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        wide = min(wide, self._left + 1)
        if high > 1:
            for column in range(self._column, self._column + wide):
                self._below[column] = high - 1
        self._column += wide
        self._pending = wide - 1
        self._left -= wide - 1
        return before

    def rest(self) -> int:
        """End a row; how many separators stand after its last cell."""
        return self._pending + self._filled() if self._started else 0

    def _filled(self) -> int:
        """Step over the columns that cells from above fill; how many they are."""
        count = 0
        while self._below and self._column in self._below and self._left > 0:
            rows = self._below.pop(self._column) - 1
            if rows:
                self._below[self._column] = rows
            self._column += 1
            self._left -= 1
            count += 1
        return count


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST) or 1 if value and value.isascii() and value.isdecimal() else 1
