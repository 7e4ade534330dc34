"""Page: the visible text of a web page as blocks, each with the place where it stands in the markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from cleaner.model import Holder, Link, Span
from cleaner.text.line import Line
from cleaner.text.normal import normal_text
from cleaner.text.shape import word_count


class Mark(NamedTuple):
    """What an element rule says of an element.

    Attributes:
        rule: the rule's id.
        category: what the removal is counted as.
        points: what the rule says for removal.
        certain: whether it decides whatever the threshold is.
        share: the rule does not speak of elements that hold more than this share of the page's paragraphs.
        role: what the element is, such as "caption", if it is not to go as a whole.
    """

    rule: str
    category: str
    points: float
    certain: bool
    share: float
    role: str = ""


class Styled(NamedTuple):
    """What a piece of text is, other than plain: "code" or "formula"; and the link that it is part of."""

    style: str
    link: Link | None


# A link, a style, or neither.
Target = Link | Styled | None


class Element:
    """An element of the page that may hold blocks.

    Attributes:
        number: its place among the page's elements.
        parent: the element around it; None for the page's root.
        tag: its name.
        names: its class, id and role as they came, joined by spaces.
        kind: what its text is, such as "paragraph" or "item"; see `cleaner.page.walk`.
        depth: how many elements stand around it.
        item: the number of the list item that it stands in, or is; 0 where there is none.
        inside: the items, quotations, notes and feet that it stands in, or is, the outermost first.
        whole: the number of the table of data or the code that it stands in, or is; 0 where there is neither.
    """

    __slots__ = ("depth", "inside", "item", "kind", "names", "number", "parent", "tag", "whole")

    def __init__(self, number: int, parent: Element | None, tag: str, names: str, kind: str) -> None:
        self.number = number
        self.parent = parent
        self.tag = tag
        self.names = names
        self.kind = kind
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.item: int = number if tag == "li" or parent is None else parent.item
        self.inside: tuple[Holder, ...] = parent.inside if parent is not None else ()
        self.whole: int = parent.whole if parent is not None else 0

    def lineage(self) -> Iterator[Element]:
        """The element and those around it, outwards."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


class PageBlock(Line):
    """One line of a page's visible text, with where it stands in the markup.

    Attributes:
        source: the line, white space as a browser shows it.
        element: where it stands.
        kind: what it is; as its element's, save that an item's second block is a paragraph.
        linked: the share of its characters that are links, 0 to 1.
        pieces: its text as it came, piece by piece.
        targets: for each piece the link that it is part of, and its style if it has one.
        breaks: whether only a line break parts it from the block before.
        mark: the element rule that found it, or an element around it.
        skipped: in code, how many empty lines stand between it and the line before.
    """

    __slots__ = ("breaks", "element", "linked", "mark", "pieces", "skipped", "targets")
    facts: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        **Line.facts,
        "links": lambda block: () if block.cuts else tuple(_spans(block, _link)),
    }

    def __init__(
        self,
        text: str,
        element: Element,
        kind: str,
        pieces: Sequence[str],
        targets: Sequence[Target],
        breaks: bool,
        mark: Mark | None,
    ) -> None:
        super().__init__(0, text, kind)
        self.element = element
        self.words = text.count(" ") + 1 if text.isascii() else word_count(text)
        self.pieces = pieces
        self.targets = targets
        self.breaks = breaks
        self.mark = mark
        self.skipped = 0
        self.linked = 0.0
        if any(targets):
            inside = sum([len(piece.strip()) for piece, target in zip(pieces, targets, strict=True) if _link(target)])
            self.linked = min(1.0, inside / len(text))

    @property
    def styles(self) -> tuple[tuple[Span, str], ...]:
        """Where in `source` its inline code and formulas stand; of a line that was cut none are known."""
        if self.cuts:
            return ()
        return tuple([(span, target.style) for span, target in _spans(self, _styled)])

    def stand(self, start: int, indent: int) -> None:
        """Take its place in the raw text of the page, without its indent."""
        self.start, self.end = start + indent, start + len(self.source)
        if indent:
            self.source = self.source[indent:]
            self._become(self.source, normal_text(self.source), ())


def _link(target: Target) -> Link | None:
    return target.link if type(target) is Styled else target  # type: ignore[return-value]  # what is no Styled is a link


def _styled(target: Target) -> Styled | None:
    return target if type(target) is Styled else None


def _spans(block: PageBlock, of: Callable[[Target], Any]) -> list[tuple[Span, Any]]:
    """Where in `source` pieces stand of whose target something is wanted; neighbours with the same are one."""
    spans: list[tuple[Span, Any]] = []
    position, spaced = 0, False
    for piece, target in zip(block.pieces, block.targets, strict=True) if any(block.targets) else ():
        words = piece.split()
        if not words:
            spaced = spaced or bool(piece)
            continue
        if position and (spaced or piece[0].isspace()):
            position += 1
        start = position
        position += len(" ".join(words))
        spaced = piece[-1].isspace()
        if wanted := of(target):
            if spans and spans[-1][1] is wanted:
                start = spans.pop()[0].start
            spans.append((Span(start, position), wanted))
    return spans


@dataclass(frozen=True)
class Page:
    """A web page as it reads.

    Attributes:
        title: what its `<title>` says.
        blocks: its visible text, in order.
        elements: the elements that hold blocks, each after the one around it.
        problem: which limit it is beyond, if any.
        withheld: how many paragraphs of it are hidden behind a paywall, and read all the same.
        roles: for elements that are something else than text, by their numbers, the rule that says so.
        inline: the same for elements inside of lines: the number of the block, the rule, and the element's text.
        images: its pictures, if its tree has them: the number of the block that follows, the words in its place, its address.
    """

    title: str
    blocks: tuple[PageBlock, ...]
    elements: tuple[Element, ...]
    problem: str | None = None
    withheld: int = 0
    roles: Mapping[int, Mark] = field(default_factory=dict)
    inline: tuple[tuple[int, Mark, str], ...] = ()
    images: tuple[tuple[int, str, str], ...] = ()
