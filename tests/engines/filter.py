"""A running `cleaner batch - -o - --stream`, with pipes to send records through and to take them from."""

from __future__ import annotations

import json
import os
import select
import subprocess
from pathlib import Path
from typing import Any, Self

import psutil

from tests.engines.drive import family, is_alive, start, wait_until

PATIENCE = 60.0


def line(text: str, **fields: object) -> bytes:
    """A record."""
    return json.dumps({**fields, "text": text}).encode() + b"\n"


class Filter:
    """The filter, in a folder with temporary files and rejects of its own.

    Args:
        folder: where it runs.
        args: more options.
        stdin: what it reads, if that is no pipe of ours.
        env: more of its environment.
    """

    def __init__(
        self, folder: Path, *args: object, stdin: int = subprocess.PIPE, env: dict[str, str] | None = None
    ) -> None:
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.rejects = folder / "rejects.jsonl"
        self.process = start(
            "batch",
            "-",
            "-o",
            "-",
            "--stream",
            *args,
            cwd=folder,
            stdin=stdin,
            env={"TMPDIR": str(self.temporary), **(env or {})},
        )
        self.started: list[psutil.Process] = []
        self._held = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def send(self, *lines: bytes) -> None:
        """Write lines, all at once."""
        os.write(self.process.stdin.fileno(), b"".join(lines))

    def lines(self, count: int) -> list[bytes]:
        """So many lines of its output, as they come.

        Raises:
            TimeoutError: nothing comes.
            EOFError: there are no more.
        """
        output = self.process.stdout.fileno()
        while self._held.count(b"\n") < count:
            if not select.select([output], [], [], PATIENCE)[0]:
                raise TimeoutError(self._held)
            some = os.read(output, 1 << 16)
            if not some:
                raise EOFError(self._held)
            self._held += some
        *taken, self._held = self._held.split(b"\n", count)
        return taken

    def texts(self, count: int) -> list[str]:
        """The texts of the next records."""
        return [json.loads(record)["text"].strip() for record in self.lines(count)]

    def at_work(self) -> None:
        """Wait until a worker has begun with a record."""
        wait_until(lambda: list(self.temporary.glob("*/*/*.at")))
        self.started = family(self.process.pid)

    def rejected(self) -> list[dict[str, Any]]:
        """What stands in the rejects by now."""
        return (
            [json.loads(record) for record in self.rejects.read_bytes().splitlines()] if self.rejects.exists() else []
        )

    def end(self) -> tuple[int, bytes, list[str]]:
        """Send no more; exit code, all further output, what was said."""
        output, error = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, self._held + output, error.decode().splitlines()

    def has_left_nothing(self) -> bool:
        """Whether all its processes end, and its temporary files are gone; what is in the way is raised as TimeoutError."""
        wait_until(lambda: not any(map(is_alive, self.started)))
        return not list(self.temporary.iterdir())
