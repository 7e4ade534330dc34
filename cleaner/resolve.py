"""Findings to verdicts: add up scores and cues, mind what keep rules protect, say which blocks and spans go."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cleaner.detect.conditions import cue_checks
from cleaner.detect.context import Context
from cleaner.model import Finding, RuleScore, Span
from cleaner.ruleset.rule import CueRule

# Sums of decimal scores such as 0.7 + 0.3 may miss their total by this much.
_ROUNDING = 1e-9


class Verdict(NamedTuple):
    """Whether a block, or `span` inside it, goes, and the scores that say so."""

    block: int
    span: Span | None
    category: str
    rules: tuple[RuleScore, ...]
    gone: bool


@dataclass(slots=True)
class _Unit:
    """A block, or a span inside it, that a rule has found, with what speaks for and against its removal."""

    block: int
    span: Span | None
    scores: dict[str, float] = field(default_factory=dict)
    category: str = ""
    best: float = float("-inf")
    only_ads: bool = True

    def add(self, finding: Finding) -> None:
        self.only_ads &= finding.category == "ad"
        self.scores[finding.rule] = max(finding.score, self.scores.get(finding.rule, finding.score))
        if finding.score > self.best:
            self.best, self.category = finding.score, finding.category

    def reaches(self, threshold: float) -> bool:
        return sum(self.scores.values()) >= threshold - _ROUNDING

    def verdict(self, gone: bool) -> Verdict:
        scores = sorted(self.scores.items(), key=lambda item: (-item[1], item[0]))
        return Verdict(self.block, self.span, self.category, tuple(RuleScore(*item) for item in scores), gone)


def resolve(context: Context, findings: Iterable[Finding], threshold: float) -> list[Verdict]:
    """A verdict on every block and span that rules have found, in the order of the text."""
    findings = list(findings)
    units = _units(context, findings)
    cues = context.cues()
    checks = cue_checks(context.rules)
    placed = [(rule.id, rule.score, checks[rule.id]) for rule in cues if not rule.near_removed]
    for unit in units:
        context.check()
        for name, score, check in placed:
            if check(context, unit.block, unit.span):
                unit.scores[name] = score
    _heed_headings(units, findings, threshold)
    gone = [unit for unit in units if unit.reaches(threshold)]
    gone += _neighbours(context, units, gone, [rule for rule in cues if rule.near_removed], threshold)
    going = set(map(id, gone))
    return [unit.verdict(id(unit) in going) for unit in sorted(units, key=_place)]


def _units(context: Context, findings: Iterable[Finding]) -> list[_Unit]:
    """One unit for every block and span found, save what keep rules protect; a span that fills its block is the block."""
    units: dict[tuple[int, Span | None], _Unit] = {}
    spared_blocks: set[int] = set()
    spared_spans: dict[int, list[Span]] = {}
    for finding in findings:
        span = None if finding.span == context.document.spans[finding.first] else finding.span
        if finding.category != "keep":
            for block in range(finding.first, finding.last + 1):
                units.setdefault((block, span), _Unit(block, span)).add(finding)
        elif span is None:
            spared_blocks.update(range(finding.first, finding.last + 1))
        else:
            insort(spared_spans.setdefault(finding.first, []), span)
    return [
        unit
        for unit in units.values()
        if unit.block not in spared_blocks and not _is_spared(unit, spared_spans.get(unit.block))
    ]


def _is_spared(unit: _Unit, spans: list[Span] | None) -> bool:
    """Whether one of the spans, which are sentences and so in order, stands in the unit."""
    if not spans or unit.span is None:
        return bool(spans)
    place = bisect_right(spans, unit.span.start, key=lambda span: span.end)
    return place < len(spans) and spans[place].start < unit.span.end


def _heed_headings(units: list[_Unit], findings: Iterable[Finding], threshold: float) -> None:
    """Where a heading stays, what its rule says about the blocks under it does not count."""
    blocks = {unit.block: unit for unit in units if unit.span is None}
    for finding in findings:
        heading = blocks.get(finding.first)
        if finding.headed and (heading is None or not heading.reaches(threshold)):
            for block in range(finding.first + 1, finding.last + 1):
                if block in blocks:
                    blocks[block].scores.pop(finding.rule, None)


def _neighbours(
    context: Context, units: list[_Unit], gone: list[_Unit], near: list[CueRule], threshold: float
) -> list[_Unit]:
    """The units that reach the threshold because they stand next to something that goes; spreads on."""
    checks = cue_checks(context.rules)
    found: list[_Unit] = []
    waiting: dict[int, list[_Unit]] = {}
    for unit in units:
        if not unit.reaches(threshold):
            waiting.setdefault(unit.block, []).append(unit)
    queue, reached = list(gone), set(map(id, gone))
    gone_sentences: Counter[int] = Counter()
    seen: set[tuple[str, int]] = set()
    while queue:
        for kind, block in _beside(context, queue.pop(), gone_sentences):
            if (kind, block) in seen:
                continue
            seen.add((kind, block))
            for unit in waiting.get(block, ()):
                if (kind == "block") != (unit.span is None) or id(unit) in reached:
                    continue
                held = [r for r in near if r.near_removed == kind and checks[r.id](context, unit.block, unit.span)]
                unit.scores.update((rule.id, rule.score) for rule in held)
                if unit.reaches(threshold):
                    reached.add(id(unit))
                    found.append(unit)
                    queue.append(unit)
    return found


def _beside(context: Context, unit: _Unit, gone_sentences: Counter[int]) -> list[tuple[str, int]]:
    """Where a unit has neighbours: for a sentence its block, for a block those around it, for a phrase nowhere.

    The last sentence of a block that goes makes a block of it. Ad labels stand anywhere, by anything, and say nothing.
    """
    around = [("block", unit.block - 1), ("block", unit.block + 1)]
    if unit.span is None:
        return [] if unit.only_ads else around
    if not context.is_sentence(unit.block, unit.span):
        return []
    gone_sentences[unit.block] += 1
    last = gone_sentences[unit.block] == len(context.sentences(unit.block))
    return [("sentence", unit.block), *(around if last else [])]


def _place(unit: _Unit) -> tuple[int, int]:
    return unit.block, -1 if unit.span is None else unit.span.start
