"""Scene: the live lines of a document in order, what rules have found in them so far, and where each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from cleaner.model import Finding, Span
from cleaner.text.line import Line
from cleaner.text.shape import FENCES, fenced

# What follows an article (calls, related links, a box about the author) is shorter than this; checklists, tables and
# recipes, whose short lines are the article, are longer. Found on 700 removals judged by hand.
TAIL_WORDS = 300


class Scene:
    """What rules see: live lines only. Lines only ever go, so a document comes to rest.

    Attributes:
        lines: the lines, counted from 0.
        lists: plain lists by name, such as the hosts of affiliate networks.
        check: called before each line is looked at; raises OutOfTimeError when the clock has run out.
        matched: the rules that have found all of a line, by line.
        kept: the lines that a keep rule protects.
        spared: the sentences that a keep rule protects, by line.
        found: the spans that rules have found in a line, by line.
    """

    def __init__(self, lines: Sequence[Line], lists: Mapping[str, frozenset[str]], check: Callable[[], None]) -> None:
        self.lines = lines
        self.size = len(lines)
        self.lists = lists
        self.check = check
        self.matched: dict[int, set[str]] = {}
        self.kept: set[int] = set()
        self.spared: dict[int, list[Span]] = {}
        self.found: dict[int, set[Span]] = {}
        self._all_found: dict[int, bool] = {}

    def note(self, finding: Finding) -> None:
        """Remember a finding for the rules that come after."""
        if finding.span is not None and finding.span != (0, len(self.lines[finding.first].text)):
            if finding.category == "keep":
                self.spared.setdefault(finding.first, []).append(finding.span)
            else:
                self.found.setdefault(finding.first, set()).add(finding.span)
            return
        for number in range(finding.first, finding.last + 1):
            self.matched.setdefault(number, set()).add(finding.rule)
            if finding.category == "keep":
                self.kept.add(number)

    def is_suspect(self, number: int) -> bool:
        """Whether a rule has found a line, and no keep rule says that it is the author's."""
        return number in self.matched and number not in self.kept

    def all_found(self, number: int) -> bool:
        """Whether rules have found every sentence of a line. Asked for when all are through."""
        if number not in self._all_found:
            found = self.found.get(number, set())
            self._all_found[number] = found.issuperset(self.lines[number].sentences)
        return self._all_found[number]

    @cached_property
    def counts(self) -> list[int]:
        """For every line how often it stands in the document."""
        counts = Counter(line.folded for line in self.lines)
        return [counts[line.folded] for line in self.lines]

    @cached_property
    def quotes(self) -> int:
        """How many lines are Markdown quotations."""
        return sum(line.text.startswith("> ") for line in self.lines)

    @cached_property
    def code(self) -> frozenset[int]:
        """The lines of code: as markup says, or between fences, fences included."""
        marked = [number for number, line in enumerate(self.lines) if line.kind == "code"]
        if marked or not any(line.folded.startswith(FENCES) for line in self.lines):
            return frozenset(marked)
        return fenced(line.folded for line in self.lines)

    @cached_property
    def tail(self) -> int:
        """The first line after the last running prose that no rule suspects.

        A text without prose has no tail, and neither has one that goes on for long after its last prose: that is a list.
        """
        words = 0
        for number in range(self.size - 1, -1, -1):
            line = self.lines[number]
            if not self.is_suspect(number) and line.is_prose:
                return number + 1
            words += line.words
            if words > TAIL_WORDS:
                break
        return self.size

    @cached_property
    def head(self) -> int:
        """The first line of running prose that no rule suspects; a text without prose has no head."""
        for number, line in enumerate(self.lines):
            if not self.is_suspect(number) and line.is_prose:
                return number
        return 0
