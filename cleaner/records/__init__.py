"""Dumps in and out: one module a format, each reads and writes plain records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaner.errors import InputError
from cleaner.records import folder, jsonl
from cleaner.records.record import Record, Writer

JSONL_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
STANDARD = "-"


def read(inputs: Sequence[str], text_field: str) -> Iterator[Record]:
    """The records of all inputs, in order: JSONL files, folders of texts, single texts, `-` for JSONL on standard input.

    Raises:
        InputError: an input does not exist or its form is unknown.
    """
    for name in inputs:
        if name == STANDARD:
            yield from jsonl.read_standard_input(text_field)
        elif name.endswith(JSONL_ENDINGS):
            yield from jsonl.read(Path(name), text_field)
        else:
            yield from folder.read(Path(name))


def check(inputs: Sequence[str]) -> None:
    """Raise InputError for the first input that is missing or of an unknown form, before any work is done."""
    for name in inputs:
        if name != STANDARD and not Path(name).exists():
            raise InputError(f"{name}: no such file or folder")
        if Path(name).is_file() and not name.endswith((*JSONL_ENDINGS, *folder.ENDINGS)):
            endings = ", ".join((*JSONL_ENDINGS, *folder.ENDINGS))
            raise InputError(f"{name}: cannot tell the format; known endings are {endings}")


def writer(output: str, text_field: str) -> Writer:
    """The writer for an output: a JSONL file, `-` for JSONL on standard output, or else a folder of texts."""
    if output == STANDARD:
        return jsonl.StandardOutputWriter(text_field)
    if output.endswith(JSONL_ENDINGS):
        return jsonl.JsonlWriter(Path(output), text_field)
    return folder.FolderWriter(Path(output))
