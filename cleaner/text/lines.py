"""Lines: a text, or a page as text, cut into lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.model import Span
from cleaner.text.fold import fold
from cleaner.text.line import Line
from cleaner.text.wrap import paragraphs

# \r, \n and \r\n end a line. A match starts at the first visible character and never looks back, so this is linear.
_LINE = re.compile(r"[^\s][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its lines.

    Attributes:
        text: the raw text, never changed.
        lines: its lines in order; those that show nothing are left out.
        url: where it comes from, if known; decides which site rules run.
        wrapped: whether there are lines of it that were several.
    """

    text: str
    lines: Sequence[Line]
    url: str | None = None
    wrapped: bool = False


def segment(text: str) -> tuple[Span, ...]:
    """Where the lines of a text stand, without the white space around them; empty ones are left out."""
    spans = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[end - 1].isspace():
            end = start + len(match[0].rstrip())
        spans.append(Span(start, end))
    return tuple(spans)


def from_text(text: str, url: str | None = None) -> Document:
    """The lines of a text as an extractor or a scraper wrote it; a paragraph that was wrapped is one."""
    folded = fold(text)
    lines = []
    single = segment(text)
    spans = paragraphs(text, single)
    for start, end in spans:
        line = Line(start, text[start:end])
        if line.normal is None:
            line.folded = folded[start:end]
        if line.text:
            lines.append(line)
    return Document(text, lines, url, wrapped=len(spans) < len(single))


def reads_on(document: Document, left: str) -> bool:
    """Whether what is left of a document has other lines than its live ones: paragraphs that were wrapped may fall apart."""
    if not document.wrapped:
        single = segment(left)
        if len(paragraphs(left, single)) == len(single):
            return False
    live = [line.text for line in document.lines if line.gone is None]
    return live != [line.text for line in from_text(left).lines]
