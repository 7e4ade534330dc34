"""Cue rules: weak evidence about a block or sentence that another rule has found."""

from __future__ import annotations

import re

from cleaner.detect.context import Context
from cleaner.document.shape import word_count
from cleaner.model import Span
from cleaner.ruleset.rule import CueRule

# A quotation mark, but no inch mark.
_QUOTE = re.compile(r'(?<![0-9])"')


def holds(context: Context, cue: CueRule, block: int, span: Span | None) -> bool:
    """Whether all conditions of the cue hold for a block, or for a span inside it, save `near_removed`."""
    text = context.text(block) if span is None else context.document.folded[span.start : span.end]
    if cue.words is not None and not cue.words[0] <= word_count(text) <= cue.words[1]:
        return False
    if cue.place and not any(_stands(context, block, place) for place in cue.place):
        return False
    if cue.inside and not any(_inside(context, block, span, what) for what in cue.inside):
        return False
    if cue.count > 1 and context.counts[context.core(block)] < cue.count:
        return False
    if cue.pattern is not None and not cue.pattern.occurs(text):
        return False
    return not context.excepted(cue, block)


def _stands(context: Context, block: int, place: str) -> bool:
    return block >= context.tail if place == "tail" else block < context.head


def _inside(context: Context, block: int, span: Span | None, what: str) -> bool:
    if what == "code":
        return block in context.code
    core = context.core(block)
    if len(core) > 1 and core[0] == core[-1] == '"':
        return True
    if span is None:
        return False
    before = context.document.folded[context.document.spans[block].start : span.start]
    return len(_QUOTE.findall(before)) % 2 == 1
