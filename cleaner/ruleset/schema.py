"""The fields of a rule entry: which kind takes which, of what type. Reads a raw TOML table into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.ruleset import values
from cleaner.ruleset.rule import Cut, Examples, Step
from cleaner.ruleset.values import FieldError, Reader

CATEGORIES = ("disclosure", "product", "related", "promo", "ad", "meta", "boilerplate")
PLACES = ("head", "tail", "heading", "over-text", "introduced", "alone", "shared", "among-finds")
LINKS = ("whole", "affiliate", "merchant")
SURROUNDINGS = ("code", "quotes")
NEIGHBOURS = ("sentence", "block")
UNITS = ("phrase", "sentence")
MOST_STEPS = 20
_CONFIDENCES = ("confirmed", "likely", "guess")


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of a rule entry is read, and what it is when it is left out."""

    read: Reader
    default: Any = None
    required: bool = False


def _cut(value: Any) -> Cut:
    if not isinstance(value, dict) or set(value) != {"text", "leaves"}:
        raise FieldError("a cut is { text = ..., leaves = ... }")
    return Cut(values.text(value["text"]), values.text(value["leaves"]))


def _examples(value: Any) -> Examples:
    if not isinstance(value, dict):
        raise FieldError("must be a table")
    if unknown := sorted(set(value) - {"removes", "keeps", "cuts"}):
        raise FieldError(f"has no field {unknown[0]!r}")
    cuts = value.get("cuts", [])
    if not isinstance(cuts, list):
        raise FieldError("cuts must be a list")
    examples = Examples(
        values.texts(value["removes"]) if "removes" in value else (),
        values.texts(value["keeps"]) if "keeps" in value else (),
        tuple(_cut(c) for c in cuts),
    )
    if not (examples.removes or examples.cuts) or not examples.keeps:
        raise FieldError("needs at least one of removes (or cuts) and one of keeps")
    return examples


_STEP_FIELDS: Mapping[str, Field] = {
    "rule": Field(values.texts, ()),
    "pattern": Field(values.pattern),
    "words": Field(values.words),
    "least": Field(values.count(0), 1),
    "most": Field(values.count(1)),
    "keep": Field(values.flag, False),
}


def _step(value: Any) -> Step:
    if not isinstance(value, dict):
        raise FieldError("a step is a table")
    step, faults = read_fields(value, _STEP_FIELDS)
    if faults:
        raise FieldError("; ".join(f"{name}: {reason}" for name, reason in faults))
    if not (step["rule"] or step["pattern"] or step["words"]):
        raise FieldError("a step needs rule, pattern or words")
    most = step["most"] or max(1, step["least"])
    if most < step["least"]:
        raise FieldError("a step's least is more than its most")
    return Step(step["rule"], step["pattern"], step["words"], step["least"], most, step["keep"])


def _steps(value: Any) -> tuple[Step, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= MOST_STEPS:
        raise FieldError(f"must be a list of 2 to {MOST_STEPS} steps")
    steps = tuple(_step(v) for v in value)
    if not any((s.rules or s.pattern) and s.least for s in steps):
        raise FieldError("one step that is not optional must have a rule or a pattern")
    return steps


_COMMON: Mapping[str, Field] = {
    "id": Field(values.text, required=True),
    "kind": Field(values.text, required=True),
    "description": Field(values.text, required=True),
    "category": Field(values.one_of(*CATEGORIES)),
    "language": Field(values.languages, frozenset()),
    "site": Field(values.texts, ()),
    "keywords": Field(values.keywords, ()),
    "always": Field(values.flag, False),
    "except": Field(values.pattern),
    "confidence": Field(values.one_of(*_CONFIDENCES), ""),
    "source": Field(values.text, ""),
    "examples": Field(_examples, required=True),
}
_SCORE: Mapping[str, Field] = {"score": Field(values.number, 1.0)}
_PATTERN: Mapping[str, Field] = {"pattern": Field(values.pattern, required=True)}

_CONDITIONS: Mapping[str, Field] = {
    "words": Field(values.words),
    "place": Field(values.some_of(*PLACES), ()),
    "raw": Field(values.raw_pattern),
    "links": Field(values.some_of(*LINKS), ()),
}

_NAMES = Field(values.names, ())

FIELDS: Mapping[str, Mapping[str, Field]] = {
    "line": {**_COMMON, **_SCORE, **_PATTERN, **_CONDITIONS},
    "span": {**_COMMON, **_SCORE, **_PATTERN, **_CONDITIONS, "unit": Field(values.one_of(*UNITS), "phrase")},
    "sequence": {**_COMMON, **_SCORE, "steps": Field(_steps, required=True)},
    "section": {
        **_COMMON,
        **_SCORE,
        **_PATTERN,
        "least": Field(values.count(0), 1),
        "most": Field(values.count(1), 12),
        "teaser_words": Field(values.count(1), 45),
        "paragraphs": Field(values.flag, False),
    },
    "repeat": {**_COMMON, **_SCORE, **_PATTERN, "count": Field(values.count(2), 3)},
    "cue": {
        **_COMMON,
        "score": Field(values.number, required=True),
        "pattern": Field(values.pattern),
        **_CONDITIONS,
        "inside": Field(values.some_of(*SURROUNDINGS), ()),
        "near_removed": Field(values.one_of(*NEIGHBOURS), ""),
        "count": Field(values.count(1), 1),
    },
    "keep": {**_COMMON, **_PATTERN, "unit": Field(values.one_of("block", "sentence"), "block")},
    "learned": {
        **_SCORE,
        **{name: _COMMON[name] for name in ("id", "kind", "description", "category")},
        "site": Field(values.texts, required=True),
        "lines": Field(values.lines, required=True),
    },
    "element": {
        **_COMMON,
        **_SCORE,
        **dict.fromkeys(("tags", "classes", "ids", "attributes", "hosts", "unless"), _NAMES),
        "share": Field(values.share, 0.5),
    },
}

OVERRIDE: Mapping[str, Field] = {
    "id": Field(values.text, required=True),
    "score": Field(values.number),
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
