"""Labelled articles as tests: their spam must go, their editorial text must stay."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.fit.cases import KEEP, SCORED, Case
from cleaner.model import CleanResult, Span
from cleaner.pipeline import clean_text
from cleaner.ruleset.ruleset import RuleSet
from cleaner.spans import common, overlapping, shared


def case_failures(case: Case, rules: RuleSet) -> Iterator[str]:
    """What a labelled article says that the rules do not do, a line each."""
    result = clean_text(case.text, url=case.url, rules=rules)
    for piece in case.pieces:
        text = case.text[piece.span.start : piece.span.end]
        if piece.label in SCORED and stays(result, piece.span):
            yield f"{piece.label}: stays: {text!r}"
        elif piece.label == KEEP and (rule := _taker(result, piece.span)):
            yield f"{piece.label}: goes, by {rule}: {text!r}"


def stays(result: CleanResult, span: Span) -> bool:
    """Whether anything visible of a span of the raw text is left."""
    return any(result.raw[start:end].strip() for start, end in shared(result.kept, span))


def _taker(result: CleanResult, span: Span) -> str:
    """The strongest rule that removes anything visible of a span; empty if none does."""
    for removal in overlapping(result.removals, span):
        start, end = common(removal, span)
        if result.raw[start:end].strip():
            return removal.rules[0].rule
    return ""
