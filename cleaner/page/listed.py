"""Lists that reading a page's presentation leans on, whatever rules are loaded."""

from __future__ import annotations

import re
from functools import cache

from cleaner.ruleset.lists import bundled_rules, read_list


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of a bundled list, in lower case."""
    return read_list((bundled_rules() / "lists" / f"{name}.txt").read_text(encoding="utf-8"))


@cache
def beginnings(name: str) -> re.Pattern[str]:
    """What finds an entry at the beginning of a text in lower case: the longest that fits, if no letter follows.

    An entry that ends in a colon needs one, in whatever script.
    """
    entries = sorted(listed(name), key=lambda entry: (-len(entry), entry))
    return re.compile(
        "(?:" + "|".join(re.escape(entry).replace(":", "[:：]") for entry in entries) + r")(?:(?<=[:：])|(?!\w))"
    )
