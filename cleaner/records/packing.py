"""Packing: gzip, bzip2, xz and zstd, told by a file's ending. Packed pieces put one after another are one packed file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from typing import Any, BinaryIO, cast

from cleaner.extras import require
from cleaner.records.bomb import check_expansion

ENDINGS = (".gz", ".bz2", ".xz", ".zst")
# What is read of zstd at once is unpacked at once, whatever comes of it: up to 32 MB of so little.
_ZSTD_READ = 1 << 10
_LARGEST_WINDOW = 1 << 31  # bytes; public dumps are packed with `--long=31`
_READ_AT_ONCE = 1 << 18
# An archive packed with zstd may begin with a frame that holds the dictionary of all others.
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_LARGEST_DICTIONARY = 16 << 20
_MAGIC_BYTES = 4
_MAGICS = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst", _DICTIONARY: ".zst"}


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
        BombError: on reading: it unpacks to more than any honest file does.
    """
    if not ending:
        return stream
    packed = _Counted(stream)
    openers: dict[str, Callable[[Any], Any]] = {".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile, ".zst": _ZstdReader}
    plain = gzip.GzipFile(fileobj=cast(BinaryIO, packed)) if ending == ".gz" else openers[ending](packed)
    return cast(BinaryIO, io.BufferedReader(_Bounded(plain, packed), _READ_AT_ONCE))


def unpack_any(stream: BinaryIO) -> BinaryIO:
    """What an opened file holds, whose first bytes tell its packing; the stream itself where they tell of none."""
    first = cast(io.BufferedReader, stream).peek(_MAGIC_BYTES)[:_MAGIC_BYTES]
    return unpack(stream, next((ending for magic, ending in _MAGICS.items() if first.startswith(magic)), ""))


class _Counted:
    """A packed stream, and how many bytes of it have been read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data


class _Bounded(io.RawIOBase):
    """What is unpacked, as long as it bears a proportion to what it was packed in."""

    def __init__(self, plain: Any, packed: _Counted) -> None:
        self._plain = plain
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._plain.read1(len(buffer))  # what stands before damage is given, and only then the damage told
        buffer[: len(data)] = data
        self._count += len(data)
        check_expansion(self._packed.count, self._count)
        return len(data)


class _ZstdReader:
    """What the frames of a stream hold. The library's own reader takes a frame that breaks off for one that ends."""

    def __init__(self, stream: _Counted) -> None:
        self._stream = stream
        self._zstandard = require("zstandard", "dumps")
        self._decompressor: Any = None
        self._frame: Any = None
        self._packed = b""
        self._plain = memoryview(b"")

    def read1(self, size: int) -> memoryview:
        while not self._plain:
            self._packed = self._packed or self._stream.read(_ZSTD_READ)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("Compressed file ended before the end of a frame was reached")
                return self._plain
            self._decompressor = self._decompressor or self._begun()
            self._frame = self._frame or self._decompressor.decompressobj()
            self._plain = memoryview(self._frame.decompress(self._packed))
            self._packed = self._frame.unused_data
            if self._frame.eof:
                self._frame = None
        given, self._plain = self._plain[:size], self._plain[size:]
        return given

    def _begun(self) -> Any:
        """What unpacks all frames, told by the first of them."""
        begin = self._zstandard.ZstdDecompressor
        if not self._packed.startswith(_DICTIONARY):
            return begin(max_window_size=_LARGEST_WINDOW)
        head = len(_DICTIONARY) + 4
        size = int.from_bytes(self._packed[len(_DICTIONARY) : head], "little")
        if size > _LARGEST_DICTIONARY:
            raise ValueError(f"its dictionary is longer than {_LARGEST_DICTIONARY:,} bytes")
        self._packed += self._stream.read(max(0, head + size - len(self._packed)))
        held, self._packed = self._packed[head : head + size], self._packed[head + size :]
        if held.startswith(self._zstandard.FRAME_HEADER):  # a dictionary may be packed itself
            held = begin().stream_reader(held).read(_LARGEST_DICTIONARY)
        return begin(dict_data=self._zstandard.ZstdCompressionDict(held), max_window_size=_LARGEST_WINDOW)


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
