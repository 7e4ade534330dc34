"""Section rules: a heading such as "You May Also Like" and the titles and teasers under it.

A section is its heading and a list, or groups of a title with, perhaps, a teaser under it. It ends before what no longer reads
like that: an editorial heading (a keep rule, a short heading over text, a title over running prose) or text that has no title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from cleaner.model import Finding, Span
from cleaner.ruleset import values
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.schema import COMMON, PATTERN, SCORE, Field
from cleaner.text.line import Line
from cleaner.text.scene import Scene
from cleaner.text.shape import word_count

# "Background", "How we tested": a heading this short over a sentence is the author's, teasers have longer titles.
_HEADING_WORDS = 3
# Dates, reading times, bylines, prices between the titles.
_LABEL_WORDS = 6


class _Group(NamedTuple):
    """A title at `first`, its teaser (if any) up to `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule(Rule):
    """A heading and the teasers under it, or (`paragraphs`) the text up to the next heading, if that comes soon."""

    KIND: ClassVar = "section"
    FIELDS: ClassVar[Mapping[str, Field]] = {
        **COMMON,
        **SCORE,
        **PATTERN,
        "least": Field(values.whole_number(0), 1),
        "most": Field(values.whole_number(1), 12),
        "teaser_words": Field(values.whole_number(1), 45),
        "paragraphs": Field(values.flag, False),
    }

    pattern: Pattern
    least: int
    most: int
    teaser_words: int
    paragraphs: bool

    def look(self, line: Line, positions: Sequence[int], scene: Scene) -> tuple[Span | None, ...]:  # noqa: ARG002
        """Whether a line is such a heading."""
        return (None,) if self.pattern.full(line.core_utf8) and not self.excepts(line) else ()

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:
        """Each section, heading included. A heading that ends the document is a section without titles."""
        done = -1
        for number, positions in hits.items():
            scene.check()
            if number <= done or number in scene.kept or _inside_list(scene, number):
                continue
            if next(Rule.find(self, scene, {number: positions}), None) is None:
                continue
            groups = (self._paragraphs if self.paragraphs else self._groups)(scene, number + 1)
            if len(groups) < self.least and number + 1 < scene.size:
                continue
            done = groups[-1].last if groups else number
            yield Finding(self.id, self.category, self.points, self.certain, number, done, headed=True)

    def _groups(self, scene: Scene, start: int) -> list[_Group]:
        """The groups of title and teaser from `start` on."""
        lines = scene.lines
        groups: list[_Group] = []
        number = start
        listed = start < scene.size and lines[start].is_item
        while number < scene.size and len(groups) < self.most and not self._is_editorial(scene, number):
            if lines[number].is_item != listed:
                break  # a list ends where its bullets do
            if listed:
                groups.append(_Group(number, number))
                number += 1
                continue
            if not lines[number].is_title:
                return _without_doubtful(groups) if groups else []
            last = number
            if number + 1 < scene.size and not lines[number + 1].is_title:
                last = number + 1
            groups.append(_Group(number, last))
            number = last + 1
        return groups

    def _paragraphs(self, scene: Scene, start: int) -> list[_Group]:
        """The text up to the next title, a paragraph a group; nothing if no title comes within reach."""
        number = start
        while number < scene.size and not scene.lines[number].is_title and number not in scene.kept:
            if number - start == self.most or scene.lines[number].words > self.teaser_words:
                return []
            number += 1
        return [_Group(inside, inside) for inside in range(start, number)] if number < scene.size else []

    def _is_editorial(self, scene: Scene, number: int) -> bool:
        """Whether the author's text goes on here."""
        line = scene.lines[number]
        if number in scene.kept or number in scene.code or word_count(line.core) > self.teaser_words:
            return True
        if line.is_item or not line.is_title or number + 1 >= scene.size or scene.lines[number + 1].is_title:
            return False
        words = word_count(scene.lines[number + 1].core)
        if words > self.teaser_words or number + 1 in scene.kept:
            return True
        return word_count(line.core) <= _HEADING_WORDS and words > _LABEL_WORDS


def _inside_list(scene: Scene, number: int) -> bool:
    """An item among items is no heading."""
    return scene.lines[number].is_item and number + 1 < scene.size and scene.lines[number + 1].is_item


def _without_doubtful(groups: list[_Group]) -> list[_Group]:
    """Text without a title follows: the last title and the sentence under it may be the author's already."""
    last = groups[-1]
    if last.first == last.last:
        return groups
    return groups[:-1] if len(groups) > 1 else [_Group(last.first, last.first)]
