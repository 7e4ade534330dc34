"""Lists that reading a page's presentation leans on, whatever rules are loaded."""

from __future__ import annotations

from functools import cache

from cleaner.ruleset.lists import bundled_rules, read_list


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of a bundled list, in lower case."""
    return read_list((bundled_rules() / "lists" / f"{name}.txt").read_text(encoding="utf-8"))


@cache
def longest_first(name: str) -> tuple[str, ...]:
    """The same in an order in which what begins a longer entry comes after it."""
    return tuple(sorted(listed(name), key=lambda entry: (-len(entry), entry)))
