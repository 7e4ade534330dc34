"""Learning as a job: a record becomes its lines, which are counted when all records are through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cleaner.engines import batch
from cleaner.engines.base import REJECTS, Outcome
from cleaner.extras import require
from cleaner.learn.count import Learned, Thresholds, count_lines
from cleaner.learn.lines import rows
from cleaner.learn.write import write_learned
from cleaner.page.lines import from_page
from cleaner.page.markup import parse
from cleaner.page.walk import read, unmarked
from cleaner.records.dump import Dump
from cleaner.records.record import Record, Row
from cleaner.records.scratch import claim
from cleaner.stats import Stats, Tally
from cleaner.text.lines import from_text

LINES = "lines"


@dataclass(frozen=True, slots=True)
class LearnJob:
    """Take down the lines of articles; of pages all visible text, whatever of it is the article."""

    def work(self, record: Record) -> Outcome:
        """The rows of a record; one without address, and so of no site, has none."""
        if record.page:
            root = parse(record.text).root
            document = from_page(() if root is None else read(root, unmarked).blocks, record.url)[0]
        else:
            document = from_text(record.text, record.url)
        stats = Stats(documents=1, characters=len(document.text))
        return Outcome({LINES: [Row(row) for row in rows(document)]}, stats)


def run_learning(
    dump: Dump,
    output: Path,
    rejects: str,
    thresholds: Thresholds,
    folder: Path,
    task: Mapping[str, str],
    options: batch.BatchSettings,
) -> tuple[Learned, Tally]:
    """Learn from a dump, and write what was learned.

    Args:
        dump: the records.
        output: the file, `.toml` or `.parquet`.
        rejects: where records go that cannot be read.
        thresholds: when a line counts.
        folder: for what is unfinished; a later run goes on there. It stays until the caller takes it away.
        task: what the run is to do, as for `batch.run_batch`.
        options: how.

    Raises:
        InputError: an input cannot be read, the output not written, or the folder is somebody else's.
        MissingExtraError: DuckDB or pyarrow is not installed.
    """
    require("duckdb", "dumps")  # before any work is done
    claim(folder)
    targets = {LINES: str(folder / "lines.parquet"), REJECTS: rejects}
    tally = batch.run_batch(dump, LearnJob(), targets, folder / "run", task, options, keep=True)
    learned = count_lines(Path(targets[LINES]), thresholds, folder)
    write_learned(learned, output)
    return learned, tally
