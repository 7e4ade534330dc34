"""Cue rules: weak evidence about a block or sentence that another rule has found."""

from __future__ import annotations

from cleaner.detect.context import Context
from cleaner.document.shape import word_count
from cleaner.model import Span
from cleaner.ruleset.rule import CueRule


def holds(context: Context, cue: CueRule, block: int, span: Span | None) -> bool:
    """Whether all conditions of the cue hold for a block, or for a span inside it, save `near_removed`."""
    text = context.text(block) if span is None else context.document.folded[span.start : span.end]
    if cue.words is not None and not cue.words[0] <= word_count(text) <= cue.words[1]:
        return False
    if cue.place and not any(_stands(context, block, place) for place in cue.place):
        return False
    if cue.count > 1 and context.counts[context.core(block)] < cue.count:
        return False
    if cue.pattern is not None and not cue.pattern.occurs(text):
        return False
    return not context.excepted(cue, block)


def _stands(context: Context, block: int, place: str) -> bool:
    return block >= context.tail if place == "tail" else block < context.head
