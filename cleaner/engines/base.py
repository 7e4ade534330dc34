"""The kernel of every engine: an article in, its outcome out; its own fault is noted in it, never raised."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cleaner.model import Stats
from cleaner.pipeline import clean_text
from cleaner.records.record import Record
from cleaner.ruleset.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Job:
    """What an engine needs to clean articles; frozen and picklable."""

    rules: RuleSet
    threshold: float | None = None
    url_field: str = "url"

    def article(self, record: Record) -> Article:
        """What of a record has to travel to where it is cleaned."""
        url = record.fields.get(self.url_field)
        return Article(record.text, url if isinstance(url, str) else None)


@dataclass(frozen=True, slots=True)
class Article:
    """A text and where it comes from."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The editorial text and what was counted, or the reason why there is none."""

    text: str = ""
    stats: Stats = field(default_factory=Stats)
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record with what cleaning made of it; a record with an error has no text."""

    record: Record
    text: str
    stats: Stats


def clean_article(article: Article, job: Job) -> Cleaned:
    """Clean one article."""
    try:
        result = clean_text(article.text, url=article.url, rules=job.rules, threshold=job.threshold)
    except Exception as error:  # a fault of ours must not cost the dump: the record is rejected, with the reason
        return Cleaned(error=f"failed: {type(error).__name__}: {error}")
    return Cleaned(result.text, result.stats)


def outcome(record: Record, cleaned: Cleaned) -> Outcome:
    """The record with its cleaned article; warnings name the record."""
    if cleaned.error is not None and record.error is None:
        record = replace(record, error=cleaned.error, raw=record.text)
    warnings = tuple(f"{record.source}: {warning}" for warning in cleaned.stats.warnings)
    return Outcome(record, cleaned.text, replace(cleaned.stats, warnings=warnings))
