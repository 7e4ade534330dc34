"""Counts for people: what went, by category and by rule, and the summary of a run."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.model import Stats
from cleaner.report.sanitize import sanitize

_TOP_RULES = 10


def stat_lines(stats: Stats) -> Iterator[str]:
    """Characters by category and removals by rule, most first."""
    for category, size in stats.characters_by_category.most_common():
        yield f"{category:12} {size:>9,} characters"
    for rule, count in stats.removals_by_rule.most_common():
        yield f"{sanitize(rule):40} {count:>6,}"
    yield share_line(stats)


def share_line(stats: Stats) -> str:
    """How much went of how much."""
    share = stats.removed_characters / stats.characters if stats.characters else 0.0
    return (
        f"removed {stats.removed_characters:,} of {stats.characters:,} characters ({share:.1%}) "
        f"in {stats.removals:,} removals"
    )


def summary_lines(stats: Stats, warnings: int) -> Iterator[str]:
    """A run in a few lines: documents, characters, categories, top rules, the first of all its warnings."""
    yield f"cleaned {stats.documents:,} documents: {share_line(stats)}"
    for category, size in stats.characters_by_category.most_common():
        yield f"  {category:12} {size:>12,} characters"
    if stats.removals_by_rule:
        top = stats.removals_by_rule.most_common(_TOP_RULES)
        yield "  top rules: " + ", ".join(f"{sanitize(rule)} {count:,}" for rule, count in top)
    for warning in stats.warnings:
        yield f"warning: {sanitize(warning)}"
    if warnings > len(stats.warnings):
        yield f"warning: and {warnings - len(stats.warnings):,} more"
