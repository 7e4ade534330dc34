"""Dumps as DataFrames: Parquet as its columns, plain JSON Lines split line by line, all else file by file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import ArrowReader
from cleaner.engines.spark.faults import one_line
from cleaner.engines.spark.files import (
    COUNT,
    FAULT,
    LINE,
    LINES,
    NOTE,
    NUMBER,
    PIECE,
    SOURCE,
    are_plain_lines,
    frame_of,
    row_of,
    schema,
)
from cleaner.engines.spark.kernel import batched, mapped
from cleaner.engines.spark.session import functions
from cleaner.engines.spark.types import arrow_schema
from cleaner.errors import InputError
from cleaner.records import jsonl
from cleaner.records.dump import is_readable
from cleaner.records.fields import Fields
from cleaner.records.file import STANDARD, File, is_url
from cleaner.records.find import find_files
from cleaner.records.formats import CONTAINERS, READABLE, ending
from cleaner.records.packing import packing
from cleaner.records.reader import FileReader
from cleaner.records.record import Raw, RecordMark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PARQUET, JSONL, WARC, MIXED = "parquet", "jsonl", "warc", "mixed"
_FORMS = {".parquet": PARQUET, ".jsonl": JSONL, ".ndjson": JSONL, ".warc": WARC, ".wet": WARC, ".wat": WARC}
# What Spark unpacks itself.
_LINES_PACKED = ("", ".gz", ".bz2")
_LOOKED_AT = 20
_PATTERN = re.compile(r"[*?\[{]")


@dataclass(frozen=True, slots=True)
class Source:
    """A dump as a frame.

    Attributes:
        form: PARQUET; WARC; or JSONL, whose rows have a `LINE`, as those of all other formats and of several get one.
        frame: its rows, with `SOURCE`, and if it was read file by file the other columns of `files.schema`.
        reader: reads them.
        passed: files of folders that are passed over, by kind.
    """

    form: str
    frame: DataFrame
    reader: ArrowReader
    passed: Counter[str] = field(default_factory=Counter)


def spark_source(
    spark: SparkSession, inputs: Sequence[str], fields: Fields, limit: int, say: Callable[[str], None] = lambda _: None
) -> Source:
    """A dump.

    Args:
        spark: the session.
        inputs: files, folders, patterns or URLs.
        fields: which fields hold what, as far as the user says.
        limit: records with more bytes are rejected.
        say: told which names of fields were guessed.

    Raises:
        InputError: an input is missing, of no known format, or lacks a field that is needed.
    """
    passed: Counter[str] = Counter()
    names = [name for given in inputs for name in _files(given, lambda kind: passed.update([f"passed over: {kind}"]))]
    forms = {_form(name) for name in names}
    (form,) = forms if len(forms) == 1 else (MIXED,)
    try:
        if form == PARQUET:
            return _parquet(spark, names, ArrowReader(fields, limit), passed, say)
        found = _openable(inputs)
        if found:
            FileReader(fields, limit).check(found)
        if form == JSONL and (not found or are_plain_lines(spark, found, fields)):
            return _jsonl(spark, names, ArrowReader(fields, limit), passed, say)
        frame = frame_of(spark, found, fields, limit)
        columns = Fields(text="text", html="html", url="url", id="id")
        return Source(WARC if form == WARC else JSONL, frame, ArrowReader(columns, limit, FAULT, told=True), passed)
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{', '.join(inputs[:3])}: {one_line(error)}") from error


def _parquet(
    spark: SparkSession, names: Sequence[str], reader: ArrowReader, passed: Counter[str], say: Callable[[str], None]
) -> Source:
    f = functions()
    row = (f.col("_metadata.row_index") + 1).cast("string")
    frame = spark.read.parquet(*map(_path, names)).select("*", f.concat(_place(), f.lit(":row "), row).alias(SOURCE))
    _tell(reader.found_in(arrow_schema(frame)), reader.names, say)
    return Source(PARQUET, frame, reader, passed)


def _jsonl(
    spark: SparkSession, names: Sequence[str], reader: ArrowReader, passed: Counter[str], say: Callable[[str], None]
) -> Source:
    f = functions()
    piece = f.col("_metadata.file_block_start").alias(PIECE)
    # As bytes: what is no UTF-8 is to be rejected, not mended.
    text = spark.read.text([*map(_path, names)], lineSep="\n")
    lines = text.select(f.col("value").cast("binary").alias(LINE), _place().alias(SOURCE), piece)
    first = [Raw("", bytes(row[LINE]), 0, RecordMark()) for row in lines.limit(_LOOKED_AT).collect()]
    fields = reader.names.found_in(jsonl.columns(first))
    _tell(fields, reader.names, say)
    frame = mapped(lines, _Lines(fields, reader.limit), schema())
    columns = Fields(text="text", html="html", url="url", id="id")
    return Source(JSONL, frame, ArrowReader(columns, reader.limit, FAULT, told=True), passed)


def _place() -> Any:
    """The file that a row is from, as it is called on this machine."""
    return functions().regexp_replace("_metadata.file_path", "^file:/+", "/")


def _tell(found: Fields, asked: Fields, say: Callable[[str], None]) -> None:
    for words in found.guessed(asked):
        say(words)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Reads what is needed of lines of JSON."""

    fields: Fields
    limit: int

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        return batched(self._rows(row for batch in batches for row in batch.to_pylist()), schema())

    def _rows(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """What lines give, numbered within the piece of a file that they stand in; and how many each piece has."""
        counts: Counter[tuple[str, int]] = Counter()
        for row in rows:
            place = row[SOURCE], row[PIECE]
            counts[place] += 1
            if row[LINE].strip():
                yield {**self._row(row), PIECE: row[PIECE], NUMBER: counts[place]}
        for (source, piece), count in counts.items():
            yield {SOURCE: source, PIECE: piece, NOTE: LINES, COUNT: count}

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        line = row[LINE]
        fault = f"is longer than {self.limit:,} bytes" if len(line) > self.limit else None
        record = jsonl.decode(Raw(row[SOURCE], line, len(line), RecordMark(), fault), self.fields)
        return row_of(record, row[SOURCE], line)


def _files(given: str, passed: Callable[[str], None]) -> list[str]:
    """What an input stands for: itself where its ending tells the format, else the files of a folder."""
    if given == STANDARD:
        raise InputError("-: Spark reads files, not standard input")
    if ending(given.rstrip("/")) in CONTAINERS or not Path(given).is_dir():
        return [given]
    found = [file.name for file in find_files(given, is_readable, passed)]
    if not found:
        raise InputError(f"{given}: holds no file that ends in {', '.join(READABLE)}")
    return found


def _openable(inputs: Sequence[str]) -> list[File]:
    """The files that inputs stand for; none where only Spark knows how to reach them.

    Raises:
        InputError: there is no such file here.
    """
    try:
        return [file for given in inputs for file in find_files(given, is_readable)]
    except InputError:
        if any(is_url(name) for name in inputs):
            return []
        raise


def _form(name: str) -> str:
    form = ending(name.rstrip("/"))
    if form not in READABLE:
        raise InputError(f"{name}: cannot tell the format; known endings are {', '.join(READABLE)}")
    found = _FORMS.get(form, MIXED)
    return MIXED if found == JSONL and packing(name.rstrip("/")) not in _LINES_PACKED else found


def _path(name: str) -> str:
    """A name as Spark takes it: where it is found on this machine, it is of this machine."""
    fixed, *more = _PATTERN.split(name, maxsplit=1)
    is_here = Path(fixed).parent.is_dir() if more else Path(fixed).exists()
    return f"file://{Path(name).absolute()}" if is_here and not is_url(name) else name
