"""JSON: a record a line, or an array of records, or one after another; the article in one of their fields."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from cleaner.records.fields import Fields
from cleaner.records.file import File, skip
from cleaner.records.json_values import JsonValues, are_values
from cleaner.records.packing import pack
from cleaner.records.paths import leaves
from cleaner.records.record import Raw, Record, RecordMark, Row

# Why a record of a file that seemed to be UTF-8 cannot be read, and what to do.
NOT_UTF_8 = "is not UTF-8: convert the file, or name its encoding with --encoding"
# What an empty line may hold, a byte order mark among it.
_BLANK = b" \t\r\n\v\f\xef\xbb\xbf"
_VALUE = "record "
# So much of a line that is too long stands in the rejects.
_STUB_BYTES = 1000


def cut(file: File, stream: BinaryIO, mark: RecordMark, limit: int) -> Iterator[Raw]:
    """The lines from a mark on, or the values of an array and the like; of one with more than `limit` bytes the beginning."""
    number, offset = mark
    held = file.unpacked(stream)
    blank, first = _first_line(held, limit)
    if are_values(first):
        yield from _values(file, JsonValues(held, limit, first, blank.offset), mark, limit)
        return
    if number:
        skip(held, offset - blank.offset - len(first))
        first = b""
    else:
        number, offset = blank
    for line, size in read_lines(held, limit, first):
        number += 1
        offset += size
        after = RecordMark(number, offset)
        if size > len(line):
            yield Raw(f"{file.title}:{number}", line, size, after, f"is longer than {limit:,} bytes")
        elif line.strip(_BLANK):
            yield Raw(f"{file.title}:{number}", line, size, after)


def _first_line(stream: BinaryIO, limit: int) -> tuple[RecordMark, bytes]:
    """Where the first line that is not blank begins, and this line, or its beginning."""
    number = offset = 0
    while (line := stream.readline(limit + 1)) and not line.strip(_BLANK):
        number, offset = number + line.endswith(b"\n"), offset + len(line)
    return RecordMark(number, offset), line


def _values(file: File, values: JsonValues, mark: RecordMark, limit: int) -> Iterator[Raw]:
    for number, (data, size, end) in enumerate(values, 1):
        if number > mark.number:
            error = f"is longer than {limit:,} bytes" if size > len(data) else None
            yield Raw(f"{file.title}:{_VALUE}{number}", data, size, RecordMark(number, end), error)


def is_value(raw: Raw) -> bool:
    """Whether a record was cut out as a value, not as a line."""
    return raw.source.rpartition(":")[2].startswith(_VALUE)


def read_lines(stream: BinaryIO, limit: int, begun: bytes = b"") -> Iterator[tuple[bytes, int]]:
    """The lines of a stream with their sizes; of one with more than `limit` bytes only the beginning.

    Args:
        stream: what is read.
        limit: bytes of a line.
        begun: the line that was read of it already, no further than the limit.
    """
    for line in chain(filter(None, [begun]), iter(lambda: stream.readline(limit + 1), b"")):
        size = len(line)
        if size > limit and not line.endswith(b"\n"):
            line = line[:_STUB_BYTES]
            while rest := stream.readline(limit + 1):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
            else:
                size = max(size, len(line) + 1)
        yield line, size


def columns(raws: Sequence[Raw]) -> list[str]:
    """The fields of some lines."""
    found: dict[str, None] = {}
    for raw in raws:
        fields = _object(raw)
        if isinstance(fields, dict):
            found.update(dict.fromkeys(leaves(fields)))
    return list(found)


def decode(raw: Raw, names: Fields) -> Record:
    """The record that a line holds; one with an error if it is no JSON object or has no text."""
    fields = _object(raw) if raw.error is None else raw.error
    record = Record(raw.source, error=fields) if isinstance(fields, str) else names.record(raw.source, fields)
    if record.error is None:
        return record
    return replace(record, raw=(raw.data or b"").decode("utf-8", "surrogateescape").rstrip("\r\n"))


def _object(raw: Raw) -> dict[str, Any] | str:
    """The JSON object that a line holds, or why it holds none."""
    try:
        value = parsed(raw.data)
    except UnicodeDecodeError as error:
        return f"{NOT_UTF_8} (byte {error.start})"
    except (ValueError, RecursionError) as error:
        return f"is no JSON: {error}"
    return value if isinstance(value, dict) else f"is no JSON object but {type(value).__name__}"


def parsed(data: bytes) -> Any:
    """The value that JSON holds; numbers that are none, such as NaN, are null.

    Raises:
        ValueError, RecursionError: it is no JSON in UTF-8.
    """
    return json.loads(data.decode("utf-8-sig"), parse_constant=lambda _: None)


def encode(data: dict[str, Any]) -> bytes:
    """One line of JSON; lone surrogates, which UTF-8 cannot hold, stay escaped, and numbers that are none become null.

    Raises:
        TypeError: there is a value of a type that JSON cannot hold.
    """
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False, default=_plain).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(data, default=_plain).encode() + b"\n"
    except ValueError:
        return encode(_finite(data))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: object) -> object:
    """What other formats hold and JSON does not: times in ISO 8601, bytes as text where they are, else in base 64."""
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is nothing that JSON can hold")


class JsonlOutput:
    """Rows as lines; packed where the name says so, each part of a run as a piece of its own."""

    def __init__(self, packing: str = "") -> None:
        self._packing = packing

    def encode(self, rows: Iterable[Row]) -> bytes:
        """The rows as bytes of the file."""
        data = b"".join(encode(row.fields) for row in rows)
        return pack(data, self._packing) if data else b""

    def finish(self, spool: Path, target: Path) -> None:
        """Make the finished file of what was encoded, which is it already, unless it holds not even one packed piece."""
        if spool.stat().st_size:
            spool.replace(target)
        else:
            target.write_bytes(pack(b"", self._packing))
