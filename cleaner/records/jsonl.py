"""JSON Lines: one record a line, the article in one of its fields."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from io import BufferedIOBase, BufferedReader
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from cleaner.errors import InputError
from cleaner.records.files import reason, replacing
from cleaner.records.record import Fields, Record

# A line longer than this is rejected unread: no article is that long, and memory stays bounded.
MAX_LINE_BYTES = 256 << 20


def read(path: Path, names: Fields) -> Iterator[Record]:
    """The records of a .jsonl or .jsonl.gz file. A file that breaks off or is damaged ends with a record that says so.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: {reason(error)}") from error
    with file:
        yield from _records(_unpacked(file, path), str(path), names)


def _unpacked(file: BufferedReader, path: Path) -> BufferedIOBase:
    return gzip.GzipFile(fileobj=file) if path.suffix.lower() == ".gz" else file


def read_standard_input(names: Fields) -> Iterator[Record]:
    """The records that come on standard input."""
    return _records(cast(BufferedIOBase, sys.stdin.buffer), "standard input", names)


def _records(file: BufferedIOBase, name: str, names: Fields) -> Iterator[Record]:
    number = 0
    try:
        for line, whole in _lines(file):
            number += 1
            source = f"{name}:{number}"
            if not whole:
                yield Record(source, error=f"line is longer than {MAX_LINE_BYTES >> 20} MiB")
            elif line.strip():
                yield parse(line, source, names)
    except (OSError, EOFError, zlib.error) as error:
        yield Record(f"{name}:{number + 1}", error=f"the file cannot be read from here on: {reason(error)}")


def _lines(file: BufferedIOBase) -> Iterator[tuple[bytes, bool]]:
    """The lines, and whether each is there whole; of one that is too long only an empty stub."""
    while line := file.readline(MAX_LINE_BYTES):
        if len(line) < MAX_LINE_BYTES or line.endswith(b"\n"):
            yield line, True
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE_BYTES)
        yield b"", False


def parse(line: bytes, source: str, names: Fields) -> Record:
    """The record that a line holds; one with an error if it is no JSON object or has no text."""
    raw = line.decode("utf-8", "surrogateescape").rstrip("\r\n")
    try:
        fields = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return Record(source, error=f"is not UTF-8 (byte {error.start})", raw=raw)
    except (ValueError, RecursionError) as error:
        return Record(source, error=f"is no JSON: {error}", raw=raw)
    if not isinstance(fields, dict):
        return Record(source, error=f"is no JSON object but {type(fields).__name__}", raw=raw)
    field = next((name for name in (names.text, names.html) if fields.get(name) is not None), None)
    if field is None:
        return Record(source, error=_without_text(fields, names), raw=raw)
    text = fields[field]
    if not isinstance(text, str):
        return Record(source, error=f"field {field!r} is no text but {type(text).__name__}", raw=raw)
    return Record(
        source, text, fields, size=len(line), page=field != names.text if names.pages is None else names.pages
    )


def _without_text(fields: dict[str, Any], names: Fields) -> str:
    empty = next((name for name in (names.text, names.html) if name in fields), None)
    return f"has no field {names.text!r} and no field {names.html!r}" if empty is None else f"field {empty!r} is null"


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


def encode(data: dict[str, Any]) -> bytes:
    """One line of JSON; lone surrogates, which UTF-8 cannot hold, stay escaped."""
    try:
        return json.dumps(data, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(data).encode() + b"\n"


class JsonlWriter:
    """Writes records to a file that appears when all are written."""

    def __init__(self, path: Path, text_field: str) -> None:
        self._path = path
        self._field = text_field
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._file = self._stack.enter_context(replacing(self._path))
        return self

    def write(self, record: Record, text: str) -> None:
        """Append the record with its text replaced."""
        self._file.write(encode({**record.fields, self._field: text}))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)


class StandardOutputWriter:
    """Writes records to standard output as they come."""

    def __init__(self, text_field: str) -> None:
        self._field = text_field

    def __enter__(self) -> Self:
        return self

    def write(self, record: Record, text: str) -> None:
        """Write the record with its text replaced."""
        sys.stdout.buffer.write(encode({**record.fields, self._field: text}))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            sys.stdout.buffer.flush()


class RejectsWriter:
    """Writes rejected records with source, reason and what was read; without any, there is no file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def write(self, record: Record) -> None:
        """Append a rejected record."""
        if self._file is None:
            self._file = self._stack.enter_context(replacing(self._path))
        self._file.write(encode({"source": record.source, "reason": record.error, "record": record.raw}))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
