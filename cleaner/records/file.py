"""File: bytes of a dump, on this machine or behind a URL (by fsspec); and which files an input stands for."""

from __future__ import annotations

import glob
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from cleaner.errors import InputError
from cleaner.extras import require
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
    """

    name: str
    path: str
    size: int = 0
    stamp: str = ""

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
                far = _FarFile(_file_system(self.name)[0].open(self.name, "rb"), self.name)
                return cast(BinaryIO, io.BufferedReader(far, _READ_FAR_AT_ONCE))
            return Path(self.name).open("rb")
        except Exception as error:
            # Every kind of store has errors of its own.
            raise InputError(f"{self.name}: {reason(error)}") from error

    def unpacked(self, stream: BinaryIO) -> BinaryIO:
        """What the stream, opened from this file, holds."""
        return unpack(stream, packing(self.name))


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


def find(name: str, wanted: Callable[[str], bool]) -> Iterator[File]:
    """The files that an input stands for, in an order that depends on their names only.

    Args:
        name: a file, a folder, a pattern with `*`, `?` or `**`, or a URL of one of these.
        wanted: tells by its name whether a file of a folder is taken; links inside folders never are.

    Raises:
        InputError: there is nothing of that name, or it cannot be listed.
    """
    try:
        found = _remote(name, wanted) if is_url(name) else _local(name, wanted)
        yield from found
    except InputError:
        raise
    except FileNotFoundError as error:  # whose message is often the name only
        raise InputError(f"{name}: no such file or folder") from error
    except Exception as error:
        raise InputError(f"{name}: {reason(error)}") from error


def _local(name: str, wanted: Callable[[str], bool]) -> Iterator[File]:
    path = Path(name)
    if path.is_dir():
        yield from _folder(path, path, wanted)
    elif path.exists():
        yield _local_file(name, path.name, path.stat())
    elif glob.has_magic(name):
        for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207  # Path's takes no absolute pattern
            if Path(match).is_file():
                yield _local_file(match, match, Path(match).stat())
    else:
        raise InputError(f"{name}: no such file or folder")


def _folder(folder: Path, root: Path, wanted: Callable[[str], bool]) -> Iterator[File]:
    """One folder's names are held at a time, so that a folder of millions of files does not fill the memory."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _folder(Path(entry.path), root, wanted)
        elif entry.is_file() and wanted(entry.name):
            yield _local_file(entry.path, Path(entry.path).relative_to(root).as_posix(), entry.stat())


def _local_file(name: str, path: str, stat: os.stat_result) -> File:
    return File(name, path, stat.st_size, str(stat.st_mtime_ns))


def _remote(name: str, wanted: Callable[[str], bool]) -> Iterator[File]:
    store, path = _file_system(name)
    if glob.has_magic(path):
        found = store.glob(path, detail=True)
    elif store.isdir(path):
        found = {
            key: info for key, info in store.find(path, detail=True).items() if wanted(key) and not info.get("islink")
        }
    else:
        found = {path: store.info(path)}
    for key in sorted(found):
        info: Mapping[str, Any] = found[key]
        if info.get("type") != "directory":
            inside = key[len(path) :].strip("/") if key.startswith(path) and key != path else key.rsplit("/", 1)[-1]
            stamps = (info.get(field) for field in ("ETag", "etag", "mtime", "LastModified", "updated", "created"))
            stamp = next((str(value) for value in stamps if value), "")
            yield File(store.unstrip_protocol(key), inside, info.get("size") or 0, stamp)


def _file_system(url: str) -> tuple[Any, str]:
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
        store, target = _file_system(url)
        store.put_file(str(path), target)
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{url}: {reason(error)}") from error
