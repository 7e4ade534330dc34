"""A page's lines laid out as text: items with a bullet before them, paragraphs with an empty line between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from cleaner.model import Form
from cleaner.page.page import PageBlock
from cleaner.text.fold import fold
from cleaner.text.lines import Document

# Lists in lists beyond this depth, in elements, are of one depth.
_DEEPEST = 64
# What stands before the words of a list's items, as an indent does: it is no part of the line.
BULLET = "- "
# Blocks of these kinds stand on lines of their own, others are paragraphs with an empty line between them.
_LISTED = frozenset(("item", "row", "code", "term", "definition"))


def from_page(blocks: Sequence[PageBlock], url: str | None = None) -> tuple[Document, tuple[Form, ...]]:
    """A page as a text, and what its markup says of each line; of lines that are gone links are of no account."""
    pieces: list[str] = []
    position, before = 0, ""
    for block in blocks:
        if pieces:
            gap = "\n" if block.breaks or (block.kind == before and block.kind in _LISTED) else "\n\n"
            pieces.append(gap)
            position += len(gap)
        indent = len(block.source) - len(block.source.lstrip())
        if block.kind == "item":
            pieces.append(BULLET)
            position += len(BULLET)
        pieces.append(block.source)
        block.stand(position, indent)
        position = block.end
        before = block.kind
    text = "".join(pieces) + "\n" * bool(pieces)
    folded = fold(text)
    lines = [block for block in blocks if block.text]
    for block in lines:
        if block.normal is None:
            block.folded = folded[block.start : block.end]
    plain = {kind: Form(kind) for kind in {block.kind for block in lines}}
    return Document(text, lines, url), tuple([plain[b.kind] if b.gone is not None else _form(b) for b in lines])


def _form(block: PageBlock) -> Form:
    if block.kind != "item":
        return Form(block.kind, block.links, block.breaks)
    lists = [e.tag for e in islice(block.element.lineage(), _DEEPEST) if e.tag in ("ul", "ol")]
    return Form("item", block.links, block.breaks, max(0, len(lists) - 1), lists[:1] == ["ol"])
