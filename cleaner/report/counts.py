"""Counts for people: what went, by category and by rule, and the summary of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from cleaner.report.sanitize import sanitize
from cleaner.stats import Stats, Tally

_TOP_RULES = 10


def share_line(stats: Stats) -> str:
    """How much went of how much."""
    share = stats.removed_characters / stats.characters if stats.characters else 0.0
    return (
        f"removed {stats.removed_characters:,} of {stats.characters:,} characters ({share:.1%}) "
        f"in {stats.removals:,} removals"
    )


def summary_lines(tally: Tally, *, hints: bool = True) -> Iterator[str]:
    """A run in a few lines: documents, characters, categories, top rules, notes, the first of all warnings, rejects."""
    stats = tally.stats
    yield f"cleaned {stats.documents:,} documents: {share_line(stats)}"
    for category, size in stats.characters_by_category.most_common():
        yield f"  {category:12} {size:>12,} characters"
    if stats.removals_by_rule:
        top = stats.removals_by_rule.most_common(_TOP_RULES)
        yield "  top rules: " + ", ".join(f"{sanitize(rule)} {count:,}" for rule, count in top)
    for kind, notes in groupby(sorted(tally.notes.items()), key=lambda note: note[0].partition(": ")[0]):
        counted = sorted(notes, key=lambda note: -note[1])
        yield f"{kind}: " + ", ".join(f"{sanitize(words.partition(': ')[2])} ({count:,})" for words, count in counted)
    if hints and (words := tally.recurring.words):
        yield words
    for warning in stats.warnings:
        yield f"warning: {sanitize(warning)}"
    if tally.warnings > len(stats.warnings):
        yield f"warning: and {tally.warnings - len(stats.warnings):,} more"
    if tally.rejected:
        reasons = ", ".join(f"{sanitize(reason)} ({count:,})" for reason, count in tally.rejects.most_common())
        yield f"rejected {tally.rejected:,} records: {reasons}"


def run_report(tally: Tally, task: Mapping[str, str], size: int, seconds: float) -> dict[str, object]:
    """A run as plain data for JSON: the task, what it counted, the dump's bytes as stored, and how long this run took."""
    return {
        "task": dict(task),
        **{name: value for name, value in tally.to_dict().items() if name != "recurring"},
        "hint": tally.recurring.words,
        "rejected": tally.rejected,
        "bytes": size,
        "seconds": round(seconds, 3),
    }
