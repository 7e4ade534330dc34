"""Frames as dumps: Parquet, or JSON Lines as the local engine writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import CLEANED
from cleaner.engines.cleaning import completed
from cleaner.engines.spark.faults import told
from cleaner.engines.spark.kernel import mapped
from cleaner.engines.spark.read import LINE
from cleaner.engines.spark.session import EXTRA
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.records import jsonl
from cleaner.records.formats import ending
from cleaner.records.packing import packing

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Row groups are held in memory, one a task; Spark's usual 128 MB are many in a heap of 1 GB.
_GROUP_BYTES = 32 << 20
_CODECS = {"": "none", ".gz": "gzip", ".bz2": "bzip2"}
_LINES = (".jsonl", ".ndjson")


def check(target: str, *, is_lines: bool) -> None:
    """Refuse an output that cannot be written.

    Args:
        target: its name.
        is_lines: whether what is to be written are lines of JSON, which have no columns.

    Raises:
        InputError: what is wrong with it.
    """
    form, packed = ending(target.rstrip("/")), packing(target.rstrip("/"))
    if form == ".parquet" and not packed:
        if is_lines:
            raise InputError(f"{target}: Spark writes JSON Lines from JSON Lines, whose columns it cannot know")
    elif form not in _LINES or packed not in _CODECS:
        raise InputError(f"{target}: Spark writes .parquet and .jsonl (also .gz, .bz2)")


def write(frame: DataFrame, target: str, *, restart: bool, optional: tuple[str, ...] = ()) -> None:
    """Write a frame as a folder of part files.

    Args:
        frame: the rows.
        target: its name.
        restart: whether to write it anew if it is there already.
        optional: columns that a line of JSON lacks where they are null.

    Raises:
        InputError: there is such a folder already, or it cannot be written.
    """
    is_table = ending(target.rstrip("/")) == ".parquet"
    rows = frame if is_table or frame.columns == [LINE] else mapped(frame, _Json(optional), _line_schema())
    writer = rows.write.mode("overwrite" if restart else "errorifexists")
    try:
        if is_table:
            writer.option("parquet.block.size", _GROUP_BYTES).parquet(target)
        else:
            writer.text(target, compression=_CODECS[packing(target.rstrip("/"))])
    except Exception as error:
        if "PATH_ALREADY_EXISTS" in str(error):
            raise InputError(f"{target}: is there already; --restart writes it anew") from None
        raise InputError(f"{target}: {told(error)}") from error


@dataclass(frozen=True, slots=True)
class Merge:
    """Puts what cleaning gave into the lines of JSON that articles came in.

    Attributes:
        text: the field of the text.
    """

    text: str

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The batches with other lines; those of rows that were not cleaned stay as they came."""
        pyarrow = require("pyarrow", EXTRA)
        for batch in batches:
            rows = zip(batch.column(LINE).to_pylist(), batch.column(CLEANED).to_pylist(), strict=True)
            lines = pyarrow.array([self._line(line, made) for line, made in rows], pyarrow.binary())
            yield batch.set_column(batch.schema.names.index(LINE), LINE, lines)

    def _line(self, line: bytes, made: dict[str, Any] | None) -> bytes:
        if made is None:
            return line.decode("utf-8", "replace").rstrip("\r\n").encode()
        fields = json.loads(line.decode("utf-8-sig"))
        merged, _ = completed(fields, self.text, made["text"], made["title"], made["rules_version"])
        return jsonl.encode(merged).rstrip(b"\n")


@dataclass(frozen=True, slots=True)
class _Json:
    """Turns rows into lines of JSON.

    Attributes:
        optional: columns that a line lacks where they are null.
    """

    optional: tuple[str, ...]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        pyarrow = require("pyarrow", EXTRA)
        for batch in batches:
            lines = pyarrow.array([self._line(row) for row in batch.to_pylist()], pyarrow.string())
            yield pyarrow.RecordBatch.from_arrays([lines], schema=_line_schema())

    def _line(self, row: dict[str, Any]) -> str:
        held = {name: value for name, value in row.items() if value is not None or name not in self.optional}
        return jsonl.encode(held).decode().rstrip("\n")


def _line_schema() -> Any:
    pa = require("pyarrow", EXTRA)
    return pa.schema([(LINE, pa.string())])
