"""Parquet files, read: one record a row, the article in one of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, BinaryIO

from cleaner.extras import require
from cleaner.records import arrow_types
from cleaner.records.bomb import LEAST, check_expansion
from cleaner.records.fields import Fields
from cleaner.records.file import File, reason
from cleaner.records.record import Raw, Record, RecordMark

_BATCH_BYTES = 1 << 20
_MOST_ROWS = 1024
_VALUE_BYTES = 8
_SHARING = frozenset(("RLE_DICTIONARY", "PLAIN_DICTIONARY", "DELTA_BYTE_ARRAY"))


def cut(file: File, stream: BinaryIO, mark: RecordMark, limit: int) -> Iterator[Raw]:
    """The rows from a mark on, each as Arrow's bytes of a batch of one, with the bytes of the schema."""
    # Without pre-buffering and with a buffer of its own a row group is never in memory whole.
    parquet = require("pyarrow.parquet", "dumps").ParquetFile(stream, pre_buffer=False, buffer_size=_BATCH_BYTES)
    plain = arrow_types.without_dictionaries(parquet.schema_arrow)
    schema = plain.serialize().to_pybytes()
    number = packed = 0
    read = mark.offset
    for group in range(parquet.num_row_groups):
        about = parquet.metadata.row_group(group)
        packed += sum(about.column(index).total_compressed_size for index in range(about.num_columns))
        if number + about.num_rows <= mark.number:
            number += about.num_rows
            continue
        for batch in parquet.iter_batches(_read_at_once(about, parquet.schema, packed), row_groups=[group]):
            batch = arrow_types.cast(batch, plain)
            for index in range(batch.num_rows):
                number += 1
                if number > mark.number:
                    data = batch.slice(index, 1).serialize().to_pybytes()
                    read += len(data)
                    check_expansion(packed, read)
                    yield _raw(f"{file.title}:row {number}", schema, data, RecordMark(number, read), limit)


def _raw(source: str, schema: bytes, row: bytes, after: RecordMark, limit: int) -> Raw:
    if len(row) > limit:
        return Raw(source, None, len(row), after, f"is longer than {limit:,} bytes")
    return Raw(source, (schema, row), len(row), after)


def _read_at_once(group: Any, schema: Any, packed: int) -> int:
    """How many rows of a row group make a batch of bounded size.

    Raises:
        BombError: it would not fit in memory, however few of its rows are asked for.
    """
    columns = [group.column(index) for index in range(group.num_columns)]
    # The values of a list that a few bytes say are all the same are in memory together, pages as they unpack too.
    lists = sum(
        column.num_values * _VALUE_BYTES
        for index, column in enumerate(columns)
        if schema.column(index).max_repetition_level
    )
    check_expansion(packed, sum(column.total_uncompressed_size for column in columns) + lists)
    # What is written once, and named by every row or added to by the next, may be as long as all of its column.
    shared: int = sum(column.total_uncompressed_size for column in columns if not _SHARING.isdisjoint(column.encodings))
    rows: int = min(_BATCH_BYTES * group.num_rows // max(group.total_byte_size, 1), LEAST // max(shared, 1))
    return max(1, min(_MOST_ROWS, rows))


def columns(raws: Sequence[Raw]) -> list[str]:
    """The columns of the schema."""
    held = next((raw.data for raw in raws if raw.data), None)
    return list(arrow_types.column_paths(_schema(held[0]))) if held else []


def decode(raw: Raw, names: Fields) -> Record:
    """The record that a row holds; one with an error if it has no text."""
    if raw.error is not None:
        return Record(raw.source, error=raw.error)
    schema, data = raw.data
    try:
        row = require("pyarrow", "dumps").ipc.read_record_batch(data, _schema(schema))
        fields = arrow_types.cast(row, _plain_schema(schema)).to_pylist()[0]
    except Exception as error:  # of every kind: a broken text, a year beyond 9999, a time zone that is none
        return Record(raw.source, error=f"holds what cannot be read: {reason(error)}")
    return names.record(raw.source, fields, row)


@lru_cache(maxsize=8)
def _schema(data: bytes) -> Any:
    pyarrow = require("pyarrow", "dumps")
    return pyarrow.ipc.read_schema(pyarrow.py_buffer(data))


@lru_cache(maxsize=8)
def _plain_schema(data: bytes) -> Any:
    return arrow_types.without_nanoseconds(_schema(data))
