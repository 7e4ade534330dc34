"""Guard: work on records inside a process that others replace when it dies, as Spark does: what takes too long ends it, and what
ends it again is found and named.

The first time all is done in the process itself, under an alarm that ends it even where it hangs in compiled code. Where it
has died, whoever tries again does so carefully: each record in a child process, which may die.
"""

from __future__ import annotations

import faulthandler
import math
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from cleaner.engines.worker import die_with
from cleaner.errors import CleanerError

# A record that its process dies of so often is to blame; once may be an accident.
_DEATHS = 2
# An alarm is a thread, and costs: it is set anew when this share of the timeout has gone by, and by so much later.
_SLACK = 0.02
_T = TypeVar("_T")


class DeadlyError(CleanerError):
    """A record took too long, or its process died of it."""


class Guard:
    """Watches over calls; a context manager.

    Args:
        timeout: seconds for a call.
        careful: whether each call is made in a child process.
    """

    def __init__(self, timeout: float, *, careful: bool) -> None:
        self._timeout = timeout
        self._careful = careful
        self._set_at = -math.inf
        self._child: _Child | None = None
        self._nowhere: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._nowhere is not None:
            faulthandler.cancel_dump_traceback_later()
            self._nowhere.close()
        if self._child is not None:
            self._child.end()

    def call(self, function: Callable[[Any], _T], argument: Any) -> _T:
        """What a function makes of a record.

        Raises:
            DeadlyError: it takes too long, or ends its process.
        """
        if self._careful:
            return self._carefully(function, argument)
        slack = self._timeout * _SLACK
        if time.monotonic() - self._set_at > slack and math.isfinite(self._timeout):
            self._nowhere = self._nowhere or open(os.devnull, "wb")  # noqa: PTH123, SIM115  # open as long as this
            faulthandler.dump_traceback_later(self._timeout + slack, exit=True, file=self._nowhere)
            self._set_at = time.monotonic()
        return function(argument)

    def pause(self) -> None:
        """Let no alarm go off before the next call."""
        if self._nowhere is not None:
            faulthandler.cancel_dump_traceback_later()
            self._set_at = -math.inf

    def _carefully(self, function: Callable[[Any], _T], argument: Any) -> _T:
        for last in (False,) * (_DEATHS - 1) + (True,):
            self._child = self._child or _Child(function)
            try:
                done, value = self._child.call(argument, self._timeout)
            except DeadlyError as error:
                self._child = None
                if last or error.args[0].startswith("took"):
                    raise
            else:
                if not done:
                    raise value
                return value  # type: ignore[no-any-return]
        raise AssertionError


class _Child:
    """A process that does one call after another."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        forks = sys.platform == "linux"
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self._cry = tempfile.NamedTemporaryFile(prefix="cleaner-", buffering=0)  # noqa: SIM115  # open as the process is
        self._pipe, theirs = context.Pipe()
        told = (function, theirs, self._pipe if forks else None, self._cry.name, os.getpid())
        self._process = context.Process(target=_work, args=told, daemon=True)
        self._process.start()
        theirs.close()

    def call(self, argument: Any, timeout: float) -> tuple[bool, Any]:
        """What came of a call, and whether it was an answer or an error.

        Raises:
            DeadlyError: nothing came.
        """
        try:
            self._pipe.send(argument)
            if self._pipe.poll(timeout if math.isfinite(timeout) else None):
                return self._pipe.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            self._process.join()
            self._cry.seek(0)
            kind = self._cry.read(1 << 10).decode("ascii", "replace").partition("\n")[0].rpartition(": ")[2]
            self.end()
            raise DeadlyError(f"its worker process died of it ({kind or 'ended, killed, or out of memory'})") from None
        self.end()
        raise DeadlyError(f"took longer than {timeout:g} s")

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._cry.close()


def _work(function: Callable[[Any], Any], pipe: Connection, parents: Connection | None, cry: str, parent: int) -> None:
    """Do calls until nobody wants more."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if parents is not None:
        parents.close()
    die_with(parent)
    faulthandler.enable(open(cry, "wb", buffering=0))  # noqa: PTH123, SIM115  # open as long as this
    while True:
        try:
            argument = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        try:
            answer = True, function(argument)
        except Exception as error:
            answer = False, error
        pipe.send(answer)
