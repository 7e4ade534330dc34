"""Standard output: all is written, whatever comes between."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import termios

import pytest

from tests.engines.drive import wait_until

SIZE = 1_000_003
WRITER = f"""
import os, signal, sys
from cleaner.records import standard
signal.signal(signal.SIGUSR1, lambda *_: None)
os.set_blocking(1, sys.argv[1] == "waits")
print("first,", end=" ")
standard.write_standard(bytes(range(251)) * {SIZE // 251 + 1})
"""


@pytest.mark.parametrize("unbuffered", ["1", ""])
@pytest.mark.parametrize("kind", ["waits", "does not wait"])
def test_all_is_written_where_signals_come_between(unbuffered, kind):
    command, env = [sys.executable, "-c", WRITER, kind], {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as process:
        output, read = process.stdout.fileno(), b""
        while len(read) < SIZE // 2:
            wait_until(lambda: held(output) > 50_000)  # the pipe is full but for torn pages
            process.send_signal(signal.SIGUSR1)
            read += os.read(output, 10_000)
        read += process.stdout.read()
    assert process.returncode == 0
    assert read == b"first, " + bytes(range(251)) * (SIZE // 251 + 1)


def held(pipe: int) -> int:
    """How many bytes are to be read from a pipe."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
