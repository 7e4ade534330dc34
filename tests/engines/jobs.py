"""Jobs that do to their worker process what a record's text says; in a module, so that worker processes can import them."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cleaner.engines.base import Outcome, RecordJob
from cleaner.records.jsonl import JsonlOutput
from cleaner.records.record import Record, Row
from cleaner.stats import Stats

# The file that every `!log` and `!hold` adds a byte to, and every `!wait` waits for; one like it, `.go`, lets `!hold` go on.
LOG = "TESTS_LOG"
_held: list[bytearray] = []


def _raise(error: BaseException) -> None:
    raise error


def _backtrack() -> None:
    re.match(r"(a+)+$", "a" * 40 + "b")  # never lets go of the interpreter's lock


def _allocate() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    held = []
    while True:
        held.append(bytearray(64 << 20))


def _fill_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


def _log() -> None:
    with Path(os.environ[LOG]).open("ab", buffering=0) as file:
        file.write(b".")


def _wait() -> None:
    while not Path(os.environ[LOG]).exists():
        time.sleep(0.01)


def _hold() -> None:
    _log()
    while not Path(os.environ[LOG]).with_suffix(".go").exists():
        time.sleep(0.01)


_ACTS = {
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "exit": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "sleep": lambda: time.sleep(3600),
    "backtrack": _backtrack,
    "allocate": _allocate,
    "grow": lambda: _held.append(bytearray(400 << 20)),
    "fill disk": _fill_disk,
    "print": lambda: (print("noise"), print("noise", file=sys.stderr)),
    "log": _log,
    "wait": _wait,
    "hold": _hold,
    "ValueError": lambda: _raise(ValueError("no value")),
    "MemoryError": lambda: _raise(MemoryError()),
    "RecursionError": lambda: _raise(RecursionError("too deep")),
    "SystemExit": lambda: _raise(SystemExit(3)),
    "KeyboardInterrupt": lambda: _raise(KeyboardInterrupt()),
    "GeneratorExit": lambda: _raise(GeneratorExit()),
}


def act(text: str) -> None:
    """Do what lines such as `!segfault` say; `!0.5` is half a second of work."""
    for line in text.splitlines():
        if line.startswith("!") and line[1:] in _ACTS:
            _ACTS[line[1:]]()
        elif re.fullmatch(r"![\d.]+", line):
            time.sleep(float(line[1:]))


@dataclass(frozen=True, slots=True)
class Acting:
    """Does what records say, and then as another job does."""

    job: RecordJob

    def work(self, record: Record) -> Outcome:
        act(record.text)
        return self.job.work(record)

    def __getattr__(self, name: str) -> object:
        return getattr(object.__getattribute__(self, "job"), name)


@dataclass(frozen=True, slots=True)
class Copying:
    """A row a record."""

    def work(self, record: Record) -> Outcome:
        text: object = object() if record.text == "!unwritable" else record.text
        return Outcome({"output": [Row({"id": record.id, "text": text}, record.text)]}, Stats(documents=1))


class ActingOutput(JsonlOutput):
    """Does what rows say."""

    def encode(self, rows: Iterable[Row]) -> bytes:
        rows = list(rows)
        for row in rows:
            act(row.text)
        return super().encode(rows)


class Unreadable:
    """A job that no worker process can take over."""

    def work(self, record: Record) -> Outcome:
        raise NotImplementedError

    def __reduce__(self) -> tuple[object, tuple[ValueError]]:
        return _raise, (ValueError("no job"),)
