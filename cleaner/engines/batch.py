"""A dump from input to output: read, clean on an engine, write, reject, count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.engines import local
from cleaner.engines.base import Job
from cleaner.model import Stats, Tally
from cleaner.records.dump import Dump
from cleaner.records.jsonl import RejectsWriter


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: counts over the cleaned documents with the first warnings, how many warnings, how many rejects."""

    stats: Stats
    warnings: int
    rejected: int


def run(
    inputs: Sequence[str],
    output: str,
    job: Job,
    *,
    rejects: Path,
    workers: int = 1,
    progress: Callable[[int], None] = lambda _: None,
) -> Summary:
    """Clean a dump.

    Args:
        inputs: files, folders, or `-`.
        output: a JSONL file, `-`, or a folder.
        job: rules, options, names of fields.
        rejects: where records go that cannot be cleaned; the file is made only if there are any.
        workers: how many processes clean.
        progress: called after every record with the number of records done.

    Raises:
        InputError: an input cannot be read at all, or the output cannot be written.
    """
    dump = Dump(inputs, output, rejects, job.names, ".md" if job.markdown else "")
    tally, rejected = Tally(), 0
    with dump.writer() as out, RejectsWriter(rejects) as refused:
        for done, outcome in enumerate(local.run(dump.read(), job, workers), 1):
            if outcome.record.error is None:
                out.write(outcome.record, outcome.text)
                tally.add(outcome.stats)
            else:
                refused.write(outcome.record)
                rejected += 1
            progress(done)
    return Summary(tally.stats(), tally.warnings, rejected)
