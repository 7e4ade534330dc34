"""A page's lines laid out as text: items with their bullet or number before them, paragraphs with an empty line between them."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Form
from cleaner.page.page import PageBlock
from cleaner.text.fold import fold
from cleaner.text.lines import Document

_INDENT = "  "
# Blocks of these kinds stand on lines of their own without empty ones between.
_BY_KIND = frozenset(("term", "definition"))


def from_page(blocks: Sequence[PageBlock], url: str | None = None) -> tuple[Document, tuple[Form, ...]]:
    """A page as a text, and what its markup says of each line; of lines that are gone only their kind."""
    pieces: list[str] = []
    position = 0
    before: PageBlock | None = None
    begun: set[int] = set()
    for block in blocks:
        lead = "" if before is None else "\n" * _line_ends(before, block)
        if block.element.inside:
            # What stands before the words of an item is no part of the line, as an indent is none.
            lead += _mark(block, begun)
        indent = len(block.source) - len(block.source.lstrip())
        pieces += (lead, block.source)
        position += len(lead)
        block.stand(position, indent)
        position = block.end
        before = block
    text = "".join(pieces) + "\n" * bool(pieces)
    folded = fold(text)
    lines = [block for block in blocks if block.text]
    for block in lines:
        if block.normal is None:
            block.folded = folded[block.start : block.end]
    plain = {kind: Form(kind) for kind in {block.kind for block in lines}}
    return Document(text, lines, url), tuple([plain[b.kind] if b.gone is not None else _form(b) for b in lines])


def _line_ends(before: PageBlock, block: PageBlock) -> int:
    """How many line ends part two blocks: one in a table, a list, a piece of code or at a line break, otherwise two."""
    kind = block.kind
    if kind == before.kind:
        if kind == "code":
            return 1 + block.skipped if block.element.whole == before.element.whole else 2
        if kind == "row":
            return 1 if block.element.whole == before.element.whole else 2
        if kind == "item":
            return 1 if _list(block) == _list(before) else 2
        if kind in _BY_KIND:
            return 1
    return 1 if block.breaks else 2


def _list(block: PageBlock) -> int:
    """The outermost list that an item stands in."""
    return next((holder.group for holder in block.element.inside if holder.kind == "item"), 0)


def _mark(block: PageBlock, begun: set[int]) -> str:
    """What stands before the first line of an item: an indent as deep as its list, and a bullet or its number."""
    items = [holder for holder in block.element.inside if holder.kind == "item"]
    if not items or items[-1].number in begun:
        return ""
    # What begins otherwise than an item, with a heading or a quotation, gets a number but no bullet.
    if block.kind != "item" and (items[-1].ordinal is None or block.kind in ("code", "row")):
        return ""
    begun.add(items[-1].number)
    return f"{_INDENT * (len(items) - 1)}{items[-1].mark} "


def _form(block: PageBlock) -> Form:
    element = block.element
    return Form(block.kind, block.links, block.breaks, element.inside, element.whole, block.styles)
