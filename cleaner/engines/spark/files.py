"""Files read in Spark's tasks, one a task, as the local engine reads them: every format, encoding and fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleaner.engines.spark.kernel import batched, mapped
from cleaner.engines.spark.session import EXTRA
from cleaner.extras import require
from cleaner.records import jsonl
from cleaner.records.fields import Fields
from cleaner.records.file import File
from cleaner.records.formats import format_of
from cleaner.records.reader import FileReader
from cleaner.records.record import Record, RecordMark
from cleaner.text.fold import well_formed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Columns that are ours: where a row comes from, the line that it is, the field its text goes to, why it cannot be used, what is
# odd about it; and what is only counted, with how often.
SOURCE, LINE, FIELD, FAULT, WARNING = (
    "_cleaner_source",
    "_cleaner_line",
    "_cleaner_field",
    "_cleaner_fault",
    "_cleaner_warning",
)
NOTE, COUNT = "_cleaner_note", "_cleaner_count"
# Of a file that Spark splits: where the piece begins in it, and which line of the piece a row is; and the note of how many
# lines a piece has.
PIECE, NUMBER = "_cleaner_piece", "_cleaner_number"
LINES = "lines of a piece"
# Tasks have so much to read, or less where there would be fewer of them.
_GROUP_BYTES, _FEWEST_GROUPS = 64 << 20, 32
_LOOKED_AT = 1 << 20
ARTICLE = ("id", "url", "date", "text", "html")


def frame_of(spark: SparkSession, files: Sequence[File], fields: Fields, limit: int) -> DataFrame:
    """The records of files, a task for each or for some small ones: its worker reads them as a stream, however large they are."""
    return _mapped(spark, files, _Files(fields, limit), schema())


def are_plain_lines(spark: SparkSession, files: Sequence[File], fields: Fields) -> bool:
    """Whether files of JSON hold nothing but lines in UTF-8, so that Spark may split them."""
    looked = _mapped(spark, files, _Looks(fields), require("pyarrow", EXTRA).schema([("is_plain", "bool")]))
    return all(row["is_plain"] for row in looked.collect())


def _mapped(
    spark: SparkSession, files: Sequence[File], work: Callable[[File], Iterator[dict[str, Any]]], made: Any
) -> DataFrame:
    groups = tuple(_groups(files))
    return mapped(spark.range(0, len(groups), 1, len(groups)), _ByNumber(groups, work, made), made)


def _groups(files: Sequence[File]) -> Iterator[tuple[File, ...]]:
    """The files in their order, small ones together, but so many groups that there is something to do for all."""
    most = min(_GROUP_BYTES, sum(file.size for file in files) // _FEWEST_GROUPS)
    group, size = list[File](), 0
    for file in files:
        group.append(file)
        size += file.size
        if size >= most:
            yield tuple(group)
            group, size = [], 0
    if group:
        yield tuple(group)


@dataclass(frozen=True, slots=True)
class _ByNumber:
    """Works on groups of files by their numbers."""

    groups: tuple[tuple[File, ...], ...]
    work: Callable[[File], Iterator[dict[str, Any]]]
    schema: Any

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        numbers = (row["id"] for batch in batches for row in batch.to_pylist())
        return batched(
            (row for number in numbers for file in self.groups[number] for row in self.work(file)), self.schema
        )


@dataclass(frozen=True, slots=True)
class _Files:
    """Reads the records of a file, and what is only counted of it."""

    fields: Fields
    limit: int

    def __call__(self, file: File) -> Iterator[dict[str, Any]]:
        notes: Counter[str] = Counter()
        for names, raw, _ in FileReader(self.fields, self.limit).records(file, RecordMark()):
            if raw.counted is not None:
                notes[raw.counted] += 1
            else:
                yield row_of(format_of(file.name).decode(raw, names), raw.source)
        yield from ({NOTE: words, COUNT: count} for words, count in notes.items())


@dataclass(frozen=True, slots=True)
class _Looks:
    """Looks at a file."""

    fields: Fields

    def __call__(self, file: File) -> Iterator[dict[str, Any]]:
        yield {"is_plain": FileReader(self.fields, _LOOKED_AT).is_plain(file)}


def row_of(record: Record, source: str, line: bytes | None = None) -> dict[str, Any]:
    """What cleaning needs of a record, with the line that it is, or is made."""
    held = "html" if record.page else "text"
    found = {
        held: None if record.empty else record.text,
        "url": record.url,
        "id": record.id,
        "date": record.fields.get("date"),
    }
    if record.error is not None:
        del found[held]
        line = line or (record.raw or "").encode("utf-8", "surrogateescape") or None
    else:
        line = line or jsonl.encode(record.fields)
    told = {FAULT: record.error, SOURCE: source, FIELD: record.field, WARNING: record.warning}
    texts = {name: well_formed(value) for name, value in (found | told).items() if isinstance(value, str)}
    return {**texts, LINE: line}


def schema() -> Any:
    """The schema of frames of records."""
    pa = require("pyarrow", EXTRA)
    names = (*ARTICLE, SOURCE, FAULT, FIELD, WARNING, NOTE)
    numbers = ((name, pa.int64()) for name in (COUNT, PIECE, NUMBER))
    return pa.schema([*((name, pa.string()) for name in names), *numbers, (LINE, pa.binary())])
