"""Atomic writing: a file is written beside its name and then renamed, so that it is there whole or as it was before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path, beside: str = "") -> Iterator[BinaryIO]:
    """A new file to write to. It takes the place of `path` where the block ends, and is gone where the block fails.

    Args:
        path: the file.
        beside: the new file's name until then; the file's name and `.new` if left out.
    """
    new = path.with_name(beside or path.name + ".new")
    new.unlink(missing_ok=True)  # of a run that was killed
    try:
        with new.open("xb") as file:  # never through a link that stands there
            yield file
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def replace_text(path: Path, text: str) -> None:
    """Write a small file, which a power cut leaves whole too."""
    with replacing(path) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
