"""Keep rules: what no other rule may remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.model import Span
from cleaner.ruleset import values
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Rule
from cleaner.ruleset.schema import COMMON, PATTERN, Field
from cleaner.text.line import Line
from cleaner.text.scene import Scene

CATEGORY = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRule(Rule):
    """Protects the line, or the sentence, in which the pattern occurs."""

    KIND: ClassVar = "keep"
    FIELDS: ClassVar[Mapping[str, Field]] = {
        **COMMON,
        **PATTERN,
        "unit": Field(values.one_of("block", "sentence"), "block"),
    }

    pattern: Pattern
    sentence: bool

    @classmethod
    def adapt(cls, values: dict[str, Any]) -> None:
        """The unit is a sentence or not."""
        values["category"] = CATEGORY
        values["sentence"] = values.pop("unit") == "sentence"

    def look(self, line: Line, positions: Sequence[int], scene: Scene) -> tuple[Span | None, ...]:  # noqa: ARG002
        """The protected line, or the protected sentences."""
        if self.excepts(line):
            return ()
        if not self.sentence:
            return (None,) if self.pattern.occurs(line.core_utf8) else ()
        return tuple(span for span in line.sentences if self.pattern.occurs(line.part(span).folded.encode()))
