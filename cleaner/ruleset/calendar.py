"""The names of months and days, which make no line another one; from `rules/lists/`, whatever rules are loaded."""

from __future__ import annotations

from functools import lru_cache

from cleaner.ruleset.lists import bundled_rules, read_list


@lru_cache(maxsize=1)
def calendar() -> frozenset[str]:
    """Names of months and days of the week in many languages, in lower case."""
    return read_list((bundled_rules() / "lists" / "calendar-words.txt").read_text(encoding="utf-8"))
