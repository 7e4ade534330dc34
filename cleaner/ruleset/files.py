"""The files of a rule set: which ones a path stands for, and their text. Links, devices and files beyond a size are left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cleaner.ruleset import cards

MAX_FILE_BYTES = 16 << 20
MAX_FILES = 10_000
# The tables of words, beside the rules.
WORDING = "wording.json"


class UnusableFileError(Exception):
    """A path stands for no rules, or a file cannot be read; says why."""


def rule_files(root: Path) -> list[Path]:
    """The rule files that a path stands for, sorted; of a folder with nothing but cards none.

    Raises:
        UnusableFileError: there are none, or too many.
    """
    if root.is_file():
        return [root]
    found = sorted(islice(files(root, "**/*.toml"), MAX_FILES + 1)) if root.is_dir() else []
    if len(found) > MAX_FILES:
        raise UnusableFileError(f"holds more than {MAX_FILES:,} .toml files")
    if not found and not card_files(root):
        raise UnusableFileError("holds no .toml file" if root.is_dir() else "no such file or folder")
    return found


def card_files(root: Path) -> list[Path]:
    """The cards of a folder of rules, sorted."""
    return sorted(files(root, f"{cards.FOLDER}/*.json"))


def list_files(root: Path) -> list[Path]:
    """The lists of a folder of rules, sorted."""
    return sorted(files(root, "lists/*.txt"))


def files(folder: Path, pattern: str) -> Iterator[Path]:
    """The files of a folder that fit a pattern; none where it is no folder."""
    return (path for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())


def read_source(path: Path) -> str:
    """The text of a file.

    Raises:
        UnusableFileError: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise UnusableFileError(f"is larger than {MAX_FILE_BYTES >> 20} MiB")
        return data.decode("utf-8")
    except OSError as error:
        raise UnusableFileError(error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise UnusableFileError(f"is not UTF-8 (byte {error.start})") from error
