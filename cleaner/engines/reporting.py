"""A run with a report: a row is kept for every document, and made into a page when all records are through."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaner.atomic import replace_text
from cleaner.engines import batch
from cleaner.engines.base import DOCUMENTS
from cleaner.engines.cleaning import CleanJob
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.records.dump import Dump
from cleaner.records.file import reason
from cleaner.records.scratch import discard
from cleaner.report.html.batch import batch_page
from cleaner.stats import Tally

_ROWS = "documents.jsonl.gz"


def run_reported(
    dump: Dump,
    job: CleanJob,
    targets: Mapping[str, str],
    folder: Path | None,
    task: Mapping[str, str],
    options: batch.BatchSettings,
    report: Path,
    about: Mapping[str, str],
    finish: Callable[[Tally], None],
) -> Tally:
    """Clean a dump as `batch.run_batch` does, and write the report.

    Args:
        report: the page's file.
        about: the run in words by topic, for the page's head.
        dump, job, targets, folder, task, options, finish: as for `batch.run_batch`.

    Raises:
        InputError: as `batch.run_batch`, or the report cannot be written.
        MissingExtraError: Jinja2 or pygal is not installed.
    """
    for library in ("jinja2", "pygal"):
        require(library, "report")  # before any work is done
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cleaner-")))
        rows = folder / _ROWS
        tally = batch.run_batch(
            dump,
            replace(job, documents=True),
            {**targets, DOCUMENTS: str(rows)},
            folder,
            {**task, "report": "yes"},
            options,
            keep=True,
        )
        try:
            replace_text(report, batch_page(_read(rows), tally, job.rules, about))
        except OSError as error:
            raise InputError(f"{report}: {reason(error)}") from error
        finish(tally)
        discard(folder)
    return tally


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
        yield from map(json.loads, file)
