"""The kernel of every engine: a record in, rows of outputs out; its own fault is noted in it, never raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cleaner.records.record import Record, Row
from cleaner.recurring import RecurringLine
from cleaner.stats import Stats

# The output that takes records which cannot be worked on; every job has it.
REJECTS = "rejects"
# The output that takes a row for every record, also for those that are rejected: what a report is made from.
DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job makes of a record: rows by output, what was counted, why it was rejected if it was, words and lines to count."""

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    stats: Stats = field(default_factory=Stats)
    error: str | None = None
    notes: tuple[str, ...] = ()
    lines: frozenset[RecurringLine] = frozenset()


class RecordJob(Protocol):
    """What is to be done with every record; picklable."""

    def work(self, record: Record) -> Outcome:
        """The rows that the record becomes. May raise anything; `outcome_of` then rejects the record."""


def outcome_of(record: Record, job: RecordJob) -> Outcome:
    """What a job makes of a record; one that cannot be worked on is rejected with the reason."""
    if record.error is not None:
        return rejection(record, record.error)
    try:
        return job.work(record)
    except (Exception, SystemExit) as error:  # a fault of ours must not cost the dump
        return rejection(record, f"failed: {type(error).__name__}: {error}")


def rejection(record: Record, reason: str) -> Outcome:
    """The record as a reject: where it stands, why, and what was read."""
    raw: Any = record.raw if record.error is not None else record.text
    why = {"source": record.source, "reason": reason}
    return Outcome({REJECTS: [Row({**why, "record": raw})], DOCUMENTS: [Row(why)]}, error=reason)
