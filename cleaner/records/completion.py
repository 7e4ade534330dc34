"""Completion: a small hidden file beside a finished output, by which the same command knows that nothing is left to do.

It is the last but one step of a run: outputs are in their places, then the summary, then this file, then the folder of
unfinished work goes. Wherever a run is broken off between two of them, the same command does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cleaner.atomic import replace_text
from cleaner.errors import InputError
from cleaner.records.file import STANDARD, is_url, reason
from cleaner.records.scratch import MARK, discard


class Completion:
    """Whether the outputs of a run are complete.

    Args:
        path: the hidden file; None: nothing is noted, and outputs are written whatever is there.
        task: what the run is to do, in words by topic.
        outputs: the names of all that it may write.

    Attributes:
        task: the task.
    """

    def __init__(self, path: Path | None, task: Mapping[str, str], outputs: Iterable[str]) -> None:
        self._path = path
        self.task = dict(task)
        self._outputs = [Path(name) for name in outputs if name != STANDARD and not is_url(name)]

    def earlier(self, folder: Path | None, *, restart: bool) -> dict[str, Any] | None:
        """What a finished run with the same task counted; None if there is something to do, which may go on in a folder.

        Raises:
            InputError: an output is there that is not this task's.
        """
        if self._path is None or restart:
            return None
        noted = self._noted()
        held = {str(path): _size(path) for path in self._outputs if _is_filled(path)}
        if noted.get("task") == self.task:
            sizes = noted["outputs"]
            if sizes == held:
                if folder is not None:
                    discard(folder)
                tally: dict[str, Any] = noted["tally"]
                return tally
            held = {name: size for name, size in held.items() if sizes.get(name) != size}
        if held and not (folder is not None and (folder / MARK).is_file()):
            raise InputError(f"{next(iter(held))}: is there already; --restart writes it anew")
        return None

    def note(self, tally: Mapping[str, Any]) -> None:
        """Note that all is done.

        Raises:
            InputError: the file cannot be written.
        """
        if self._path is None:
            return
        outputs = {str(path): _size(path) for path in self._outputs if _is_filled(path)}
        try:
            replace_text(self._path, json.dumps({"task": self.task, "outputs": outputs, "tally": tally}))
        except OSError as error:
            raise InputError(f"{self._path}: {reason(error)}") from error

    def _noted(self) -> dict[str, Any]:
        try:
            noted = json.loads(self._path.read_text(encoding="utf-8")) if self._path is not None else {}
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) and {"task", "outputs", "tally"} <= noted.keys() else {}


def _is_filled(path: Path) -> bool:
    """Whether a file is there, or a folder with something in it; a device holds nothing."""
    return path.is_file() or (path.is_dir() and any(path.iterdir()))


def _size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())
