"""JSON values cut out of a stream: the elements of arrays, objects over several lines, or one after another without any.

Values are cut here, and parsed where they are worked on, so that no array, however long, is in memory whole; a fault costs one
value. (Libraries that read JSON as it comes end at the first fault, and NaN is one to them.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import BinaryIO, NamedTuple, cast

_READ_AT_ONCE = 1 << 16
# What may stand between values: arrays are gone into; a record separator begins each of a text sequence (RFC 7464).
_BETWEEN = re.compile(rb"(?:\xef\xbb\xbf)?[\s,\[\]\x1e]*")
_MARK = re.compile(rb'[{}"]')
_IN_STRING = re.compile(rb'["\\\n]')
_ENDS_SCALAR = re.compile(rb"[,\]\n{]")
_OPENS = ord("{")
# A value that is too long is kept so far.
_STUB_BYTES = 1000


class JsonValue(NamedTuple):
    """One value: its bytes, or the beginning of what is too long; how many there are; and where it ends in the stream."""

    data: bytes
    size: int
    end: int


def are_values(first_line: bytes) -> bool:
    """Whether a file with this first line holds values, and not one a line: an array, or objects with or without line ends."""
    line = first_line.removeprefix(b"\xef\xbb\xbf").strip()
    if line.startswith((b"[", b"\x1e")) or line == b"{":
        return True
    try:
        json.loads(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        return getattr(error, "msg", "") == "Extra data" and line[:1] == b"{"
    return False


class JsonValues:
    """The values of a stream.

    Args:
        stream: what is read.
        limit: values with more bytes are not kept.
        begun: what was read of it already.
        offset: where that stands in it.
    """

    def __init__(self, stream: BinaryIO, limit: int, begun: bytes, offset: int) -> None:
        self._begun = BytesIO(begun)
        self._stream = cast(BufferedReader, stream)
        self._limit = limit
        self._held, self._at = b"", 0
        self._before = offset

    def __iter__(self) -> Iterator[JsonValue]:
        while self._is_at_value():
            pieces, size = list[bytes](), 0
            for piece in self._object() if self._held[self._at] == _OPENS else self._scalar():
                size += len(piece)
                if size <= self._limit or not pieces:
                    pieces.append(piece)
            data = b"".join(pieces)
            yield JsonValue(data if size <= self._limit else data[:_STUB_BYTES], size, self._before + self._at)

    def _read(self) -> bool:
        """Read on, where all that is held has been taken; whether there was more."""
        kept, self._before = self._held[self._at :], self._before + self._at
        more = self._begun.read(_READ_AT_ONCE) or self._stream.read1(_READ_AT_ONCE)
        self._held, self._at = kept + more, 0
        return bool(more)

    def _take(self, end: int) -> bytes:
        taken, self._at = self._held[self._at : end], end
        return taken

    def _is_at_value(self) -> bool:
        """Go to the next value, if there is one."""
        while True:
            between = _BETWEEN.match(self._held, self._at)
            self._at = between.end() if between else self._at
            if self._at < len(self._held):
                return True
            if not self._read():
                return False

    def _scalar(self) -> Iterator[bytes]:
        """What is no object: up to where the next value may begin."""
        while (end := _ENDS_SCALAR.search(self._held, self._at + 1)) is None:
            yield self._take(len(self._held))
            if not self._read():
                return
        yield self._take(end.start())

    def _object(self) -> Iterator[bytes]:
        """An object, up to the brace that closes it; a string with a line end is broken, and what is broken ends there."""
        depth, in_string, place = 0, False, self._at
        while True:
            found = (_IN_STRING if in_string else _MARK).search(self._held, place)
            escapes = found is not None and found[0] == b"\\"
            if found is None or (escapes and found.end() == len(self._held)):
                yield self._take(len(self._held) - escapes)  # what is escaped has not come yet
                if not self._read():
                    yield self._take(len(self._held))
                    return
                place = 0
                continue
            place = found.end() + escapes
            if found[0] == b'"':
                in_string = not in_string
            elif found[0] in b"{}":
                depth += 1 if found[0] == b"{" else -1
            if found[0] == b"\n" or depth == 0:
                yield self._take(place)
                return
