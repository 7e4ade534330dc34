"""Packing: gzip, bzip2, xz and zstd, told by a file's ending. Packed pieces put one after another are one packed file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from cleaner.extras import require

ENDINGS = (".gz", ".bz2", ".xz", ".zst")
# What is read of zstd at once is unpacked at once, whatever comes of it: up to 32 MB of so little.
_ZSTD_READ = 1 << 10
_LARGEST_WINDOW = 1 << 31  # bytes; public dumps are packed with `--long=31`


def packing(name: str) -> str:
    """The packing that the ending of a file name tells of; empty for none."""
    return next((ending for ending in ENDINGS if name.lower().endswith(ending)), "")


def unpacked_name(name: str) -> str:
    """A file name without the ending of its packing."""
    return name[: len(name) - len(packing(name))]


def unpack(stream: BinaryIO, ending: str) -> BinaryIO:
    """What a packed stream holds, to be read from its beginning; of several packed pieces, all.

    Raises:
        MissingExtraError: zstandard is not installed.
    """
    if ending == ".zst":
        return cast(BinaryIO, io.BufferedReader(_ZstdReader(stream), 1 << 18))
    if ending == ".gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    openers: dict[str, Callable[[BinaryIO], object]] = {".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}
    return cast(BinaryIO, openers[ending](stream)) if ending else stream


class _ZstdReader(io.RawIOBase):
    """What the frames of a stream hold. The library's own reader takes a frame that breaks off for one that ends."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decompressor = require("zstandard", "dumps").ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
        self._frame: Any = None
        self._packed = b""
        self._plain = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._plain:
            self._packed = self._packed or self._stream.read(_ZSTD_READ)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("Compressed file ended before the end of a frame was reached")
                return 0
            self._frame = self._frame or self._decompressor.decompressobj()
            self._plain = memoryview(self._frame.decompress(self._packed))
            self._packed = self._frame.unused_data
            if self._frame.eof:
                self._frame = None
        size = min(len(buffer), len(self._plain))
        buffer[:size] = self._plain[:size]
        self._plain = self._plain[size:]
        return size


def pack(data: bytes, ending: str) -> bytes:
    """The bytes packed as a piece of their own; the same bytes always give the same piece.

    Raises:
        MissingExtraError: zstandard is not installed.
    """
    if ending == ".zst":
        return cast(bytes, require("zstandard", "dumps").ZstdCompressor().compress(data))
    packers: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": _gzip, ".bz2": bz2.compress, ".xz": lzma.compress}
    return packers[ending](data)


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=6, mtime=0)  # without the time: the same records give the same bytes
