"""Cleaning as a job: a record becomes its editorial text with all its other fields, and its removals if asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cleaner.engines.base import DOCUMENTS, Made
from cleaner.limits import USUAL, Limits
from cleaner.model import CleanResult
from cleaner.pipeline import clean_html, clean_text
from cleaner.records.record import Record, Row
from cleaner.report.html.document import Place, document_row
from cleaner.report.markdown import markdown
from cleaner.ruleset.ruleset import RuleSet

OUTPUT, REMOVED = "output", "removed"


def completed(
    fields: Mapping[str, Any], name: str, text: str, title: str | None, rules_version: str | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A record's fields with what cleaning gave, and the names of those that it sets: no title where there is none."""
    changes = {name: text, **({} if "title" in fields else {"title": title}), "rules_version": rules_version}
    whole = {**fields, **changes}
    if "title" in changes and title is None:
        del whole["title"]
    return whole, tuple(changes)


@dataclass(frozen=True, slots=True)
class CleanJob:
    """Clean articles.

    Attributes:
        rules: what is removed.
        threshold: the score from which a block goes; None: the usual one.
        extractor: what finds the main content of pages.
        markdown: whether articles become Markdown.
        links: whether its links stay links.
        removed: whether every removal becomes a row of its own.
        documents: whether every document becomes a row for a report.
        limits: how much of an article is worked on.
    """

    rules: RuleSet
    threshold: float | None = None
    extractor: str = "scorecard"
    markdown: bool = False
    links: bool = False
    removed: bool = False
    documents: bool = False
    limits: Limits = USUAL

    def work(self, record: Record) -> Made:
        """The record with its text cleaned, its title where it has none yet, and what cleaned it; warnings name the record."""
        result = self.clean(record)
        text = self.render(result)
        fields, changed = completed(record.fields, record.field, text, result.title, self.rules.version)
        row = Row(fields, text, record.id, record.arrow, changed)
        rows = {OUTPUT: [row], REMOVED: list(self._removals(record, result)) if self.removed else []}
        if self.documents:
            title = fields.get("title")
            place = Place(record.source, record.id, record.url, title if isinstance(title, str) else None)
            rows[DOCUMENTS] = [Row(document_row(place, result, self.rules))]
        warnings = tuple(f"{record.source}: {warning}" for warning in result.stats.warnings)
        return Made(rows, replace(result.stats, warnings=warnings))

    def clean(self, record: Record) -> CleanResult:
        """The record's article, cleaned."""
        if not record.page:
            return clean_text(
                record.text, url=record.url, rules=self.rules, threshold=self.threshold, limits=self.limits
            )
        return clean_html(
            record.text,
            url=record.url,
            rules=self.rules,
            threshold=self.threshold,
            extractor=self.extractor,
            limits=self.limits,
        )

    def render(self, result: CleanResult) -> str:
        """What an article becomes."""
        return markdown(result, links=self.links, lists=self.rules.lists) if self.markdown else result.text

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
