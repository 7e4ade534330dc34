"""A command and all its processes, watched: how long they took, and how much memory they had together at most."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
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
    start, peak = time.perf_counter(), 0
    used: dict[int, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            try:
                family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
                peak = max(peak, sum(_memory(member, used) for member in family))
            except psutil.NoSuchProcess:
                continue
            time.sleep(_LOOK_EVERY)
        error = process.stderr.read() if process.stderr else ""
    return Watched(time.perf_counter() - start, sum(used.values()), peak / 1e6, process.returncode, error)


def _memory(process: psutil.Process, used: dict[int, float]) -> int:
    try:
        used[process.pid] = sum(process.cpu_times()[:2])
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
