"""Kernel: functions over record batches as Spark runs them in its Python workers."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleaner.engines.guard import Guard
from cleaner.engines.spark.session import EXTRA
from cleaner.engines.spark.types import spark_schema
from cleaner.extras import require
from cleaner.records.part import PART_BYTES, PART_RECORDS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


Batches = Callable[[Iterable[Any]], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class Guarded:
    """Work under a guard: careful where Spark tries again what its Python worker died of.

    Attributes:
        work: a frozen dataclass with a field `guard`, which works on batches.
        timeout: seconds for a record.
    """

    work: Any
    timeout: float

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """What the work makes of batches."""
        task = require("pyspark", EXTRA).TaskContext.get()
        with Guard(self.timeout, careful=task is not None and task.attemptNumber() > 0) as guard:
            yield from replace(self.work, guard=guard)(batches)


def mapped(frame: DataFrame, work: Batches, schema: Any) -> DataFrame:
    """What a picklable function from batches to batches makes of a frame.

    Args:
        frame: the rows.
        work: unpickled once in each Python worker, however many tasks it does: compiled rules stay.
        schema: the schema of what comes out, of Arrow's or of Spark's.
    """
    data, names = pickle.dumps(work, protocol=5), frame.columns

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        yield from _unpickled(data)(batch.rename_columns(names) for batch in batches)

    # PySpark cannot find columns whose names hold dots: here they go by numbers.
    numbered = frame.toDF(*map(str, range(len(names))))
    return numbered.mapInArrow(run, schema if hasattr(schema, "fieldNames") else spark_schema(schema))


@lru_cache(maxsize=4)
def _unpickled(data: bytes) -> Batches:
    work: Batches = pickle.loads(data)  # noqa: S301  # pickled by `mapped`
    return work


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
