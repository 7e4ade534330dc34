"""Parquet: one record a row, the article in one of its columns; columns keep their types from input to output."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.document.fold import well_formed
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.records.bomb import LEAST, check
from cleaner.records.fields import Fields
from cleaner.records.file import File, reason
from cleaner.records.jsonl import encode as as_json
from cleaner.records.record import Mark, Raw, Record, Row

_BATCH_BYTES = 1 << 20
_MOST_ROWS = 1024
_GROUP_BYTES = 64 << 20
_LENGTH = 8
_VALUE_BYTES = 8
_SHARING = frozenset(("RLE_DICTIONARY", "PLAIN_DICTIONARY", "DELTA_BYTE_ARRAY"))
# Marks columns whose values have no type in common and so are written as JSON.
_JSON = {b"cleaner": b"json"}


def cut(file: File, stream: BinaryIO, mark: Mark, limit: int) -> Iterator[Raw]:
    """The rows from a mark on, each as Arrow's bytes of a batch of one, with the bytes of the schema."""
    # Without pre-buffering and with a buffer of its own a row group is never in memory whole.
    parquet = require("pyarrow.parquet", "dumps").ParquetFile(stream, pre_buffer=False, buffer_size=_BATCH_BYTES)
    plain = _replaced(parquet.schema_arrow, _without_dictionary)
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
            batch = _cast(batch, plain)
            for index in range(batch.num_rows):
                number += 1
                if number > mark.number:
                    data = batch.slice(index, 1).serialize().to_pybytes()
                    read += len(data)
                    check(packed, read)
                    yield _raw(f"{file.title}:row {number}", schema, data, Mark(number, read), limit)


