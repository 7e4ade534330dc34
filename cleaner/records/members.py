"""Members: the packed pieces of a gzip archive, one after another; behind a damaged one reading goes on at the next."""

from __future__ import annotations

import io
import zlib
from collections import deque
from typing import BinaryIO, cast

from cleaner.records.bomb import check_expansion

MAGIC = b"\x1f\x8b\x08"
_READ_AT_ONCE = 1 << 16
# Of a member so many pieces are kept: one that broke off may have swallowed the beginning of the next.
_PIECES_KEPT = 64
_GZIP = 31  # what zlib calls data with the head and end of gzip


class Members(io.RawIOBase):
    """What the members hold, as a stream that ends where one is damaged.

    Attributes:
        fault: what is wrong with the member that the stream ended in; None at the end of the archive.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast(io.BufferedReader, stream)
        self._packed = b""
        self._member: zlib._Decompress | None = None
        self._taken: deque[bytes] = deque(maxlen=_PIECES_KEPT)
        self._read = self._plain = 0
        self.fault: str | None = None

    def readable(self) -> bool:
        """As every stream that is read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # as io calls it
        """Unpack some bytes into a buffer; how many, and 0 at the end and where a member is damaged."""
        while self.fault is None and (self._packed or self._more()):
            if self._member is None and not self._begun():
                continue
            try:
                data = self._unpacked(len(buffer))
            except zlib.error as error:
                self.fault = str(error)
                break
            if data:
                self._plain += len(data)
                check_expansion(self._read, self._plain)
                buffer[: len(data)] = data
                return len(data)
        if self._member is not None and self.fault is None:
            self.fault = "Compressed file ended before the end-of-stream marker was reached"
        return 0

    def go_on(self) -> bool:
        """Go to the next member behind a damaged one, if there is any."""
        self._packed = (b"".join(self._taken) + self._packed)[1:]
        self._member, self.fault = None, None
        while (place := self._packed.find(MAGIC)) < 0:
            self._packed = self._packed[1 - len(MAGIC) :]
            if not self._more():
                return False
        self._packed = self._packed[place:]
        return True

    def _more(self) -> bool:
        data = self._stream.read1(_READ_AT_ONCE)
        self._read += len(data)
        self._packed += data
        return bool(data)

    def _begun(self) -> bool:
        """Begin a member, if one begins here; zeros may stand behind the last."""
        self._packed = self._packed.lstrip(b"\0")
        while len(self._packed) < len(MAGIC) and self._more():
            pass
        if self._packed.startswith(MAGIC):
            self._member = zlib.decompressobj(_GZIP)
            self._taken.clear()
        elif self._packed:
            self.fault = "Not a gzipped file"
        return self._member is not None

    def _unpacked(self, size: int) -> bytes:
        assert self._member is not None  # noqa: S101  # begun by the caller
        data = self._member.decompress(self._packed, size)
        rest = self._member.unconsumed_tail or self._member.unused_data
        self._taken.append(self._packed[: len(self._packed) - len(rest)])
        self._packed = rest
        if self._member.eof:
            self._member = None
        return data
