"""Span rules: a phrase inside a block, or every sentence that begins with a match."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from cleaner.detect.conditions import met
from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.document.shape import lead
from cleaner.model import Finding, Span
from cleaner.ruleset.rule import SpanRule


def find(context: Context, rule: SpanRule, blocks: Hits) -> Iterator[Finding]:
    """The phrases or sentences, as spans of the document."""
    for block, positions in blocks.items():
        context.check()
        spans = _sentences(context, rule, block, positions) if rule.sentence else _phrases(context, rule, block)
        for span in spans:
            if context.excepted(rule, block, span if rule.sentence else None):
                continue
            if met(context, rule.conditions, block, span):
                yield Finding(rule.id, rule.category, rule.score, block, block, span)


def _phrases(context: Context, rule: SpanRule, block: int) -> Iterator[Span]:
    offset = context.document.spans[block].start
    for start, end in rule.pattern.spans(context.text(block)):
        yield Span(offset + start, offset + end)


def _sentences(context: Context, rule: SpanRule, block: int, positions: list[int]) -> Iterator[Span]:
    for start, end in _with_keyword(context.sentences(block), positions):
        sentence = context.document.folded[start:end]
        if rule.pattern.starts(sentence[lead(sentence) :].lstrip("([ ")):
            yield Span(start, end)


def _with_keyword(sentences: tuple[Span, ...], positions: list[int]) -> Iterable[Span]:
    """The sentences in which one of the positions stands; all of them for no positions."""
    if not positions:
        return sentences
    numbers = {bisect_right(sentences, (position, sys.maxsize)) - 1 for position in positions}
    return [sentences[number] for number in sorted(numbers)]
