"""Line: one line of a text, or one block of a page, and all that is known of it.

Offsets are code points of `text`, its normal form; `in_source` leads back to the raw text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from cleaner.model import Link, Reason, Span
from cleaner.text import shape
from cleaner.text.cuts import Cut, before_cuts, by_lines, merged_cuts, widened, without
from cleaner.text.fold import fold, well_formed
from cleaner.text.marks import CODE, LINK
from cleaner.text.normal import NormalText, normal_text
from cleaner.text.sentences import sentences

# A quotation mark, but no inch mark.
_QUOTE = re.compile(r'(?<![0-9])"')


class Part:
    """A span of a line: a sentence, or a phrase. Has the facts of a line that rules ask of both.

    Attributes:
        line: the line.
        span: where it stands in the line's text.
        text, folded, raw: as of a line.
        words: how many words it has.
        verdicts: what rules have decided of it alone, by rule id.
    """

    __slots__ = ("folded", "line", "span", "verdicts", "words")

    def __init__(self, line: Line, span: Span) -> None:
        self.line = line
        self.span = span
        self.folded = line.folded[span.start : span.end]
        self.words = shape.word_count(self.folded)
        self.verdicts: dict[str, Any] = {}

    @property
    def raw(self) -> str:
        """Its text in its own letter case, without lone surrogates."""
        return well_formed(self.line.text[self.span.start : self.span.end])

    @property
    def is_quoted(self) -> bool:
        """Whether it stands between quotation marks of its line: an odd number of them before it."""
        return bisect_left(self.line.quotes, self.span.start) % 2 == 1


class Line:
    """A line without the white space around it. What takes work is worked out when first asked for, and once.

    A line is live until a reason is given why it goes. What is cut out of it is gone from `text` and all that follows from it.

    Attributes:
        start: where it stands in the raw text of the document; it ends at `end`.
        source: its raw text, with all that was cut out of it.
        text: what is left of it, in normal form (see `cleaner.text.normal`).
        normal: the way from `text` to the raw text of what is left; None where they are the same.
        kind: what it is: "item", "h1" to "h6" or "text"; of a page as `Form` lists them.
        gone: why all of it goes; None while it is live.
        cuts: what was cut out of it, in order, with the white space that went along; spans of `source`.
        hits: keywords of rules in it: their numbers in `gate`, and the byte of `utf8` at which each ends.
        verdicts: what rules have decided of it alone, by rule id.
        folded: its text for matching (see `cleaner.text.fold`).
        utf8, core_utf8: `folded` and `core` in UTF-8, as patterns want it.
        core: `folded` without the decoration around it.
        words: how many words it has.
        sentences: where its sentences stand.
        is_item, is_title, is_prose: see `cleaner.text.shape`.
        quotes: where its quotation marks stand.
        links: the links in it.
        code: what of it stands in code marks.
    """

    __slots__ = (
        "code", "core", "core_utf8", "cuts", "end", "folded", "gate", "gone", "hits", "is_item", "is_prose", "is_title", "kind",
        "links", "normal", "parts", "quotes", "sentences", "source", "start", "text", "utf8", "verdicts", "words",
    )  # fmt: skip

    # How each fact is worked out.
    facts: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        "code": lambda line: tuple([span for span, _ in line.normal.marked(CODE)]) if line.normal is not None else (),
        "core": lambda line: shape.core(line.folded),
        "core_utf8": lambda line: line.core.encode(),
        "folded": lambda line: fold(line.text),
        "hits": lambda _: (),
        "is_item": lambda line: line.kind == "item" or shape.is_item(line.text),
        "is_prose": lambda line: shape.is_prose(line.folded),
        "is_title": lambda line: shape.is_title(line.core),
        "links": lambda line: _links(line.normal) if line.normal is not None else (),
        "parts": lambda _: {},
        "quotes": lambda line: [match.start() for match in _QUOTE.finditer(line.folded)],
        "sentences": lambda line: tuple(sentences(line.text, 0, len(line.text))),
        "utf8": lambda line: line.folded.encode(),
        "words": lambda line: shape.word_count(line.folded),
    }

    gone: Reason | None
    cuts: tuple[Cut, ...]
    gate: object
    hits: Sequence[tuple[int, int]]
    folded: str
    utf8: bytes
    code: tuple[Span, ...]
    core: str
    core_utf8: bytes
    words: int
    sentences: tuple[Span, ...]
    is_item: bool
    is_title: bool
    is_prose: bool
    links: tuple[tuple[Span, Link], ...]
    parts: dict[Span, Part]
    quotes: list[int]
    verdicts: dict[str, Any]

    def __init__(self, start: int, text: str, kind: str = "text") -> None:
        self.start = start
        self.end = start + len(text)
        self.source = text
        self.kind = kind
        self.gone = None
        self.cuts = ()
        self.gate = None
        self.verdicts = {}
        self.normal = normal_text(text)
        self.text = text if self.normal is None else self.normal.text

    def __getattr__(self, name: str) -> Any:
        """Work out a fact that is asked for the first time; from then on the slot holds it."""
        fact = self.facts.get(name)
        if fact is None:
            raise AttributeError(name)
        value = fact(self)
        setattr(self, name, value)
        return value

    @property
    def line(self) -> Line:
        """The line itself; see `Part`."""
        return self

    @property
    def raw(self) -> str:
        """Its text in its own letter case, without lone surrogates."""
        return well_formed(self.text)

    @property
    def is_quoted(self) -> bool:
        """Never: quotation marks around all of a line are in its core."""
        return False

    def part(self, span: Span) -> Part:
        """A span of the line."""
        part = self.parts.get(span)
        if part is None:
            part = self.parts[span] = Part(self, span)
        return part

    def is_sentence(self, span: Span) -> bool:
        """Whether a span is a sentence of the line."""
        place = bisect_left(self.sentences, span)
        return place < len(self.sentences) and self.sentences[place] == span

    def offset(self, position: int) -> int:
        """Code points before a byte of `utf8`."""
        return position if len(self.utf8) == len(self.folded) else len(self.utf8[:position].decode("utf-8", "ignore"))

    def in_source(self, span: Span) -> Span:
        """Where a span of the text, which is not empty, stands in the raw line as it was before anything was cut."""
        if self.normal is not None:
            span = Span(self.normal.starts[span.start], self.normal.ends[span.end - 1])
        return before_cuts(span, [cut.span for cut in self.cuts])

    def cut(self, pieces: Iterable[tuple[Span, Reason]]) -> bool:
        """Take spans of the text out of it, unless they leave no letter and no digit.

        Returns:
            Whether it was cut; a line of which nothing would be left is as before.
        """
        found = widened(self.text, pieces)
        spans = [cut.span for cut in found]
        raw = [[span] for span in spans] if self.normal is None else self.normal.raw(spans)
        gone = [cut.span for cut in self.cuts]
        if "\n" in self.source or "\r" in self.source:
            left = without(self.source, gone)
            raw = [[one for part in parts for one in by_lines(left, part)] for parts in raw]
        taken = [
            Cut(before_cuts(span, gone), cut.reasons) for cut, parts in zip(found, raw, strict=True) for span in parts
        ]
        cuts = merged_cuts((span, reason) for span, reasons in (*self.cuts, *taken) for reason in reasons)
        left = without(self.source, [cut.span for cut in cuts])
        normal = normal_text(left)
        if not any(map(str.isalnum, left if normal is None else normal.text)):
            return False
        self._become(left, normal, tuple(cuts))
        return True

    def restore(self) -> None:
        """Be as before anything of it went."""
        self.gone = None
        self._become(self.source, normal_text(self.source), ())

    def _become(self, raw: str, normal: NormalText | None, cuts: tuple[Cut, ...]) -> None:
        self.text, self.normal = raw if normal is None else normal.text, normal
        self.cuts, self.gate, self.verdicts = cuts, None, {}
        for name in self.facts:
            with suppress(AttributeError):  # one that was never asked for
                delattr(self, name)


def _links(normal: NormalText) -> tuple[tuple[Span, Link], ...]:
    """The links of Markdown."""
    return tuple([(span, Link(mark.href, "")) for span, mark in normal.marked(LINK)])
