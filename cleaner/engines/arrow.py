"""The Arrow adapter: record batches in, the same with what cleaning gave out; for Spark's `mapInArrow`, Ray Data, Dask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cleaner.engines.cleaning import CleanJob
from cleaner.engines.guard import DeadlyError, Guard
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.metadata import LISTS, NAMES
from cleaner.records import arrow_types
from cleaner.records.fields import Fields, there_are
from cleaner.records.guesses import GUESSES
from cleaner.records.part import PART_BYTES, PART_RECORDS
from cleaner.records.paths import value_at
from cleaner.records.record import MAX_BYTES, Record
from cleaner.text.fold import well_formed

EXTRA = "dumps"
# Result columns: a struct in the shape of `CleanResult.to_dict`, null where the error says why there is none.
CLEANED, ERROR = "cleaned", "cleaned_error"


@dataclass(frozen=True, slots=True)
class ArrowReader:
    """Reads records from rows of Arrow.

    Attributes:
        names: which columns hold what; those that are not named are guessed.
        limit: articles with more bytes are not read.
        fault: a column that says, where it is not null, why a row cannot be used.
        told: whether an article is a page where it stands in the column of pages, and only there.
    """

    names: Fields = field(default_factory=Fields)
    limit: int = MAX_BYTES
    fault: str | None = None
    told: bool = False

    def found_in(self, schema: Any) -> Fields:
        """The names of the columns in a schema.

        Raises:
            InputError: none of the columns is an article.
        """
        columns = [*arrow_types.column_paths(schema)]
        names = self.names.found_in(columns)
        if not (names.text or names.html):
            raise InputError(f"no column has the usual name of an article: {there_are(columns)}")
        for role in GUESSES:
            name = getattr(names, role)
            if name is not None and name not in columns and name not in schema.names:
                raise InputError(f"no column {name!r}, which is to hold {role}: {there_are(columns)}")
        return names

    def records(self, batch: Any) -> Iterator[Record]:
        """The record of each row, or the reason why it is none."""
        names = self.found_in(batch.schema)
        paths = (names.text, names.html, names.url, names.id, names.site, self.fault)
        likely = names.likely_in(arrow_types.column_paths(batch.schema))
        wanted = {arrow_types.column_of(batch.schema.names, path) for path in (*paths, *likely) if path}
        columns = {name: batch.column(name) for name in batch.schema.names if name in wanted}
        for number in range(batch.num_rows):
            yield self._record(names, {name: column[number] for name, column in columns.items()})

    def _record(self, names: Fields, row: Mapping[str, Any]) -> Record:
        try:
            if any(_size(value_at(row, name)) > self.limit for name in (names.text, names.html)):
                return Record("", error=f"is longer than {self.limit:,} bytes")
            fields = {name: value.as_py() for name, value in row.items()}
        except Exception as error:  # of every kind, by the column's type: a broken text, a year beyond 9999
            return Record("", error=f"holds what cannot be read: {' '.join(str(error).split())}")
        fault = fields.pop(self.fault, None) if self.fault else None
        if fault is not None:
            return Record("", error=str(fault))
        record = names.record("", fields)
        return replace(record, page=fields.get(str(names.html)) is not None) if self.told else record


@dataclass(frozen=True, slots=True)
class ArrowCleaner:
    """Cleans rows of Arrow: all columns stay as they are, and `CLEANED` and `ERROR` are added, both null where nothing stands
    where the article should. Picklable.

    Attributes:
        job: how articles are cleaned.
        reader: how they are read.
        guard: what watches over the cleaning of each, if anything does.
    """

    job: CleanJob
    reader: ArrowReader = field(default_factory=ArrowReader)
    guard: Guard | None = None

    def schema(self, schema: Any) -> Any:
        """The schema that batches of this one get.

        Raises:
            InputError: none of the columns is an article, or a result column is there already.
            MissingExtraError: pyarrow is not installed.
        """
        self.reader.found_in(schema)
        for added in result_fields():
            if added.name in schema.names:
                raise InputError(f"there is a column {added.name!r} already")
            schema = schema.append(added)
        return schema

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Clean record batches, in their order, into smaller ones.

        Raises:
            InputError: as `schema`.
        """
        pyarrow = require("pyarrow", EXTRA)
        for batch in batches:
            schema = self.schema(batch.schema)
            for start, results in self._results(batch):
                rows = batch.slice(start, len(results))
                made = pyarrow.array([result for result, _ in results], schema.field(CLEANED).type)
                errors = pyarrow.array([error for _, error in results], pyarrow.string())
                yield pyarrow.RecordBatch.from_arrays([*rows.columns, made, errors], schema=schema)

    def table(self, table: Any) -> Any:
        """Clean a table."""
        return require("pyarrow", EXTRA).Table.from_batches(self(table.to_batches()), self.schema(table.schema))

    def _results(self, batch: Any) -> Iterator[tuple[int, list[tuple[dict[str, Any] | None, str | None]]]]:
        """What each row becomes, in groups of bounded size with the number of their first row."""
        results: list[tuple[dict[str, Any] | None, str | None]] = []
        start = size = 0
        for number, record in enumerate(self.reader.records(batch), 1):
            results.append(self._result(record))
            size += len(record.text)
            if len(results) >= PART_RECORDS or size >= PART_BYTES or number == batch.num_rows:
                if self.guard is not None:
                    self.guard.pause()
                yield start, results
                start, size, results = number, 0, []

    def _result(self, record: Record) -> tuple[dict[str, Any] | None, str | None]:
        if record.error is not None:
            return None, well_formed(record.error)
        if record.empty:
            return None, None
        try:
            return self._made(record) if self.guard is None else self.guard.call(self._made, record), None
        except DeadlyError as error:
            return None, str(error)
        except Exception as error:  # a fault of ours must not cost the dump
            return None, well_formed(f"failed: {type(error).__name__}: {error}")

    def _made(self, record: Record) -> dict[str, Any]:
        result = self.job.clean(record)
        made: dict[str, Any] = _plain({**result.to_dict(), "text": self.job.render(result)})
        return made


