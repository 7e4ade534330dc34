"""Kernel: functions over record batches as Spark runs them in its Python workers."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleaner.engines.spark.session import EXTRA
from cleaner.extras import require
from cleaner.records.part import PART_BYTES, PART_RECORDS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


Batches = Callable[[Iterable[Any]], Iterator[Any]]


def mapped(frame: DataFrame, work: Batches, schema: Any) -> DataFrame:
    """What a picklable function from batches to batches makes of a frame.

    Args:
        frame: the rows.
        work: unpickled once in each Python worker, however many tasks it does: compiled rules stay.
        schema: the Arrow schema of the batches that come out.
    """
    data, names = pickle.dumps(work, protocol=5), frame.columns

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        yield from _unpickled(data)(batch.rename_columns(names) for batch in batches)

    # PySpark cannot find columns whose names hold dots: here they go by numbers.
    numbered = frame.toDF(*map(str, range(len(names))))
    return numbered.mapInArrow(run, spark_schema(schema))


@lru_cache(maxsize=4)
def _unpickled(data: bytes) -> Batches:
    work: Batches = pickle.loads(data)  # noqa: S301  # pickled by `mapped`
    return work


def spark_schema(schema: Any) -> Any:
    """An Arrow schema as Spark has it."""
    return require("pyspark.sql.pandas.types", EXTRA).from_arrow_schema(schema)


def arrow_schema(frame: DataFrame) -> Any:
    """The Arrow schema of a frame's batches."""
    return require("pyspark.sql.pandas.types", EXTRA).to_arrow_schema(frame.schema)


def batched(rows: Iterable[dict[str, Any]], schema: Any) -> Iterator[Any]:
    """Rows as record batches of bounded size."""
    pyarrow = require("pyarrow", EXTRA)
    some: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        some.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, str | bytes))
        if len(some) >= PART_RECORDS or size >= PART_BYTES:
            yield pyarrow.RecordBatch.from_pylist(some, schema=schema)
            some, size = [], 0
    if some:
        yield pyarrow.RecordBatch.from_pylist(some, schema=schema)
