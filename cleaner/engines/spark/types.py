"""Types of Spark's columns as Arrow has them in Python workers; what cannot be carried there is refused by name."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from cleaner.engines.spark.session import EXTRA
from cleaner.errors import InputError
from cleaner.extras import require

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# What Spark's Java side or its Python side cannot hand over, or what comes back as another type.
_REFUSED = ("interval", "variant", "geometry", "geography")


def spark_schema(schema: Any) -> Any:
    """An Arrow schema as Spark has it."""
    return require("pyspark.sql.pandas.types", EXTRA).from_arrow_schema(schema)


def with_columns(frame: DataFrame, schema: Any) -> Any:
    """The schema of a frame, with further columns as an Arrow schema has them; those that it has keep their types exactly."""
    types = require("pyspark.sql.types", EXTRA)
    added = [field for field in spark_schema(schema) if field.name not in frame.columns]
    return types.StructType([*frame.schema.fields, *added])


def arrow_schema(frame: DataFrame) -> Any:
    """The Arrow schema of a frame's batches.

    Raises:
        InputError: columns have types that cannot be carried to Python workers.
    """
    types, convert = require("pyspark.sql.types", EXTRA), require("pyspark.sql.pandas.types", EXTRA).to_arrow_schema
    # Newer versions want to be told what time zone an instant is shown in, which makes no difference to what it is.
    options = {"timezone": "UTC"} if "timezone" in inspect.signature(convert).parameters else {}
    fields, refused = [], list[str]()
    for field in frame.schema.fields:
        try:
            if _is_refused(field.dataType):
                raise TypeError
            fields.extend(convert(types.StructType([field]), **options))
        except Exception:  # of many kinds, by version and type
            refused.append(f"{field.name!r} ({field.dataType.simpleString()})")
    if refused:
        raise InputError(f"Spark cannot carry these columns to Python: {', '.join(refused)}; drop or cast them")
    return require("pyarrow", EXTRA).schema(fields)


def _is_refused(kind: Any) -> bool:
    """Whether a type, or one inside of it, is one of those that are refused."""
    inside = [getattr(kind, name) for name in ("elementType", "keyType", "valueType") if hasattr(kind, name)]
    inside += [field.dataType for field in getattr(kind, "fields", ())]
    return kind.typeName() in _REFUSED or any(map(_is_refused, inside))
