"""File: bytes of a dump, on this machine or behind a URL (by fsspec)."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from cleaner.errors import InputError
from cleaner.extras import require
from cleaner.records.encoding import UTF_8, as_utf_8
from cleaner.records.packing import packing, unpack

STANDARD = "-"
_SKIPPED_AT_ONCE = 1 << 20
_READ_FAR_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class File:
    """A file of a dump.

    Attributes:
        name: its path or URL, or `-` for standard input.
        path: its path inside the input that it was found under, with `/`.
        size: bytes as stored; 0 where that is not known.
        stamp: something that changes when the file does.
        once: whether it can be read only once and from its beginning, as standard input and other pipes.
        encoding: of a file of text with many records; it is read as UTF-8, whatever this is.
    """

    name: str
    path: str
    size: int = 0
    stamp: str = ""
    once: bool = False
    encoding: str = UTF_8

    @property
    def title(self) -> str:
        """The name as people are told it."""
        return "standard input" if self.name == STANDARD else self.name

    def open(self) -> BinaryIO:
        """The bytes as stored.

        Raises:
            InputError: they cannot be opened.
        """
        if self.name == STANDARD:
            return cast(BinaryIO, sys.stdin.buffer)
        try:
            if is_url(self.name):
                far = _FarFile(file_system(self.name)[0].open(self.name, "rb"), self.name)
                return cast(BinaryIO, io.BufferedReader(far, _READ_FAR_AT_ONCE))
            return Path(self.name).open("rb")
        except Exception as error:
            # Every kind of store has errors of its own.
            raise InputError(f"{self.name}: {reason(error)}") from error

    def unpacked(self, stream: BinaryIO) -> BinaryIO:
        """What the stream, opened from this file, holds."""
        return as_utf_8(unpack(stream, packing(self.name)), self.encoding)


class _FarFile(io.RawIOBase):
    """A file behind a URL. Where it cannot be read the network has failed, not the file: a later run may go on from there."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:  # every store has its own
            raise InputError(f"{self._name}: {reason(error)}") from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def skip(stream: BinaryIO, count: int) -> None:
    """Go on by so many bytes."""
    if count and stream.seekable():
        stream.seek(count, os.SEEK_CUR)
        return
    while count and (skipped := len(stream.read(min(count, _SKIPPED_AT_ONCE)))):
        count -= skipped


def is_url(name: str) -> bool:
    """Whether a name is a URL, not a path."""
    return "://" in name


def reason(error: BaseException) -> str:
    """An error in a few words, without numbers and paths."""
    return getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__


def file_system(url: str) -> tuple[Any, str]:
    """The store behind a URL, and the path in it.

    Raises:
        InputError: there is no such store, or what its protocol needs is not installed.
    """
    fsspec = require("fsspec.core", "dumps")
    try:
        return cast(tuple[Any, str], fsspec.url_to_fs(url))
    except (ImportError, ValueError) as error:
        # fsspec names the library that a protocol needs.
        raise InputError(f"{url}: {reason(error)}") from error


def upload(path: Path, url: str) -> None:
    """Put a file of this machine behind a URL.

    Raises:
        InputError: that cannot be done.
    """
    try:
        store, target = file_system(url)
        store.put_file(str(path), target)
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{url}: {reason(error)}") from error


def is_device(name: str) -> bool:
    """Whether an output is there and is no file, such as `/dev/null` or a named pipe: to be written to, not to be replaced."""
    path = Path(name)
    return not is_url(name) and path.exists() and not path.is_file() and not path.is_dir()
