"""Conditions: what a line or a part of it must look like, and where it must stand, for rules that ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cleaner.model import Span
from cleaner.ruleset import values
from cleaner.ruleset.links import Lists, is_affiliate, is_merchant
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.schema import Field
from cleaner.text.line import Line, Part
from cleaner.text.marks import IMAGE
from cleaner.text.scene import Scene
from cleaner.text.shape import HEADINGS

# Pages set credits and notices as headings too; a longer one is none.
_HEADING_WORDS = 14
# So much of a line's characters must be links, or an image, for the line to be one: bullets and arrows stand beside them.
_WHOLE_LINK = 0.8
LINKS = ("whole", "image", "affiliate", "merchant")


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that are given must hold.

    Attributes:
        words: least and most words.
        place: names of places, such as "tail".
        raw: what must occur in the raw text, letter case and all.
        links: what its links must be.
    """

    words: tuple[int, int] | None = None
    place: tuple[str, ...] = ()
    raw: Pattern | None = None
    links: tuple[str, ...] = ()

    def alone(self, piece: Line | Part, lists: Lists) -> bool:
        """Whether a line, or a part of one, looks as asked for."""
        if self.words is not None and not self.words[0] <= piece.words <= self.words[1]:
            return False
        if self.links and not _has_links(piece.line, self.links, lists):
            return False
        return self.raw is None or self.raw.occurs(piece.raw.encode())

    def placed(self, scene: Scene, number: int, span: Span | None) -> bool:
        """Whether it stands as asked for."""
        for place in self.place:  # noqa: SIM110  # a generator costs more than the checks
            if not _PLACES[place](scene, number, span):
                return False
        return True


def _has_links(line: Line, wanted: tuple[str, ...], lists: Lists) -> bool:
    """Whether the links of a line are all that is wanted: all of it, or one of them leads where a name says."""
    links = line.links
    if not links:
        return False
    for kind in wanted:
        if kind == "whole":
            found = _is_all(line, [span for span, _ in links])
        elif kind == "image":
            found = line.normal is not None and _is_all(line, [span for span, _ in line.normal.marked(IMAGE)])
        elif kind == "affiliate":
            found = any(is_affiliate(link.href, link.rel, lists) for _, link in links)
        else:
            found = any(is_merchant(link.href, lists) for _, link in links)
        if not found:
            return False
    return True


def _is_all(line: Line, spans: Iterable[Span]) -> bool:
    """Whether parts of a line are as good as all of it."""
    return sum(span.end - span.start for span in spans) >= _WHOLE_LINK * len(line.text)


def _is_heading(scene: Scene, number: int, _: Span | None) -> bool:
    line = scene.lines[number]
    if line.kind in HEADINGS:
        return line.words <= _HEADING_WORDS
    return line.text.startswith(("# ", "## ", "### ", "####"))


def _over_text(scene: Scene, number: int, _: Span | None) -> bool:
    """A label or heading, no sentence itself, with a sentence under it that is no list item."""
    if number + 1 >= scene.size or scene.lines[number + 1].is_item:
        return False
    return scene.lines[number].is_title and not scene.lines[number + 1].is_title


def introduced(scene: Scene, number: int, _: Span | None = None) -> bool:
    """Whether the line before announces a line with a colon."""
    return number > 0 and not scene.is_suspect(number - 1) and scene.lines[number - 1].core.endswith(":")


def _shared(scene: Scene, number: int, span: Span | None) -> bool:
    """A part of its line; the rest says something else."""
    return span is not None and span != (0, len(scene.lines[number].text))


_PLACES: Mapping[str, Callable[[Scene, int, Span | None], bool]] = {
    "head": lambda scene, number, _: number < scene.head,
    "tail": lambda scene, number, _: number >= scene.tail,
    "heading": _is_heading,
    "over-text": _over_text,
    "introduced": introduced,
    "alone": lambda scene, number, span: not _shared(scene, number, span),
    "shared": _shared,
    "among-finds": lambda scene, number, span: _shared(scene, number, span) and scene.all_found(number),
}

PLACES = tuple(_PLACES)

FIELDS: Mapping[str, Field] = {
    "words": Field(values.word_range),
    "place": Field(values.some_of(*PLACES), ()),
    "raw": Field(values.raw_pattern),
    "links": Field(values.some_of(*LINKS), ()),
}
