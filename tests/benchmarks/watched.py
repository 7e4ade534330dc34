"""A command and all its processes, watched: how long they took, and how much memory they had together at most."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import psutil

_LOOK_EVERY = 0.1  # seconds


class Watched(NamedTuple):
    """Seconds on the clock, seconds of all processors, and the largest sum of resident memory in MB (shared pages count twice)."""

    seconds: float
    processor: float
    megabytes: float
    code: int
    error: str


def run(command: Sequence[str]) -> Watched:
    """Run a command to its end."""
    start, peak = time.perf_counter(), 0.0
    used: dict[int, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            peak = max(peak, memory(process.pid, used))
            time.sleep(_LOOK_EVERY)
        error = process.stderr.read() if process.stderr else ""
    return Watched(time.perf_counter() - start, sum(used.values()), peak, process.returncode, error)


def memory(pid: int, used: dict[int, float] | None = None) -> float:
    """MB of resident memory that a process and all it has started have now.

    Args:
        pid: the process.
        used: is told the seconds of processor that each of them has used.
    """
    size = 0
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in family:
        with suppress(psutil.NoSuchProcess):
            if used is not None:
                used[process.pid] = sum(process.cpu_times()[:2])
            size += process.memory_info().rss
    return size / 1e6
