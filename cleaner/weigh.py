"""Weigh: what the evidence says of lines, and of sentences inside lines, that rules leave, beside the verdicts of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from cleaner.evidence.lines import PART, Found, category_of, measures, said_of
from cleaner.evidence.recurrence import Recurrence
from cleaner.evidence.scorecard import Scorecard
from cleaner.evidence.sentences import (
    Around,
    FoundPart,
    Place,
    columns_of,
    found_of_sentence,
    is_worth_judging,
    places,
    sentence_measures,
)
from cleaner.evidence.templates import TemplateBlock, blocks
from cleaner.model import Reason, RulePoints, Span
from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.ruleset import RuleSet
from cleaner.scale import ENOUGH, reaches
from cleaner.text.line import Line
from cleaner.text.scene import Scene
from cleaner.verdict import Verdict

# So many measures are named where evidence removes something: those that speak most for it, and most against it.
_SHOWN, _SHOWN_AGAINST = 6, 2
# What stands in a block with a disclosure is a product.
_BESIDE = {"disclosure": "product"}
_CUE = "cue."  # how the ids of cues begin


class Finds(NamedTuple):
    """What rules say, by number of the line: of lines, and of parts of lines."""

    lines: dict[int, Found]
    parts: dict[int, list[FoundPart]]


def finds_of(lines: Sequence[Line], verdicts: Iterable[Verdict]) -> Finds:
    """What the verdicts of rules say."""
    numbers = {id(line): number for number, line in enumerate(lines)}
    of_lines: dict[int, list[Verdict]] = {}
    for verdict in verdicts:
        of_lines.setdefault(numbers[id(verdict.line)], []).append(verdict)
    return Finds(
        {number: _found(of_line) for number, of_line in of_lines.items()},
        {number: list(_parts(of_line)) for number, of_line in of_lines.items()},
    )


def _parts(verdicts: Sequence[Verdict]) -> Iterator[FoundPart]:
    for _, span, reason, gone in verdicts:
        if span is not None:
            rules = frozenset([rule.rule for rule in reason.rules if not rule.is_hint])
            total = reason.base + sum(rule.points for rule in reason.rules)
            yield FoundPart(span, total, gone, reason.category, rules)


def _found(verdicts: Sequence[Verdict]) -> Found:
    """What the verdicts of rules on a line and its parts say together."""
    rules = frozenset(
        f"{rule.rule}{PART if one.span else ''}"
        for one in verdicts
        for rule in one.reason.rules
        if not rule.rule.startswith(_CUE)
    )
    for one in verdicts:
        if one.span is None:
            total = one.reason.base + sum(rule.points for rule in one.reason.rules)
            return Found(rules, total, one.gone, one.reason.category)
    return Found(rules)


def weighed(
    scene: Scene, verdicts: list[Verdict], rules: RuleSet, cues: Sequence[CueRule], threshold: float
) -> list[Verdict]:
    """The verdicts of rules, and beside them what the evidence says of lines and sentences that rules leave.

    Keep rules protect these too, and so do cues that speak against a removal: each adds its points.
    """
    wording, card = rules.wording, rules.cards["text"]
    if wording is None:
        return verdicts
    found, parts = finds_of(scene.lines, verdicts)
    known = said_of(scene.lines, wording, rules.lexicon)
    levels = measures(known, found, wording.names)
    totals = card.sums_of(levels)
    around = Around(scene.lines, known, columns_of(levels), totals, found, parts, wording.names)
    against = [cue for cue in cues if cue.points < 0]
    goes = [number for number, one in found.items() if one.goes]
    sure = dict.fromkeys(goes, ENOUGH) | dict.fromkeys(scene.kept, -ENOUGH)

    def points_at(number: int) -> dict[str, float]:
        measured = {name: value for level in levels for name, value in level.at(number).items()}
        return card.explain_row(measured, {})

    gone = dict(_lines(scene, sure, around, points_at, against, threshold))
    sentences: list[Verdict] = []
    if "sentence" in rules.cards:
        decided = sure.keys() | gone.keys()
        sentences = list(_sentences(scene, decided, around, rules.cards["sentence"], against, threshold))
    return _together(scene.lines, verdicts, gone, sentences)


def _lines(
    scene: Scene,
    sure: Mapping[int, float],
    around: Around,
    points_at: Callable[[int], dict[str, float]],
    against: Sequence[CueRule],
    threshold: float,
) -> Iterator[tuple[int, Verdict]]:
    """The lines that go, by number: for themselves, or with the block that they recur in.

    Args:
        scene: the live lines.
        sure: what rules decide, as a sum by number of the line.
        around: what is known of the lines.
        points_at: tells of a line what each measure says.
        against: the cues that speak against a removal.
        threshold: the sum from which a line goes.
    """
    inside = [cue for cue in against if cue.inside]  # of a block it says nothing how one of its lines looks
    recurring = blocks(Recurrence(around.known, [sure.get(number, total) for number, total in enumerate(around.sums)]))
    for number, total in enumerate(around.sums):
        # Neither what rules decide, nor a rule between paragraphs or a lone mark.
        if number in sure or not any(map(str.isalnum, scene.lines[number].text)):
            continue
        block = recurring.get(number)
        if (held := _held(scene, number, None, against, total, threshold)) is not None:
            reason = _reason(_category_at(number, around), points_at(number), held)
        elif block and (held := _held(scene, number, None, inside, block.total, threshold)) is not None:
            told = next(
                (at for at in (number, block.anchor) if at in around.found or around.sums[at] >= threshold), None
            )
            category = "product" if told is None else _category_at(told, around)
            if told != number and category == "ad":
                continue  # what stands by the label of an advertisement is no part of it
            reason = _reason_of_block(block, category if told == number else _BESIDE.get(category, category), held)
        else:
            continue
        yield number, Verdict(scene.lines[number], None, reason, True)


def _category_at(number: int, around: Around) -> str:
    """What a line that goes is counted as."""
    ruled = around.found[number].category if number in around.found else ""
    said = around.known[number]
    return category_of(said.whole.split(), said.first, ruled, around.tables)


def _together(
    lines: Sequence[Line], verdicts: Sequence[Verdict], gone: Mapping[int, Verdict], sentences: Sequence[Verdict]
) -> list[Verdict]:
    """The verdicts of rules and of evidence in the order of lines; one verdict on a line or sentence."""
    whole = {id(lines[number]) for number in gone}
    instead = {(id(verdict.line), verdict.span) for verdict in sentences}
    order = {id(line): number for number, line in enumerate(lines)}
    # What rules have found of its sentences says better what such a line is.
    left = [
        one
        for one in verdicts
        if (id(one.line), one.span) not in instead
        and (id(one.line) not in whole or (one.span is not None and one.gone))
    ]
    return sorted([*left, *gone.values(), *sentences], key=lambda verdict: order[id(verdict.line)])


def _sentences(
    scene: Scene, decided: Set[int], around: Around, card: Scorecard, against: Sequence[CueRule], threshold: float
) -> Iterator[Verdict]:
    """What goes of sentences of lines that stay, and of which nothing is decided yet."""
    wanted = [place for place in places(scene.lines) if place.number not in decided and _is_open(scene, place, around)]
    if not wanted:
        return
    columns, found = sentence_measures(wanted, around)
    for row, (place, total) in enumerate(zip(wanted, card.sums(columns, found), strict=True)):
        held = _held(scene, place.number, place.span, against, total, threshold)
        if held is not None:
            (words, _), sums = around.known[place.number].parts[place.part]
            ruled = next((part.category for part in found_of_sentence(place, around)), "")
            terms = card.explain_row(
                {name: column[row] for name, column in columns.items()}, {name: bag[row] for name, bag in found.items()}
            )
            reason = _reason(category_of(words, sums, ruled, around.tables), terms, held)
            yield Verdict(scene.lines[place.number], place.span, reason, True)


def _is_open(scene: Scene, place: Place, around: Around) -> bool:
    """Whether something speaks against a sentence that rules neither remove nor protect, and that quotes nobody."""
    span, spared = place.span, scene.spared.get(place.number, ())
    return (
        is_worth_judging(place, around)
        and not any(part.goes for part in found_of_sentence(place, around))
        and not any(keep.start < span.end and span.start < keep.end for keep in spared)
        and not scene.lines[place.number].part(span).is_quoted
    )


def _held(
    scene: Scene, number: int, span: Span | None, cues: Iterable[CueRule], total: float, threshold: float
) -> dict[str, float] | None:
    """The cues that hold for a line or sentence whose sum reaches the threshold with them; None if it does not."""
    if not reaches(total, threshold):
        return None
    held = {cue.id: cue.points for cue in cues if cue.holds(scene, number, span)}
    return held if reaches(total + sum(held.values()), threshold) else None


def _reason(category: str, row: dict[str, float], cues: dict[str, float]) -> Reason:
    """Why something goes by evidence: its strongest measures, the others together, and cues against it."""
    terms = sorted(((name, value) for name, value in row.items() if name != "base"), key=lambda term: -term[1])
    shown = [term for term in (*terms[:_SHOWN], *terms[_SHOWN:][-_SHOWN_AGAINST:]) if term[1]]
    others = sum(value for _, value in terms) - sum(value for _, value in shown)
    rules = [RulePoints(f"evidence.{name}", value) for name, value in (*shown, ("others", others))]
    rules += [RulePoints(*held) for held in cues.items()]
    return Reason(category, (RulePoints(f"{category}.evidence", row["base"]), *rules), 0.0)


def _reason_of_block(block: TemplateBlock, category: str, cues: dict[str, float]) -> Reason:
    """Why a line goes with its block: what the block's lines say, how often it recurs, and cues against it."""
    times = (
        f"evidence.block stands in the text {block.times} times" if block.times > 1 else "evidence.under a shop's name"
    )
    rules = [RulePoints(f"{category}.template", block.says), RulePoints(times, block.total - block.says)]
    return Reason(category, (*rules, *(RulePoints(*held) for held in cues.items())), 0.0)
