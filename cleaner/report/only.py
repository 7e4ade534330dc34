"""A result of which only some categories of removals are of account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from cleaner.model import CleanResult, RulePoints


def only(result: CleanResult, categories: Collection[str]) -> CleanResult:
    """The result as if nothing but these categories had been removed; all of it if none are named."""
    if not categories:
        return result
    removals = tuple(removal for removal in result.removals if removal.category in categories)
    spared = tuple(candidate for candidate in result.spared if candidate.category in categories)
    characters: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for removal in removals:
        characters[removal.category] += removal.end - removal.start
        rules.update({name for score in removal.rules if (name := _counted(score, result.stats.removals_by_rule))})
    gone = characters.total()
    stats = replace(
        result.stats,
        removed_characters=gone,
        removals=len(removals),
        characters_by_category=characters,
        removals_by_rule=rules,
    )
    chosen = replace(result, removals=removals, spared=spared, stats=stats)
    return replace(chosen, text="".join(result.raw[start:end] for start, end in chosen.kept))


def _counted(score: RulePoints, counts: Counter[str]) -> str | None:
    """What a rule's removals are counted under: its id, for learned rules their group, for cues nothing."""
    group = ".".join(score.rule.split(".")[:2])
    return next((name for name in (score.rule, group) if name in counts), None)
