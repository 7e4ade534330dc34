"""The kernel of every engine: records in, outcomes out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from cleaner.model import Stats
from cleaner.pipeline import clean_text
from cleaner.records.record import Record
from cleaner.ruleset.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Job:
    """What an engine needs to clean records; frozen and picklable."""

    rules: RuleSet
    threshold: float | None = None
    url_field: str = "url"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A record with its cleaned text and what was counted; a record with an error has neither."""

    record: Record
    text: str = ""
    stats: Stats = field(default_factory=Stats)


def clean_records(records: Iterable[Record], job: Job) -> Iterator[Outcome]:
    """Clean records one by one; one that fails becomes a record with an error, and the others go on."""
    for record in records:
        yield record_outcome(record, job)


def record_outcome(record: Record, job: Job) -> Outcome:
    """The outcome of one record; its own fault is noted in it, never raised."""
    if record.error is not None:
        return Outcome(record)
    url = record.fields.get(job.url_field)
    try:
        result = clean_text(
            record.text, url=url if isinstance(url, str) else None, rules=job.rules, threshold=job.threshold
        )
    except Exception as error:  # a fault of ours must not cost the dump: the record is rejected, with the reason
        return Outcome(replace(record, error=f"failed: {type(error).__name__}: {error}", raw=record.text))
    named = tuple(f"{record.source}: {warning}" for warning in result.stats.warnings)
    return Outcome(record, result.text, replace(result.stats, warnings=named))
