"""Span rules: a phrase inside a line, or every sentence that begins with a match."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cleaner.model import Span
from cleaner.ruleset import conditions, values
from cleaner.ruleset.kinds.line import ConditionedRule
from cleaner.ruleset.schema import COMMON, PATTERN, SCORE, Field
from cleaner.text.line import Line
from cleaner.text.scene import Scene
from cleaner.text.shape import lead

UNITS = ("phrase", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRule(ConditionedRule):
    """A part of a line goes: what the pattern matches, or the sentence that begins with a match."""

    KIND: ClassVar = "span"
    FIELDS: ClassVar[Mapping[str, Field]] = {
        **COMMON,
        **SCORE,
        **PATTERN,
        **conditions.FIELDS,
        "unit": Field(values.one_of(*UNITS), "phrase"),
    }

    sentence: bool

    @classmethod
    def adapt(cls, values: dict[str, Any]) -> None:
        """The unit is a sentence or not."""
        ConditionedRule.adapt(values)
        values["sentence"] = values.pop("unit") == "sentence"

    def look(self, line: Line, positions: Sequence[int], scene: Scene) -> tuple[Span | None, ...]:
        """The phrases or sentences that look as asked for."""
        if not self.sentence and self.excepts(line):
            return ()
        spans = list(self._sentences(line, positions) if self.sentence else self.pattern.spans(line.folded))
        if not spans:
            return ()
        found = [line.part(Span(*span)) for span in spans]
        return tuple([part.span for part in found if self.conditions.alone(part, scene.lists)])

    def _sentences(self, line: Line, positions: Sequence[int]) -> Iterator[Span]:
        for span in _with_keyword(line, positions):
            sentence = line.folded[span.start : span.end]
            begins = sentence[lead(sentence) :].lstrip("([ ").encode()
            if self.pattern.starts(begins) and not (self.exceptions and self.exceptions.occurs(sentence.encode())):
                yield span


def _with_keyword(line: Line, positions: Sequence[int]) -> Iterable[Span]:
    """The sentences in which one of the positions stands; all of them for no positions."""
    sentences = line.sentences
    if not positions or len(sentences) == 1:
        return sentences
    numbers = {bisect_right(sentences, (line.offset(position), sys.maxsize)) - 1 for position in positions}
    return [sentences[number] for number in sorted(numbers)]
