"""Build: the values of a rule entry, if they are right together, become a compiled rule."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.ruleset import rule as kinds
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Conditions, Rule, Selector
from cleaner.ruleset.schema import CATEGORIES, FIELDS

_ID = re.compile(r"[a-z][a-z0-9]*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
_CLASSES: Mapping[str, type[Rule]] = {kind: getattr(kinds, f"{kind.capitalize()}Rule") for kind in FIELDS}


def inconsistencies(kind: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, reason) for values that are each right but not together."""
    faults = []
    rule_id = values["id"]
    if rule_id and not _ID.fullmatch(rule_id):
        faults.append(("id", "must look like category.name: lower case letters, digits, dots, hyphens"))
    elif rule_id and kind not in ("cue", "keep") and not values["category"]:
        category = rule_id.split(".")[0]
        if category not in CATEGORIES:
            faults.append(("category", f"{category!r} is none of {', '.join(CATEGORIES)}"))
    if kind not in ("cue", "sequence", "element", "learned") and bool(values["keywords"]) == values["always"]:
        faults.append(("keywords", "give keywords, or always = true: one of the two"))
    named = any(step.rules and step.least for step in values.get("steps") or ())
    if kind == "sequence" and not named and not values["keywords"]:
        faults.append(("keywords", "are needed where no step that must be there names a rule"))
    if kind == "element" and not any(values[name] for name in ("tags", "classes", "ids", "attributes")):
        faults.append(("classes", "give tags, classes, ids or attributes: what the element is known by"))
    if kind == "cue" and values["near_removed"] and values["score"] < 0:
        faults.append(("near_removed", "can only speak for removal: the score must not be negative"))
    return faults


def patterns(values: Mapping[str, Any]) -> Iterator[tuple[str, Pattern]]:
    """Every pattern with its field, in steps too."""
    yield from ((field, value) for field, value in values.items() if isinstance(value, Pattern))
    yield from (("steps", step.pattern) for step in values.get("steps") or () if step.pattern)


def build(kind: str, values: dict[str, Any], file: str) -> Rule:
    """The compiled rule of values that have no faults."""
    values = {"except": None, "language": frozenset(), "always": False, **values}
    cls = _CLASSES[kind]
    category = values.pop("category") or values["id"].split(".")[0]
    common = {
        "category": kind if kind in ("cue", "keep") else category,
        "languages": values.pop("language"),
        "sites": tuple(site.lower() for site in values.pop("site")),
        "exceptions": values.pop("except"),
        "score": values.pop("score", 0.0),
        "file": file,
    }
    del values["kind"], values["always"]
    if "place" in values:
        values["conditions"] = Conditions(*(values.pop(field.name) for field in dataclasses.fields(Conditions)))
    if kind == "element":
        values["selector"] = Selector(*(values.pop(field.name) for field in dataclasses.fields(Selector)))
    if "unit" in values:
        values["sentence"] = values.pop("unit") == "sentence"
    return cls(**common, **values)
