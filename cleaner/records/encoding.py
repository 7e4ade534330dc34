"""Encoding: a text file of a dump read as UTF-8, in whatever encoding it was saved."""

from __future__ import annotations

import codecs
import io
from typing import Any, BinaryIO, cast

from cleaner.text.decode import encoding_of

UTF_8 = "utf-8"
# What tells the encoding is looked for in pieces of this size.
_SAMPLE = 1 << 20
_READ_AT_ONCE = 1 << 16


def file_encoding(stream: BinaryIO, named: str | None = None) -> str:
    """The encoding of a file: its byte order mark's, the one that is named, or what its first bytes beyond ASCII tell."""
    sample = stream.read(_SAMPLE)
    if named is not None:
        return mark_of(sample) or named
    while sample.isascii() and b"\0" not in sample:
        if not (sample := stream.read(_SAMPLE)):
            return UTF_8
    return encoding_of(sample + stream.read(_READ_AT_ONCE))


def mark_of(first: bytes) -> str | None:
    """The encoding that a byte order mark tells of, save UTF-8, whose mark every reader knows."""
    wide = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    return next((name for mark, name in wide if first.startswith(mark)), None)


def as_utf_8(stream: BinaryIO, encoding: str) -> BinaryIO:
    """The stream in UTF-8; what its encoding does not explain becomes U+FFFD."""
    if codecs.lookup(encoding).name in (UTF_8, "ascii"):
        return stream
    return cast(BinaryIO, io.BufferedReader(_Recoded(stream, encoding), _READ_AT_ONCE))


class _Recoded(io.RawIOBase):
    """A stream in another encoding, read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = cast(Any, stream)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._waiting = memoryview(b"")
        self._is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._waiting and not self._is_over:
            data = self._stream.read1(_READ_AT_ONCE)
            self._is_over = not data
            text = self._decoder.decode(data, final=self._is_over)
            self._waiting = memoryview(text.encode("utf-8", "surrogatepass"))
        size = min(len(buffer), len(self._waiting))
        buffer[:size], self._waiting = self._waiting[:size], self._waiting[size:]
        return size
