"""Frames as dumps: Parquet, or JSON Lines as the local engine writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleaner.engines.arrow import CLEANED, ERROR
from cleaner.engines.cleaning import completed, counts_of
from cleaner.engines.spark.faults import one_line
from cleaner.engines.spark.files import FIELD, LINE
from cleaner.engines.spark.kernel import mapped
from cleaner.engines.spark.session import EXTRA
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.metadata import EMPTY, as_columns
from cleaner.records import jsonl
from cleaner.records.formats import ending
from cleaner.records.packing import packing
from cleaner.stats import Stats

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Row groups are held in memory, one a task; Spark's usual 128 MB are many in a heap of 1 GB.
_GROUP_BYTES = 32 << 20
_CODECS = {"": "none", ".gz": "gzip", ".bz2": "bzip2"}
_LINES = (".jsonl", ".ndjson")
_BY_CATEGORY = "characters_by_category"


def check_target(target: str, *, is_lines: bool) -> None:
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
            raise InputError(
                f"{target}: Spark writes JSON Lines from all but Parquet and WARC, as it cannot know the columns"
            )
    elif form not in _LINES or packed not in _CODECS:
        raise InputError(f"{target}: Spark writes .parquet and .jsonl (also .gz, .bz2)")


def write_folder(frame: DataFrame, target: str, *, restart: bool, optional: tuple[str, ...] = ()) -> None:
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
        raise InputError(f"{target}: {one_line(error)}") from error


@dataclass(frozen=True, slots=True)
class Merge:
    """Puts what cleaning gave into the lines of JSON that articles came in.

    Attributes:
        rules_version: what rows without article are told too.
        counts: whether rows are told how much was removed of them.
        meta: whether rows are told what their pages say of their articles.
    """

    rules_version: str
    counts: bool
    meta: bool

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The batches with other lines; those of rows that were not cleaned stay as they came."""
        pyarrow = require("pyarrow", EXTRA)
        for batch in batches:
            columns = [batch.column(name).to_pylist() for name in (LINE, FIELD, CLEANED, ERROR)]
            lines = pyarrow.array([self._line(*row) for row in zip(*columns, strict=True)], pyarrow.binary())
            yield batch.set_column(batch.schema.names.index(LINE), LINE, lines)

    def _line(self, line: bytes | None, field: str, made: dict[str, Any] | None, error: str | None) -> bytes | None:
        if line is None or error is not None:
            return line and line.decode("utf-8", "replace").rstrip("\r\n").encode()
        merged = {**jsonl.parsed(line), "rules_version": self.rules_version}
        if made is not None:
            merged, _ = completed(jsonl.parsed(line), field, made["text"], made["title"], made["rules_version"])
        if self.counts:
            held: Any = (
                made["stats"] if made is not None else {"characters": 0, "removed_characters": 0, _BY_CATEGORY: ()}
            )
            counted = Counter(dict(held[_BY_CATEGORY]))
            merged |= counts_of(Stats(0, held["characters"], held["removed_characters"], 0, counted))
        if self.meta:
            merged |= as_columns(made["meta"] if made is not None else EMPTY.to_dict())
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