def _raw(source: str, schema: bytes, row: bytes, after: Mark, limit: int) -> Raw:
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
    check(packed, sum(column.total_uncompressed_size for column in columns) + lists)
    # What is written once, and named by every row or added to by the next, may be as long as all of its column.
    shared: int = sum(column.total_uncompressed_size for column in columns if not _SHARING.isdisjoint(column.encodings))
    rows: int = min(_BATCH_BYTES * group.num_rows // max(group.total_byte_size, 1), LEAST // max(shared, 1))
    return max(1, min(_MOST_ROWS, rows))


def columns(raws: Sequence[Raw]) -> list[str]:
    """The columns of the schema."""
    held = next((raw.data for raw in raws if raw.data), None)
    return list(_schema(held[0]).names) if held else []


def decode(raw: Raw, names: Fields) -> Record:
    """The record that a row holds; one with an error if it has no text."""
    if raw.error is not None:
        return Record(raw.source, error=raw.error)
    schema, data = raw.data
    try:
        row = require("pyarrow", "dumps").ipc.read_record_batch(data, _schema(schema))
        fields = _cast(row, _plain_schema(schema)).to_pylist()[0]
    except Exception as error:  # of every kind: a broken text, a year beyond 9999, a time zone that is none
        return Record(raw.source, error=f"holds what cannot be read: {reason(error)}")
    return names.record(raw.source, fields, row)


@lru_cache(maxsize=8)
def _schema(data: bytes) -> Any:
    pyarrow = require("pyarrow", "dumps")
    return pyarrow.ipc.read_schema(pyarrow.py_buffer(data))


@lru_cache(maxsize=8)
def _plain_schema(data: bytes) -> Any:
    return _replaced(_schema(data), _in_microseconds)


def _replaced(schema: Any, replacement: Callable[[Any], Any]) -> Any:
    """A schema with other types for some, whatever they are nested in."""
    pyarrow = require("pyarrow", "dumps")
    types = pyarrow.types

    def replaced(kind: Any) -> Any:
        if types.is_struct(kind):
            return pyarrow.struct([field.with_type(replaced(field.type)) for field in kind])
        if types.is_map(kind):
            return pyarrow.map_(replaced(kind.key_type), kind.item_field.with_type(replaced(kind.item_type)))
        for is_list, make in ((types.is_list, pyarrow.list_), (types.is_large_list, pyarrow.large_list)):
            if is_list(kind):
                return make(kind.value_field.with_type(replaced(kind.value_type)))
        return replacement(kind)

    return pyarrow.schema([field.with_type(replaced(field.type)) for field in schema], schema.metadata)


def _cast(batch: Any, schema: Any) -> Any:
    """The batch with the types of a schema, parts of a unit left away; or the batch itself."""
    if batch.schema.equals(schema):
        return batch
    pairs = zip(batch.columns, schema.types, strict=True)
    columns = [_typed(column, kind, safe=False) for column, kind in pairs]
    return require("pyarrow", "dumps").RecordBatch.from_arrays(columns, schema=schema)


def _without_dictionary(kind: Any) -> Any:
    """The type of the values: a row of a dictionary's numbers means nothing by itself, and Parquet knows no such type."""
    return kind.value_type if require("pyarrow", "dumps").types.is_dictionary(kind) else kind


def _in_microseconds(kind: Any) -> Any:
    """The type without nanoseconds, for which Python has none."""
    pyarrow = require("pyarrow", "dumps")
    if pyarrow.types.is_timestamp(kind) and kind.unit == "ns":
        return pyarrow.timestamp("us", kind.tz)
    if pyarrow.types.is_duration(kind) and kind.unit == "ns":
        return pyarrow.duration("us")
    return pyarrow.time64("us") if pyarrow.types.is_time64(kind) else kind


class ParquetOutput:
    """Rows as Parquet. Those that came as Parquet keep their types; others get the types that their values have.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self) -> None:
        require("pyarrow", "dumps")

    def encode(self, rows: Iterable[Row]) -> bytes:
        """The rows as Arrow streams, each after its length: types are settled when all rows are known."""
        pieces = []
        for _, group in groupby(rows, lambda row: None if row.arrow is None else row.arrow.schema):
            table = _table(list(group))
            sink = require("pyarrow", "dumps").BufferOutputStream()
            with require("pyarrow", "dumps").ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            data = sink.getvalue().to_pybytes()
            pieces += [len(data).to_bytes(_LENGTH, "little"), data]
        return b"".join(pieces)

    def finish(self, spool: Path, target: Path) -> None:
        """Write the file.

        Raises:
            InputError: that cannot be done.
        """
        pyarrow = require("pyarrow", "dumps")
        schema = _common([pyarrow.ipc.open_stream(data).schema for data in _streams(spool)])
        try:
            while (misfit := _write(spool, target, schema)) is not None:
                schema = schema.set(misfit, _json_field(schema.field(misfit).name))
        except (OSError, pyarrow.ArrowException) as error:
            raise InputError(f"{target}: {reason(error)}") from error


class _MisfitError(Exception):
    """A column has values that its type cannot hold, though it is the common one: large numbers beside fractions."""


def _write(spool: Path, target: Path, schema: Any) -> int | None:
    """Write the file, or tell the number of a column that has to be JSON."""
    pyarrow, parquet = require("pyarrow", "dumps"), require("pyarrow.parquet", "dumps")
    try:
        with parquet.ParquetWriter(str(target), schema, compression="zstd") as writer:
            waiting: list[Any] = []
            for data in _streams(spool):
                waiting.append(_fitted(pyarrow.ipc.open_stream(data).read_all(), schema))
                if sum(table.nbytes for table in waiting) >= _GROUP_BYTES:
                    writer.write_table(pyarrow.concat_tables(waiting))
                    waiting = []
            if waiting:
                writer.write_table(pyarrow.concat_tables(waiting))
    except _MisfitError as error:
        return int(error.args[0])
    return None


def _streams(spool: Path) -> Iterator[bytes]:
    with spool.open("rb") as file:
        while length := file.read(_LENGTH):
            yield file.read(int.from_bytes(length, "little"))


def _table(rows: Sequence[Row]) -> Any:
    """Rows of one schema as a table."""
    pyarrow = require("pyarrow", "dumps")
    if rows[0].arrow is None:
        names = dict.fromkeys(name for row in rows for name in row.fields)
        columns = {name: _column([row.fields.get(name) for row in rows]) for name in names}
        fields = [pyarrow.field(name, array.type, metadata=mark) for name, (array, mark) in columns.items()]
        return pyarrow.table([array for array, _ in columns.values()], schema=pyarrow.schema(fields))
    table = pyarrow.Table.from_batches([row.arrow for row in rows])
    for name in dict.fromkeys(name for row in rows for name in row.changed):
        index = table.schema.get_field_index(name)
        field = pyarrow.field(name, pyarrow.string()) if index < 0 else table.schema.field(index)
        if not pyarrow.types.is_large_string(field.type):
            field = field.with_type(pyarrow.string())  # a dictionary or a view would not be one any more
        values = pyarrow.array([_text(row.fields.get(name)) for row in rows], field.type)
        table = table.append_column(field, values) if index < 0 else table.set_column(index, field, values)
    return table


def _text(value: Any) -> Any:
    return well_formed(value) if isinstance(value, str) else value


def _column(values: list[Any]) -> tuple[Any, dict[bytes, bytes] | None]:
    """Values as an array, of JSON where they have no type in common."""
    pyarrow = require("pyarrow", "dumps")
    try:
        array = pyarrow.array([_text(value) for value in values])
        if not _has_empty_struct(array.type):
            return array, None
    except (pyarrow.ArrowException, ValueError, OverflowError, TypeError):
        pass  # numbers beyond 64 bits, a text beside a list, lone surrogates inside
    return _json_array(values), _JSON


def _json_array(values: Iterable[Any]) -> Any:
    texts = [None if value is None else as_json({"": value})[5:-2].decode() for value in values]
    return require("pyarrow", "dumps").array(texts, require("pyarrow", "dumps").string())


def _has_empty_struct(kind: Any) -> bool:
    """Whether a type is one that Parquet cannot hold."""
    fields = [kind.field(index) for index in range(kind.num_fields)]
    if require("pyarrow", "dumps").types.is_struct(kind) and not fields:
        return True
    return any(_has_empty_struct(field.type) for field in fields)


def _common(schemas: Sequence[Any]) -> Any:
    """The schema that all rows fit in, columns in the order of their first appearance."""
    pyarrow = require("pyarrow", "dumps")
    columns: dict[str, list[Any]] = {}
    for schema in schemas:
        for field in schema:
            known = columns.setdefault(field.name, [])
            if not any(field.equals(other, check_metadata=True) for other in known):
                known.append(field)
    metadata = next((schema.metadata for schema in schemas if schema.metadata), None)
    return pyarrow.schema([_unified(fields) for fields in columns.values()], metadata)


def _unified(fields: Sequence[Any]) -> Any:
    pyarrow = require("pyarrow", "dumps")
    if len(fields) == 1:
        return fields[0]
    plain = [field for field in fields if not _is_json(field)]
    try:
        if len(plain) == len(fields):
            schemas = [pyarrow.schema([field.with_nullable(True)]) for field in plain]
            return pyarrow.unify_schemas(schemas, promote_options="permissive").field(0)
    except pyarrow.ArrowException:
        pass  # no type in common
    return _json_field(fields[0].name)


def _json_field(name: str) -> Any:
    return require("pyarrow", "dumps").field(name, require("pyarrow", "dumps").string(), metadata=_JSON)


def _is_json(field: Any) -> bool:
    return bool(field.metadata) and field.metadata.get(b"cleaner") == b"json"


def _fitted(table: Any, schema: Any) -> Any:
    """The table with the columns of a schema, in its order and types."""
    pyarrow = require("pyarrow", "dumps")
    columns = []
    for number, field in enumerate(schema):
        indices = table.schema.get_all_field_indices(field.name)
        if not indices:
            columns.append(pyarrow.nulls(table.num_rows, field.type))
            continue
        column, own = table.column(indices[-1]), table.schema.field(indices[-1])
        try:
            if _is_json(field) and not _is_json(own):
                plain = _replaced(pyarrow.schema([own]), _in_microseconds).field(0).type
                column = _json_array(_typed(column, plain, safe=False).to_pylist())
            columns.append(_typed(column, field.type))
            columns[-1].validate()
        except pyarrow.ArrowException as error:
            if _is_json(field):
                raise
            raise _MisfitError(number) from error
    return pyarrow.table(columns, schema=schema)


def _typed(column: Any, kind: Any, *, safe: bool = True) -> Any:
    """A column with a type; one that has it already stays as it is, for Arrow fails to cast lists of nulls to themselves."""
    return column if column.type.equals(kind) else column.cast(kind, safe=safe)
