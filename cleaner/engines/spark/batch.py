"""A dump cleaned by Spark: outputs are folders of part files, as Spark has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import CLEANED, ERROR, ArrowCleaner
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, REMOVED, CleanJob
from cleaner.engines.spark.clean import Cleaned, cleaned, column, document_columns, removal_rows
from cleaner.engines.spark.faults import told
from cleaner.engines.spark.kernel import arrow_schema, mapped
from cleaner.engines.spark.read import FAULT, JSONL, LINE, SOURCE, WARC, Source
from cleaner.engines.spark.session import EXTRA, functions
from cleaner.engines.spark.write import Merge, check, write
from cleaner.errors import CleanerError
from cleaner.extras import require
from cleaner.records.fields import GUESSES
from cleaner.stats import Stats, Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Columns of a prepared frame beside those of its documents: what an article is known by, and what was rejected of it.
_ID, _RECORD = "_cleaner_id", "_cleaner_record"
_OURS = (SOURCE, _ID, CLEANED, ERROR, _RECORD)


def run(source: Source, job: CleanJob, targets: Mapping[str, str], *, restart: bool) -> Tally:
    """Clean a dump, and write the outputs.

    Args:
        source: the dump.
        job: how articles are cleaned.
        targets: where each output goes, by its name: folders that end in `.parquet` or `.jsonl` (also `.gz`, `.bz2`).
        restart: whether outputs that are there already are written anew.

    Raises:
        InputError: an output is there already, or its format cannot be written or does not go with the input's.
        CleanerError: the job fails.
    """
    for name, target in targets.items():
        check(target, is_lines=source.form == JSONL and name == OUTPUT)
    optional = () if "title" in source.frame.columns else ("title",)
    made = cleaned(source.frame, ArrowCleaner(job, source.reader))
    prepared = _lines(source, made) if source.form == JSONL else _documents(source, made)
    # On disk, without the raw pages: about as large as the outputs.
    prepared = prepared.persist(require("pyspark", EXTRA).StorageLevel.DISK_ONLY)
    try:
        for name, target in targets.items():
            rows = _OUTPUTS[name](prepared)
            if name != REJECTS or not rows.isEmpty():
                write(rows, target, restart=restart, optional=optional)
        return _tally(prepared)
    except Exception as error:
        if isinstance(error, CleanerError):
            raise
        raise CleanerError(f"the Spark job fails: {told(error)}") from error
    finally:
        with suppress(Exception):  # where Spark has ended there is nothing to let go
            prepared.unpersist()


def _lines(source: Source, made: Cleaned) -> DataFrame:
    """Of JSON Lines: the cleaned lines, with what the other outputs need."""
    f = functions()
    frame = made.frame.select(LINE, f.col("id").alias(_ID), SOURCE, CLEANED, ERROR)
    merged = mapped(frame, Merge(source.fields.text or GUESSES["text"][0]), arrow_schema(frame))
    is_faulty = f.col(ERROR).isNotNull()
    line = f.col(LINE).cast("string")
    return merged.select(line.alias(LINE), _ID, SOURCE, _without_text(), ERROR, f.when(is_faulty, line).alias(_RECORD))


def _documents(source: Source, made: Cleaned) -> DataFrame:
    """Of Parquet and WARC: the documents, with what the other outputs need."""
    f = functions()
    left_out = (SOURCE, FAULT, "html") if source.form == WARC else (SOURCE,)
    names = [name for name in made.frame.columns if name not in left_out]
    text, name = made.fields.text, made.fields.id
    is_faulty = f.col(ERROR).isNotNull()
    held = column(text).cast("string") if text is not None and text in names else f.lit(None).cast("string")
    identity = column(name).cast("string") if name else f.lit("")
    ours = [SOURCE, identity.alias(_ID), _without_text(), ERROR, f.when(is_faulty, held).alias(_RECORD)]
    return made.frame.select(*document_columns(names, made.fields), *ours)


def _without_text() -> Any:
    return functions().col(CLEANED).dropFields("text").alias(CLEANED)


def _output(frame: DataFrame) -> DataFrame:
    f = functions()
    return frame.where(f.col(ERROR).isNull()).select(*(column(name) for name in frame.columns if name not in _OURS))


def _removed(frame: DataFrame) -> DataFrame:
    f = functions()
    rows = frame.where(f.col(ERROR).isNull())
    return removal_rows(rows, f.coalesce(_ID, f.lit("")), f.col(SOURCE).alias("source"))


def _rejects(frame: DataFrame) -> DataFrame:
    f = functions()
    names = {SOURCE: "source", ERROR: "reason", _RECORD: "record"}
    return frame.where(f.col(ERROR).isNotNull()).select(*(f.col(ours).alias(name) for ours, name in names.items()))


_OUTPUTS: Mapping[str, Callable[[DataFrame], DataFrame]] = {OUTPUT: _output, REMOVED: _removed, REJECTS: _rejects}


def _tally(frame: DataFrame) -> Tally:
    """What was counted, with the first warnings by their sources."""
    f = functions()
    stats = frame.where(f.col(ERROR).isNull()).select(SOURCE, f"{CLEANED}.stats.*")
    names = ("documents", "characters", "removed_characters", "removals")
    sums = [f.coalesce(f.sum(name), f.lit(0)).alias(name) for name in names]
    warned = f.coalesce(f.sum(f.size("warnings")), f.lit(0)).alias("warnings")
    total = stats.agg(*sums, warned).first()
    first = stats.where(f.size("warnings") > 0).orderBy(SOURCE).limit(Tally.KEPT_WARNINGS).collect()
    warnings = [f"{row[SOURCE]}: {warning}" for row in first for warning in row["warnings"]]
    tally = Tally()
    counts = [_counts(stats, name) for name in ("characters_by_category", "removals_by_rule")]
    tally.stats = Stats.from_dict(
        {
            **{name: total[name] for name in names},
            "characters_by_category": counts[0],
            "removals_by_rule": counts[1],
            "warnings": warnings[: Tally.KEPT_WARNINGS],
        }
    )
    tally.warnings = total["warnings"]
    kinds = frame.where(f.col(ERROR).isNotNull()).groupBy(f.split(ERROR, ":")[0].alias("kind")).count()
    for row in sorted(kinds.collect(), key=lambda row: (-row["count"], row["kind"])):
        tally.reject(row["kind"], row["count"])
    return tally


def _counts(stats: DataFrame, name: str) -> dict[str, int]:
    f = functions()
    pairs = stats.select(f.explode(name).alias("key", "value")).groupBy("key").agg(f.sum("value").alias("value"))
    return {row["key"]: row["value"] for row in pairs.collect()}
