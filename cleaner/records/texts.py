"""Articles in files of their own, .txt, .md or .html: a record each with the fields id, path and text."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Self

from cleaner.document.decode import decode, decode_page
from cleaner.document.fold import well_formed
from cleaner.errors import InputError
from cleaner.records.files import reason, replacing
from cleaner.records.record import Fields, Record

TEXT_ENDINGS = (".txt", ".md")
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
ENDINGS = (*TEXT_ENDINGS, *PAGE_ENDINGS)
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 150  # bytes


def read(file: Path, root: Path, names: Fields) -> Record:
    """The record of a text or page that was found under `root`, or that `root` is. A page itself is no field of it."""
    path = file.name if file == root else file.relative_to(root).as_posix()
    page = file.name.lower().endswith(PAGE_ENDINGS) if names.pages is None else names.pages
    try:
        data = file.read_bytes()
    except OSError as error:
        return Record(str(file), error=reason(error))
    text = decode_page(data) if page else decode(data)
    return Record(str(file), text, {"id": path.rsplit(".", 1)[0], "path": path}, size=len(text), page=page)


class FolderWriter:
    """Writes every record to a file of its own; each appears whole."""

    def __init__(self, folder: Path, ending: str) -> None:
        self._folder = folder
        self._ending = ending
        self._count = 0
        self._taken: set[str] = set()

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{self._folder}: {reason(error)}") from error
        return self

    def write(self, record: Record, text: str) -> None:
        """Write the text under the record's path or id, made safe; a name that is taken gets a number."""
        self._count += 1
        path = self._free(self._folder / self._name(record))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:  # a file of another record stands where a folder would have to
            path = self._free(self._folder / f"{self._count}{path.suffix}")
        with replacing(path) as file:
            file.write(well_formed(text).encode())

    def _free(self, path: Path) -> Path:
        """The path, or one with a number, that no record of this run has; letter case does not tell two apart."""
        free, number = path, 1
        while str(free).casefold() in self._taken:
            number += 1
            free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        self._taken.add(str(free).casefold())
        return free

    def _name(self, record: Record) -> Path:
        given = record.fields.get("path", record.fields.get("id"))
        name = str(self._count if given is None else given)
        suffix = next((ending for ending in ENDINGS if name.lower().endswith(ending)), "")
        parts = name[: len(name) - len(suffix)].split("/")
        safe = [part for part in map(_safe, parts if "path" in record.fields else ["-".join(parts)]) if part]
        *folders, last = safe or [str(self._count)]
        return Path(*folders, last + (self._ending or (suffix if suffix in TEXT_ENDINGS else TEXT_ENDINGS[0])))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


def _safe(part: str) -> str:
    """A part of a path without characters that mean something to a file system, cut to what every one takes."""
    plain = _UNSAFE.sub("-", part).strip(".-")
    return plain.encode()[:_LONGEST_NAME].decode(errors="ignore")
