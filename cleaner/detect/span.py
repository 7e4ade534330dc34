"""Span rules: a phrase inside a block, or every sentence that begins with a match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.detect.context import Context
from cleaner.document.shape import lead
from cleaner.model import Finding, Span
from cleaner.ruleset.rule import SpanRule


def find(context: Context, rule: SpanRule, blocks: Sequence[int]) -> Iterator[Finding]:
    """The phrases or sentences, as spans of the document."""
    for block in blocks:
        if context.excepted(rule, block):
            continue
        spans = _sentences(context, rule, block) if rule.sentence else _phrases(context, rule, block)
        for span in spans:
            yield Finding(rule.id, rule.category, rule.score, block, block, span)


def _phrases(context: Context, rule: SpanRule, block: int) -> Iterator[Span]:
    offset = context.document.spans[block].start
    for start, end in rule.pattern.spans(context.text(block)):
        yield Span(offset + start, offset + end)


def _sentences(context: Context, rule: SpanRule, block: int) -> Iterator[Span]:
    for start, end in context.sentences(block):
        sentence = context.document.folded[start:end]
        if rule.pattern.starts(sentence[lead(sentence) :].lstrip("([ ")):
            yield Span(start, end)
