"""Cleaning as a job: a record becomes its editorial text with all its other fields, and its removals if asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cleaner.engines.article import ArticleCleaning
from cleaner.engines.base import DOCUMENTS, Outcome
from cleaner.learn.lines import recurring_lines
from cleaner.metadata import EMPTY, Metadata, as_columns
from cleaner.model import CleanResult
from cleaner.records.paths import with_value
from cleaner.records.record import Record, Row
from cleaner.report.html.document import RunPlace, document_row
from cleaner.ruleset.ruleset import RuleSet
from cleaner.ruleset.schema import CATEGORIES
from cleaner.stats import Stats

OUTPUT, REMOVED = "output", "removed"
# What becomes of a record that nothing was removed of, where only the others are wanted.
UNCHANGED = "unchanged: left out"


def completed(
    fields: Mapping[str, Any], name: str, text: str, title: str | None, rules_version: str | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A record's fields with what cleaning gave, and the names of those that it sets: no title where there is none."""
    cleaned, changed = with_value(fields, name, text)
    changes = {**({} if "title" in fields else {"title": title}), "rules_version": rules_version}
    whole = {**cleaned, **changes}
    if "title" in changes and title is None:
        del whole["title"]
    return whole, (changed, *changes)


def counts_of(stats: Stats) -> dict[str, int]:
    """Characters of an article, and how many of them were removed, in all and by category."""
    by_category = {f"removed_{name}": stats.characters_by_category.get(name, 0) for name in CATEGORIES}
    return {"characters": stats.characters, "removed_characters": stats.removed_characters, **by_category}


@dataclass(frozen=True, slots=True)
class CleanJob(ArticleCleaning):
    """Clean articles.

    Attributes:
        rules: what is removed.
        removed: whether every removal becomes a row of its own.
        drop_empty: whether records that have no text at all are left out.
        only_changed: whether records of which nothing was removed are left out, those without text among them.
        counts: whether records are told how much was removed of them, by category.
        meta: whether records are told what their pages say of their articles.
        documents: whether every document becomes a row for a report.
    """

    rules: RuleSet
    removed: bool = False
    documents: bool = False
    drop_empty: bool = False
    only_changed: bool = False
    counts: bool = False
    meta: bool = False

    def work(self, record: Record) -> Outcome:
        """The record with its text cleaned, its title where it has none yet, and what cleaned it; warnings name the record."""
        result = self.clean(record)
        row = self._unchanged(record) if record.empty else self._cleaned(record, result)
        is_empty = not result.raw.strip()
        left_out = (is_empty and self.drop_empty) or (self.only_changed and not result.removals)
        fields = row.fields
        rows = {
            OUTPUT: [] if left_out else [row],
            REMOVED: list(self._removals(record, result)) if self.removed else [],
        }
        if self.documents:
            title = fields.get("title")
            place = RunPlace(record.source, record.id, record.url, title if isinstance(title, str) else None)
            rows[DOCUMENTS] = [Row(document_row(place, result, self.rules))]
        notes = (self.empty_note,) if is_empty else (UNCHANGED,) if left_out else ()
        if record.empty:
            return Outcome(rows, notes=notes)
        warnings = tuple(
            f"{record.source}: {warning}" for warning in (record.warning, *result.stats.warnings) if warning
        )
        lines = recurring_lines(result.text, record.url)
        return Outcome(rows, replace(result.stats, warnings=warnings), notes=notes, lines=lines)

    @property
    def empty_note(self) -> str:
        """What becomes of a record that has no text at all, in words."""
        return f"without article: {'left out' if self.drop_empty or self.only_changed else 'kept as they came'}"

    def _cleaned(self, record: Record, result: CleanResult) -> Row:
        text = self.render(result)
        fields, changed = completed(record.fields, record.field, text, result.title, self.rules.version)
        more = {**self.counts_of(result.stats), **self.meta_of(result.meta)}
        return Row({**fields, **more}, text, record.id, record.arrow, (*changed, *more))

    def _unchanged(self, record: Record) -> Row:
        more = {"rules_version": self.rules.version, **self.counts_of(Stats()), **self.meta_of(EMPTY)}
        return Row({**record.fields, **more}, "", record.id, record.arrow, tuple(more))

    def counts_of(self, stats: Stats) -> dict[str, int]:
        """What a record is told of its counts, if that is asked for; the same fields for every record."""
        return counts_of(stats) if self.counts else {}

    def meta_of(self, meta: Metadata) -> dict[str, Any]:
        """What a record is told of its page, if that is asked for; the same fields for every record."""
        return as_columns(meta.to_dict()) if self.meta else {}

    def clean(self, record: Record) -> CleanResult:
        """The record's article, cleaned."""
        return self.cleaned(record.text, record.url, self.rules, page=record.page)

    def render(self, result: CleanResult) -> str:
        """What an article becomes."""
        return self.rendered(result, self.rules)

    def _removals(self, record: Record, result: CleanResult) -> Iterator[Row]:
        for removal in result.removals:
            yield Row(
                {
                    "id": record.id,
                    "source": record.source,
                    "rules": [score.rule for score in removal.rules],
                    "category": removal.category,
                    "start": removal.start,
                    "end": removal.end,
                    "text": removal.text,
                    "rules_version": self.rules.version,
                }
            )
