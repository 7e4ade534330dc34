"""The lines of an article as a page marks them: what of each went and in which colour, and what it went for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from cleaner.model import Block, Candidate, CleanResult, Removal, RulePoints
from cleaner.report.lines import DiffLine, Fate, diff_lines

_FORMS = {
    "code": "code",
    "quote": "quote",
    "caption": "caption",
    **{f"h{n}": "heading" for n in range(1, 7)},
}
_MARKS = {"-": "gone", ">": "moved", "~": "cut", "+": "added", "?": "close", " ": "kept"}


class MarkedPiece(NamedTuple):
    """A part of a line; the category that it went for, if it did."""

    text: str
    category: str


class MarkedReason(NamedTuple):
    """Why something goes, or stays although it came close.

    Attributes:
        category: its category.
        goes: whether it goes.
        score: the sum.
        base: where the sum starts.
        names: the rules that speak for it, the strongest first, cues left out.
        rules: what every rule and cue adds.
    """

    category: str
    goes: bool
    score: float
    base: float
    names: tuple[str, ...]
    rules: tuple[RulePoints, ...]


class MarkedLine(NamedTuple):
    """A line.

    Attributes:
        number: of the block of the raw text; 0 for a line that only the cleaned text has.
        state: what became of it: gone, moved to the title, cut, added, close, kept.
        form: what it is in its page, if that shows.
        pieces: its text.
        reasons: for what goes and for what came close; none where they are those of the line before.
    """

    number: int
    state: str
    form: str
    pieces: list[MarkedPiece]
    reasons: list[MarkedReason]

    @property
    def category(self) -> str:
        """What its edge is coloured for."""
        return next((piece.category for piece in self.pieces if piece.category), "")


def marked(result: CleanResult, explain: bool, only: Collection[str]) -> Iterator[MarkedLine]:
    """All lines of an article, in order; see `cleaner.report.lines.lines`."""
    blocks = iter(result.blocks)
    before: list[MarkedReason] = []
    for line in diff_lines(result, explain, only):
        state = _MARKS[line.mark]
        if state == "added":
            yield MarkedLine(0, state, "", [MarkedPiece(piece.text, "") for piece in line.pieces], [])
            continue
        block = next(blocks)
        reasons = [_reason(candidate) for candidate in line.reasons]
        said = reasons if reasons != before else []
        yield MarkedLine(block.index + 1, state, _form(block), list(_pieces(line)), said)
        before = reasons


def _pieces(line: DiffLine) -> Iterator[MarkedPiece]:
    removals = (reason for reason in line.reasons if isinstance(reason, Removal))
    for text, fate in line.pieces:
        yield MarkedPiece(text, next(removals).category if fate is Fate.GONE else "")


def _form(block: Block) -> str:
    return _FORMS.get(block.form.kind, "") if block.form else ""


def _reason(candidate: Candidate) -> MarkedReason:
    rules = sorted(candidate.rules, key=lambda rule: -rule.points)
    names = tuple(rule.rule for rule in rules if not rule.is_hint)
    return MarkedReason(
        candidate.category, isinstance(candidate, Removal), candidate.score, candidate.base, names, tuple(rules)
    )
