"""Targets: where the outputs of a run go, checked against its inputs and each other before any work is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cleaner.errors import InputError
from cleaner.records.file import STANDARD, is_device, is_url
from cleaner.records.formats import is_folder
from cleaner.records.workspace import PARTIAL


class Targets:
    """The outputs of a run.

    Args:
        main: the output that the others stand beside: a file, a folder, a URL, or `-`.
        others: further files that are written.
        inputs: what is read.

    Raises:
        InputError: an output has no name, is a folder where a file is wanted, is an input, or is another output too.
    """

    def __init__(self, main: str, others: Iterable[str], inputs: Sequence[str]) -> None:
        if not main.strip() or not (is_url(main) or Path(main).name):  # "." has none, "/" neither
            raise InputError("the output has no name")
        self.main = main
        files = [name for name in (main, *others) if name != STANDARD and not is_url(name)]
        self._own: dict[Path, str] = {}
        for name in files:
            if Path(name).is_dir() and not (name == main and is_folder(main)):
                raise InputError(f"{name}: is a folder")
            # A folder is made with all above it, and what stands beside it is at home there.
            made = is_folder(main) and Path(name).parent == Path(main).parent
            if not made and not Path(name).parent.is_dir():
                raise InputError(f"{name}: No such file or directory")
            if Path(name).resolve() in self._own:
                raise InputError(f"{name}: is the output; another file needs a name of its own")
            self._own[Path(name).resolve()] = name
        for name in inputs:
            own = self._own.get(Path(name).resolve()) if name != STANDARD and not is_url(name) else None
            if own is not None:
                raise InputError(f"{own}: is an input and would be overwritten")
        self._folders = {self.folder.resolve()} if self.folder else set()
        if is_folder(main) and not is_url(main):
            self._folders.add(Path(main).resolve())

    @property
    def folder(self) -> Path | None:
        """Where what is unfinished stands."""
        return unfinished(self.main)

    @property
    def mark(self) -> Path | None:
        """Where is noted that all is done."""
        return finished(self.main)

    def is_own(self, name: str) -> bool:
        """Whether a file belongs to the run's output, so that what an earlier run wrote is no input of this one."""
        if name == STANDARD or is_url(name):
            return False
        path = Path(name).resolve()
        return path in self._own or not self._folders.isdisjoint(path.parents)


def unfinished(main: str) -> Path | None:
    """Where what is unfinished of an output stands: beside it, or in the current folder for one behind a URL."""
    if main == STANDARD or is_device(main):
        return None
    path = Path(main.rstrip("/").rsplit("/", 1)[-1] if is_url(main) else main)
    return path.with_name(path.name + PARTIAL)


def finished(main: str) -> Path | None:
    """Where is noted that an output is complete; None for standard output, a device or a URL."""
    path = Path(main)
    return None if main == STANDARD or is_url(main) or is_device(main) else path.with_name(f".{path.name}.done")


def name_beside(main: str, ending: str) -> str:
    """The name of a file beside an output: `OUT.rejects.jsonl`; in the current folder for `-` and for URLs."""
    if main == STANDARD:
        return ending.lstrip(".")
    return (main.rstrip("/").rsplit("/", 1)[-1] if is_url(main) else main.rstrip("/")) + ending


def described(targets: Mapping[str, str]) -> str:
    """The targets in words, for comparing those of two runs."""
    return ", ".join(f"{name}: {target}" for name, target in sorted(targets.items()))
