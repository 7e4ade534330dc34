"""Repeat rules: a block with a telling shape that stands in one document several times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.model import Finding
from cleaner.ruleset.rule import RepeatRule


def find(context: Context, rule: RepeatRule, blocks: Hits) -> Iterator[Finding]:
    """All occurrences of the blocks that match and recur often enough."""
    matching = list(_matching(context, rule, blocks))
    counts = Counter(context.core(block) for block in matching)
    for block in matching:
        if counts[context.core(block)] >= rule.count:
            yield Finding(rule.id, rule.category, rule.score, block, block)


def _matching(context: Context, rule: RepeatRule, blocks: Hits) -> Iterator[int]:
    for block in blocks:
        context.check()
        if rule.pattern.full(context.core(block)) and not context.excepted(rule, block):
            yield block
