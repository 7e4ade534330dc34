"""Standard output, for bytes."""

from __future__ import annotations

import os
import select
import sys


def write_standard(data: bytes) -> None:
    """Write all of it, now. Where a signal comes between, or where it does not wait, a pipe takes only as much as it holds,
    and an unbuffered stream (`python -u`) leaves it at that.
    """
    sys.stdout.flush()
    sink, rest = sys.stdout.fileno(), memoryview(data)
    while rest:
        try:
            rest = rest[os.write(sink, rest) :]
        except BlockingIOError:
            select.select([], [sink], [])
