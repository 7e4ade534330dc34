"""Counts: of one article, and of many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cleaner.recurring import Recurring


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts in code points and removals; a `Tally` sums them."""

    documents: int = 0
    characters: int = 0
    removed_characters: int = 0
    removals: int = 0
    characters_by_category: Counter[str] = field(default_factory=Counter)
    removals_by_rule: Counter[str] = field(default_factory=Counter)
    warnings: tuple[str, ...] = ()

    @property
    def warning(self) -> str | None:
        """The first warning, if there is one."""
        return self.warnings[0] if self.warnings else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys sorted by what they count."""
        return {
            "documents": self.documents,
            "characters": self.characters,
            "removed_characters": self.removed_characters,
            "removals": self.removals,
            "characters_by_category": dict(sorted(self.characters_by_category.items())),
            "removals_by_rule": dict(sorted(self.removals_by_rule.items())),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Stats:
        """What `to_dict` gave."""
        counters = {name: Counter(data[name]) for name in ("characters_by_category", "removals_by_rule")}
        return cls(**{**data, **counters, "warnings": tuple(data["warnings"])})


class Tally:
    """Sums Stats in place: a dump has too many documents to add them two by two. Of the warnings it keeps the first.

    Attributes:
        stats: the sum, with the first warnings.
        warnings: how many warnings there were in all.
        rejects: how many records were rejected, by reason.
        notes: how often something else was met, in words: `KIND: WHAT`.
        recurring: which lines stand on several pages of their site.
    """

    KEPT_WARNINGS = 10
    KEPT_REASONS = 100
    OTHER = "other reasons"

    def __init__(self) -> None:
        self.stats = Stats()
        self.warnings = 0
        self.rejects: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.recurring = Recurring()

    @property
    def rejected(self) -> int:
        """How many records were rejected."""
        return self.rejects.total()

    def add(self, stats: Stats) -> None:
        """Count more documents."""
        self._add(stats)
        self.warnings += len(stats.warnings)

    def reject(self, reason: str, count: int = 1) -> None:
        """Count rejected records; what tells apart two records with one reason stands behind a colon."""
        self._count(self.rejects, reason.partition(":")[0], self.OTHER, count)

    def note(self, words: str, count: int = 1) -> None:
        """Count something else."""
        self._count(self.notes, words, f"{words.partition(': ')[0]}: other", count)

    def _count(self, counts: Counter[str], words: str, other: str, count: int) -> None:
        known = words in counts or len(counts) < self.KEPT_REASONS
        counts[words if known else other] += count

    def update(self, later: Tally) -> None:
        """Add what was counted after this."""
        self._add(later.stats)
        self.warnings += later.warnings
        for reason, count in later.rejects.items():
            self.reject(reason, count)
        for words, count in later.notes.items():
            self.note(words, count)
        self.recurring.update(later.recurring)

    def _add(self, stats: Stats) -> None:
        mine = self.stats
        mine.characters_by_category.update(stats.characters_by_category)
        mine.removals_by_rule.update(stats.removals_by_rule)
        self.stats = Stats(
            mine.documents + stats.documents,
            mine.characters + stats.characters,
            mine.removed_characters + stats.removed_characters,
            mine.removals + stats.removals,
            mine.characters_by_category,
            mine.removals_by_rule,
            (*mine.warnings, *stats.warnings[: self.KEPT_WARNINGS - len(mine.warnings)]),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "stats": self.stats.to_dict(),
            "warnings": self.warnings,
            "rejects": dict(self.rejects),
            "notes": dict(self.notes),
            "recurring": self.recurring.to_text(),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Tally:
        """What `to_dict` gave."""
        tally = cls()
        tally.stats = Stats.from_dict(data["stats"])
        tally.warnings = data["warnings"]
        tally.rejects = Counter(data["rejects"])
        tally.notes = Counter(data["notes"])
        tally.recurring = Recurring.from_text(data["recurring"])
        return tally
