"""A terminal of a size for a command: what it writes there."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from tests.conftest import ROOT
from tests.running import called

ENV = {"PATH": os.environ["PATH"], "HOME": "/", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


@dataclass
class Shown:
    """What a command wrote to its terminal, and how it ended."""

    text: str = ""
    code: int = -1


def on_terminal(*args: object, columns: int = 200, env: dict[str, str] | None = None, cwd=None) -> Shown:
    """Run `cleaner ARGS` in this process on a terminal of its own; also what it starts has no other."""
    with _terminal(columns, 24) as (shown, side):
        shown.code = called(*args, streams=[side] * 3, env={**ENV, **(env or {})}, cwd=cwd)
    return shown


def process_on_terminal(*args: object, rows: int, env: dict[str, str] | None = None, keys: bytes = b"") -> Shown:
    """Run `cleaner ARGS` in a process that the terminal sends signals to; the keys are pressed when something is shown."""
    with _terminal(200, rows, keys) as (shown, side):
        process = subprocess.Popen(
            [sys.executable, "-m", "cleaner", *map(str, args)],
            stdin=side,
            stdout=side,
            stderr=side,
            env={**ENV, "PYTHONPATH": str(ROOT), **(env or {})},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        shown.code = process.wait(60)
    return shown


@contextmanager
def _terminal(columns: int, rows: int, keys: bytes = b"") -> Iterator[tuple[Shown, int]]:
    """What is shown, and the side of the terminal that commands write to; all is known when nobody has that open any more."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    shown, written = Shown(), bytearray()
    reader = Thread(target=_read, args=(main, written, keys), daemon=True)
    reader.start()
    try:
        yield shown, side
    finally:
        os.close(side)
        reader.join(60)
        os.close(main)
    shown.text = written.decode("utf-8", "surrogateescape").replace("\r\n", "\n")


def _read(main: int, written: bytearray, keys: bytes) -> None:
    while True:
        try:
            written += os.read(main, 1 << 16)
        except OSError:  # nobody has the terminal open any more
            return
        os.write(main, keys)
        keys = b""
