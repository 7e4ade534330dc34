"""Tree to Page: one walk, without recursion, that joins inline text as a browser does and notes where each line stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice

from lxml import etree

from cleaner.limits import USUAL, Limits
from cleaner.model import Link
from cleaner.page.markup import Tree
from cleaner.page.page import Element, Mark, Page, PageBlock
from cleaner.text.shape import HEADINGS

# The element rule that speaks of an element, if any; gets the element's name and attributes.
Marker = Callable[[str, dict[str, str]], Mark | None]

_INLINE = frozenset(
    "a abbr acronym bdi bdo big cite code data del dfn img ins kbd label mark nobr q rp rt ruby s samp small span strike sub sup "
    "time tt var".split()
)
# What shows no text of the page: its title, scripts, controls, media, formulas as machines read them.
_SILENT = frozenset(
    "title script style noscript svg template iframe object select textarea audio video canvas map datalist annotation "
    "annotation-xml".split()
)
_KINDS = {
    "p": "paragraph", "li": "item", "tr": "row", "pre": "code", "blockquote": "quote", "figcaption": "caption",
    "caption": "caption", "dt": "term", "dd": "definition", "summary": "summary", "button": "control",
    "legend": "control", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6",
}  # fmt: skip
# Inside these a paragraph or a division is still an item, a quotation, a caption, code, a heading.
_LASTING = frozenset(("item", "quote", "caption", "code", "definition", "control", *HEADINGS))
_PLAIN = frozenset(("p", "div", "center"))
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-original")
# What an element is called by, and rules and weights know it by.
_NAMES = ("class", "id", "role")
_WHOLE_PAGES = frozenset(("html", "body", "main"))
# Elements too large for their rules stand in one another; after this many no more are looked at.
_MOST_SPARED = 100
# On a page with fewer paragraphs, one or two of them in an element say nothing.
_FEW_PARAGRAPHS = 4
# Roles of elements inside of lines: so many of a page, of so much text, in so many pieces.
_MOST_NOTED, _LONGEST_NOTED, _MOST_PIECES = 500, 500, 50
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What opens when a reader asks for it is no secret: answers, tabs, details.
_OPENING = re.compile(
    r"accordion|collaps|tab|panel|toggle|expand|faq|answer|readmore|read-more|show-more", re.IGNORECASE
)
# Elements that mean something without text: line ends, and cells, which part the cells around them.
_SHOWN_EMPTY = frozenset(("br", "td", "th"))
# What is a line in a table of data.
_TABLE_LINES = ("tr", "caption")
# A table that holds one of these is there for the layout.
_LAYOUT = ("table", "h1", "h2", "h3", "h4", "article", "section", "form", "blockquote", "pre")
_LONGEST_CELL = 400  # characters; with a longer one a table is layout too
# How many elements, the hidden one, the one around it and its first children, may say that it opens.
_NEAR = 4
# Soft hyphens, zero-width spaces and marks: they show nothing.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


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
        walk.roles,
        tuple(walk.inline),
        tuple(walk.images),
    )


class _Walk:
    """The state of a walk: the element it is in, and the text since the last line end."""

    def __init__(self, mark: Marker, hidden: bool, limits: Limits) -> None:
        self._mark = mark
        self._show_all = hidden
        self._limits = limits
        self.problem: str | None = None
        self._element = Element(0, None, "", "", "text")
        self.elements = [self._element]
        self.blocks: list[PageBlock] = []
        self.roles: dict[int, Mark] = {}
        self.inline: list[tuple[int, Mark, str]] = []
        self.images: list[tuple[int, str, str]] = []
        self._pieces: list[str] = []
        self._links: list[Link | None] = []
        self._open_links: list[Link | None] = [None]
        self._broken = False
        self._tabular = False
        self._paragraphs = 0
        self._spared = 0
        self._begun: set[int] = set()

    def over(self, body: Tree) -> None:
        """Walk through all that stands in `body`."""
        self._paragraphs = _count_paragraphs(body)
        walker = etree.iterwalk(body, events=("start", "end"))
        closers: list[Callable[[], object] | None] = []  # what to do where each open element ends
        pieces, links, open_links = self._pieces, self._links, self._open_links
        deepest, blocks, most = self._limits.depth, self.blocks, self._limits.blocks
        for event, node in walker:
            if event == "end":
                close = closers.pop()
                if close is not None:
                    close()
                text = node.tail
            else:
                tag, text = node.tag, node.text
                if not text and tag not in _SHOWN_EMPTY and not len(node):  # half of a page's elements hold nothing
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
                links.append(open_links[-1])
        self._line()
        if len(blocks) > most:
            del blocks[most:]
            self.problem = self._limits.words("blocks", "only the beginning was read")

    def _passes_over(self, node: Tree, tag: str, attributes: dict[str, str], is_deep: bool) -> bool:
        """Whether an element is not walked through: it shows nothing, a rule has found it, or it stands too deep."""
        if tag in _SILENT or (attributes and not self._show_all and _hides(node, attributes)):
            return True
        mark = self._mark(tag, attributes)
        if mark is not None and mark.role:
            if not is_deep:
                self._note(node, tag, mark)
            mark = None
        elif mark is not None and not self._may_go(node, mark):
            mark = None
        if mark is None and not is_deep:
            return False
        self._all_of(node, mark)
        return True

    def _note(self, node: Tree, tag: str, mark: Mark) -> None:
        """Note what an element is that is about to be walked through."""
        if tag not in _INLINE and not self._tabular:
            self.roles[len(self.elements)] = mark
        elif (
            len(self.inline) < _MOST_NOTED
            and len(text := "".join(islice(node.itertext(), _MOST_PIECES))) < _LONGEST_NOTED
        ):
            self.inline.append((len(self.blocks), mark, text))

    def _pass(self, node: Tree, tag: str) -> None:
        """Pass an element that holds nothing: one that is not inside of a line ends it, of a picture the address is noted.

        That of a picture which is loaded late stands in another attribute.
        """
        if tag not in _INLINE:
            self._line()
        if tag != "img":
            return
        found = (node.get(name) or "" for name in _ADDRESSES)
        src = next((one for one in found if one and not one.startswith("data:")), "")
        if src and len(self.images) < _MOST_NOTED:
            self.images.append((len(self.blocks), " ".join((node.get("alt") or "").split()), src.strip()))

    def _open(self, node: Tree, tag: str, attributes: dict[str, str]) -> Callable[[], object] | None:
        """Begin an element; what has to be done where it ends."""
        if tag in _INLINE:
            if tag != "a":
                return None
            self._open_links.append(Link(attributes.get("href", ""), attributes.get("rel", "")))
            return self._open_links.pop
        if tag == "br" and not self._tabular:
            self._line(broken=True)
            return None
        if self._tabular and tag not in _TABLE_LINES:
            self._space(" | " if tag in ("td", "th") else " ")
            return None
        self._enter(tag, attributes)
        if tag == "table" and not _is_layout(node):
            self._tabular = True
            return self._leave_table
        return self._leave

    def _may_go(self, node: Tree, mark: Mark) -> bool:
        """Whether so little of the page stands in an element that its rule may speak for all of it."""
        if node.tag in _WHOLE_PAGES:
            return False
        if mark.share >= 1:
            return True
        if self._spared < _MOST_SPARED and _count_paragraphs(node) <= mark.share * max(
            _FEW_PARAGRAPHS, self._paragraphs
        ):
            return True
        self._spared += 1
        return False

    def _all_of(self, node: Tree, mark: Mark | None) -> None:
        """The text of an element that a rule has found, or that stands too deep, a line for each piece of it."""
        self._line()
        if mark is None:
            self.problem = self._limits.words("depth", "what is deeper was read without structure")
        for piece in node.itertext():
            if text := " ".join(_visible(piece).split()):
                self.blocks.append(PageBlock(text, self._element, "text", (), (), False, mark))

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        if self._pieces:
            self._line()
        self._broken = False
        around = self._element
        kind = _KINDS.get(tag, "text")
        if tag in _PLAIN and around.kind in _LASTING:
            kind = around.kind
        names = " ".join([attributes[name] for name in _NAMES if name in attributes]) if attributes else ""
        self._element = Element(len(self.elements), around, tag, names, kind)
        self.elements.append(self._element)
        if kind == "code":
            self._keep_indent()

    def _keep_indent(self) -> None:
        """White space at the start of a line is left out unless something stands before it."""
        self._pieces.append("")
        self._links.append(None)

    def _leave(self) -> None:
        if self._pieces:
            self._line()
        self._broken = False
        if self._element.parent is not None:
            self._element = self._element.parent

    def _leave_table(self) -> None:
        self._tabular = False
        self._leave()

    def _space(self, text: str) -> None:
        """Part what stands before from what comes: cells from cells, paragraphs in a cell from one another."""
        if self._pieces:
            self._pieces.append(text)
            self._links.append(None)

    def _line(self, broken: bool = False) -> None:
        """End a line; `broken` where only a line break ends it."""
        pieces = self._pieces
        if pieces:
            if self._element.kind == "code":
                self._code("".join(pieces))
            elif text := " ".join("".join(pieces).split()):
                if not text.isascii() and _INVISIBLE.search(text):
                    pieces = [_visible(piece) for piece in pieces]
                    text = " ".join("".join(pieces).split())
                if text:
                    self._add(text, pieces, self._links)
            self._pieces.clear()
            self._links.clear()
        self._broken = broken
        if broken and self._element.kind == "code":
            self._keep_indent()

    def _code(self, text: str) -> None:
        """Each line of code is a block, its indent kept."""
        for line in _visible(text).splitlines():
            if line.strip():
                self._add(line.rstrip(), (), ())
                self._broken = True

    def _add(self, text: str, pieces: Sequence[str], links: Sequence[Link | None]) -> None:
        element = self._element
        kind = element.kind
        if kind == "item":
            kind = "paragraph" if element.item in self._begun else "item"
            self._begun.add(element.item)
        self.blocks.append(PageBlock(text, element, kind, tuple(pieces), tuple(links), self._broken, None))


_count_paragraphs = etree.XPath("count(descendant::p)")


def _hides(node: Tree, attributes: dict[str, str]) -> bool:
    """Whether the element is not shown, and not just closed until a reader opens it."""
    if "hidden" not in attributes and not ("style" in attributes and _HIDING.search(attributes["style"])):
        return False
    around = (node, node.getparent(), *node.iterchildren())[:_NEAR]
    return not any(_OPENING.search(e.get("class") or "") for e in around if e is not None)


def _is_layout(table: Tree) -> bool:
    """Whether a table only arranges the page: it holds tables, headings or long texts."""
    if next(table.iterdescendants(*_LAYOUT), None) is not None:
        return True
    length = 0
    for node in table.iter():
        if node.tag in ("td", "th"):
            length = 0
        length += len(node.text or "")
        if length > _LONGEST_CELL:
            return True
        length += len(node.tail or "")
    return False


def _visible(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)
