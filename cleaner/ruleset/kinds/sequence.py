"""Sequence rules: consecutive lines, step by step, such as merchant, product phrase, disclosures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.model import Finding
from cleaner.ruleset import values
from cleaner.ruleset.group import in_group
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.schema import COMMON, SCORE, Field, read_fields
from cleaner.ruleset.values import FieldError
from cleaner.text.scene import Scene
from cleaner.text.shape import word_count

MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class SequenceStep:
    """`least` to `most` consecutive lines that other rules match, or a pattern, or a mere length in words."""

    rules: tuple[str, ...]
    pattern: Pattern | None
    words: tuple[int, int] | None
    least: int
    most: int
    keep: bool

    def fits(self, scene: Scene, number: int) -> bool:
        """Whether a line is one of the step's."""
        if not 0 <= number < scene.size:
            return False
        if self.rules:
            matched = scene.matched.get(number, ())
            if not any(in_group(rule, name) for rule in matched for name in self.rules):
                return False
        line = scene.lines[number]
        if self.words is not None and not self.words[0] <= word_count(line.core) <= self.words[1]:
            return False
        return self.pattern is None or self.pattern.full(line.core_utf8)

    def count(self, scene: Scene, number: int, direction: int) -> int:
        """How many lines in a row are the step's, at most as many as it takes."""
        count = 0
        while count < self.most and self.fits(scene, number + direction * count):
            count += 1
        return count


_STEP_FIELDS: Mapping[str, Field] = {
    "rule": Field(values.texts, ()),
    "pattern": Field(values.pattern),
    "words": Field(values.word_range),
    "least": Field(values.whole_number(0), 1),
    "most": Field(values.whole_number(1)),
    "keep": Field(values.flag, False),
}


def _step(value: Any) -> SequenceStep:
    if not isinstance(value, dict):
        raise FieldError("a step is a table")
    step, faults = read_fields(value, _STEP_FIELDS)
    if faults:
        raise FieldError("; ".join(f"{name}: {reason}" for name, reason in faults))
    if not (step["rule"] or step["pattern"] or step["words"]):
        raise FieldError("a step needs rule, pattern or words")
    most = step["most"] or max(1, step["least"])
    if most < step["least"]:
        raise FieldError("a step's least is more than its most")
    return SequenceStep(step["rule"], step["pattern"], step["words"], step["least"], most, step["keep"])


def _steps(value: Any) -> tuple[SequenceStep, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_STEPS:
        raise FieldError(f"must be a list of 2 to {MOST_STEPS} steps")
    steps = tuple(_step(v) for v in value)
    if not any((s.rules or s.pattern) and s.least for s in steps):
        raise FieldError("one step that is not optional must have a rule or a pattern")
    return steps


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceRule(Rule):
    """Consecutive lines that match its steps, one after another."""

    KIND: ClassVar = "sequence"
    FIELDS: ClassVar[Mapping[str, Field]] = {**COMMON, **SCORE, "steps": Field(_steps, required=True)}

    steps: tuple[SequenceStep, ...]

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Something must say where to look."""
        named = any(step.rules and step.least for step in values["steps"] or ())
        if not named and not values["keywords"]:
            yield "keywords", "are needed where no step that must be there names a rule"

    @property
    def seeks(self) -> bool:
        """Without keywords it begins with what other rules have matched."""
        return True

    @property
    def anchor(self) -> int:
        """The step that is looked for first: one that another rule or a pattern decides and that must be there."""
        named = [n for n, step in enumerate(self.steps) if step.least and (step.rules or self.keywords)]
        return next(n for n in named if self.steps[n].rules or self.steps[n].pattern)

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:
        """The runs of lines that match; lines of steps marked `keep` are evidence and stay."""
        anchor = self.anchor
        done = -1
        for start in hits if self.keywords else sorted(scene.matched):
            scene.check()
            if start <= done or not self.steps[anchor].fits(scene, start):
                continue
            runs = self._match(scene, anchor, start)
            if runs is None or any(self.excepts(scene.lines[number]) for run in runs for number in run):
                continue
            done = max(run.stop for run in runs) - 1
            for step, run in zip(self.steps, runs, strict=True):
                if run and not step.keep:
                    yield Finding(self.id, self.category, self.points, self.certain, run.start, run.stop - 1)

    def _match(self, scene: Scene, anchor: int, start: int) -> list[range] | None:
        """The lines of every step, when the anchor's first line is `start`; None if a step finds too few."""
        before: list[range] = []
        first = start
        for step in reversed(self.steps[:anchor]):
            count = step.count(scene, first - 1, -1)
            if count < step.least:
                return None
            before.append(range(first - count, first))
            first -= count
        after: list[range] = []
        last = start
        for step in self.steps[anchor:]:
            count = step.count(scene, last, 1)
            if count < step.least:
                return None
            after.append(range(last, last + count))
            last += count
        return [*reversed(before), *after]
