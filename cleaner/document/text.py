"""Text to Document: a block is a line without the white space around it."""

from __future__ import annotations

import re

from cleaner.document.fold import fold
from cleaner.model import Document, Span

# \r, \n and \r\n end a line. A match starts at the first visible character and never looks back, so this is linear.
_LINE = re.compile(r"[^\s][^\r\n]*")


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
