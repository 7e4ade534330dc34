"""Page: the visible text of a web page as blocks, each with the place where it stands in the markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.document.shape import word_count
from cleaner.model import Link, Span


class Mark(NamedTuple):
    """What an element rule says of an element.

    Attributes:
        rule: the rule's id.
        category: what the removal is counted as.
        score: how much the rule says for removal.
        share: the rule does not speak of elements that hold more than this share of the page's paragraphs.
    """

    rule: str
    category: str
    score: float
    share: float


class Element:
    """An element of the page that may hold blocks.

    Attributes:
        number: its place among the page's elements.
        parent: the element around it; None for the page's root.
        tag: its name.
        names: its class, id and role as they came, joined by spaces.
        kind: what its text is, such as "paragraph" or "item"; see `cleaner.document.html`.
        depth: how many elements stand around it.
        item: the number of the list item that it stands in, or is; 0 where there is none.
    """

    __slots__ = ("depth", "item", "kind", "names", "number", "parent", "tag")

    def __init__(self, number: int, parent: Element | None, tag: str, names: str, kind: str) -> None:
        self.number = number
        self.parent = parent
        self.tag = tag
        self.names = names
        self.kind = kind
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.item: int = number if tag == "li" or parent is None else parent.item

    def lineage(self) -> Iterator[Element]:
        """The element and those around it, outwards."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


class PageBlock:
    """One line of a page's visible text.

    Attributes:
        text: the line, white space as a browser shows it.
        element: where it stands.
        kind: what it is; as its element's, save that an item's second block is a paragraph.
        words: how many words it has.
        linked: the share of its characters that are links, 0 to 1.
        pieces: its text as it came, piece by piece.
        links: for each piece the link that it is part of.
        breaks: whether only a line break parts it from the block before.
        mark: the element rule that found it, or an element around it.
    """

    __slots__ = ("breaks", "element", "kind", "linked", "links", "mark", "pieces", "text", "words")

    def __init__(
        self,
        text: str,
        element: Element,
        kind: str,
        pieces: Sequence[str],
        links: Sequence[Link | None],
        breaks: bool,
        mark: Mark | None,
    ) -> None:
        self.text = text
        self.element = element
        self.kind = kind
        self.words = text.count(" ") + 1 if text.isascii() else word_count(text)
        self.pieces = pieces
        self.links = links
        self.breaks = breaks
        self.mark = mark
        self.linked = 0.0
        if any(links):
            inside = sum([len(piece.strip()) for piece, link in zip(pieces, links, strict=True) if link is not None])
            self.linked = min(1.0, inside / len(text))

    def link_spans(self) -> list[tuple[Span, Link]]:
        """Where in `text` its links stand, in code points."""
        spans: list[tuple[Span, Link]] = []
        position, spaced = 0, False
        for piece, link in zip(self.pieces, self.links, strict=True):
            words = piece.split()
            if not words:
                spaced = spaced or bool(piece)
                continue
            if position and (spaced or piece[0].isspace()):
                position += 1
            start = position
            position += len(" ".join(words))
            spaced = piece[-1].isspace()
            if link is not None:
                if spans and spans[-1][1] is link:
                    start = spans.pop()[0].start
                spans.append((Span(start, position), link))
        return spans


@dataclass(frozen=True)
class Page:
    """A web page as it reads.

    Attributes:
        title: what its `<title>` says.
        blocks: its visible text, in order.
        elements: the elements that hold blocks, each after the one around it.
        problem: which limit it is beyond, if any.
    """

    title: str
    blocks: tuple[PageBlock, ...]
    elements: tuple[Element, ...]
    problem: str | None = None
