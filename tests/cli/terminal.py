"""A terminal for the real command: what it writes there, at a size, with keys that are pressed."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path

ENV = {"PATH": os.environ["PATH"], "HOME": "/", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


@dataclass
class Shown:
    """What a command wrote to its terminal, and how it ended."""

    text: str
    code: int


def on_terminal(
    *args: object, columns: int = 200, rows: int = 24, env: dict[str, str] | None = None, keys: bytes = b"", cwd=None
) -> Shown:
    """Run `cleaner ARGS` on a terminal of its own; the keys are pressed when something is shown."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", *map(str, args)],
        stdin=side,
        stdout=side,
        stderr=side,
        env={**ENV, "PYTHONPATH": str(Path.cwd()), **(env or {})},
        cwd=cwd,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(side)
    written = b""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([main], [], [], 1)[0]:
            continue
        try:
            some = os.read(main, 1 << 16)
        except OSError:  # nobody has the terminal open any more
            break
        written += some
        if keys:
            os.write(main, keys)
            keys = b""
    else:
        process.kill()
    os.close(main)
    return Shown(written.decode("utf-8", "surrogateescape").replace("\r\n", "\n"), process.wait())
