"""Learned lines as a file that `--rules` takes: TOML to look through and to edit, Parquet for many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from cleaner.document.fold import well_formed
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.learn.count import Learned
from cleaner.records.file import reason
from cleaner.ruleset.learned import PARQUET, LearnedLine, entries
from cleaner.ruleset.load import MAX_FILE_BYTES

ENDINGS = (".toml", PARQUET)


def write(learned: Learned, path: Path) -> None:
    """Write the file, whole or not at all.

    Raises:
        InputError: it cannot be written, or there are too many lines for TOML.
        MissingExtraError: pyarrow is not installed.
    """
    partial = path.with_name(path.name + ".new")
    try:
        if path.suffix == PARQUET:
            _write_parquet(learned, partial)
        else:
            with partial.open("w", encoding="utf-8") as file:
                file.writelines(_toml(learned))
            if partial.stat().st_size > MAX_FILE_BYTES:
                partial.unlink()
                raise InputError(f"{path}: {len(learned.lines):,} lines are too many for TOML; name a {PARQUET} file")
        partial.replace(path)
    except OSError as error:
        raise InputError(f"{path}: {reason(error)}") from error


def _toml(learned: Learned) -> Iterator[str]:
    yield f"# Lines that recur on many pages of their site, learned from {learned.pages:,} pages of {learned.sites:,} sites.\n"
    yield "# Delete the lines that are an author's own; `--rules FILE` uses the others. Case, punctuation and numbers\n"
    yield "# of a line make no difference. Short lines only count together with other evidence.\n"
    for entry, lines in entries(learned.lines):
        yield "\n[[rule]]\n"
        yield from (f"{name} = {_value(value)}\n" for name, value in entry.items())
        yield "lines = [\n"
        yield from (f"  {{ line = {_value(line.line)}, pages = {line.pages} }},\n" for line in lines)
        yield "]\n"


def _value(value: object) -> str:
    """A text or number as TOML, whose basic strings are JSON's save for DEL."""
    if not isinstance(value, str):
        return str(value)
    return json.dumps(well_formed(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_parquet(learned: Learned, path: Path) -> None:
    pyarrow, parquet = require("pyarrow", "dumps"), require("pyarrow.parquet", "dumps")
    columns = dict(zip(LearnedLine._fields, zip(*learned.lines, strict=True), strict=True)) if learned.lines else {}
    kinds = [pyarrow.string(), pyarrow.string(), *[pyarrow.int64()] * 4]
    schema = pyarrow.schema(list(zip(LearnedLine._fields, kinds, strict=True)))
    table = pyarrow.table({name: columns.get(name, ()) for name in LearnedLine._fields}, schema=schema)
    parquet.write_table(table, str(path), compression="zstd")
