"""Text, or a page's blocks, to Document: a block is a line without the white space around it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import islice

from cleaner.document.fold import fold
from cleaner.document.page import PageBlock
from cleaner.model import Document, Form, Span

# \r, \n and \r\n end a line. A match starts at the first visible character and never looks back, so this is linear.
_LINE = re.compile(r"[^\s][^\r\n]*")
# Lists in lists beyond this depth, in elements, are of one depth.
_DEEPEST = 64
# What stands before the words of a list's items.
BULLET = "- "
# Blocks of these kinds stand on lines of their own, others are paragraphs with an empty line between them.
_LISTED = frozenset(("item", "row", "code", "term", "definition"))


def segment(text: str) -> tuple[Span, ...]:
    """Where the blocks of a text stand."""
    spans = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[end - 1].isspace():
            end = start + len(match[0].rstrip())
        spans.append(Span(start, end))
    return tuple(spans)


def from_text(text: str, url: str | None = None) -> Document:
    """The Document of a text as an extractor or a scraper wrote it."""
    return Document(text, fold(text), segment(text), url)


def from_blocks(blocks: Sequence[PageBlock], gone: Container[int], url: str | None = None) -> Document:
    """The Document of a page: its blocks in order, items with a bullet, paragraphs with an empty line between them.

    Of the blocks that are gone, by number, links are of no account.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    position, before = 0, ""
    for block in blocks:
        if pieces:
            gap = "\n" if block.breaks or (block.kind == before and block.kind in _LISTED) else "\n\n"
            pieces.append(gap)
            position += len(gap)
        bullet = BULLET if block.kind == "item" else ""
        text = bullet + block.text
        spans.append(Span(position + len(text) - len(text.lstrip()), position + len(text)))
        pieces.append(text)
        position += len(text)
        before = block.kind
    text = "".join(pieces) + "\n" * bool(pieces)
    plain = {kind: Form(kind) for kind in {block.kind for block in blocks}}
    forms = tuple([plain[b.kind] if number in gone else _form(b) for number, b in enumerate(blocks)])
    return Document(text, fold(text), tuple(spans), url, forms)


def _form(block: PageBlock) -> Form:
    links = tuple(block.link_spans()) if block.linked else ()
    if block.kind != "item":
        return Form(block.kind, links, block.breaks)
    shift = len(BULLET)
    lists = [e.tag for e in islice(block.element.lineage(), _DEEPEST) if e.tag in ("ul", "ol")]
    moved = tuple((Span(start + shift, end + shift), link) for (start, end), link in links)
    return Form("item", moved, block.breaks, max(0, len(lists) - 1), lists[:1] == ["ol"])
