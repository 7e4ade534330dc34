"""Learning from a DataFrame: lines counted by aggregations that no site, however large, holds up.

No aggregation is by site alone before lines and pages have been made few: a site that owns half the dump is spread over
all partitions by the lines that it has.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import ArrowReader
from cleaner.engines.guard import DeadlyError, Guard
from cleaner.engines.learning import LINES, LearnJob
from cleaner.engines.spark.kernel import Guarded, batched, mapped
from cleaner.engines.spark.session import EXTRA, functions
from cleaner.engines.spark.types import arrow_schema
from cleaner.extras import require
from cleaner.learn.count import Learned, Thresholds
from cleaner.records.fields import Fields
from cleaner.records.record import MAX_BYTES, Record
from cleaner.ruleset.learned import LearnedLine
from cleaner.text.fold import well_formed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def learn(
    frame: DataFrame,
    *,
    thresholds: Thresholds | None = None,
    fields: Fields | None = None,
    max_record_bytes: int = MAX_BYTES,
    timeout: float = math.inf,
) -> DataFrame:
    """The lines that recur on many pages of their site, a row each: site, line, fingerprint, words, pages, of.

    Args:
        frame: articles or pages with their addresses, as for `clean`.
        thresholds: when a line counts.
        fields: which columns hold what; those that are not named are guessed.
        max_record_bytes: larger articles are not read.
        timeout: seconds after which an article is left out.

    Raises:
        InputError: none of the columns is an article.
        MissingExtraError: PySpark or pyarrow is not installed.
    """
    found, _ = _counted(frame, ArrowReader(fields or Fields(), max_record_bytes), thresholds or Thresholds(), timeout)
    return found


def _counted(
    frame: DataFrame, reader: ArrowReader, thresholds: Thresholds, timeout: float
) -> tuple[DataFrame, DataFrame]:
    """The lines that recur, and how many pages each site has."""
    f = functions()
    reader.found_in(arrow_schema(frame))
    lines = mapped(frame, Guarded(_Lines(reader), timeout), _schema())
    # A line that stands on a page that was scraped twice counts once.
    once = lines.groupBy("site", "fingerprint", "page").agg(f.min("line").alias("line"), f.min("words").alias("words"))
    counted = once.groupBy("site", "fingerprint").agg(
        f.min("line").alias("line"), f.min("words").alias("words"), f.count("*").alias("pages")
    )
    sites = once.select("site", "page").distinct().groupBy("site").agg(f.count("*").alias("of"))
    found = counted.where(f.col("pages") >= thresholds.pages).join(sites, "site")
    return found.where(f.col("pages") >= thresholds.share * f.col("of")).select(*LearnedLine._fields), sites


def collected(frame: DataFrame, reader: ArrowReader, thresholds: Thresholds, timeout: float) -> Learned:
    """What rows that a reader reads teach, brought to the driver."""
    f = functions()
    found, sites = _counted(frame, reader, thresholds, timeout)
    total = sites.agg(f.count("*").alias("pages"), f.coalesce(f.sum("of"), f.lit(0)).alias("of"))
    nothing = [f.lit(None).cast(kind).alias(name) for name, kind in found.dtypes if name not in total.columns]
    # Of one query, so that Spark reads and counts once.
    rows = [LearnedLine(*row) for row in found.unionByName(total.select(*nothing, "*")).collect()]
    (all_sites,) = (row for row in rows if row.site is None)
    lines = sorted(set(rows) - {all_sites}, key=lambda line: (line.site, -line.pages, line.line, line.fingerprint))
    return Learned(tuple(lines), all_sites.of, all_sites.pages)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Turns record batches into the lines of their pages."""

    reader: ArrowReader
    guard: Guard | None = None

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        return batched((row for batch in batches for row in self._rows(batch)), _schema())

    def _rows(self, batch: Any) -> Iterator[dict[str, Any]]:
        for record in self.reader.records(batch):
            if record.error is None:
                with suppress(DeadlyError):
                    yield from _lines(record) if self.guard is None else self.guard.call(_lines, record)
        if self.guard is not None:
            self.guard.pause()


def _lines(record: Record) -> list[dict[str, Any]]:
    """The lines of a page."""
    rows = (row.fields for row in LearnJob().work(record).rows[LINES])
    return [{**row, "line": well_formed(row["line"]), "site": well_formed(row["site"])} for row in rows]


def _schema() -> Any:
    pa = require("pyarrow", EXTRA)
    kinds = {
        "site": pa.string(),
        "page": pa.int64(),
        "fingerprint": pa.int64(),
        "line": pa.string(),
        "words": pa.int64(),
    }
    return pa.schema(list(kinds.items()))
