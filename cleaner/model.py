"""What crosses the borders between stages: documents, findings, removals, results. Frozen, typed, picklable.

Offsets are code points of the raw text, half open: `raw[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from cleaner.metadata import EMPTY, Metadata
from cleaner.scale import PRIOR
from cleaner.stats import Stats

# Of what `CleanResult.to_dict` gives; a change that a reader could stumble over takes the next number.
SCHEMA_VERSION = 2
# Beginnings of the ids of cues and measures.
_HINTS = ("cue.", "evidence.", "boilerplate.content.")


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Link(NamedTuple):
    """Where a link leads: its address, and its `rel` attribute."""

    href: str
    rel: str


class Holder(NamedTuple):
    """What a block stands in: an item of a list, a quotation, a note, or the foot of a part of the article.

    Attributes:
        kind: "item", "quote", "note" or "foot".
        number: tells one holder of the page from the others.
        group: the number of an item's list; 0 for others.
        mark: what stands before an item: "-", "3." or "c."; empty for others.
        ordinal: the number of an item in a numbered list.
    """

    kind: str
    number: int
    group: int = 0
    mark: str = ""
    ordinal: int | None = None


class Image(NamedTuple):
    """A picture of a page: where in the raw text it stands, the words in its place, and its address."""

    position: int
    alt: str
    src: str


class Form(NamedTuple):
    """What markup says of a block.

    Attributes:
        kind: "paragraph", "item", "h1" to "h6", "row", "code", "quote", "caption", "term", "definition", "summary", "control",
            or "text" where the markup does not tell. The cells of a row are parted by `|`; one in a cell is written `\\|`.
        links: the links in it, as spans of the block's text, in order.
        breaks: whether only a line break parts it from the block before.
        inside: the items, quotations, notes and feet that it stands in, the outermost first.
        whole: a number that rows of one table, or lines of one piece of code, share; 0 where there is neither.
        styles: inline "code" and "formula" (in TeX, where the page has it) in it, as spans of the block's text, in order.
    """

    kind: str
    links: tuple[tuple[Span, Link], ...] = ()
    breaks: bool = False
    inside: tuple[Holder, ...] = ()
    whole: int = 0
    styles: tuple[tuple[Span, str], ...] = ()


class Finding(NamedTuple):
    """Rule `rule` matched live lines `first` to `last` (inclusive, counted from 0), or `span` of the text of line `first`.

    Where `headed`, line `first` is a heading that decides for all: if it stays, the rule says nothing about the rest.
    """

    rule: str
    category: str
    points: float
    certain: bool
    first: int
    last: int
    span: Span | None = None
    headed: bool = False


class RulePoints(NamedTuple):
    """What one rule, cue or measure contributed to a decision.

    Attributes:
        rule: its id.
        points: log-odds for (or, negative, against) a removal.
        certain: whether it decides whatever the threshold is.
    """

    rule: str
    points: float
    certain: bool = False

    @property
    def is_hint(self) -> bool:
        """Whether it only adds to what others find: a cue, or a measure."""
        return self.rule.startswith(_HINTS)


class Reason(NamedTuple):
    """Why a piece goes: what it is counted as, the rules with their points, and where their sum starts."""

    category: str
    rules: tuple[RulePoints, ...]
    base: float = PRIOR


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of the raw text that rules have found, and what each says for (or, negative, against) its removal."""

    start: int
    end: int
    text: str
    category: str
    rules: tuple[RulePoints, ...]
    base: float = PRIOR

    @property
    def score(self) -> float:
        """The sum of base and points, in log-odds, which is held against the threshold."""
        return self.base + sum(rule.points for rule in self.rules)

    @property
    def certain(self) -> bool:
        """Whether a rule has a part in it that decides whatever the threshold is."""
        return any(rule.certain for rule in self.rules)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "category": self.category,
            "score": round(self.score, 4),
            "certain": self.certain,
            "base": self.base,
            "rules": [
                {"id": rule.rule, "points": round(rule.points, 4), "certain": rule.certain} for rule in self.rules
            ],
        }


@dataclass(frozen=True, slots=True)
class Removal(Candidate):
    """A piece that went, with the white space that went along."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line-level unit of the raw text; `removed` tells whether all of it went, `form` what markup says of it."""

    index: int
    start: int
    end: int
    text: str
    removed: bool
    form: Form | None = None


@dataclass(frozen=True)
class CleanResult:
    """A cleaned article.

    `removals` are sorted and do not overlap; the kept spans and the removed spans, in order, are `raw` exactly.

    Attributes:
        raw: the text that came in; of a web page its visible text, a line a block.
        text: the editorial text: the kept pieces of `raw`, joined.
        title: the article's title where the input names one.
        removals: what went, where it stood, and why.
        spared: what rules found in the raw text too, but not with enough evidence.
        spans: where the blocks of `raw` stand.
        stats: counts, and warnings such as an unlikely share of the text removed.
        forms: for a web page, what its markup says of each block.
        rules_version: the `RuleSet.version` of the rules that cleaned it; None if somebody else did.
        base: the address that relative links of a page lead from; empty where it is unknown.
        images: for a web page, its pictures, if they were asked for.
        meta: for a web page, what it says of its article: authors, dates, tags, addresses.
    """

    raw: str
    text: str
    title: str | None
    removals: tuple[Removal, ...]
    spared: tuple[Candidate, ...]
    stats: Stats
    spans: tuple[Span, ...]
    forms: tuple[Form, ...] | None = None
    rules_version: str | None = None
    base: str = ""
    meta: Metadata = EMPTY
    images: tuple[Image, ...] = ()

    @cached_property
    def kept(self) -> tuple[Span, ...]:
        """The spans of `raw` that make up `text`."""
        edges = [0, *(edge for r in self.removals for edge in (r.start, r.end)), len(self.raw)]
        return tuple(Span(a, b) for a, b in list(pairwise(edges))[::2] if a < b)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of `raw`, each kept (perhaps with a cut) or removed."""
        kept = iter(self.kept)
        piece = next(kept, None)
        blocks = []
        for index, (start, end) in enumerate(self.spans):
            while piece is not None and piece.end <= start:
                piece = next(kept, None)
            removed = piece is None or piece.start >= end
            form = self.forms[index] if self.forms is not None else None
            blocks.append(Block(index, start, end, self.raw[start:end], removed, form))
        return tuple(blocks)

    def to_dict(self, explain: bool = False, text: bool = True) -> dict[str, Any]:
        """Plain data for JSON, as `cleaner/result.schema.json` describes it.

        Args:
            explain: whether what was spared is in it.
            text: whether the editorial text is.
        """
        return {
            "schema_version": SCHEMA_VERSION,
            "rules_version": self.rules_version,
            **({"text": self.text} if text else {}),
            "title": self.title,
            "meta": self.meta.to_dict(),
            "removals": [removal.to_dict() for removal in self.removals],
            **({"spared": [candidate.to_dict() for candidate in self.spared]} if explain else {}),
            "stats": self.stats.to_dict(),
        }
