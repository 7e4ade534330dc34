"""Articles in files of their own, texts, pages or messages: a record each with the fields id, path and text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

from cleaner.atomic import replacing
from cleaner.errors import InputError
from cleaner.records import messages
from cleaner.records.fields import Fields
from cleaner.records.file import File, reason
from cleaner.records.jsonl import JsonlOutput
from cleaner.records.packing import unpacked_name
from cleaner.records.record import Raw, Record, RecordMark, Row
from cleaner.text.fold import well_formed
from cleaner.text.sniff import PAGE_ENDINGS, TEXT_ENDINGS, decoded

ENDINGS = (*TEXT_ENDINGS, *PAGE_ENDINGS, *messages.ENDINGS)
_UNSAFE = re.compile(r"[^\w.-]+")
# Devices to Windows, with whatever ending and in whatever folder.
_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_LONGEST_NAME = 150  # bytes
# Together with names that long still less than the 4,096 bytes that most systems take.
_MOST_FOLDERS = 20


def cut(file: File, mark: RecordMark, limit: int) -> Iterator[Raw]:
    """The one record of a file, to be read where it is decoded.

    Raises:
        MissingExtraError: what unpacks it is not installed.
    """
    file.unpacked(BytesIO())  # of which every file would else be accused
    if not mark.number:
        error = f"is longer than {limit:,} bytes" if file.size > limit else None
        yield Raw(file.name, (file, limit), min(file.size, limit), RecordMark(1), error)


def columns(raws: Sequence[Raw]) -> list[str]:  # noqa: ARG001
    """The fields of the records."""
    return ["id", "path", "text"]


def decode(raw: Raw, names: Fields) -> Record:
    """The record of a text or page. A page itself is no field of it."""
    file, limit = raw.data
    if raw.error is not None:
        return Record(raw.source, error=raw.error)
    try:
        with file.open() as stream:
            data = file.unpacked(stream).read(limit + 1)
    except InputError as error:
        return Record(raw.source, error=str(error).removeprefix(f"{file.name}: "))
    except Exception as error:  # every packing has errors of its own
        return Record(raw.source, error=f"cannot be read: {reason(error)}")
    if len(data) > limit:
        return Record(raw.source, error=f"is longer than {limit:,} bytes unpacked")
    path = unpacked_name(file.path)
    fields: dict[str, Any] = {"id": path.rsplit(".", 1)[0], "path": path}
    encoding, pages, url = names.encoding, names.pages, None
    if path.lower().endswith(messages.ENDINGS) and data.strip():
        try:
            data, told, is_page, url, title = messages.body_of(data)
        except Exception as error:  # of every kind, where it is no message
            return Record(raw.source, error=f"cannot be read: {reason(error)}")
        encoding, pages = encoding or told, is_page if pages is None else pages
        fields |= {name: value for name, value in (("url", url), ("title", title)) if value}
    text, page = decoded(data, pages, path, encoding)
    warning = None if data.strip() else "the file is empty"
    return Record(raw.source, text, fields, page=page, id=fields["id"], url=url, warning=warning)


class FolderOutput:
    """A file a record, with the ending given or as its input's."""

    def __init__(self, ending: str = "") -> None:
        self._ending = ending
        self._lines = JsonlOutput()

    def encode(self, rows: Iterable[Row]) -> bytes:
        """The rows as JSON Lines: a name that is taken is known when all before it are."""
        return self._lines.encode(Row({"path": row.fields.get("path"), "id": row.id, "text": row.text}) for row in rows)

    def finish(self, spool: Path, target: Path) -> None:
        """Write each text under the record's path or id, made safe; a name that is taken gets a number.

        Raises:
            InputError: that cannot be done.
        """
        names = _Names(target)
        try:
            target.mkdir(parents=True, exist_ok=True)
            with spool.open("rb") as rows:
                for number, line in enumerate(rows, 1):
                    fields = json.loads(line)
                    path = names.free(self._path(fields["path"], fields["id"], number), number)
                    with replacing(path, f".{number}.partial") as file:  # a name that no record has
                        file.write(well_formed(fields["text"]).encode())
        except OSError as error:
            raise InputError(f"{target}: {error.strerror}") from error

    def _path(self, path: object, label: str, number: int) -> Path:
        name = path if isinstance(path, str) else label
        suffix = next((ending for ending in ENDINGS if name.lower().endswith(ending)), "")
        parts = name[: len(name) - len(suffix)].split("/")
        safe = [part for part in map(_safe, parts if isinstance(path, str) else ["-".join(parts)]) if part]
        *folders, last = safe[-_MOST_FOLDERS:] or [str(number)]
        return Path(*folders, last + (self._ending or (suffix if suffix in TEXT_ENDINGS else TEXT_ENDINGS[0])))


class _Names:
    """Names in a folder that no record of this run has; letter case does not tell two apart. Hashes: there may be many."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: dict[int, int] = {}

    def free(self, name: Path, number: int) -> Path:
        """The path of a name, or of one with a number; its folder is there, and no link leads to it."""
        path = self._unused(self._folder / name)
        if not self._has_folder(path):
            path = self._unused(self._folder / f"{number}{name.suffix}")
        while path.is_dir():
            path = self._unused(self._folder / f"{number}{name.suffix}")
        return path

    def _has_folder(self, path: Path) -> bool:
        """Whether the folders of a path could be made; not where a link or a file of another record stands."""
        above = path.relative_to(self._folder).parents
        if any((self._folder / folder).is_symlink() for folder in above if folder.name):
            return False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        return True

    def _unused(self, path: Path) -> Path:
        free, name = path, _key(path)
        while _key(free) in self._taken:
            self._taken[name] += 1
            free = path.with_name(f"{path.stem}-{self._taken[name]}{path.suffix}")
        self._taken[_key(free)] = 1
        return free


def _key(path: Path) -> int:
    return hash(str(path).casefold())


def _safe(part: str) -> str:
    """A part of a path without characters that mean something to a file system, cut to what every one takes."""
    one = normalize("NFC", part)  # or two ways to write an accent would be two files here and one file elsewhere
    plain = _UNSAFE.sub("-", one).strip(".-").encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(".-")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain
