"""Arrow's types as records need them: without what Parquet or Python cannot hold, common ones, JSON where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cleaner.extras import require
from cleaner.records.jsonl import encode as as_json
from cleaner.records.paths import LIST
from cleaner.text.fold import well_formed

# Marks columns whose values have no type in common and so are written as JSON.
_JSON = {b"cleaner": b"json"}


def column_paths(schema: Any, above: str = "") -> Iterator[str]:
    """The paths of all columns, and of the fields inside of structs, as `paths.leaves` names them."""
    types = require("pyarrow", "dumps").types
    for field in schema:
        path = f"{above}{field.name}"
        if types.is_struct(field.type) and field.type.num_fields:
            yield from column_paths(field.type, f"{path}.")
        else:
            yield path + LIST * types.is_nested(field.type)


def column_of(names: Sequence[str], path: str) -> str:
    """The column that a path leads into; the path itself where there is none."""
    if path in names:
        return path
    starts = (path[:dot] for dot, letter in enumerate(path) if letter == ".")
    return next((start for start in starts if start in names), path)


def for_texts(kind: Any, values: Sequence[Any]) -> Any:
    """The type of a column whose values may have become texts, inside of structs too."""
    pyarrow = require("pyarrow", "dumps")
    if pyarrow.types.is_struct(kind):
        held = [value for value in values if value is not None]
        fields = [one.with_type(for_texts(one.type, [value.get(one.name) for value in held])) for one in kind]
        return pyarrow.struct(fields)
    is_plain = pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)
    # A dictionary or a view would not be one any more.
    return pyarrow.string() if not is_plain and any(isinstance(value, str) for value in values) else kind


def text_where_null(kind: Any) -> Any:
    """A type in which what only ever was null is text."""
    pyarrow = require("pyarrow", "dumps")
    schema = pyarrow.schema([pyarrow.field("", kind)])
    return _replaced(schema, lambda one: pyarrow.string() if pyarrow.types.is_null(one) else one).field(0).type


def without_dictionaries(schema: Any) -> Any:
    """A schema of the values alone: a row of a dictionary's numbers means nothing by itself, and Parquet knows no such type."""
    is_dictionary = require("pyarrow", "dumps").types.is_dictionary
    return _replaced(schema, lambda kind: kind.value_type if is_dictionary(kind) else kind)


def without_nanoseconds(schema: Any) -> Any:
    """A schema in microseconds: Python has no type for less."""
    return _replaced(schema, _in_microseconds)


def _in_microseconds(kind: Any) -> Any:
    pyarrow = require("pyarrow", "dumps")
    if pyarrow.types.is_timestamp(kind) and kind.unit == "ns":
        return pyarrow.timestamp("us", kind.tz)
    if pyarrow.types.is_duration(kind) and kind.unit == "ns":
        return pyarrow.duration("us")
    return pyarrow.time64("us") if pyarrow.types.is_time64(kind) else kind


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


def cast(batch: Any, schema: Any) -> Any:
    """The batch with the types of a schema, parts of a unit left away; or the batch itself."""
    if batch.schema.equals(schema):
        return batch
    pairs = zip(batch.columns, schema.types, strict=True)
    columns = [typed(column, kind, safe=False) for column, kind in pairs]
    return require("pyarrow", "dumps").RecordBatch.from_arrays(columns, schema=schema)


def typed(column: Any, kind: Any, *, safe: bool = True) -> Any:
    """A column with a type; one that has it already stays as it is, for Arrow fails to cast lists of nulls to themselves."""
    return column if column.type.equals(kind) else column.cast(kind, safe=safe)


def held(value: Any) -> Any:
    """A value as Arrow can hold it: texts without lone surrogates."""
    if isinstance(value, dict):
        return {name: held(one) for name, one in value.items()}
    if isinstance(value, list):
        return [held(one) for one in value]
    return well_formed(value) if isinstance(value, str) else value


def arrow_column(values: list[Any]) -> tuple[Any, dict[bytes, bytes] | None]:
    """Values as an array, of JSON where they have no type in common."""
    pyarrow = require("pyarrow", "dumps")
    try:
        array = pyarrow.array([well_formed(value) if isinstance(value, str) else value for value in values])
        if not _has_empty_struct(array.type):
            return array, None
    except (pyarrow.ArrowException, ValueError, OverflowError, TypeError):
        pass  # numbers beyond 64 bits, a text beside a list, lone surrogates inside
    return json_array(values), _JSON


def json_array(values: Iterable[Any]) -> Any:
    """Values as an array of JSON."""
    texts = [None if value is None else as_json({"": value})[5:-2].decode() for value in values]
    return require("pyarrow", "dumps").array(texts, require("pyarrow", "dumps").string())


def _has_empty_struct(kind: Any) -> bool:
    """Whether a type is one that Parquet cannot hold."""
    fields = [kind.field(index) for index in range(kind.num_fields)]
    if require("pyarrow", "dumps").types.is_struct(kind) and not fields:
        return True
    return any(_has_empty_struct(field.type) for field in fields)


def common_type(schemas: Sequence[Any]) -> Any:
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
    plain = [field for field in fields if not is_json(field)]
    try:
        if len(plain) == len(fields):
            schemas = [pyarrow.schema([field.with_nullable(True)]) for field in plain]
            return pyarrow.unify_schemas(schemas, promote_options="permissive").field(0)
    except pyarrow.ArrowException:
        pass  # no type in common
    return json_field(fields[0].name)


def json_field(name: str) -> Any:
    """A column of JSON."""
    return require("pyarrow", "dumps").field(name, require("pyarrow", "dumps").string(), metadata=_JSON)


def is_json(field: Any) -> bool:
    """Whether a column holds JSON because its values have no type in common."""
    return bool(field.metadata) and field.metadata.get(b"cleaner") == b"json"
