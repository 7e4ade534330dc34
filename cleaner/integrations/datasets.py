"""Hugging Face datasets: a function for `map` that cleans a column, of batches or of single rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Unpack

from cleaner import __version__
from cleaner.errors import InputError, MissingExtraError
from cleaner.extras import require
from cleaner.integrations.options import DROP, ERROR, KEEP, RecordOptions, takes_options
from cleaner.integrations.step import Step, step_and_fields
from cleaner.records.arrow_types import column_of
from cleaner.records.fields import Fields, there_are
from cleaner.records.guesses import GUESSES
from cleaner.records.paths import leaves, way, with_value

try:
    from datasets import Features, Value
    from datasets.formatting.formatting import LazyBatch, LazyRow
except ModuleNotFoundError as error:
    raise MissingExtraError(error.name or "datasets", "datasets") from None

_TEXTUAL = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null")
_ABOUT = {"rules_version": "string", "removals": "int64", "removed_characters": "int64"}
_Row = dict[str, Any]


@takes_options(Step, of_records=True)
class CleanerMapper:
    """Puts the editorial text into the text column, and what `Step.about` tells into columns beside it, details as JSON.

        mapper = CleanerMapper()
        dataset.map(mapper, batched=True, features=mapper.features(dataset.features))

    Rows without article stay null. A row that cannot be cleaned stays as it came, with the reason in a column `cleaner_error`,
    or as `on_error` says. Without `batched=True` rows are cleaned one by one, which is slower. The fingerprint changes with the
    options, the rules and the version of cleaner.
    """

    def __init__(self, **options: Unpack[RecordOptions]) -> None:
        """A function that cleans batches.

        Raises:
            TypeError: there is no such option.
            RuleError: the rules cannot be used.
            InputError: another option cannot.
        """
        self.step, self.fields = step_and_fields(options)
        self.version = self._version()

    def features(self, features: Features) -> Features:
        """The features that a dataset of these has when it is cleaned.

        Raises:
            InputError: none of them is an article, or the one that is holds no text.
        """
        names, target = self._found_in(leaves(features))
        for name in (names.text, names.html):
            kind = features.get(name)
            if isinstance(kind, Value) and kind.dtype not in _TEXTUAL:
                raise InputError(f"column {name!r} holds no text but {kind.dtype}: name another by text_field")
        text, null = Value("string"), Value("null")
        texts = {name: text for name in (target, "title") if features.get(name, null) in (null, Value("binary"))}
        if column_of([*features], target) != target and way(features, target):
            texts.pop(target, None)
        about = {name: Value(kind) for name, kind in _ABOUT.items()}
        details = {"cleaner": text} if self.step.details else {}
        errors = {ERROR: text} if self.step.on_error == KEEP else {}
        return Features({**features, **texts, **about, **details, **errors})

    def __call__(self, batch: Any, *more: Any) -> Any:
        """The columns that are new or changed; of a single row its fields.

        Raises:
            InputError: none of the columns is an article, the rules are others than before, `map` was told to give something
                else than columns or a row, or an article cannot be cleaned and `on_error` is "raise".
        """
        if self.version != self._version():
            raise InputError("the rules have changed since the dataset began to be cleaned")
        table = None if isinstance(batch, Mapping) else _table(batch)
        if more or (table is None and not isinstance(batch, Mapping)):
            raise InputError(
                f"the mapper was given {type(batch).__name__}{' and more' * bool(more)}: call map(mapper, batched=True) without "
                "input_columns, with_indices and with_rank"
            )
        if table is not None:
            return self._of_table(table)
        columns = {name: value.tolist() if hasattr(value, "tolist") else value for name, value in batch.items()}
        if _is_batch(batch, columns):
            return self._of_batch(columns)
        if self.step.on_error == DROP:
            raise InputError("on_error='drop' needs map(mapper, batched=True): a single row cannot be left out")
        return self._made(columns, [columns])[0] or {}

    def _of_batch(self, columns: _Row) -> _Row:
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        made = self._made(_first(columns), rows)
        if self.step.on_error != DROP:
            return {name: [row[name] for row in made if row] for name in (made[0] or {} if made else ())}
        # The others' columns must become shorter too.
        names = dict.fromkeys((*columns, *self._names(_first(columns))))
        kept = [{**row, **new} for row, new in zip(rows, made, strict=True) if new is not None]
        return {name: [row[name] for row in kept] for name in names}

    def _of_table(self, table: Any) -> Any:
        """A table of Arrow with all of its columns, for what is no mapping takes the place of a batch."""
        pyarrow = require("pyarrow", "datasets")
        columns = table.to_pydict()
        made = self._made(_first(columns), table.to_pylist())
        table = table.filter(pyarrow.array([row is not None for row in made], pyarrow.bool_()))
        for name in self._names(_first(columns)):
            kind = pyarrow.int64() if _ABOUT.get(name) == "int64" else pyarrow.string()
            index = table.schema.get_field_index(name)
            if index >= 0 and str(table.schema.field(index).type) not in ("null", "binary", "large_binary"):
                kind = table.schema.field(index).type
            values = pyarrow.array([row[name] for row in made if row is not None], kind)
            table = table.append_column(name, values) if index < 0 else table.set_column(index, name, values)
        return table

    def _names(self, sample: _Row) -> list[str]:
        """The columns that are new or changed."""
        top = column_of([*sample], self._found_in(leaves(sample))[1])
        return [top, "title", *_ABOUT, *["cleaner"] * self.step.details, *[ERROR] * (self.step.on_error == KEEP)]

    def _made(self, sample: _Row, rows: list[_Row]) -> list[_Row | None]:
        """What each row gets; None for one that goes."""
        names, target = self._found_in(leaves(sample))
        top = column_of([*sample], target)
        return [self._cleaned(names, top, row) for row in rows]

    def _cleaned(self, names: Fields, target: str, row: _Row) -> _Row | None:
        record = names.record("", row)
        result = self.step.attempt(record)
        if isinstance(result, str):
            about = {**dict.fromkeys(_ABOUT), **({"cleaner": None} if self.step.details else {}), ERROR: result}
            kept = {target: row.get(target), "title": row.get("title"), **about}
            return None if self.step.on_error == DROP else kept
        about = self.step.about(result, row)
        if self.step.details:  # its counts by name have no type in common
            about["cleaner"] = json.dumps(about["cleaner"], ensure_ascii=False)
        if self.step.on_error == KEEP:
            about[ERROR] = None
        changed = row if record.empty else with_value(row, record.field, self.step.text(result))[0]
        return {target: changed.get(target), "title": row.get("title"), **about}

    def _found_in(self, columns: Iterable[str]) -> tuple[Fields, str]:
        """Which columns hold what, and which one takes the editorial text."""
        columns = [*columns]
        names = self.fields.found_in(columns)
        if not any(column in (names.text, names.html) for column in columns):
            raise InputError(f"no column has the usual name of an article: {there_are(columns)}")
        target = names.text or GUESSES["text"][0]
        return replace(names, text=target), target

    def _version(self) -> str:
        return f"{__version__} {self.step.ruleset.version}"


def _table(batch: Any) -> Any:
    """A batch of Arrow, pandas or Polars as a table of Arrow; None for anything else."""
    pyarrow = require("pyarrow", "datasets")
    if isinstance(batch, pyarrow.Table):
        return batch
    if hasattr(batch, "to_arrow"):
        return batch.to_arrow()
    return pyarrow.Table.from_pandas(batch, preserve_index=False) if hasattr(batch, "iloc") else None


def _first(columns: _Row) -> _Row:
    """Of each column a value, if it has one."""
    return {name: next((one for one in column if one is not None), None) for name, column in columns.items()}


def _is_batch(batch: Any, columns: _Row) -> bool:
    """Whether columns hold rows, and not a single row's values."""
    if isinstance(batch, LazyRow):
        return False
    if isinstance(batch, LazyBatch):
        return True
    return all(isinstance(value, list) for value in columns.values()) and len({*map(len, columns.values())}) <= 1
