"""What holds of every result, whatever came in. Each raises an AssertionError where it does not."""

from __future__ import annotations

from itertools import pairwise

from cleaner import CleanResult, RuleSet, clean_text


def assert_whole(result: CleanResult) -> None:
    """The kept and the removed spans, in order, are the raw text, and the kept ones are the editorial text."""
    pieces = sorted([*result.kept, *((removal.start, removal.end) for removal in result.removals)])
    assert "".join(result.raw[start:end] for start, end in pieces) == result.raw
    assert all(before[1] == after[0] for before, after in pairwise(pieces))
    assert all(result.raw[removal.start : removal.end] == removal.text for removal in result.removals)
    assert "".join(result.raw[start:end] for start, end in result.kept) == result.text


def assert_honest(result: CleanResult) -> None:
    """A page has text, or a warning says why not."""
    assert_whole(result)
    assert result.text.strip() or result.stats.warnings


def assert_settled(result: CleanResult, rules: RuleSet | None = None, threshold: float | None = None) -> None:
    """Cleaning a cleaned text changes nothing."""
    assert clean_text(result.text, rules=rules, threshold=threshold).text == result.text
