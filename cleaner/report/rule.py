"""A rule for people: all its fields and examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Rule

_SHOWN_APART = ("id", "description", "examples")


def rule_lines(rule: Rule) -> Iterator[str]:
    """The rule, a field a line, then its examples, then an empty line."""
    yield f"{rule.id}  ({rule.kind})"
    yield f"  {rule.description}"
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name not in _SHOWN_APART and value not in (None, "", (), frozenset()):
            yield f"  {field.name:13} {_readable(value)}"
    for name in ("removes", "keeps"):
        for example in getattr(rule.examples, name):
            yield f"  {name:13} {' ⏎ '.join(example.splitlines())}"
    for cut in rule.examples.cuts:
        yield f"  {'cuts':13} {cut.text}  →  {cut.leaves}"
    yield ""


def _readable(value: object) -> str:
    if isinstance(value, Pattern):
        return " | ".join(value.sources)
    if isinstance(value, frozenset) and any(isinstance(one, int) for one in value):
        return f"{len(value)} by fingerprint"
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(map(str, value)) if isinstance(value, frozenset) else map(_readable, value))
    return str(value)
