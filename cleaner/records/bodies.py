"""Bodies: what a server gave out, unpacked as its header says, or as it is where the header lies."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from cleaner.records.file import reason

# How the library is asked to unpack: all that the header says; all but the chunks of the transfer; nothing.
_WAYS = ("all", "content", "none")
_GZIP, _ZLIB, _RAW = 31, 15, -15  # as zlib calls them
_SAMPLE_BYTES = 1024


class PackedBodyError(ValueError):
    """A body is packed in some way that is not what its header says."""


def read_body(entry: Callable[[], Any], limit: int) -> tuple[Any, bytes]:
    """A record whose HTTP header is parsed, and its body, of which at most one byte more than the limit is read.

    Args:
        entry: gives the record anew.
        limit: bytes.

    Raises:
        PackedBodyError: nothing unpacks it, and it is no text as it is.
    """
    fault = ""
    for way in _WAYS:
        record = entry()
        try:
            record.parse_http(auto_decode=way)
            body: bytes = record.reader.read(limit + 1)
        except OSError as error:
            fault = fault or reason(error)
            continue
        if way != _WAYS[-1]:
            return record, body
        coding = record.http_headers.get("Content-Encoding", "").lower() if record.http_headers else ""
        return record, _unpacked(body, coding, limit, fault)
    raise PackedBodyError(fault)


def _unpacked(body: bytes, coding: str, limit: int, fault: str) -> bytes:
    for kind in (_GZIP, _ZLIB, *[_RAW] * ("deflate" in coding)):
        try:
            held = zlib.decompressobj(kind).decompress(body, limit + 1)
        except zlib.error:
            continue
        if held:
            return held
    if b"\0" in body[:_SAMPLE_BYTES]:
        raise PackedBodyError(fault)
    return body
