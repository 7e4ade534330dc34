"""Dumps as DataFrames: Parquet as its columns, JSON Lines line by line so that nothing of a line is lost, WARC file by file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.document.fold import well_formed
from cleaner.engines.arrow import Reader
from cleaner.engines.spark.faults import told
from cleaner.engines.spark.kernel import arrow_schema, batched, mapped
from cleaner.engines.spark.session import EXTRA, functions
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.records import jsonl
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.file import STANDARD, is_url
from cleaner.records.find import find
from cleaner.records.formats import CONTAINERS, ending
from cleaner.records.packing import packing
from cleaner.records.record import Mark, Raw, Record

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PARQUET, JSONL, WARC = "parquet", "jsonl", "warc"
_FORMATS = {".parquet": PARQUET, ".jsonl": JSONL, ".ndjson": JSONL, ".warc": WARC, ".wet": WARC}
_PACKED = {PARQUET: ("",), JSONL: ("", ".gz", ".bz2"), WARC: ("", ".gz", ".zst")}
# Columns that are ours: the file that a row comes from, the line that it is, and why it cannot be used.
SOURCE, LINE, FAULT = "_cleaner_source", "_cleaner_line", "_cleaner_fault"
_LOOKED_AT = 20
_PATTERN = re.compile(r"[*?\[{]")


@dataclass(frozen=True, slots=True)
class Source:
    """A dump as a frame.

    Attributes:
        form: PARQUET, JSONL or WARC.
        frame: its rows, with `SOURCE`; of JSON Lines `LINE` and what is needed of it.
        reader: reads them.
        fields: in JSON Lines, which fields of the lines hold what.
    """

    form: str
    frame: DataFrame
    reader: Reader
    fields: Fields


def read(
    spark: SparkSession, inputs: Sequence[str], fields: Fields, limit: int, say: Callable[[str], None] = lambda _: None
) -> Source:
    """A dump.

    Args:
        spark: the session.
        inputs: files, folders, patterns or URLs, all of one format.
        fields: which fields hold what, as far as the user says.
        limit: records with more bytes are rejected.
        say: told which names of fields were guessed.

    Raises:
        InputError: an input is missing, or of another format than Spark reads here or than the others.
    """
    names = [name for given in inputs for name in _files(given)]
    forms = {_form(name) for name in names}
    if len(forms) > 1:
        raise InputError(f"Spark reads one format at a time, not {' and '.join(sorted(forms))}")
    (form,) = forms
    try:
        source = {PARQUET: _parquet, JSONL: _jsonl, WARC: _warc}[form](spark, names, Reader(fields, limit))
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{', '.join(inputs[:3])}: {told(error)}") from error
    for words in source.fields.guessed(fields):
        say(words)
    return source


def _parquet(spark: SparkSession, names: Sequence[str], reader: Reader) -> Source:
    place = functions().col("_metadata.file_path").alias(SOURCE)
    frame = spark.read.parquet(*map(_path, names)).select("*", place)
    return Source(PARQUET, frame, reader, reader.found_in(arrow_schema(frame)))


def _jsonl(spark: SparkSession, names: Sequence[str], reader: Reader) -> Source:
    f = functions()
    place = f.col("_metadata.file_path").alias(SOURCE)
    # As bytes: what is no UTF-8 is to be rejected, not mended.
    lines = spark.read.text([*map(_path, names)], lineSep="\n").select(f.col("value").cast("binary").alias(LINE), place)
    first = [Raw("", bytes(row[LINE]), 0, Mark()) for row in lines.limit(_LOOKED_AT).collect()]
    fields = reader.names.found_in(jsonl.columns(first))
    columns = Fields(text="text", html="html", url="url", id="id", pages=fields.pages)
    frame = mapped(lines, _Lines(fields, reader.limit), _lines_schema())
    return Source(JSONL, frame, Reader(columns, reader.limit, FAULT), fields)


def _warc(spark: SparkSession, names: Sequence[str], reader: Reader) -> Source:
    """One task a file: its worker reads it as a stream, however large it is."""
    fields = Fields(text="text", html="html", url="url", id="id", pages=reader.names.pages)
    files = [name for given in names for name in _found(given)]
    numbers = spark.range(0, len(files), 1, len(files))
    frame = mapped(numbers, _Archives(tuple(files), fields, reader.limit), _warc_schema())
    return Source(WARC, frame, Reader(fields, reader.limit, FAULT), fields)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Reads what is needed of lines of JSON."""

    fields: Fields
    limit: int

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        rows = (row for batch in batches for row in batch.to_pylist())
        return batched((self._row(row) for row in rows if row[LINE].strip()), _lines_schema())

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        line = row[LINE]
        fault = f"is longer than {self.limit:,} bytes" if len(line) > self.limit else None
        record = jsonl.decode(Raw(row[SOURCE], line, len(line), Mark(), fault), self.fields)
        return {**_columns(record), SOURCE: row[SOURCE], LINE: line}


@dataclass(frozen=True, slots=True)
class _Archives:
    """Reads archives by their numbers."""

    names: tuple[str, ...]
    fields: Fields
    limit: int

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        numbers = (row["id"] for batch in batches for row in batch.to_pylist())
        return batched((row for number in numbers for row in self._rows(self.names[number])), _warc_schema())

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        for part in Dump([name], self.fields, self.limit).parts():
            for source, decode in part.records():
                record = decode()
                yield {**_columns(record), SOURCE: source, "date": record.fields.get("date")}


def _columns(record: Record) -> dict[str, Any]:
    """What cleaning needs of a record."""
    held = "html" if record.page else "text"
    found = {held: record.text, "url": record.url, "id": record.id, FAULT: record.error}
    if record.error is not None:
        del found[held]
    return {name: None if value is None else well_formed(value) for name, value in found.items()}


def _lines_schema() -> Any:
    pa = require("pyarrow", EXTRA)
    names = ("id", "url", "text", "html", SOURCE, FAULT)
    return pa.schema([*((name, pa.string()) for name in names), (LINE, pa.binary())])


def _warc_schema() -> Any:
    pa = require("pyarrow", EXTRA)
    return pa.schema([(name, pa.string()) for name in ("id", "url", "date", "text", "html", SOURCE, FAULT)])


def _files(given: str) -> list[str]:
    """What an input stands for: itself where its ending tells the format, else the files of a folder."""
    if given == STANDARD:
        raise InputError("-: Spark reads files, not standard input")
    if ending(given.rstrip("/")) in CONTAINERS or not Path(given).is_dir():
        return [given]
    found = _found(given)
    if not found:
        raise InputError(f"{given}: holds no file that ends in {', '.join(_FORMATS)}")
    return found


def _found(given: str) -> list[str]:
    return [file.name for file in find(given, lambda name: ending(name) in _FORMATS)]


def _form(name: str) -> str:
    form = _FORMATS.get(ending(name.rstrip("/")))
    if form is None or packing(name.rstrip("/")) not in _PACKED[form]:
        known = [f"{known}{packed}" for known, form in _FORMATS.items() for packed in _PACKED[form]]
        raise InputError(f"{name}: Spark cannot read this format here; known endings are {', '.join(known)}")
    return form


def _path(name: str) -> str:
    """A name as Spark takes it: where it is found on this machine, it is of this machine."""
    fixed, *more = _PATTERN.split(name, maxsplit=1)
    is_here = Path(fixed).parent.is_dir() if more else Path(fixed).exists()
    return f"file://{Path(name).absolute()}" if is_here and not is_url(name) else name
