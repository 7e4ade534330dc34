"""The local engine's work without its processes, for tests of what is around it; and faults in what is done on the disk."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from cleaner.engines import batch, local, worker
from cleaner.engines.worker import PartOutcome, WorkerTask
from cleaner.records import part as sizes
from cleaner.records.delimited import DelimitedOutput
from cleaner.records.jsonl import JsonlOutput
from cleaner.records.parquet_output import ParquetOutput
from cleaner.records.part import DumpPart
from cleaner.records.texts import FolderOutput
from cleaner.records.workspace import Workspace

# All that a run does on the disk: a kill between two of them leaves what a kill before the second one leaves.
STEPS = [
    (Workspace, "append"),
    (Workspace, "commit"),
    (JsonlOutput, "finish"),
    (DelimitedOutput, "finish"),
    (ParquetOutput, "finish"),
    (FolderOutput, "finish"),
    (os, "fsync"),
    (Path, "replace"),
    (Path, "unlink"),
    (Path, "rmdir"),
    (shutil, "move"),
]


class KilledError(BaseException):
    """Ends a run at once, as Ctrl-C does."""


def inline(monkeypatch: pytest.MonkeyPatch, records: int = 256) -> list[DumpPart]:
    """Have runs in this process work in it, with so many records a part and a checkpoint after every part.

    Returns:
        The parts that were worked on, which grows.
    """
    done: list[DumpPart] = []

    def run(parts: Iterable[DumpPart], work: WorkerTask, *_: object) -> Iterator[tuple[DumpPart, PartOutcome]]:
        monkeypatch.setattr(worker, "_work", work)
        with TemporaryFile(buffering=0) as place:
            for one in parts:
                done.append(one)
                yield one, worker._done(list(worker._made(one, {}, False, place)), one.notes)

    monkeypatch.setattr(local, "run_local", run)
    monkeypatch.setattr(batch, "_CHECKPOINT_EVERY", 0.0)
    monkeypatch.setattr(sizes, "PART_RECORDS", records)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # it takes long, and only a power cut would show it missing
    return done


def before_each_step(monkeypatch: pytest.MonkeyPatch, act: Callable[[str], None]) -> None:
    """Call something with the name of each step before it is done."""
    for owner, name in STEPS:
        real = getattr(owner, name)

        @wraps(real)
        def step(*args: object, real: Callable[..., object] = real, name: str = name, **named: object) -> object:
            act(name)
            return real(*args, **named)

        monkeypatch.setattr(owner, name, step)


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Lets no file grow beyond so many bytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
