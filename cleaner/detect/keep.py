"""Keep rules: what no other rule may remove."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.model import Finding
from cleaner.ruleset.rule import KeepRule


def find(context: Context, rule: KeepRule, blocks: Hits) -> Iterator[Finding]:
    """The protected blocks, or the protected sentences as spans."""
    for block in blocks:
        context.check()
        if context.excepted(rule, block):
            continue
        if not rule.sentence:
            if rule.pattern.occurs(context.core(block)):
                yield Finding(rule.id, rule.category, rule.score, block, block)
            continue
        for span in context.sentences(block):
            if rule.pattern.occurs(context.document.folded[span.start : span.end]):
                yield Finding(rule.id, rule.category, rule.score, block, block, span)