def result_fields() -> list[Any]:
    """The fields of the result columns, as `cleaner/result.schema.json` has them; counts by name are maps."""
    pa = require("pyarrow", EXTRA)
    text, number = pa.string(), pa.int64()
    rules = pa.list_(pa.struct([("id", text), ("points", pa.float64()), ("certain", pa.bool_())]))
    removal = [("start", number), ("end", number), ("text", text), ("category", text)]
    removal += [("score", pa.float64()), ("certain", pa.bool_()), ("base", pa.float64())]
    counts = [(name, number) for name in ("documents", "characters", "removed_characters", "removals")]
    maps = [(name, pa.map_(text, number)) for name in ("characters_by_category", "removals_by_rule")]
    told = [(name, text) for name in NAMES]
    result = [
        ("schema_version", pa.int32()),
        ("rules_version", text),
        ("text", text),
        ("title", text),
        (
            "meta",
            pa.struct([*[(n, pa.list_(text) if n in LISTS else text) for n in NAMES], ("sources", pa.struct(told))]),
        ),
        ("removals", pa.list_(pa.struct([*removal, ("rules", rules)]))),
        ("stats", pa.struct([*counts, *maps, ("warnings", pa.list_(text))])),
    ]
    return [pa.field(CLEANED, pa.struct(result)), pa.field(ERROR, text)]


def _plain(value: Any) -> Any:
    """Values that Arrow can hold: in texts no lone surrogates."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _size(value: Any) -> int:
    """The bytes of a text or of bytes, also where a dictionary has them; 0 for what is neither."""
    value = getattr(value, "value", value)
    buffer = value.as_buffer() if hasattr(value, "as_buffer") else None
    return buffer.size if buffer is not None else 0
