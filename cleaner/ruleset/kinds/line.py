"""Line rules: the whole core of a line matches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.model import Finding, Span
from cleaner.ruleset import conditions
from cleaner.ruleset.conditions import Conditions
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.schema import COMMON, PATTERN, SCORE, Field
from cleaner.text.line import Line
from cleaner.text.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionedRule(Rule):
    """A rule with a pattern, for lines or parts of them that look and stand as it asks for."""

    pattern: Pattern
    conditions: Conditions

    @classmethod
    def adapt(cls, values: dict[str, Any]) -> None:
        """Put the conditions together."""
        values["conditions"] = Conditions(**{name: values.pop(name) for name in conditions.FIELDS})

    @property
    def is_placed(self) -> bool:
        """Whether it asks for a place."""
        return bool(self.conditions.place)

    @property
    def seeks(self) -> bool:
        """Without keywords a rule for the tail looks at no other line."""
        return "tail" in self.conditions.place

    @property
    def needs_markup(self) -> bool:
        """Whether it asks for links: those of texts stand in Markdown, and its examples are pages."""
        return bool(self.conditions.links) and "image" not in self.conditions.links

    def stands(self, scene: Scene, number: int, span: Span | None) -> bool:
        """Whether that is a place that it asks for."""
        return self.conditions.placed(scene, number, span)

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:
        """What stands where it asks for; without keywords, for a rule of the tail, anywhere there."""
        if self.seeks and not self.keywords:
            hits = dict.fromkeys(range(scene.tail, scene.size), ())
        return Rule.find(self, scene, hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRule(ConditionedRule):
    """The whole line, without the decoration around it, matches."""

    KIND: ClassVar = "line"
    FIELDS: ClassVar[Mapping[str, Field]] = {**COMMON, **SCORE, **PATTERN, **conditions.FIELDS}

    def look(self, line: Line, positions: Sequence[int], scene: Scene) -> tuple[Span | None, ...]:  # noqa: ARG002
        """All of the line or nothing."""
        if self.conditions.links and not line.links:
            return ()  # cheaper than the pattern
        if not self.pattern.full(line.core_utf8) or self.excepts(line):
            return ()
        return (None,) if self.conditions.alone(line, scene.lists) else ()
