"""Paths: fields inside of other fields, such as `article.body`. A field whose own name has dots comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# A list is named with this behind it: it is a field, and no article.
LIST = "[]"
# What stands deeper, or behind so many others, is not looked at.
_DEEPEST, _MOST = 5, 500


def leaves(fields: Mapping[str, Any]) -> Iterator[str]:
    """The paths of all values in a record that are no records themselves."""
    found = 0
    waiting = [("", fields, 1)]
    while waiting:
        above, inside, depth = waiting.pop(0)
        for name, value in inside.items():
            found += 1
            if found > _MOST:
                return
            path = f"{above}{name}"
            if isinstance(value, Mapping) and value and depth < _DEEPEST:
                waiting.append((f"{path}.", value, depth + 1))
            else:
                yield path + LIST * isinstance(value, list | tuple | Mapping)


def way(fields: Mapping[str, Any], path: str) -> tuple[str, ...] | None:
    """The names that lead to a value; None where none has this path."""
    if path in fields:
        return (path,)
    for dot in (number for number, letter in enumerate(path) if letter == "."):
        inside = fields.get(path[:dot])
        rest = way(inside, path[dot + 1 :]) if isinstance(inside, Mapping) else None
        if rest is not None:
            return (path[:dot], *rest)
    return None


def value_at(fields: Mapping[str, Any], path: str | None) -> Any:
    """The value of a path; None where there is none."""
    value: Any = fields
    for name in (path is not None and way(fields, path)) or ():
        value = value[name]
    return None if value is fields else value


def with_value(fields: Mapping[str, Any], path: str, value: Any) -> tuple[dict[str, Any], str]:
    """A record with another value at a path, or with a new field of this name; and the name of the field that changed."""
    names = way(fields, path) or (path,)
    inside: dict[str, Any] = {**fields}
    changed = inside
    for name in names[:-1]:
        inside[name] = {**inside[name]}
        inside = inside[name]
    inside[names[-1]] = value
    return changed, names[0]
