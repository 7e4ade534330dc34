"""References between rules: the steps of a sequence name other rules, or groups of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

from cleaner.ruleset.kinds.sequence import SequenceRule
from cleaner.ruleset.rule import Rule


def bad_steps(rules: Mapping[str, Rule]) -> Iterator[tuple[Rule, str]]:
    """Sequences with a step that names no rule and no group, or a rule that itself waits for what steps find; and the reason."""
    groups = {group for rule_id in rules for group in accumulate(rule_id.split("."), "{}.{}".format)}
    for rule in rules.values():
        for step in rule.steps if isinstance(rule, SequenceRule) else ():
            for name in step.rules:
                if name not in groups:
                    yield rule, f"{name!r} names no rule and no group"
                elif (named := rules.get(name)) and named.is_placed:
                    yield rule, f"{name!r} asks for a place; a step cannot wait for that"
