"""Files that appear under their final name only when they are complete."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from cleaner.errors import InputError

PARTIAL = ".partial"


def reason(error: Exception) -> str:
    """The error in a few words, without numbers and paths."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that takes the place of `path` when the block ends well, gzipped if its name says so.

    What a killed run left under the temporary name is overwritten by the next one.

    Raises:
        InputError: the file cannot be written.
    """
    partial = path.with_name(path.name + PARTIAL)
    try:
        with partial.open("wb") as file:
            if path.suffix == ".gz":
                # No name and no time in the header: the same records give the same bytes.
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                    yield packed  # type: ignore[misc]  # GzipFile is an IO[bytes] in all that matters
            else:
                yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        _discard(partial)
        raise InputError(f"{path}: {reason(error)}") from error
    except BaseException:
        _discard(partial)
        raise


def _discard(partial: Path) -> None:
    with suppress(OSError):
        partial.unlink()
