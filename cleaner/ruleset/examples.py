"""A rule's own examples: what it must act on, must cut, and must leave alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cleaner.ruleset import values
from cleaner.ruleset.values import FieldError


@dataclass(frozen=True, slots=True)
class CutExample:
    """An example of a text of which only a part goes."""

    text: str
    leaves: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts that a rule must act on, must cut, and must leave alone."""

    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    cuts: tuple[CutExample, ...] = ()


def _cut(value: Any) -> CutExample:
    if not isinstance(value, dict) or set(value) != {"text", "leaves"}:
        raise FieldError("a cut is { text = ..., leaves = ... }")
    return CutExample(values.line_of_text(value["text"]), values.line_of_text(value["leaves"]))


def example_texts(value: Any) -> Examples:
    """The examples of a rule entry."""
    if not isinstance(value, dict):
        raise FieldError("must be a table")
    if unknown := sorted(set(value) - {"removes", "keeps", "cuts"}):
        raise FieldError(f"has no field {unknown[0]!r}")
    cuts = value.get("cuts", [])
    if not isinstance(cuts, list):
        raise FieldError("cuts must be a list")
    read = Examples(
        values.texts(value["removes"]) if "removes" in value else (),
        values.texts(value["keeps"]) if "keeps" in value else (),
        tuple(_cut(c) for c in cuts),
    )
    if not (read.removes or read.cuts) or not read.keeps:
        raise FieldError("needs at least one of removes (or cuts) and one of keeps")
    return read
