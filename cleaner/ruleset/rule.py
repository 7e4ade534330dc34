"""What every rule has, whatever its kind. The kinds are in `cleaner.ruleset.kinds`; `cleaner.ruleset.load` alone makes rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from cleaner.hosts import is_from
from cleaner.model import Finding, Span
from cleaner.ruleset.examples import Examples
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.schema import Field
from cleaner.text.line import Line
from cleaner.text.scene import Scene

# The lines where a rule may speak, in order, each with the byte of `Line.utf8` at which every keyword in it ends.
# A rule without keywords gets lines without positions.
Hits = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A compiled rule. What it finds of a line by itself it looks for once a line.

    Attributes:
        id: `category.name`, unique in a rule set.
        category: what its removals are counted as.
        points: what it says for removal, in log-odds (`cleaner.scale`); negative protects.
        certain: whether it decides whatever the threshold is.
        keywords: folded literals; the rule is tried on lines where one of them occurs. Empty: on all lines.
        languages: ISO 639-1 codes; the rule runs where the text may be in one of them. Empty: everywhere.
        sites: host names; the rule runs on texts from these and their subdomains. Empty: everywhere.
        exceptions: where this occurs in the line, the rule says nothing.
        file: the rule file it comes from.
    """

    KIND: ClassVar[str]
    FIELDS: ClassVar[Mapping[str, Field]]

    id: str
    description: str
    category: str
    points: float
    certain: bool
    keywords: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    sites: tuple[str, ...] = ()
    exceptions: Pattern | None = None
    confidence: str = ""
    source: str = ""
    examples: Examples = field(default_factory=Examples)
    file: str = ""

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """(field, reason) for values that are each right but not together."""
        if bool(values["keywords"]) == values["always"]:
            yield "keywords", "give keywords, or always = true: one of the two"

    @classmethod
    def adapt(cls, values: dict[str, Any]) -> None:
        """Turn the values of a rule entry, in place, into the arguments of the class."""

    @property
    def kind(self) -> str:
        """The rule's kind as rule files name it."""
        return self.KIND

    @property
    def is_placed(self) -> bool:
        """Whether it asks where a line stands, and so is tried when the others are through."""
        return False

    @property
    def seeks(self) -> bool:
        """Whether it looks for its lines itself, where it has no keywords."""
        return False

    @property
    def needs_markup(self) -> bool:
        """Whether it can only speak where the text came as markup; so do its examples."""
        return False

    def speaks(self, languages: frozenset[str] | None) -> bool:
        """Whether it has a say in texts of these languages (None: any)."""
        return not self.languages or languages is None or bool(self.languages & languages)

    def is_on(self, host: str) -> bool:
        """Whether it has a say on texts from a host."""
        return not self.sites or is_from(host, self.sites)

    def excepts(self, line: Line) -> bool:
        """Whether one of its exceptions stands in a line."""
        return self.exceptions is not None and self.exceptions.occurs(line.utf8)

    def look(self, line: Line, positions: Sequence[int], scene: Scene) -> tuple[Span | None, ...]:
        """What it finds of a line, whatever stands around that: spans of its text, or None for all of it."""
        raise NotImplementedError

    def stands(self, scene: Scene, number: int, span: Span | None) -> bool:  # noqa: ARG002
        """Whether what it found of a line stands where it has to."""
        return True

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:
        """All that it finds in a document; what it finds of each line alone, unless its kind knows better.

        Args:
            scene: the live lines.
            hits: where it may speak.
        """
        lines, check, name = scene.lines, scene.check, self.id
        for number, positions in hits.items():
            check()
            line = lines[number]
            found = line.verdicts.get(name)
            if found is None:
                found = line.verdicts[name] = self.look(line, positions, scene)
            for span in found:
                if self.stands(scene, number, span):
                    yield Finding(name, self.category, self.points, self.certain, number, number, span)
