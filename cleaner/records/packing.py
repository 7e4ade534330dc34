"""Packing: gzip, bzip2, xz and zstd, told by a file's ending. Packed pieces put one after another are one packed file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from typing import BinaryIO, cast

from cleaner.extras import require

ENDINGS = (".gz", ".bz2", ".xz", ".zst")


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
        reader = require("zstandard", "dumps").ZstdDecompressor().stream_reader(stream, read_across_frames=True)
        return cast(BinaryIO, io.BufferedReader(reader, 1 << 18))
    if ending == ".gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    openers: dict[str, Callable[[BinaryIO], object]] = {".bz2": bz2.BZ2File, ".xz": lzma.LZMAFile}
    return cast(BinaryIO, openers[ending](stream)) if ending else stream


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
