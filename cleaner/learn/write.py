"""Learned lines as a file that `--rules` takes: TOML to look through and to edit, Parquet for many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cleaner.atomic import replacing
from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.learn.count import Learned
from cleaner.records.file import reason
from cleaner.ruleset.files import MAX_FILE_BYTES
from cleaner.ruleset.learned import PARQUET, LearnedLine, entries
from cleaner.text.fold import well_formed

ENDINGS = (".toml", PARQUET)


def write_learned(learned: Learned, path: Path) -> None:
    """Write the file, whole or not at all.

    Raises:
        InputError: it cannot be written, or there are too many lines for TOML.
        MissingExtraError: pyarrow is not installed.
    """
    try:
        with replacing(path) as file:
            if path.suffix == PARQUET:
                _write_parquet(learned, file)
                return
            file.writelines(line.encode() for line in _toml(learned))
            if file.tell() > MAX_FILE_BYTES:
                raise InputError(f"{path}: {len(learned.lines):,} lines are too many for TOML; name a {PARQUET} file")
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
    """A value as TOML, which writes texts, numbers and truths as JSON does, save for DEL."""
    plain = well_formed(value) if isinstance(value, str) else value
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_parquet(learned: Learned, file: BinaryIO) -> None:
    pyarrow, parquet = require("pyarrow", "dumps"), require("pyarrow.parquet", "dumps")
    columns = dict(zip(LearnedLine._fields, zip(*learned.lines, strict=True), strict=True)) if learned.lines else {}
    kinds = [pyarrow.string(), pyarrow.string(), *[pyarrow.int64()] * 4]
    schema = pyarrow.schema(list(zip(LearnedLine._fields, kinds, strict=True)))
    table = pyarrow.table({name: columns.get(name, ()) for name in LearnedLine._fields}, schema=schema)
    parquet.write_table(table, file, compression="zstd")
