"""Workspace: the folder `OUT.partial` where a run's outputs grow until they are whole, so that a killed run can go on.

Outputs grow by appending. A checkpoint, replaced in one step, says how long each of them was when which part of the dump was
done: what a killed run has appended since is cut off, and that part is done again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from filelock import FileLock, Timeout

from cleaner.atomic import replace_text
from cleaner.errors import InputError
from cleaner.records.file import STANDARD, is_device, is_url, reason, upload
from cleaner.records.formats import Output, is_folder
from cleaner.records.scratch import claim, discard
from cleaner.records.standard import write_standard

PARTIAL = ".partial"
_CHECKPOINT = "checkpoint.json"
_FINISHED = ".finished"
_PIECE = 1 << 20


class Workspace:
    """A run's folder; a context manager, and locked against other runs.

    Args:
        path: the folder.
        task: what the run is to do, in words by topic; a folder that was begun for another task is refused.
        streams: the names of the outputs.
        restart: whether to begin anew, whatever is there.

    Raises:
        InputError: the folder cannot be used, is somebody else's, another run uses it, or it was begun for another task.
    """

    def __init__(self, path: Path, task: Mapping[str, str], streams: Iterable[str], *, restart: bool = False) -> None:
        self.path = path
        self._task = dict(task)
        self._names = tuple(streams)
        self._restart = restart
        self._files: dict[str, BinaryIO] = {}
        self._lock = FileLock(path / "lock", blocking=False)
        self.state: dict[str, Any] = {}

    def __enter__(self) -> Self:
        try:
            claim(self.path)
            self._lock.acquire()
            self._begin()
        except Timeout:
            raise InputError(f"{self.path}: another run is at work here") from None
        except OSError as error:
            self.close()
            raise InputError(f"{self.path}: {reason(error)}") from error
        except InputError:
            self.close()
            raise
        return self

    def _begin(self) -> None:
        saved = {} if self._restart else self._saved()
        if not saved:
            for name in (_CHECKPOINT, *(name + _FINISHED for name in self._names)):
                (self.path / name).unlink(missing_ok=True)
        for topic, words in self._task.items():
            if saved and saved["task"].get(topic) != words:
                raise InputError(
                    f"{self.path}: was begun with other {topic}; run it as before, or add --restart to begin anew"
                )
        self.state = saved.get("state", {})
        for name in self._names if not self.is_complete else ():
            self._open(name, saved.get("sizes", {}).get(name, 0))

    def _open(self, name: str, size: int) -> None:
        """An output as long as the checkpoint says; what was appended since is of a part that is done again."""
        self._files[name] = file = (self.path / name).open("ab")
        if file.tell() < size:
            raise InputError(f"{self.path / name}: is shorter than it was; add --restart to begin anew")
        file.truncate(size)
        file.seek(size)  # where `commit` takes the output to end

    @property
    def is_complete(self) -> bool:
        """Whether all parts are done, and only the outputs are to be finished."""
        return bool(self.state.get("complete"))

    def _saved(self) -> dict[str, Any]:
        try:
            saved = json.loads((self.path / _CHECKPOINT).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return saved if isinstance(saved, dict) and {"task", "state", "sizes"} <= saved.keys() else {}

    def append(self, name: str, data: bytes) -> None:
        """Put data at the end of an output.

        Raises:
            InputError: it cannot be written: the disk is full.
        """
        try:
            self._files[name].write(data)
        except OSError as error:
            raise InputError(f"{self.path}: {reason(error)}") from error

    def commit(self, state: dict[str, Any]) -> None:
        """Make what was appended, and what it amounts to, last.

        Raises:
            InputError: it cannot be written: the disk is full.
        """
        self.state = state
        try:
            for file in self._files.values():
                file.flush()
                os.fsync(file.fileno())
            sizes = {name: file.tell() for name, file in self._files.items()}
            replace_text(self.path / _CHECKPOINT, json.dumps({"task": self._task, "state": state, "sizes": sizes}))
        except OSError as error:
            raise InputError(f"{self.path}: {reason(error)}") from error

    def deliver(self, name: str, output: Output, target: str) -> None:
        """Put a complete output in its place, if an earlier run has not yet.

        Raises:
            InputError: it cannot be written.
        """
        spool, finished = self.path / name, self.path / (name + _FINISHED)
        try:
            if is_folder(target):
                if spool.exists():
                    output.finish(spool, Path(target))
            else:
                if spool.exists():
                    output.finish(spool, finished)
                if finished.exists() and target == STANDARD:
                    with finished.open("rb") as file:
                        while piece := file.read(_PIECE):
                            write_standard(piece)
                    finished.unlink()
                elif finished.exists() and is_url(target):
                    upload(finished, target)
                    finished.unlink()
                elif finished.exists() and is_device(target):
                    with finished.open("rb") as file, Path(target).open("wb") as device:  # which no file shall replace
                        shutil.copyfileobj(file, device)
                    finished.unlink()
                elif finished.exists():
                    shutil.move(finished, target)  # which may be on another disk
            spool.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(f"{target}: {reason(error)}") from error

    def remove(self) -> None:
        """Take the folder away: all is done."""
        discard(self.path)  # before the lock is let go, or it might be another run's already
        self.close()

    def close(self) -> None:
        """End all writing, and let other runs in."""
        for file in self._files.values():
            try:
                file.close()
            except OSError:
                continue  # what could not be written has been told when it was appended or committed
        self._files = {}
        self._lock.release()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._files and not (self.path / _CHECKPOINT).exists():
            self.remove()  # nothing was done that a later run could go on with
        else:
            self.close()
