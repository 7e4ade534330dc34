"""Rows as Parquet: those that came as Parquet keep their types, others get the types that their values have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.records import arrow_types
from cleaner.records.file import reason
from cleaner.records.record import Row

_GROUP_BYTES = 64 << 20
_LENGTH = 8


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
        schema = arrow_types.common_type([pyarrow.ipc.open_stream(data).schema for data in _streams(spool)])
        try:
            while (misfit := _write(spool, target, schema)) is not None:
                schema = schema.set(misfit, arrow_types.json_field(schema.field(misfit).name))
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
        columns = {name: arrow_types.arrow_column([row.fields.get(name) for row in rows]) for name in names}
        fields = [pyarrow.field(name, array.type, metadata=mark) for name, (array, mark) in columns.items()]
        return pyarrow.table([array for array, _ in columns.values()], schema=pyarrow.schema(fields))
    table = pyarrow.Table.from_batches([row.arrow for row in rows])
    for name in dict.fromkeys(name for row in rows for name in row.changed):
        index = table.schema.get_field_index(name)
        held = [arrow_types.held(row.fields.get(name)) for row in rows]
        field = table.schema.field(index) if index >= 0 else pyarrow.field(name, pyarrow.null())
        if pyarrow.types.is_null(field.type):
            field = field.with_type(arrow_types.text_where_null(pyarrow.array(held).type))
        field = field.with_type(arrow_types.for_texts(field.type, held))
        values = pyarrow.array(held, field.type)
        table = table.append_column(field, values) if index < 0 else table.set_column(index, field, values)
    return table


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
            if arrow_types.is_json(field) and not arrow_types.is_json(own):
                plain = arrow_types.without_nanoseconds(pyarrow.schema([own])).field(0).type
                column = arrow_types.json_array(arrow_types.typed(column, plain, safe=False).to_pylist())
            columns.append(arrow_types.typed(column, field.type))
            columns[-1].validate()
        except pyarrow.ArrowException as error:
            if arrow_types.is_json(field):
                raise
            raise _MisfitError(number) from error
    return pyarrow.table(columns, schema=schema)
