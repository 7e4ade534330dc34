"""Build: the values of a rule entry, if they are right together, become a compiled rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.ruleset.kinds import KINDS
from cleaner.ruleset.kinds.cue import CueRule
from cleaner.ruleset.kinds.keep import KeepRule
from cleaner.ruleset.pattern import Pattern
from cleaner.ruleset.rule import Rule
from cleaner.ruleset.schema import CATEGORIES
from cleaner.scale import ENOUGH, points_of

_ID = re.compile(r"[a-z][a-z0-9]*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
# Rules that remove nothing themselves have no category to be counted as.
_UNCOUNTED = (CueRule.KIND, KeepRule.KIND)


def inconsistencies(kind: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, reason) for values that are each right but not together."""
    rule_id = values["id"]
    if rule_id and not _ID.fullmatch(rule_id):
        yield "id", "must look like category.name: lower case letters, digits, dots, hyphens"
    elif rule_id and kind not in _UNCOUNTED and not values["category"]:
        category = rule_id.split(".")[0]
        if category not in CATEGORIES:
            yield "category", f"{category!r} is none of {', '.join(CATEGORIES)}"
    yield from weight_faults(values)
    yield from KINDS[kind].faults(values)


def weight_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, reason) for points, score and certainty that contradict each other."""
    if values.get("points") is not None and values["score"] is not None:
        yield "score", "give points or a score, not both"
    elif values.get("certain") and weight(values)[0] < ENOUGH:
        yield "certain", f"needs {ENOUGH:g} points or more"


def weight(values: Mapping[str, Any]) -> tuple[float, bool]:
    """The points that the values of a rule entry stand for, and whether the rule is certain; so it is where nothing is said."""
    points, score, certain = values["points"], values["score"], values.get("certain")
    if score is not None:
        return points_of(score), score >= 1 if certain is None else certain
    return (ENOUGH, certain is not False) if points is None else (points, bool(certain))


def patterns(values: Mapping[str, Any]) -> Iterator[tuple[str, Pattern]]:
    """Every pattern with its field, in steps too."""
    yield from ((field, value) for field, value in values.items() if isinstance(value, Pattern))
    yield from (("steps", step.pattern) for step in values.get("steps") or () if step.pattern)


def build(kind: str, values: dict[str, Any], file: str) -> Rule:
    """The compiled rule of values that have no faults."""
    values = {"except": None, "language": frozenset(), "always": False, **values, "file": file}
    values["points"], values["certain"] = weight(values) if "points" in values else (0.0, False)
    for name in ("kind", "always", "score"):
        values.pop(name, None)
    values["category"] = values["category"] or values["id"].split(".")[0]
    values["languages"] = values.pop("language")
    values["sites"] = tuple(site.lower() for site in values.pop("site"))
    values["exceptions"] = values.pop("except")
    KINDS[kind].adapt(values)
    return KINDS[kind](**values)
