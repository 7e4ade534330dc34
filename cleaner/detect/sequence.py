"""Sequence rules: consecutive blocks, step by step, such as merchant, product phrase, disclosures."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.document.shape import word_count
from cleaner.model import Finding
from cleaner.ruleset.rule import SequenceRule, Step
from cleaner.ruleset.ruleset import in_group


def find(context: Context, rule: SequenceRule, blocks: Hits) -> Iterator[Finding]:
    """The runs of blocks that match; blocks of steps marked `keep` are evidence and stay."""
    anchor = rule.anchor
    starts = blocks if rule.keywords else sorted(context.matched)
    done = -1
    for start in starts:
        context.check()
        if start <= done or not _fits(context, rule.steps[anchor], start):
            continue
        runs = _match(context, rule.steps, anchor, start)
        if runs is None or any(context.excepted(rule, block) for run in runs for block in run):
            continue
        done = max(run.stop for run in runs) - 1
        for step, run in zip(rule.steps, runs, strict=True):
            if run and not step.keep:
                yield Finding(rule.id, rule.category, rule.score, run.start, run.stop - 1)


def _match(context: Context, steps: tuple[Step, ...], anchor: int, start: int) -> list[range] | None:
    """The blocks of every step, when the anchor's first block is `start`; None if a step finds too few."""
    before: list[range] = []
    first = start
    for step in reversed(steps[:anchor]):
        count = _count(context, step, first - 1, -1)
        if count < step.least:
            return None
        before.append(range(first - count, first))
        first -= count
    after: list[range] = []
    last = start
    for step in steps[anchor:]:
        count = _count(context, step, last, 1)
        if count < step.least:
            return None
        after.append(range(last, last + count))
        last += count
    return [*reversed(before), *after]


def _count(context: Context, step: Step, block: int, direction: int) -> int:
    """How many blocks in a row fit the step, at most as many as it takes."""
    count = 0
    while count < step.most and _fits(context, step, block + direction * count):
        count += 1
    return count


def _fits(context: Context, step: Step, block: int) -> bool:
    if not 0 <= block < context.size:
        return False
    if step.rules:
        matched = context.matched.get(block, ())
        if not any(in_group(rule, name) for rule in matched for name in step.rules):
            return False
    core = context.core(block)
    if step.words is not None and not step.words[0] <= word_count(core) <= step.words[1]:
        return False
    return step.pattern is None or step.pattern.full(core)
