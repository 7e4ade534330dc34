"""A rule's own examples, run through the real engine with only that rule loaded (a cue: among all rules).

Examples are texts; those of rules that can only speak where there is markup are markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.find import find
from cleaner.hosts import host_of
from cleaner.model import CleanResult
from cleaner.page.content import read_page
from cleaner.page.elements import element_index
from cleaner.page.lines import from_page
from cleaner.page.markup import parse
from cleaner.page.page import PageBlock
from cleaner.page.roles import claimed
from cleaner.page.walk import read, unmarked
from cleaner.pipeline import clean_html, clean_text
from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.kinds.element import ElementRule
from cleaner.ruleset.rule import Rule
from cleaner.ruleset.ruleset import RuleSet
from cleaner.scale import PRIOR, THRESHOLD
from cleaner.text.line import Line
from cleaner.text.lines import from_text
from cleaner.text.scene import Scene


def rule_failures(rule: Rule, rules: RuleSet) -> Iterator[str]:
    """What the rule's examples say that the rule does not do, a line each.

    A rule that is certain must remove its `removes` whole and leave its `keeps` as they are; a weaker one must
    find something in the former and nothing in the latter. What protects must find something in its `keeps` and nothing in
    its `removes`.
    """
    if isinstance(rule, ElementRule):
        yield from _element_failures(rule, rules)
        return
    # A cue says nothing alone, and where it holds may depend on what else is found: it is tried among all rules.
    alone = rules if isinstance(rule, CueRule) else rules.only(rule)
    decides = rule.certain
    protects = rule.kind == "keep" or (rule.kind == "cue" and rule.points < 0)
    for number, text in enumerate(rule.examples.removes):
        acts = not _clean(text, rule, alone).text.strip() if decides else _speaks(text, rule, alone)
        if acts == protects:
            yield f"removes[{number}]: {'is protected' if protects else 'stays' + _gate(rule, text)}: {text!r}"
    for number, text in enumerate(rule.examples.keeps):
        acts = bool(_clean(text, rule, alone).removals) if decides else _speaks(text, rule, alone)
        if acts != protects:
            yield f"keeps[{number}]: {'is not protected' if protects else 'goes'}: {text!r}"
    for number, example in enumerate(rule.examples.cuts):
        left = _clean(example.text, rule, alone, min(THRESHOLD, PRIOR + rule.points)).text
        if left != example.leaves:
            yield f"cuts[{number}]: leaves {left!r} of {example.text!r}"


def _gate(rule: Rule, text: str) -> str:
    """What to say of a text that the rule never looks at."""
    asked = not rule.keywords or any(word in line.folded for line in _lines(text, rule) for word in rule.keywords)
    return "" if asked else " (none of the rule's keywords stands in it)"


def _element_failures(rule: ElementRule, rules: RuleSet) -> Iterator[str]:
    """All text of the first examples must stand in elements that the rule finds, and none of the second."""
    marker = element_index(rules.only(rule)).marker(host_of(_address(rule) or ""), PRIOR + rule.points)
    for expected, name, examples in (
        (True, "removes", rule.examples.removes),
        (False, "keeps", rule.examples.keeps),
    ):
        for number, source in enumerate(examples):
            page = read_page(parse(source), marker)
            found = {*claimed(page, page.blocks), *(n for n, block in enumerate(page.blocks) if block.mark is not None)}
            if len(found) != len(page.blocks) * expected or not page.blocks:
                yield f"{name}[{number}]: {'stays' if expected else 'goes'}, or has no text: {source!r}"


def _clean(example: str, rule: Rule, rules: RuleSet, threshold: float = THRESHOLD) -> CleanResult:
    if rule.needs_markup:
        return clean_html(example, url=_address(rule), rules=rules, threshold=threshold, extractor="none")
    return clean_text(example, url=_address(rule), rules=rules, threshold=threshold)


def _lines(example: str, rule: Rule) -> Sequence[Line]:
    if not rule.needs_markup:
        return from_text(example, _address(rule)).lines
    return from_page(_blocks(example), _address(rule))[0].lines


def _address(rule: Rule) -> str | None:
    """Where the rule's examples come from, if it is for one site."""
    return f"https://{rule.sites[0]}/" if rule.sites else None


def _blocks(source: str) -> tuple[PageBlock, ...]:
    root = parse(source).root
    return () if root is None else read(root, unmarked).blocks


def _speaks(text: str, rule: Rule, rules: RuleSet) -> bool:
    scene = Scene(_lines(text, rule), rules.lists, lambda: None)
    findings = find(scene, rules, None, host_of(_address(rule) or ""))
    if isinstance(rule, CueRule):
        return _cue_speaks(scene, rule)
    return any(finding.rule == rule.id for finding in findings)


def _cue_speaks(scene: Scene, rule: CueRule) -> bool:
    """Whether the cue holds for a line, or for a sentence of a line that has several."""
    if rule.near_removed == "block":
        return scene.size > 1  # a lone line has no neighbour that could go
    if rule.near_removed == "sentence":
        return any(len(line.sentences) > 1 for line in scene.lines)
    for number, line in enumerate(scene.lines):
        units = line.sentences if len(line.sentences) > 1 else [None]
        if any(rule.holds(scene, number, unit) for unit in units):
            return True
    return False
