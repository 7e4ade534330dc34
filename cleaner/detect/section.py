"""Section rules: a heading such as "You May Also Like" and the titles and teasers under it.

A section is its heading and a list, or groups of a title with, perhaps, a teaser under it. It ends before what no longer reads
like that: an editorial heading (a keep rule, a short heading over text, a title over running prose) or text that has no title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.detect.context import Context
from cleaner.detect.gate import Hits
from cleaner.document.shape import word_count
from cleaner.model import Finding
from cleaner.ruleset.rule import SectionRule

# "Background", "How we tested": a heading this short over a sentence is the author's, teasers have longer titles.
_HEADING_WORDS = 3
# Dates, reading times, bylines, prices between the titles.
_LABEL_WORDS = 6


class _Group(NamedTuple):
    """A title at `first`, its teaser (if any) up to `last`."""

    first: int
    last: int


def find(context: Context, rule: SectionRule, blocks: Hits) -> Iterator[Finding]:
    """Each section, heading included. A heading that ends the document is a section without titles."""
    done = -1
    for block in blocks:
        context.check()
        if block <= done or block in context.kept or _inside_list(context, block):
            continue
        if not rule.pattern.full(context.core(block)) or context.excepted(rule, block):
            continue
        groups = (_paragraphs if rule.paragraphs else _groups)(context, rule, block + 1)
        if len(groups) < rule.least and block + 1 < context.size:
            continue
        done = groups[-1].last if groups else block
        yield Finding(rule.id, rule.category, rule.score, block, done, headed=True)


def _inside_list(context: Context, block: int) -> bool:
    """An item among items is no heading."""
    return context.is_item(block) and block + 1 < context.size and context.is_item(block + 1)


def _groups(context: Context, rule: SectionRule, start: int) -> list[_Group]:
    """The groups of title and teaser from `start` on."""
    groups: list[_Group] = []
    block = start
    listed = start < context.size and context.is_item(start)
    while block < context.size and len(groups) < rule.most and not _editorial(context, rule, block):
        if context.is_item(block) != listed:
            break  # a list ends where its bullets do
        if listed:
            groups.append(_Group(block, block))
            block += 1
            continue
        if not context.is_title(block):
            return _without_doubtful(groups) if groups else []
        last = block
        if block + 1 < context.size and not context.is_title(block + 1):
            last = block + 1
        groups.append(_Group(block, last))
        block = last + 1
    return groups


def _paragraphs(context: Context, rule: SectionRule, start: int) -> list[_Group]:
    """The text up to the next title, a paragraph a group; nothing if no title comes within reach."""
    block = start
    while block < context.size and not context.is_title(block) and block not in context.kept:
        if block - start == rule.most or context.words(block, None) > rule.teaser_words:
            return []
        block += 1
    return [_Group(number, number) for number in range(start, block)] if block < context.size else []


def _editorial(context: Context, rule: SectionRule, block: int) -> bool:
    """Whether the author's text goes on here."""
    if block in context.kept or block in context.code or word_count(context.core(block)) > rule.teaser_words:
        return True
    if (
        context.is_item(block)
        or not context.is_title(block)
        or block + 1 >= context.size
        or context.is_title(block + 1)
    ):
        return False
    words = word_count(context.core(block + 1))
    if words > rule.teaser_words or block + 1 in context.kept:
        return True
    return word_count(context.core(block)) <= _HEADING_WORDS and words > _LABEL_WORDS


def _without_doubtful(groups: list[_Group]) -> list[_Group]:
    """Text without a title follows: the last title and the sentence under it may be the author's already."""
    last = groups[-1]
    if last.first == last.last:
        return groups
    return groups[:-1] if len(groups) > 1 else [_Group(last.first, last.first)]
