"""Verdict: whether a line, or a part of it, goes, and why; and several reasons as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleaner.model import Reason, Span
from cleaner.text.line import Line


class Verdict(NamedTuple):
    """Whether a line, or `span` of it, goes, and why."""

    line: Line
    span: Span | None
    reason: Reason
    gone: bool


def joined(reasons: Sequence[Reason]) -> Reason:
    """Several reasons as one: the category of the strongest, the rules of all."""
    if len(reasons) == 1:
        return reasons[0]
    strongest = max(reasons, key=lambda reason: max(rule.points for rule in reason.rules if not rule.is_hint))
    rules = {rule.rule: rule for reason in reversed(reasons) for rule in reason.rules}
    ordered = sorted(rules.values(), key=lambda rule: (-rule.points, rule.rule))
    return strongest._replace(rules=tuple(ordered))
