"""Calls that a type checker must accept, and the types of what they give."""

from pathlib import Path
from typing import Any, assert_type

import cleaner
from cleaner import Block, Candidate, CleanResult, Limits, Removal, RulePoints, RuleSet, Stats

rules = cleaner.load_rules("mine.toml", Path("more"), defaults=False, disable=["related"])
assert_type(rules, RuleSet)
assert_type(rules.version, str)

result = cleaner.clean_text("Rain.", url="https://rain.example/", rules=rules, threshold=2, limits=Limits(seconds=5))
assert_type(result, CleanResult)
assert_type(result.text, str)
assert_type(result.title, str | None)
assert_type(result.blocks, tuple[Block, ...])
assert_type(result.removals, tuple[Removal, ...])
assert_type(result.spared, tuple[Candidate, ...])
assert_type(result.removals[0].rules, tuple[RulePoints, ...])
assert_type(result.removals[0].rules[0].points, float)
assert_type(result.stats, Stats)
assert_type(result.stats.warning, str | None)
assert_type(result.to_dict(), dict[str, Any])

assert_type(cleaner.clean_html(b"<p>Rain.", encoding="utf-8", extractor="none", explain=True), CleanResult)
assert_type(cleaner.clean_html("<p>Rain."), CleanResult)
assert_type(cleaner.markdown(result, links=True, lists=rules.lists), str)
assert_type(cleaner.__version__, str)

try:
    cleaner.load_rules("none.toml")
except cleaner.RuleError as error:
    assert_type(error.faults[0].reason, str)
except cleaner.CleanerError:
    pass
