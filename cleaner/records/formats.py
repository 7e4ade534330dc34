"""Formats: which module reads, and what writes, a file of a given name. A new format is a module and a line here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from cleaner.errors import InputError
from cleaner.records import delimited, jsonl, parquet, texts, warc
from cleaner.records.fields import Fields
from cleaner.records.file import STANDARD, File, is_device, is_url
from cleaner.records.packing import pack, packing, unpacked_name
from cleaner.records.parquet_output import ParquetOutput
from cleaner.records.record import Raw, Record, RecordMark, Row


class Format(Protocol):
    """How a format is read."""

    def columns(self, raws: Sequence[Raw]) -> list[str]:
        """The names of the fields that some records have."""

    def decode(self, raw: Raw, names: Fields) -> Record:
        """The record that was cut out; one with an error if it cannot be decoded. Raises nothing."""


class Container(Format, Protocol):
    """How a format with many records in a file is read."""

    def cut(self, file: File, stream: BinaryIO, mark: RecordMark, limit: int) -> Iterator[Raw]:
        """The records of an opened file from a mark on. May raise anything where the file is damaged."""


class Output(Protocol):
    """How a format is written: worker processes encode rows, the encoded parts are put one after another and finished."""

    def encode(self, rows: Iterable[Row]) -> bytes:
        """Rows as bytes that can be put after others."""

    def finish(self, spool: Path, target: Path) -> None:
        """Make the finished output of all that was encoded; done again after a kill, it gives the same."""


CONTAINERS: Mapping[str, Container] = {
    ".jsonl": jsonl,
    ".ndjson": jsonl,
    ".json": jsonl,
    ".csv": delimited,
    ".tsv": delimited,
    ".parquet": parquet,
    ".warc": warc,
    ".wet": warc,
    ".wat": warc,
}
# Files of text with many records, which are in one encoding.
TEXTUAL = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
READABLE = (*CONTAINERS, *texts.ENDINGS)
WRITABLE = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
# Where a shell puts what `<(...)` stands for.
_DESCRIPTORS = ("/dev/fd/", "/proc/self/fd/")
# What looks like the ending of a file: `out.warc` and `out.jsonll` shall not become folders.
_FILE_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,6}", re.ASCII | re.IGNORECASE)


def ending(name: str) -> str:
    """The ending of a file name that tells its format, in lower case, whatever it is packed with.

    What Spark writes is a folder of parts, whose name tells what they are: `out.jsonl/part-00000.txt`. What comes through a
    pipe of the shell is JSON Lines.
    """
    if name == STANDARD or name.startswith(_DESCRIPTORS):
        return ".jsonl"
    path = PurePosixPath(unpacked_name(name))
    folder = path.parent.suffix.lower()
    return folder if path.name.startswith("part-") and folder in CONTAINERS else path.suffix.lower()


def format_of(name: str) -> Format:
    """The format of a readable file."""
    return CONTAINERS.get(ending(name), texts)


def is_folder(output: str) -> bool:
    """Whether an output is a folder of texts, not one file."""
    return output != STANDARD and ending(output) not in WRITABLE and not is_device(output)


def output_of(name: str, texts_ending: str = "", form: str = "") -> Output:
    """What writes an output.

    Args:
        name: of the file or folder.
        form: the ending that stands for what is written to `-`; JSON Lines if empty.
        texts_ending: the ending of files in a folder; empty: as their input's.

    Raises:
        InputError: the format is none that can be written.
        MissingExtraError: what writes or packs it is not installed.
    """
    form = form or (".jsonl" if is_device(name) else ending(name))
    pack(b"", packing(name))
    if form in (".jsonl", ".ndjson"):
        return jsonl.JsonlOutput(packing(name))
    if form in (".csv", ".tsv"):
        return delimited.DelimitedOutput("\t" if form == ".tsv" else ",", packing(name))
    if form == ".parquet" and not packing(name):
        return ParquetOutput()
    if _FILE_ENDING.fullmatch(PurePosixPath(name).suffix) and not name.endswith("/") and not Path(name).is_dir():
        known = ", ".join(WRITABLE)
        raise InputError(f"{name}: cannot write this format; known endings are {known}; for a folder write {name}/")
    if is_url(name):
        raise InputError(f"{name}: cannot write a folder there; known endings are {', '.join(WRITABLE)}")
    return texts.FolderOutput(texts_ending)
