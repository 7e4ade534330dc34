"""Conditions on what a block or sentence looks like and where it stands, for cues and for rules that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from cleaner.detect.context import Context
from cleaner.document.fold import well_formed
from cleaner.document.html import HEADINGS
from cleaner.model import Span
from cleaner.ruleset.rule import Conditions, CueRule
from cleaner.ruleset.ruleset import RuleSet

# Pages set credits and notices as headings too; a longer one is none.
_HEADING_WORDS = 14

Check = Callable[[Context, int, Span | None], bool]


@lru_cache(maxsize=64)
def cue_checks(rules: RuleSet) -> dict[str, Check]:
    """For every cue of a rule set, by id, whether all its conditions hold for a block or a span in it, save `near_removed`."""
    return {cue.id: _all(_checks(cue)) for cue in rules.cues}


def _all(checks: Sequence[Check]) -> Check:
    if len(checks) == 1:
        return checks[0]

    def check(context: Context, block: int, span: Span | None) -> bool:
        for one in checks:  # noqa: SIM110  # a generator costs more than the checks
            if not one(context, block, span):
                return False
        return True

    return check


def _checks(cue: CueRule) -> list[Check]:
    """The conditions that a cue has, the cheap ones first."""
    checks: list[Check] = [_PLACES[place] for place in cue.conditions.place]
    conditions = replace(cue.conditions, place=())
    if cue.keywords or cue.pattern is not None:
        checks.append(lambda context, block, span: _says(context, cue, block, span))
    if conditions.words or conditions.raw or conditions.links:
        checks.append(lambda context, block, span: met(context, conditions, block, span))
    if cue.inside:
        checks.append(lambda context, block, span: any(_inside(context, block, span, what) for what in cue.inside))
    if cue.count > 1:
        checks.append(lambda context, block, _: context.counts[block] >= cue.count)
    if cue.exceptions is not None:
        checks.append(lambda context, block, _: not context.excepted(cue, block))
    return checks


def _says(context: Context, cue: CueRule, block: int, span: Span | None) -> bool:
    """Whether the cue's pattern, if it has one, occurs; tried only where one of its keywords does."""
    text = context.folded(block, span)
    if cue.keywords and not any(word in text for word in cue.keywords):
        return False
    return cue.pattern is None or cue.pattern.occurs(text)


def met(context: Context, conditions: Conditions, block: int, span: Span | None) -> bool:
    """Whether a block, or a span inside it, has the length, the place and the raw form that a rule asks for."""
    words = conditions.words
    if words is not None and not words[0] <= context.words(block, span) <= words[1]:
        return False
    for place in conditions.place:
        if not _PLACES[place](context, block, span):
            return False
    if conditions.links and not context.has_links(block, conditions.links):
        return False
    if conditions.raw is None:
        return True
    start, end = span or context.document.spans[block]
    return conditions.raw.occurs(well_formed(context.document.text[start:end]))


def _over_text(context: Context, block: int, _: Span | None) -> bool:
    """A label or heading, no sentence itself, with a sentence under it that is no list item."""
    if block + 1 >= context.size or context.is_item(block + 1):
        return False
    return context.is_title(block) and not context.is_title(block + 1)


def _introduced(context: Context, block: int, _: Span | None) -> bool:
    return block > 0 and not context.is_suspect(block - 1) and context.core(block - 1).endswith(":")


def _among_finds(context: Context, block: int, span: Span | None) -> bool:
    """A sentence of a line in which rules have found every other sentence too."""
    return _shared(context, block, span) and context.all_found(block)


def _shared(context: Context, block: int, span: Span | None) -> bool:
    """A part of its line; the rest says something else."""
    return span is not None and span != context.document.spans[block]


_PLACES: dict[str, Check] = {
    "head": lambda context, block, _: block < context.head,
    "tail": lambda context, block, _: block >= context.tail,
    "heading": lambda context, block, _: _is_heading(context, block),
    "over-text": _over_text,
    "introduced": _introduced,
    "alone": lambda context, block, span: not _shared(context, block, span),
    "among-finds": _among_finds,
    "shared": _shared,
}


def _is_heading(context: Context, block: int) -> bool:
    if context.kind(block) in HEADINGS:
        return context.words(block, None) <= _HEADING_WORDS
    return context.text(block).startswith(("# ", "## ", "### ", "####"))


def _in_block_quote(context: Context, block: int) -> bool:
    """Whether the block is a Markdown quotation: several lines of it, a sentence, or announced. A lone `>` is an arrow."""
    if context.kind(block) == "quote":
        return True
    if not context.text(block).startswith("> "):
        return False
    around = [b for b in (block - 1, block + 1) if 0 <= b < context.size]
    if any(context.text(b).startswith(">") for b in around) or _introduced(context, block, None):
        return True
    return not context.is_title(block)


def _inside(context: Context, block: int, span: Span | None, what: str) -> bool:
    if what == "code":
        return block in context.code
    core = context.core(block)
    if (len(core) > 1 and core[0] == core[-1] == '"') or _in_block_quote(context, block):
        return True
    return span is not None and context.is_quoted(block, span)
