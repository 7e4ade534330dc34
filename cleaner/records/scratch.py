"""Scratch: a folder for what is unfinished. It bears a mark, so that no folder of the user's own is written in or taken away."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from cleaner.errors import InputError
from cleaner.records.file import reason

MARK = ".made-by-cleaner"


def claim(folder: Path) -> None:
    """Make a folder, or go on with one that was made here.

    Raises:
        InputError: it is a link, or somebody else's, or cannot be made.
    """
    if folder.is_symlink():
        raise InputError(f"{folder}: is a link, where a folder is needed for what is unfinished")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # An empty one may be that of a run which was killed at once.
        if not (folder / MARK).is_file() and any(folder.iterdir()):
            raise InputError(f"{folder}: was not made by cleaner, which needs this name for what is unfinished")
        (folder / MARK).touch()
    except OSError as error:
        raise InputError(f"{folder}: {reason(error)}") from error


def discard(folder: Path) -> None:
    """Take such a folder away, with all that is in it; the mark goes last, as this may be broken off too."""
    if folder.is_symlink() or not (folder / MARK).is_file():
        return
    with suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != MARK:
                path.unlink()
        (folder / MARK).unlink()
        folder.rmdir()
