"""Decide: what of a document goes. Rules find, points add up, keep rules protect, until nothing more goes.

What a removal brings together may match again, so live lines are looked at until they come to rest. What a rule finds of a
line by itself is remembered, so that a later round costs what has changed. Lines only ever go, and rules see live lines only.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from cleaner.find import find
from cleaner.hosts import host_of
from cleaner.limits import Clock
from cleaner.model import Candidate, Finding, Reason, RulePoints, Span
from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.ruleset import RuleSet
from cleaner.scale import PRIOR, THRESHOLD, reaches
from cleaner.text.language import languages
from cleaner.text.line import Line
from cleaner.text.lines import Document
from cleaner.text.scene import Scene
from cleaner.verdict import Verdict, joined
from cleaner.weigh import Finds, finds_of, weighed

# Articles settle after two rounds; a text that does not settle after this many was built not to, and is left as it came.
MAX_ROUNDS = 25


@dataclass(slots=True)
class _Unit:
    """A line, or a span of it, that a rule has found, with what speaks for and against its removal."""

    number: int
    span: Span | None
    points: dict[str, float] = field(default_factory=dict)
    certain: set[str] = field(default_factory=set)
    category: str = ""
    best: float = float("-inf")
    only_ads: bool = True

    def add(self, finding: Finding) -> None:
        self.only_ads &= finding.category == "ad"
        self.points[finding.rule] = finding.points
        if finding.certain:
            self.certain.add(finding.rule)
        if finding.points > self.best:
            self.best, self.category = finding.points, finding.category

    def reaches(self, threshold: float) -> bool:
        return reaches(PRIOR + sum(self.points.values()), threshold, bool(self.certain))

    def reason(self) -> Reason:
        points = sorted(self.points.items(), key=lambda item: (-item[1], item[0]))
        return Reason(self.category, tuple([RulePoints(*item, item[0] in self.certain) for item in points]))


def settle(document: Document, rules: RuleSet, threshold: float, clock: Clock) -> list[Candidate] | None:
    """Let go what the rules remove of a document's live lines, until nothing more goes.

    Returns:
        What rules have found in the first round and stays; None where the document does not settle, and is as it was.

    Raises:
        OutOfTimeError: the clock has run out; the document is as it was.
    """
    live = [line for line in document.lines if line.gone is None]
    spared: list[tuple[Line, Span, Reason]] = []
    settled = False
    try:
        for number in range(MAX_ROUNDS + 1):
            verdicts = judge([line for line in live if line.gone is None], rules, threshold, clock, document.url)
            if not number:
                spared = [(one.line, _place_of(one), one.reason) for one in verdicts if not one.gone]
            settled = not _apply(verdict for verdict in verdicts if verdict.gone)
            if settled:
                return [_candidate(*one) for one in spared if _is_there(*one[:2])]
        return None
    finally:
        if not settled:
            for line in live:
                line.restore()


def judge(lines: Sequence[Line], rules: RuleSet, threshold: float, clock: Clock, url: str | None) -> list[Verdict]:
    """A verdict on every line and span that rules find, or that evidence removes, in the order of the text."""
    scene, cues, verdicts = _judged_by_rules(lines, rules, threshold, clock, url)
    if lines and "text" in rules.cards:
        verdicts = weighed(scene, verdicts, rules, cues, threshold)
        clock.check()
    return verdicts


def found_by_rules(lines: Sequence[Line], rules: RuleSet, clock: Clock, url: str | None) -> Finds:
    """What rules alone say of the lines of a text, and of their parts."""
    _, _, verdicts = _judged_by_rules(lines, rules, THRESHOLD, clock, url)
    return finds_of(lines, verdicts)


def _judged_by_rules(
    lines: Sequence[Line], rules: RuleSet, threshold: float, clock: Clock, url: str | None
) -> tuple[Scene, list[CueRule], list[Verdict]]:
    """The lines as rules see them, the cues that may speak of them, and the verdicts of rules."""
    clock.check()
    guess = languages("\n".join([line.folded for line in lines]))
    codes = None if guess is None else guess & rules.languages
    host = host_of(url or "")
    scene = Scene(lines, rules.lists, clock.check)
    findings = find(scene, rules, codes, host)
    cues = [cue for cue in rules.cues if cue.speaks(codes) and cue.is_on(host)]
    verdicts = resolve(scene, findings, cues, threshold)
    clock.check()
    return scene, cues, verdicts


def resolve(scene: Scene, findings: Sequence[Finding], cues: Sequence[CueRule], threshold: float) -> list[Verdict]:
    """A verdict on every line and span that has been found, in the order of the text."""
    units = _units(scene, findings)
    placed = [cue for cue in cues if not cue.near_removed]
    for unit in units:
        scene.check()
        for cue in placed:
            if cue.holds(scene, unit.number, unit.span):
                unit.points[cue.id] = cue.points
    _heed_headings(units, findings, threshold)
    gone = [unit for unit in units if unit.reaches(threshold)]
    gone += _neighbours(scene, units, gone, [cue for cue in cues if cue.near_removed], threshold)
    going = set(map(id, gone))
    return [
        Verdict(scene.lines[unit.number], unit.span, unit.reason(), id(unit) in going)
        for unit in sorted(units, key=_place)
    ]


def _units(scene: Scene, findings: Iterable[Finding]) -> list[_Unit]:
    """One unit for every line and span found, save what keep rules protect; a span that fills its line is the line."""
    units: dict[tuple[int, Span | None], _Unit] = {}
    spared_lines: set[int] = set()
    spared_spans: dict[int, list[Span]] = {}
    for finding in findings:
        span = None if finding.span == (0, len(scene.lines[finding.first].text)) else finding.span
        if finding.category != "keep":
            for number in range(finding.first, finding.last + 1):
                units.setdefault((number, span), _Unit(number, span)).add(finding)
        elif span is None:
            spared_lines.update(range(finding.first, finding.last + 1))
        else:
            insort(spared_spans.setdefault(finding.first, []), span)
    return [
        unit
        for unit in units.values()
        if unit.number not in spared_lines and not _is_spared(unit, spared_spans.get(unit.number))
    ]


def _is_spared(unit: _Unit, spans: list[Span] | None) -> bool:
    """Whether one of the spans, which are sentences and so in order, stands in the unit."""
    if not spans or unit.span is None:
        return bool(spans)
    place = bisect_right(spans, unit.span.start, key=lambda span: span.end)
    return place < len(spans) and spans[place].start < unit.span.end


def _heed_headings(units: list[_Unit], findings: Iterable[Finding], threshold: float) -> None:
    """Where a heading stays, what its rule says about the lines under it does not count."""
    lines = {unit.number: unit for unit in units if unit.span is None}
    for finding in findings:
        heading = lines.get(finding.first)
        if finding.headed and (heading is None or not heading.reaches(threshold)):
            for number in range(finding.first + 1, finding.last + 1):
                if number in lines:
                    lines[number].points.pop(finding.rule, None)
                    lines[number].certain.discard(finding.rule)


def _neighbours(
    scene: Scene, units: list[_Unit], gone: list[_Unit], near: list[CueRule], threshold: float
) -> list[_Unit]:
    """The units that reach the threshold because they stand next to something that goes; spreads on."""
    found: list[_Unit] = []
    waiting: dict[int, list[_Unit]] = {}
    for unit in units:
        if not unit.reaches(threshold):
            waiting.setdefault(unit.number, []).append(unit)
    queue, reached = list(gone), set(map(id, gone))
    gone_sentences: Counter[int] = Counter()
    seen: set[tuple[str, int]] = set()
    while queue:
        for kind, number in _beside(scene, queue.pop(), gone_sentences):
            if (kind, number) in seen:
                continue
            seen.add((kind, number))
            for unit in waiting.get(number, ()):
                if (kind == "block") != (unit.span is None) or id(unit) in reached:
                    continue
                held = [cue for cue in near if cue.near_removed == kind and cue.holds(scene, unit.number, unit.span)]
                unit.points.update((cue.id, cue.points) for cue in held)
                if unit.reaches(threshold):
                    reached.add(id(unit))
                    found.append(unit)
                    queue.append(unit)
    return found


def _beside(scene: Scene, unit: _Unit, gone_sentences: Counter[int]) -> list[tuple[str, int]]:
    """Where a unit has neighbours: for a sentence its line, for a line those around it, for a phrase nowhere.

    The last sentence of a line that goes makes a line of it. Ad labels stand anywhere, by anything, and say nothing.
    """
    around = [("block", unit.number - 1), ("block", unit.number + 1)]
    if unit.span is None:
        return [] if unit.only_ads else around
    line = scene.lines[unit.number]
    if not line.is_sentence(unit.span):
        return []
    gone_sentences[unit.number] += 1
    last = gone_sentences[unit.number] == len(line.sentences)
    return [("sentence", unit.number), *(around if last else [])]


def _place(unit: _Unit) -> tuple[int, int]:
    return unit.number, -1 if unit.span is None else unit.span.start


def _apply(verdicts: Iterator[Verdict]) -> bool:
    """Let go what goes; whether there was anything."""
    changed = False
    for _, group in groupby(verdicts, key=lambda verdict: id(verdict.line)):
        changed = True
        of_line = list(group)
        line = of_line[0].line
        cuts = [(verdict.span, verdict.reason) for verdict in of_line if verdict.span is not None]
        if len(cuts) < len(of_line) or not line.cut(cuts):
            before = [reason for cut in line.cuts for reason in cut.reasons]
            line.gone = joined([*(verdict.reason for verdict in of_line), *before])
    return changed


def _place_of(verdict: Verdict) -> Span:
    """Where it stands in its raw line."""
    return Span(0, len(verdict.line.source)) if verdict.span is None else verdict.line.in_source(verdict.span)


def _candidate(line: Line, span: Span, reason: Reason) -> Candidate:
    """What was found and stays, as a piece of the raw text."""
    return Candidate(line.start + span.start, line.start + span.end, line.source[span.start : span.end], *reason)


def _is_there(line: Line, span: Span) -> bool:
    """Whether what stayed in the first round has stayed in all."""
    return line.gone is None and not any(first <= span.start and span.end <= last for (first, last), _ in line.cuts)
