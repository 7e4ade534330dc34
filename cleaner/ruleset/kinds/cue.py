"""Cue rules: weak evidence that only adds to what other rules find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.model import Finding, Span
from cleaner.ruleset import conditions, values
from cleaner.ruleset.conditions import Conditions, introduced
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.schema import COMMON, SCORE, Field
from cleaner.spans import overlaps
from cleaner.text.line import Line, Part
from cleaner.text.scene import Scene

SURROUNDINGS = ("code", "code-marks", "quotes")
NEIGHBOURS = ("sentence", "block")


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRule(Rule):
    """Weak evidence about a line or sentence that another rule has found; all its conditions must hold."""

    KIND: ClassVar = "cue"
    FIELDS: ClassVar[Mapping[str, Field]] = {
        **COMMON,
        **{name: SCORE[name] for name in ("points", "score")},
        "pattern": Field(values.pattern),
        **conditions.FIELDS,
        "inside": Field(values.some_of(*SURROUNDINGS), ()),
        "near_removed": Field(values.one_of(*NEIGHBOURS), ""),
        "count": Field(values.whole_number(1), 1),
    }

    pattern: Pattern | None
    conditions: Conditions
    inside: tuple[str, ...]
    near_removed: str
    count: int

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """A neighbour that goes is no reason to stay."""
        given = [name for name in ("points", "score") if values[name] is not None]
        if not given:
            yield "points", "is missing"
        elif values["near_removed"] and values[given[0]] < 0:
            yield "near_removed", "can only speak for removal: the points must not be negative"

    @classmethod
    def adapt(cls, values: dict[str, Any]) -> None:
        """Put the conditions together; nothing that only adds to others is certain."""
        values["category"] = cls.KIND
        values["certain"] = False
        values["conditions"] = Conditions(**{name: values.pop(name) for name in conditions.FIELDS})

    @property
    def needs_markup(self) -> bool:
        """Whether it asks for links: those of texts stand in Markdown, and its examples are pages."""
        return bool(self.conditions.links) and "image" not in self.conditions.links

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:  # noqa: ARG002
        """Nothing: it is asked about what others find."""
        return iter(())

    def holds(self, scene: Scene, number: int, span: Span | None) -> bool:
        """Whether all its conditions hold for a line, or a part of it, save `near_removed`."""
        if self.conditions.place and not self.conditions.placed(scene, number, span):
            return False
        line = scene.lines[number]
        piece = line if span is None else line.part(span)
        says = piece.verdicts.get(self.id)
        if says is None:
            says = piece.verdicts[self.id] = self._says(piece, scene)
        if not says or (self.count > 1 and scene.counts[number] < self.count):
            return False
        return not self.inside or any(_inside(scene, number, span, piece, what) for what in self.inside)

    def _says(self, piece: Line | Part, scene: Scene) -> bool:
        """Whether a piece looks as asked for, and its pattern, if it has one, occurs."""
        if self.keywords and not any(word in piece.folded for word in self.keywords):
            return False
        if not self.conditions.alone(piece, scene.lists):
            return False
        if self.pattern is not None and not self.pattern.occurs(piece.folded.encode()):
            return False
        return not self.excepts(piece.line)


def _inside(scene: Scene, number: int, span: Span | None, piece: Line | Part, what: str) -> bool:
    if what == "code":
        return number in scene.code
    if what == "code-marks":
        return any(span is None or overlaps(span, one) for one in piece.line.code)
    core = piece.line.core
    if (len(core) > 1 and core[0] == core[-1] == '"') or _in_block_quote(scene, number):
        return True
    return piece.is_quoted


def _in_block_quote(scene: Scene, number: int) -> bool:
    """Whether a line is a Markdown quotation: several lines of it, a sentence in an article that quotes more, or announced.

    A lone `>` is an arrow, or sets a note apart.
    """
    line = scene.lines[number]
    if line.kind == "quote":
        return True
    if not line.text.startswith("> "):
        return False
    around = (*scene.lines[max(0, number - 1) : number], *scene.lines[number + 1 : number + 2])
    if any(one.text.startswith(">") for one in around) or introduced(scene, number):
        return True
    return scene.quotes > 1 and not line.is_title
