"""Fields of a rule entry that several kinds take, and how a raw TOML table is read into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.ruleset import values
from cleaner.ruleset.examples import example_texts
from cleaner.ruleset.values import FieldError, Reader

CATEGORIES = ("disclosure", "product", "related", "promo", "ad", "meta", "boilerplate")
_CONFIDENCES = ("confirmed", "likely", "guess")


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of a rule entry is read, and what it is when it is left out."""

    read: Reader
    default: Any = None
    required: bool = False


COMMON: Mapping[str, Field] = {
    "id": Field(values.line_of_text, required=True),
    "kind": Field(values.line_of_text, required=True),
    "description": Field(values.line_of_text, required=True),
    "category": Field(values.one_of(*CATEGORIES)),
    "language": Field(values.language_codes, frozenset()),
    "site": Field(values.texts, ()),
    "keywords": Field(values.keywords, ()),
    "always": Field(values.flag, False),
    "except": Field(values.pattern),
    "confidence": Field(values.one_of(*_CONFIDENCES), ""),
    "source": Field(values.line_of_text, ""),
    "examples": Field(example_texts, required=True),
}
# `score` is what rule files had before there were points.
SCORE: Mapping[str, Field] = {
    "points": Field(values.number),
    "certain": Field(values.flag),
    "score": Field(values.number),
}
PATTERN: Mapping[str, Field] = {"pattern": Field(values.pattern, required=True)}

OVERRIDE: Mapping[str, Field] = {
    "id": Field(values.line_of_text, required=True),
    **SCORE,
    "enabled": Field(values.flag, True),
}


def read_fields(table: Mapping[str, Any], fields: Mapping[str, Field]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values of a table by field name, and (field, reason) for everything that is wrong with it."""
    read: dict[str, Any] = {}
    faults = [(name, "is no field of this kind") for name in table if name not in fields]
    for name, field in fields.items():
        read[name] = field.default
        if name not in table:
            if field.required:
                faults.append((name, "is missing"))
            continue
        try:
            read[name] = field.read(table[name])
        except FieldError as error:
            faults.append((name, str(error)))
    return read, faults
