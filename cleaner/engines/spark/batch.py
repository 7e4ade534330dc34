"""A dump cleaned by Spark: outputs are folders of part files, as Spark has them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import CLEANED, ERROR, ArrowCleaner
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, REMOVED, UNCHANGED, CleanJob
from cleaner.engines.spark.clean import Cleaned, cleaned, column, document_columns, removal_rows
from cleaner.engines.spark.faults import one_line
from cleaner.engines.spark.files import ARTICLE, COUNT, FIELD, LINE, LINES, NOTE, NUMBER, PIECE, SOURCE, WARNING
from cleaner.engines.spark.kernel import mapped
from cleaner.engines.spark.read import JSONL, WARC, Source
from cleaner.engines.spark.session import EXTRA, functions
from cleaner.engines.spark.write import Merge, check_target, write_folder
from cleaner.errors import CleanerError
from cleaner.extras import require
from cleaner.metadata import LISTS, NAMES, as_columns
from cleaner.stats import Stats, Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Columns of a prepared frame beside those of its documents: what an article is known by, and what was rejected of it.
_ID, _RECORD, _FIRST = "_cleaner_id", "_cleaner_record", "_cleaner_first"
# What files that were read one by one tell beside their records.
_TOLD = {NOTE: "string", COUNT: "bigint", WARNING: "string", PIECE: "bigint", NUMBER: "bigint"}
_ARCHIVED = tuple(name for name in ARTICLE if name != "html")
_OURS = (SOURCE, _ID, CLEANED, ERROR, _RECORD, *_TOLD)


def run_on_spark(
    source: Source, job: CleanJob, targets: Mapping[str, str], *, restart: bool, timeout: float = math.inf
) -> Tally:
    """Clean a dump, and write the outputs.

    Args:
        source: the dump.
        job: how articles are cleaned.
        targets: where each output goes, by its name: folders that end in `.parquet` or `.jsonl` (also `.gz`, `.bz2`).
        restart: whether outputs that are there already are written anew.
        timeout: seconds for a record.

    Raises:
        InputError: an output is there already, or its format cannot be written or does not go with the input's.
        CleanerError: the job fails.
    """
    for name, target in targets.items():
        check_target(target, is_lines=source.form == JSONL and name == OUTPUT)
    optional = () if "title" in source.frame.columns else ("title",)
    made = cleaned(source.frame, ArrowCleaner(job, source.reader), timeout)
    prepared = _lines(made, job) if source.form == JSONL else _documents(source, made, job)
    # On disk, without the raw pages: about as large as the outputs.
    prepared = prepared.persist(require("pyspark", EXTRA).StorageLevel.DISK_ONLY)
    held = prepared
    try:
        prepared = _numbered(held)
        for name, target in targets.items():
            rows = _OUTPUTS[name](_kept(prepared, job) if name == OUTPUT else prepared)
            if name != REJECTS or not rows.isEmpty():
                write_folder(rows, target, restart=restart, optional=optional)
        return _tally(prepared, job, source.passed)
    except Exception as error:
        if isinstance(error, CleanerError):
            raise
        raise CleanerError(f"the Spark job fails: {one_line(error)}") from error
    finally:
        with suppress(Exception):  # where Spark has ended there is nothing to let go
            held.unpersist()


def _lines(made: Cleaned, job: CleanJob) -> DataFrame:
    """Of lines of JSON: the cleaned lines, with what the other outputs need."""
    f = functions()
    frame = made.frame.select(LINE, FIELD, f.col("id").alias(_ID), SOURCE, CLEANED, ERROR, *_TOLD)
    merged = mapped(frame, Merge(job.rules.version, job.counts, job.meta), frame.schema)
    is_faulty = f.col(ERROR).isNotNull()
    line = f.col(LINE).cast("string")
    ours = [_ID, SOURCE, _about(), ERROR, f.when(is_faulty, line).alias(_RECORD), *_TOLD]
    return merged.select(line.alias(LINE), *ours)


def _documents(source: Source, made: Cleaned, job: CleanJob) -> DataFrame:
    """Of Parquet and WARC: the documents, with what the other outputs need."""
    f = functions()
    is_archive = source.form == WARC
    names = [
        n for n in made.frame.columns if n != SOURCE and not (is_archive and n not in (*_ARCHIVED, CLEANED, ERROR))
    ]
    text, name = made.fields.text, made.fields.id
    is_faulty = f.col(ERROR).isNotNull()
    held = column(text).cast("string") if text is not None and text in names else f.lit(None).cast("string")
    identity = column(name).cast("string") if name else f.lit("")
    told = [f.col(n) if is_archive else f.lit(None).cast(kind).alias(n) for n, kind in _TOLD.items()]
    ours = [SOURCE, identity.alias(_ID), _about(), ERROR, f.when(is_faulty, held).alias(_RECORD), *told]
    more = {name: _count(name) for name in job.counts_of(Stats())} | (_meta() if job.meta else {})
    kept = document_columns([n for n in names if n not in more], made.fields, job.rules.version)
    return made.frame.select(*kept, *(column.alias(name) for name, column in more.items()), *ours)


def _numbered(frame: DataFrame) -> DataFrame:
    """The frame with the numbers of lines in its sources, which a task knows only of the piece of a file that it reads."""
    f = functions()
    pieces = frame.where(f.col(NOTE) == LINES)
    before: dict[str, int] = {}
    firsts = []
    for row in sorted(pieces.select(SOURCE, PIECE, COUNT).collect()):
        firsts.append((row[SOURCE], row[PIECE], before.get(row[SOURCE], 0)))
        before[row[SOURCE]] = firsts[-1][2] + row[COUNT]
    if not firsts:
        return frame
    known = frame.sparkSession.createDataFrame(firsts, f"{SOURCE} string, {PIECE} bigint, {_FIRST} bigint")
    rows = frame.where(f.col(NOTE).isNull() | (f.col(NOTE) != LINES))
    line = f.concat(SOURCE, f.lit(":"), (f.col(_FIRST) + f.col(NUMBER)).cast("string"))
    return rows.join(f.broadcast(known), [SOURCE, PIECE], "left").withColumn(SOURCE, line).drop(_FIRST)


def _count(name: str) -> Any:
    """A count of a row, as `cleaning.counts_of` names it; 0 where it has no article."""
    f = functions()
    stats = f.col(f"{CLEANED}.stats")
    by_category = f.element_at(stats["characters_by_category"], name.removeprefix("removed_"))
    return f.coalesce(stats[name] if name in ("characters", "removed_characters") else by_category, f.lit(0))


def _meta() -> dict[str, Any]:
    """What the page of a row says of its article, as `as_columns` names it; the same of a row without article, empty."""
    f = functions()
    nothing = f.struct(*(f.lit(None).cast("string").alias(name) for name in NAMES))
    texts = f.array().cast("array<string>")
    said = {name: f.col(f"{CLEANED}.meta.{name}") for name in (*NAMES, "sources")}
    lacking = {"sources": nothing, **dict.fromkeys(LISTS, texts)}
    return as_columns({name: f.coalesce(one, lacking[name]) if name in lacking else one for name, one in said.items()})


def _about() -> Any:
    """What cleaning told of a row, instead of the text whether there is none."""
    f = functions()
    has_text = f.col(f"{CLEANED}.text").rlike(r"(?U)\S") | (f.col(f"{CLEANED}.stats.removals") > 0)
    return f.col(CLEANED).withField("text", f.when(has_text, "")).alias(CLEANED)


def _kept(frame: DataFrame, job: CleanJob) -> DataFrame:
    f = functions()
    rows = frame.where(f.col(f"{CLEANED}.text").isNotNull()) if job.drop_empty else frame
    return rows.where(f.col(f"{CLEANED}.stats.removals") > 0) if job.only_changed else rows


def _output(frame: DataFrame) -> DataFrame:
    f = functions()
    rows = frame.where(f.col(ERROR).isNull() & f.col(NOTE).isNull())
    return rows.select(*(column(name) for name in frame.columns if name not in _OURS))


def _removed(frame: DataFrame) -> DataFrame:
    f = functions()
    rows = frame.where(f.col(CLEANED).isNotNull())
    return removal_rows(rows, f.coalesce(_ID, f.lit("")), f.col(SOURCE).alias("source"))


def _rejects(frame: DataFrame) -> DataFrame:
    f = functions()
    names = {SOURCE: "source", ERROR: "reason", _RECORD: "record"}
    return frame.where(f.col(ERROR).isNotNull()).select(*(f.col(ours).alias(name) for ours, name in names.items()))


_OUTPUTS: Mapping[str, Callable[[DataFrame], DataFrame]] = {OUTPUT: _output, REMOVED: _removed, REJECTS: _rejects}


def _tally(frame: DataFrame, job: CleanJob, passed: Counter[str]) -> Tally:
    """What was counted, with the first warnings by their sources."""
    f = functions()
    warnings = f.filter(f.concat(f.array(WARNING), f"{CLEANED}.stats.warnings"), lambda words: words.isNotNull())
    cleaned = frame.where(f.col(CLEANED).isNotNull())
    stats = cleaned.select(SOURCE, f"{CLEANED}.stats.*", warnings.alias("all")).drop("warnings")
    stats = stats.withColumnRenamed("all", "warnings")
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
    for row in frame.where(f.col(NOTE).isNotNull()).groupBy(NOTE).agg(f.sum(COUNT).alias("count")).collect():
        passed[row[NOTE]] += row["count"]
    is_empty = f.col(ERROR).isNull() & f.col(NOTE).isNull() & f.col(f"{CLEANED}.text").isNull()
    passed[job.empty_note] += frame.where(is_empty).count()
    if job.only_changed:
        passed[UNCHANGED] += frame.where(
            f.col(f"{CLEANED}.text").isNotNull() & (f.col(f"{CLEANED}.stats.removals") == 0)
        ).count()
    for words, count in passed.items():
        if count:
            tally.note(words, count)
    return tally


def _counts(stats: DataFrame, name: str) -> dict[str, int]:
    f = functions()
    pairs = stats.select(f.explode(name).alias("key", "value")).groupBy("key").agg(f.sum("value").alias("value"))
    return {row["key"]: row["value"] for row in pairs.collect()}
