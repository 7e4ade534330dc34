"""CSV and TSV: one record a row under a header, the article in one of its columns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import InputError
from cleaner.records.fields import Fields
from cleaner.records.file import File, skip
from cleaner.records.jsonl import NOT_UTF_8, JsonlOutput, read_lines
from cleaner.records.packing import pack, unpacked_name
from cleaner.records.record import Raw, Record, RecordMark, Row
from cleaner.text.fold import well_formed

_DELIMITERS = ",;\t|"
# What Excel writes before the header to name the delimiter.
_NAMED = re.compile(rb"(?:\xef\xbb\xbf)?\"?sep=([^\"\r\n])\"?\r?\n?", re.IGNORECASE)
# How a text begins that a spreadsheet would run as a formula (OWASP, "CSV Injection"); behind an apostrophe it stays a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
# What Python says of a stray carriage return is about a way to open files that we do not use.
_PLAIN = {"new-line character seen in unquoted field": "has a carriage return where no line ends"}
# Rows are packed and written in pieces of this many bytes.
_PIECE = 1 << 20


def cut(file: File, stream: BinaryIO, mark: RecordMark, limit: int) -> Iterator[Raw]:
    """The rows from a mark on, each with the header.

    A row with more than `limit` bytes, or that lasts to the end of the file, is what an unclosed quotation mark looks like;
    it costs its first line only.
    """
    csv.field_size_limit(max(limit, csv.field_size_limit()))  # one for all readers; `_Lines` keeps to ours
    held = file.unpacked(stream)
    first, size = next(read_lines(held, limit), (b"", 0))
    source = _Lines(held, limit)
    if named := _NAMED.fullmatch(first):
        delimiter = named[1].decode("latin-1")
        source.offset = size
    else:
        delimiter = _delimiter(file.name, first)
        source.give_back([(first, size)])
    names, fault = _row(source, delimiter)
    if fault is not None:
        raise csv.Error(f"the header {fault}")
    header = tuple(names or ())
    source.accept()
    if mark.offset > source.offset:
        skip(held, mark.offset - source.offset)
        source.offset = mark.offset
    number = mark.number
    while True:
        row, fault = _row(source, delimiter)
        if row is None and fault is None:
            return
        number += 1
        data = (header, row) if row is not None else (header, [source.taken[0][0].decode("utf-8", "replace")])
        size = source.accept(only_first=row is None)
        if row or fault:
            yield Raw(f"{file.title}:row {number}", data, size, RecordMark(number, source.offset), fault)


class _Lines:
    """The lines of a stream as csv.reader takes them, with what it took since the last row."""

    def __init__(self, stream: BinaryIO, limit: int, offset: int = 0) -> None:
        self._lines = read_lines(stream, limit)
        self._waiting: deque[tuple[bytes, int]] = deque()
        self._limit = limit
        self._is_open = False
        self.offset = offset
        self.taken: list[tuple[bytes, int]] = []

    def __iter__(self) -> Iterator[str]:
        size = 0
        # A quotation mark that nothing closes up to the end is told at once for the lines between, which were all read for it.
        while not (self.taken and self._is_open) and (line := self._next()):
            self.taken.append(line)
            size += line[1]
            if size > self._limit or line[1] > len(line[0]):
                raise csv.Error(f"is longer than {self._limit:,} bytes")
            # A byte order mark stands at the very beginning only.
            yield line[0].decode(
                "utf-8-sig" if self.offset == 0 and len(self.taken) == 1 else "utf-8", "surrogateescape"
            )
        if self.taken:  # more than one line is asked for inside quotation marks only
            self._is_open = True
            raise csv.Error("has a quotation mark that is not closed")

    def _next(self) -> tuple[bytes, int] | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def give_back(self, taken: Iterable[tuple[bytes, int]]) -> None:
        """Read these lines again before all others."""
        self._waiting.extendleft(reversed(list(taken)))

    def accept(self, *, only_first: bool = False) -> int:
        """What was taken has made a row, or (`only_first`) its first line has; how many bytes that were."""
        if only_first:
            self.give_back(self.taken[1:])
            del self.taken[1:]
        size = sum(size for _, size in self.taken)
        self.offset += size
        self.taken = []
        return size


def _row(source: _Lines, delimiter: str) -> tuple[list[str] | None, str | None]:
    """The next row, or what is wrong with it, or neither at the end. The header's lines are accepted by the caller."""
    try:
        row = next(csv.reader(source, delimiter=delimiter), None)
    except csv.Error as error:
        return None, _PLAIN.get(str(error).partition(" - ")[0], str(error))
    return row, None


def _delimiter(name: str, header: bytes) -> str:
    if unpacked_name(name).lower().endswith(".tsv"):
        return "\t"
    return max(_DELIMITERS, key=header.decode("utf-8", "replace").count)


def columns(raws: Sequence[Raw]) -> list[str]:
    """The columns that the header names."""
    return list(raws[0].data[0]) if raws else []


def decode(raw: Raw, names: Fields) -> Record:
    """The record that a row holds; one with an error if it does not fit the header or has no text."""
    header, cells = raw.data or ((), ())
    if raw.error is not None:
        record = Record(raw.source, error=raw.error)
    elif len(cells) != len(header):
        record = Record(raw.source, error=f"does not fit the header: {len(cells)} cells for {len(header)}")
    elif any(well_formed(cell) is not cell for cell in cells):
        record = Record(raw.source, error=NOT_UTF_8)
    else:
        record = names.record(raw.source, dict(zip(header, cells, strict=True)))
    if record.error is None:
        return record
    return replace(record, raw=_line(cells) if raw.error is None else "".join(cells).rstrip("\r\n"))


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


class DelimitedOutput:
    """Rows as CSV or TSV with a header of all their fields; what is no text is written as JSON."""

    def __init__(self, delimiter: str, packing: str = "") -> None:
        self._delimiter = delimiter
        self._packing = packing
        self._lines = JsonlOutput()

    def encode(self, rows: Iterable[Row]) -> bytes:
        """The rows as JSON Lines: the header is known when all of them are."""
        return self._lines.encode(rows)

    def finish(self, spool: Path, target: Path) -> None:
        """Write the file.

        Raises:
            InputError: that cannot be done.
        """
        header: dict[str, None] = {}
        with spool.open("rb") as rows:
            for line in rows:
                header.update(dict.fromkeys(json.loads(line)))
        try:
            with spool.open("rb") as rows, target.open("wb") as file:
                for piece in self._pieces(rows, list(header)):
                    file.write(pack(piece, self._packing))
        except OSError as error:
            raise InputError(f"{target}: {error.strerror}") from error

    def _pieces(self, rows: Iterable[bytes], header: list[str]) -> Iterator[bytes]:
        buffer = io.StringIO(newline="")
        plain = csv.writer(buffer, delimiter=self._delimiter, lineterminator="\n")
        # Python before 3.13 quotes a carriage return only where lines end in one, and then cannot read it.
        quoted = csv.writer(buffer, delimiter=self._delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)

        def write(cells: list[str]) -> None:
            (quoted if any("\r" in cell for cell in cells) else plain).writerow(cells)

        if header:
            write([_cell(name) for name in header])
        for line in rows:
            fields = json.loads(line)
            write([_cell(fields.get(name)) for name in header])
            if buffer.tell() >= _PIECE:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue().encode()  # packed, no rows are a piece too


def _cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    text = well_formed(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
