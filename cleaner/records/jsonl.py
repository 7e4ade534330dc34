"""JSON Lines: one record a line, the article in one of its fields."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from cleaner.records.fields import Fields
from cleaner.records.file import File, skip
from cleaner.records.packing import pack
from cleaner.records.record import Mark, Raw, Record, Row

# So much of a line that is too long stands in the rejects.
_STUB_BYTES = 1000


def cut(file: File, stream: BinaryIO, mark: Mark, limit: int) -> Iterator[Raw]:
    """The lines from a mark on; one with more than `limit` bytes is read past, not kept."""
    number, offset = mark
    held = file.unpacked(stream)
    skip(held, offset)
    for line, size in lines(held, limit):
        number += 1
        offset += size
        after = Mark(number, offset)
        if size > len(line):
            yield Raw(f"{file.title}:{number}", line, size, after, f"is longer than {limit:,} bytes")
        elif line.strip():
            yield Raw(f"{file.title}:{number}", line, size, after)


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, int]]:
    """The lines of a stream with their sizes; of one with more than `limit` bytes only the beginning."""
    while line := stream.readline(limit + 1):
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
            found.update(dict.fromkeys(fields))
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
        value = json.loads(raw.data.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return f"is not UTF-8 (byte {error.start})"
    except (ValueError, RecursionError) as error:
        return f"is no JSON: {error}"
    return value if isinstance(value, dict) else f"is no JSON object but {type(value).__name__}"


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


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
