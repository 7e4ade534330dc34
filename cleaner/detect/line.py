"""Line rules: the whole core of a block matches."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.conditions import met
from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.model import Finding
from cleaner.ruleset.rule import LineRule


def find(context: Context, rule: LineRule, blocks: Hits) -> Iterator[Finding]:
    """The blocks that match whole."""
    wanted = rule.conditions.links
    for block in blocks:
        context.check()
        if wanted and not context.has_links(block, wanted):
            continue  # cheaper than the pattern
        if not rule.pattern.full(context.core(block)) or context.excepted(rule, block):
            continue
        if met(context, rule.conditions, block, None):
            yield Finding(rule.id, rule.category, rule.score, block, block)
