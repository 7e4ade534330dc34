"""Repeat rules: a line with a telling shape that stands in one document several times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleaner.model import Finding, Span
from cleaner.ruleset import values
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.schema import COMMON, PATTERN, SCORE, Field
from cleaner.text.line import Line
from cleaner.text.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule(Rule):
    """A matching line that stands in the document at least `count` times."""

    KIND: ClassVar = "repeat"
    FIELDS: ClassVar[Mapping[str, Field]] = {**COMMON, **SCORE, **PATTERN, "count": Field(values.whole_number(2), 3)}

    pattern: Pattern
    count: int

    def look(self, line: Line, positions: Sequence[int], scene: Scene) -> tuple[Span | None, ...]:  # noqa: ARG002
        """All of the line or nothing, however often it stands there."""
        return (None,) if self.pattern.full(line.core_utf8) and not self.excepts(line) else ()

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:
        """All occurrences of the lines that match and recur often enough."""
        matching = list(Rule.find(self, scene, hits))
        counts = Counter(scene.lines[finding.first].core for finding in matching)
        return (finding for finding in matching if counts[scene.lines[finding.first].core] >= self.count)
