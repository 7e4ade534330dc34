"""Tree to Page: one walk, without recursion, that joins inline text as a browser does and notes where each line stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from cleaner.limits import USUAL, Limits
from cleaner.model import Holder
from cleaner.page.hidden import hides, is_inner, withheld
from cleaner.page.kinds import INLINE, KINDS, LASTING, NAMES, PLAIN, SHOWN_EMPTY, SILENT, STYLES
from cleaner.page.lists import Numbering, hold
from cleaner.page.noted import Noted
from cleaner.page.notes import NOTE, names_notes
from cleaner.page.page import Element, Mark, Page, PageBlock, Styled, Target
from cleaner.page.pieces import code_lines, line_of, target_of, visible
from cleaner.page.share import Share
from cleaner.page.tables import CELLS, SEPARATOR, TABLE_LINES, Grid, is_layout
from cleaner.page.tree import Tree

# The element rule that speaks of an element, if any; gets the element's name and attributes.
Marker = Callable[[str, dict[str, str]], Mark | None]


def unmarked(tag: str, attributes: dict[str, str]) -> Mark | None:  # noqa: ARG001
    """Marks nothing: for where no element rules are wanted."""
    return None


def read(root: Tree, mark: Marker, hidden: bool = False, limits: Limits = USUAL) -> Page:
    """The page that a tree shows.

    Args:
        root: from `cleaner.page.markup.parse`.
        mark: names the element rule that speaks of an element.
        hidden: whether to read what is hidden too.
        limits: on depth and blocks; what is beyond them is read without structure, or not at all.
    """
    walk = _Walk(mark, hidden, limits)
    title = root.find(".//title")
    body = root.find("body")
    walk.over(root if body is None else body)
    words = "" if title is None else " ".join("".join(title.itertext()).split())
    return Page(
        words,
        tuple(walk.blocks),
        tuple(walk.elements),
        walk.problem,
        walk.withheld,
        walk.noted.roles,
        tuple(walk.noted.inline),
        tuple(walk.noted.images),
    )


class _Walk:
    """The state of a walk: the element it is in, and the text since the last line end."""

    def __init__(self, mark: Marker, hidden: bool, limits: Limits) -> None:
        self._mark = mark
        self._show_all = hidden
        self._limits = limits
        self.problem: str | None = None
        self.withheld = 0
        self._element = Element(0, None, "", "", "text")
        self.elements = [self._element]
        self.blocks: list[PageBlock] = []
        self.noted = Noted()
        self._pieces: list[str] = []
        self._targets: list[Target] = []
        self._open_targets: list[Target] = [None]
        self._is_styled = False  # whether code or a formula stands in the line
        self._breaks = 0  # line breaks since the last line of this element
        self._skipped = 0  # empty lines of code since the last line of it
        self._grid: Grid | None = None
        self._numbering = Numbering()
        self._begun: set[int] = set()

    def over(self, body: Tree) -> None:
        """Walk through all that stands in `body`."""
        self._share = Share(body)
        walker = etree.iterwalk(body, events=("start", "end"))
        closers: list[Callable[[], object] | None] = []  # what to do where each open element ends
        pieces, targets, open_targets = self._pieces, self._targets, self._open_targets
        deepest, blocks, most = self._limits.depth, self.blocks, self._limits.blocks
        for event, node in walker:
            if event == "end":
                close = closers.pop()
                if close is not None:
                    close()
                text = node.tail
            else:
                tag, text = node.tag, node.text
                if not text and tag not in SHOWN_EMPTY and not len(node):  # half of a page's elements hold nothing
                    if pieces or tag == "img":
                        self._pass(node, tag)
                    closers.append(None)
                    continue
                attributes = dict(node.items())
                if self._passes_over(node, tag, attributes, len(closers) >= deepest):
                    walker.skip_subtree()
                    closers.append(None)
                    continue
                if len(blocks) > most:
                    break
                closers.append(self._open(node, tag, attributes))
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                targets.append(open_targets[-1])
        self._line()
        if len(blocks) > most:
            del blocks[most:]
            self.problem = self._limits.words("blocks", "only the beginning was read")

    def _passes_over(self, node: Tree, tag: str, attributes: dict[str, str], is_deep: bool) -> bool:
        """Whether an element is not walked through: it shows nothing, a rule has found it, or it stands too deep."""
        if tag in SILENT:
            return True
        if attributes and not self._show_all and hides(node, attributes):
            count = withheld(node)
            if not count:
                return True
            self.withheld += count
        mark = self._mark(tag, attributes)
        if mark is not None and mark.role:
            if not is_deep:
                self._note(node, tag, mark)
            mark = None
        elif mark is not None and not self._share.allows(node, mark):
            mark = None
        if mark is None and not is_deep:
            return False
        self._all_of(node, mark)
        return True

    def _note(self, node: Tree, tag: str, mark: Mark) -> None:
        """Note what an element is that is about to be walked through."""
        if tag not in INLINE and self._grid is None:
            self.noted.roles[len(self.elements)] = mark
        else:
            self.noted.inside_of_line(node, mark, len(self.blocks))

    def _pass(self, node: Tree, tag: str) -> None:
        """Pass an element that holds nothing; one that is not inside of a line ends it."""
        if tag not in INLINE:
            self._line()
        if tag == "img":
            self.noted.picture(node, len(self.blocks))

    def _open(self, node: Tree, tag: str, attributes: dict[str, str]) -> Callable[[], object] | None:
        """Begin an element; what has to be done where it ends."""
        if tag in INLINE:
            if tag != "a" and tag not in STYLES:
                return None
            self._is_styled = self._is_styled or tag != "a"
            self._open_targets.append(target_of(tag, attributes, self._open_targets[-1]))
            return self._open_targets.pop
        if self._grid is not None and tag not in TABLE_LINES:
            self._part(self._grid.cell(attributes) if tag in CELLS else 0)
            return None
        if tag == "br":
            self._break()
            return None
        self._enter(node, tag, attributes)
        if tag == "table" and not is_layout(node):
            self._grid = Grid()
            self._element.whole = self._element.number
            return self._leave_table
        if tag == "tr" and self._grid is not None:
            self._grid.row()
            return self._leave_row
        return self._leave

    def _all_of(self, node: Tree, mark: Mark | None) -> None:
        """The text of an element that a rule has found, or that stands too deep, a line for each piece of it."""
        self._line()
        if mark is None:
            self.problem = self._limits.words("depth", "what is deeper was read without structure")
        for piece in node.itertext():
            if text := " ".join(visible(piece).split()):
                self.blocks.append(PageBlock(text, self._element, "text", (), (), False, mark))

    def _enter(self, node: Tree, tag: str, attributes: dict[str, str]) -> None:
        if self._pieces:
            self._line()
        self._breaks = 0
        around = self._element
        kind = KINDS.get(tag, "text")
        if around.kind == "code" or (tag in PLAIN and around.kind in LASTING):
            kind = around.kind
        names = " ".join([attributes[name] for name in NAMES if name in attributes]) if attributes else ""
        element = self._element = Element(len(self.elements), around, tag, names, kind)
        self.elements.append(element)
        if kind == "code":
            if around.kind != "code":
                element.whole, self._skipped = element.number, 0
            self._keep_indent()
        elif tag == "li":
            self._numbering.item(element, attributes)
        elif tag == "ol":
            self._numbering.begin(element, node, attributes)
        elif tag == "blockquote":
            hold(element, Holder("quote", element.number))
        elif tag == "footer" and is_inner(node):
            hold(element, Holder("foot", element.number))
        if NOTE in attributes or (names and names_notes(names)):
            hold(element, Holder("note", element.number))

    def _keep_indent(self) -> None:
        """White space at the start of a line is left out unless something stands before it."""
        self._pieces.append("")
        self._targets.append(None)

    def _leave(self) -> None:
        if self._pieces:
            self._line()
        self._breaks = 0
        if self._element.parent is not None:
            self._element = self._element.parent

    def _leave_row(self) -> None:
        self._part(self._grid.rest() if self._grid is not None else 0)
        self._leave()

    def _leave_table(self) -> None:
        self._grid = None
        self._leave()

    def _part(self, cells: int) -> None:
        """Part what stands before from what comes: cells by separators, paragraphs in a cell by a space."""
        if cells or self._pieces:
            self._pieces += [SEPARATOR] * cells or [" "]
            self._targets += [None] * (cells or 1)

    def _break(self) -> None:
        """A line break: two in a row part paragraphs; one at the start of an element parts nothing."""
        if self._element.kind == "code":
            self._line(ends=True)
            self._keep_indent()
        elif self._pieces:
            self._line()
            self._breaks = 1
        elif self._breaks:
            self._breaks += 1

    def _line(self, ends: bool = False) -> None:
        """End a line; `ends` where a line break ends one of code."""
        pieces, kind = self._pieces, self._element.kind
        if not pieces:
            return
        if kind == "code":
            self._code(code_lines(visible("".join(pieces)), ends))
        else:
            text, shown = line_of(pieces, self._targets, kind == "row", self._is_styled)
            if text:
                self._add(text, shown, self._targets)
        self._pieces.clear()
        self._targets.clear()
        self._is_styled = any(type(target) is Styled for target in self._open_targets)

    def _code(self, lines: Sequence[str]) -> None:
        """Each line of code is a block, its indent kept; of empty ones it is known how many stand before it."""
        for line in lines:
            if line.strip():
                self._add(line.rstrip(), (), ())
                self._breaks, self._skipped = 1, 0
            else:
                self._skipped += 1

    def _add(self, text: str, pieces: Sequence[str], targets: Sequence[Target]) -> None:
        element = self._element
        kind = element.kind
        if kind == "item":
            kind = "paragraph" if element.item in self._begun else "item"
            self._begun.add(element.item)
        block = PageBlock(text, element, kind, tuple(pieces), tuple(targets), self._breaks == 1, None)
        block.skipped = self._skipped
        self.blocks.append(block)
