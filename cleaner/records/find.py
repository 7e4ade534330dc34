"""Find: the files that an input stands for. Links and devices that nobody named are passed over: reading leads nowhere else."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.errors import InputError
from cleaner.records.file import File, file_system, is_url, reason
from cleaner.records.packing import unpacked_name

# Beside what begins with a dot.
_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")


def find_files(
    name: str, wanted: Callable[[str], bool], passed: Callable[[str], object] = lambda _: None
) -> Iterator[File]:
    """The files that an input stands for, in an order that depends on their names only.

    Args:
        name: a file, a pipe, a folder, a pattern with `*`, `?` or `**`, or a URL of one of these.
        wanted: tells by its name whether a file of a folder is taken; links and hidden files inside folders never are.
        passed: told of each file of a folder that is not taken, of what kind it is.

    Raises:
        InputError: there is nothing of that name, it cannot be listed, or it is a device.
    """
    try:
        yield from _remote(name, wanted, passed) if is_url(name) else _local(name, wanted, passed)
    except InputError:
        raise
    except FileNotFoundError as error:  # whose message is often the name only
        raise InputError(f"{name}: no such file or folder") from error
    except Exception as error:
        raise InputError(f"{name}: {reason(error)}") from error


def _local(name: str, wanted: Callable[[str], bool], passed: Callable[[str], object]) -> Iterator[File]:
    path = Path(name)
    if path.is_dir():
        yield from _folder(path, path, wanted, passed)
    elif path.exists():
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISFIFO(about.st_mode)):
            raise InputError(f"{name}: is a device, no file")
        yield _file(name, path.name, about)
    elif glob.has_magic(name):
        for match in sorted(_matches(path)):
            yield _file(str(match), str(match), match.stat())
    else:
        raise InputError(f"{name}: no such file or folder")


def _folder(folder: Path, root: Path, wanted: Callable[[str], bool], passed: Callable[[str], object]) -> Iterator[File]:
    """One folder's names are held at a time, so that a folder of millions of files does not fill the memory."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_symlink():
            passed("links")
        elif _is_hidden(entry.name):
            passed(f"hidden {'folders' if entry.is_dir() else 'files'}")
        elif entry.is_dir():
            yield from _folder(Path(entry.path), root, wanted, passed)
        elif entry.is_file() and wanted(entry.name):
            yield _file(entry.path, Path(entry.path).relative_to(root).as_posix(), entry.stat())
        else:
            passed(_kind(entry.name))


def _is_hidden(name: str) -> bool:
    """Whether nobody means a file or folder of this name: what systems and archivers put beside the others."""
    return name.startswith(".") or name in _HIDDEN


def _kind(name: str) -> str:
    ending = unpacked_name(name).rpartition(".")[2].lower() if "." in name else ""
    return f".{ending} files" if ending else "files without ending"


def _matches(pattern: Path) -> Iterator[Path]:
    """The files that a pattern matches. A link in its part without wildcards was named by the user; hidden files were not."""
    fixed = next(number for number, part in enumerate(pattern.parts) if glob.has_magic(part))
    root = Path(*pattern.parts[:fixed])
    rest = [part if part == "**" else part.replace("**", "*") for part in pattern.parts[fixed:]]
    rest += ["*"] * (rest[-1] == "**")
    hidden = any(part.startswith(".") for part in rest)
    for match in root.glob(
        "/".join(rest)
    ):  # which follows no link for `**`, where the module `glob` would go round for ever
        inside = match.relative_to(root)
        on_the_way = (root / path for path in (inside, *inside.parents) if path.name)
        wanted = hidden or not any(part.startswith(".") for part in inside.parts)
        if wanted and match.is_file() and not any(path.is_symlink() for path in on_the_way):
            yield match


def _file(name: str, path: str, about: os.stat_result) -> File:
    return File(name, path, about.st_size, str(about.st_mtime_ns), once=stat.S_ISFIFO(about.st_mode))


def _remote(name: str, wanted: Callable[[str], bool], passed: Callable[[str], object]) -> Iterator[File]:
    store, path = file_system(name)
    if glob.has_magic(path):
        found = {key: info for key, info in store.glob(path, detail=True).items() if not info.get("islink")}
    elif store.isdir(path):
        found = {}
        for key, about in store.find(path, detail=True).items():
            if any(map(_is_hidden, key[len(path) :].strip("/").split("/"))):
                passed("hidden files")
            elif about.get("islink") or not wanted(key):
                passed("links" if about.get("islink") else _kind(key))
            else:
                found[key] = about
    else:
        found = {path: store.info(path)}
        if found[path].get("type") == "other" and not Path(path).is_file():
            raise InputError(f"{name}: is a device, no file")
    for key in sorted(found):
        info: Mapping[str, Any] = found[key]
        if info.get("type") != "directory" and (info.get("type") != "other" or info.get("islink")):
            inside = key[len(path) :].strip("/") if key.startswith(path) and key != path else key.rsplit("/", 1)[-1]
            stamps = (info.get(field) for field in ("ETag", "etag", "mtime", "LastModified", "updated", "created"))
            stamp = next((str(value) for value in stamps if value), "")
            yield File(store.unstrip_protocol(key), inside, info.get("size") or 0, stamp)
