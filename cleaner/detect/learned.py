"""Learned rules: lines that recur across the pages of the site that the text comes from."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.context import Context
from cleaner.document.fingerprint import fingerprint, normal
from cleaner.model import Finding
from cleaner.ruleset.calendar import calendar


def find(context: Context) -> Iterator[Finding]:
    """The blocks that are such lines."""
    rules = context.learned
    for block in range(context.size) if rules else ():
        context.check()
        start, end = context.document.spans[block]
        key = fingerprint(normal(context.document.folded[start:end], calendar()))
        for rule in rules:
            if key in rule.lines:
                yield Finding(rule.id, rule.category, rule.score, block, block)
