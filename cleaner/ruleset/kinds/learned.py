"""Learned rules: lines that recur across the pages of the site that the text comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.model import Finding
from cleaner.ruleset import values
from cleaner.ruleset.calendar import calendar
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.schema import COMMON, SCORE, Field
from cleaner.text.fingerprint import fingerprint, normal
from cleaner.text.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRule(Rule):
    """Lines of a site, by fingerprint, that `cleaner learn` found on many of its pages."""

    KIND: ClassVar = "learned"
    FIELDS: ClassVar[Mapping[str, Field]] = {
        **SCORE,
        **{name: COMMON[name] for name in ("id", "kind", "description", "category")},
        "site": Field(values.texts, required=True),
        "lines": Field(values.fingerprints, required=True),
    }

    lines: frozenset[int]

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:  # noqa: ARG003
        """Its lines are all it needs."""
        return iter(())

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:
        """The lines that are such lines."""
        for number in hits:
            scene.check()
            line = scene.lines[number]
            key = line.verdicts.get(self.KIND)  # the same for all learned rules
            if key is None:
                key = line.verdicts[self.KIND] = fingerprint(normal(line.folded, calendar()))
            if key in self.lines:
                yield Finding(self.id, self.category, self.points, self.certain, number, number)
