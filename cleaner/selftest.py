"""A rule's own examples, run through the real engine with only that rule loaded (a cue: among all rules).

Examples are texts; those of rules that can only speak where there is markup are markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect import detect
from cleaner.detect.conditions import cue_checks
from cleaner.detect.context import Context
from cleaner.detect.element import element_index
from cleaner.document.fold import fold
from cleaner.document.html import Marker, read, unmarked
from cleaner.document.markup import parse
from cleaner.document.page import PageBlock
from cleaner.document.text import from_blocks, from_text
from cleaner.model import CleanResult, Document
from cleaner.pipeline import THRESHOLD, clean_html, clean_text
from cleaner.ruleset.links import host_of
from cleaner.ruleset.rule import CueRule, ElementRule, Rule, needs_markup
from cleaner.ruleset.ruleset import RuleSet


def failures(rule: Rule, rules: RuleSet) -> Iterator[str]:
    """What the rule's examples say that the rule does not do, a line each.

    A rule that is enough alone must remove its `removes` whole and leave its `keeps` as they are; a weaker one must
    find something in the former and nothing in the latter. What protects must find something in its `keeps` and nothing in
    its `removes`.
    """
    if isinstance(rule, ElementRule):
        yield from _element_failures(rule, rules)
        return
    # A cue says nothing alone, and where it holds may depend on what else is found: it is tried among all rules.
    alone = rules if isinstance(rule, CueRule) else rules.only(rule)
    decides = rule.score >= THRESHOLD
    protects = rule.kind == "keep" or (rule.kind == "cue" and rule.score < 0)
    for number, text in enumerate(rule.examples.removes):
        acts = not _clean(text, rule, alone).text.strip() if decides else _speaks(text, rule, alone)
        if acts == protects:
            yield f"removes[{number}]: {'is protected' if protects else 'stays' + _gate(rule, text)}: {text!r}"
    for number, text in enumerate(rule.examples.keeps):
        acts = bool(_clean(text, rule, alone).removals) if decides else _speaks(text, rule, alone)
        if acts != protects:
            yield f"keeps[{number}]: {'is not protected' if protects else 'goes'}: {text!r}"
    for number, example in enumerate(rule.examples.cuts):
        left = _clean(example.text, rule, alone, min(THRESHOLD, max(rule.score, 0.01))).text
        if left != example.leaves:
            yield f"cuts[{number}]: leaves {left!r} of {example.text!r}"


def _gate(rule: Rule, text: str) -> str:
    """What to say of a text that the rule never looks at."""
    folded = fold(text)
    asked = not rule.keywords or any(word in folded for word in rule.keywords)
    return "" if asked else " (none of the rule's keywords stands in it)"


def _element_failures(rule: ElementRule, rules: RuleSet) -> Iterator[str]:
    """All text of the first examples must stand in elements that the rule finds, and none of the second."""
    marker = element_index(rules.only(rule)).marker(host_of(_address(rule) or ""), rule.score)
    for expected, name, examples in (
        (True, "removes", rule.examples.removes),
        (False, "keeps", rule.examples.keeps),
    ):
        for number, source in enumerate(examples):
            blocks = _blocks(source, marker)
            if not blocks or any((block.mark is not None) != expected for block in blocks):
                yield f"{name}[{number}]: {'stays' if expected else 'goes'}, or has no text: {source!r}"


def _clean(example: str, rule: Rule, rules: RuleSet, threshold: float = THRESHOLD) -> CleanResult:
    if needs_markup(rule):
        return clean_html(example, url=_address(rule), rules=rules, threshold=threshold, extractor="none")
    return clean_text(example, url=_address(rule), rules=rules, threshold=threshold)


def _document(example: str, rule: Rule) -> Document:
    if not needs_markup(rule):
        return from_text(example, _address(rule))
    return from_blocks(_blocks(example, unmarked), gone=(), url=_address(rule))


def _address(rule: Rule) -> str | None:
    """Where the rule's examples come from, if it is for one site."""
    return f"https://{rule.sites[0]}/" if rule.sites else None


def _blocks(source: str, marker: Marker) -> tuple[PageBlock, ...]:
    root = parse(source).root
    return () if root is None else read(root, marker).blocks


def _speaks(text: str, rule: Rule, rules: RuleSet) -> bool:
    context = Context(_document(text, rule), rules)
    findings = detect(context)
    if isinstance(rule, CueRule):
        return _cue_speaks(context, rule)
    return any(finding.rule == rule.id for finding in findings)


def _cue_speaks(context: Context, rule: CueRule) -> bool:
    """Whether the cue holds for a line, or for a sentence of a line that has several."""
    if rule.near_removed == "block":
        return context.size > 1  # a lone block has no neighbour that could go
    if rule.near_removed == "sentence":
        return any(len(context.sentences(block)) > 1 for block in range(context.size))
    check = cue_checks(context.rules)[rule.id]
    for block in range(context.size):
        sentences = context.sentences(block)
        units = sentences if len(sentences) > 1 else [None]
        if any(check(context, block, unit) for unit in units):
            return True
    return False
