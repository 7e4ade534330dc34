"""Line rules: the whole core of a block matches."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.model import Finding
from cleaner.ruleset.rule import LineRule


def find(context: Context, rule: LineRule, blocks: Hits) -> Iterator[Finding]:
    """The blocks that match whole."""
    for block in blocks:
        if rule.pattern.full(context.core(block)) and not context.excepted(rule, block):
            yield Finding(rule.id, rule.category, rule.score, block, block)
