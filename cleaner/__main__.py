"""The `cleaner` command as a process of its own, also by `python -m cleaner`: signals, streams, and pipes that break."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from cleaner.cli import DONE, INTERRUPTED, UNUSABLE, complain, main


class _Terminated(BaseException):
    """SIGTERM has come. No Exception, so that everything is left as it is left for Ctrl-C."""


def run() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console that lacks a character shows its number
    try:
        code = _main()
        print(end="", flush=True)  # where there is a standard output
    except BrokenPipeError:
        code = DONE  # whoever read us has had enough
        _silence()
    except OSError as error:
        complain(error.strerror or str(error))
        code = UNUSABLE
        _silence()
    sys.exit(code)


def _main() -> int:
    try:
        return main()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is impatient need not see a traceback
        complain("interrupted")
        return INTERRUPTED
    except _Terminated:
        complain("terminated")
        signal.raise_signal(signal.SIGTERM)  # whoever sent it sees that it took effect
        raise


def _terminate(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a second one ends all at once
    raise _Terminated


def _silence() -> None:
    """Send what is still buffered for standard output nowhere, or the interpreter complains of it at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    run()
