"""Texts, a .txt or .md file each: a record with the fields id, path and text."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Self

from cleaner.document.decode import decode
from cleaner.document.fold import well_formed
from cleaner.errors import InputError
from cleaner.records.files import reason, replacing
from cleaner.records.record import Record

ENDINGS = (".txt", ".md")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 150


def read(file: Path, root: Path) -> Record:
    """The record of a text that was found under `root`, or that `root` is."""
    path = file.name if file == root else file.relative_to(root).as_posix()
    try:
        text = decode(file.read_bytes())
    except OSError as error:
        return Record(str(file), error=reason(error))
    return Record(str(file), text, {"id": path.rsplit(".", 1)[0], "path": path, "text": text})


class FolderWriter:
    """Writes every record to a file of its own; each appears whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._taken: set[Path] = set()

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{self._folder}: {reason(error)}") from error
        return self

    def write(self, record: Record, text: str) -> None:
        """Write the text under the record's path or id, made safe; a name that is taken gets the record's number."""
        self._count += 1
        path = self._folder / self._name(record)
        if path in self._taken:
            path = path.with_name(f"{path.stem}-{self._count}{path.suffix}")
        self._taken.add(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{path.parent}: {reason(error)}") from error
        with replacing(path) as file:
            file.write(well_formed(text).encode())

    def _name(self, record: Record) -> Path:
        given = str(record.fields.get("path") or record.fields.get("id") or self._count)
        suffix = next((ending for ending in ENDINGS if given.endswith(ending)), "")
        parts = given.removesuffix(suffix).split("/")
        safe = [_UNSAFE.sub("-", part).strip(".-")[:_LONGEST_NAME] for part in parts]
        *folders, name = [part for part in safe if part] or [str(self._count)]
        return Path(*folders, name + (suffix or ENDINGS[0]))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None
