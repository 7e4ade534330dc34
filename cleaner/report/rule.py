"""A rule for people: all its fields and examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Rule

_SHOWN_APART = ("id", "description", "examples")


def rule_lines(rule: Rule) -> Iterator[str]:
    """The rule, a field a line, then its examples, then an empty line."""
    yield f"{rule.id}  ({rule.kind})"
    yield f"  {rule.description}"
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name not in _SHOWN_APART and (words := _readable(value)):
            yield f"  {field.name:13} {words}"
    for name in ("removes", "keeps"):
        for example in getattr(rule.examples, name):
            yield f"  {name:13} {' ⏎ '.join(example.splitlines())}"
    for cut in rule.examples.cuts:
        yield f"  {'cuts':13} {cut.text}  →  {cut.leaves}"
    yield ""


def _readable(value: object) -> str:
    """A value in words; empty for one that says nothing."""
    if value is None or isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Pattern):
        return " | ".join(value.sources)
    if is_dataclass(value):
        parts = ((field.name, _readable(getattr(value, field.name))) for field in fields(value))
        return "; ".join(f"{name} {words}" for name, words in parts if words)
    if isinstance(value, frozenset) and any(isinstance(one, int) for one in value):
        return f"{len(value)} by fingerprint"
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(map(str, value)) if isinstance(value, frozenset) else map(_readable, value))
    return str(value)
