"""How the cost of work grows with its size: a ratio of two runs of one process, which a busy machine slows down alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Four times as much takes some four times as long where cost is linear, and sixteen times where it is quadratic.
TIMES, MOST = 4, 10
_TRIES = 5


def assert_linear(work: Callable[[T], object], make: Callable[[int], T], size: int) -> None:
    """Work on something of this size, and of four times the size; of several tries the quickest counts."""
    small, large = make(size), make(TIMES * size)
    least = [float("inf")] * 2
    for _ in range(_TRIES):
        least = [min(before, _seconds(work, given)) for before, given in zip(least, (small, large), strict=True)]
        if least[1] <= MOST * least[0]:
            return
    raise AssertionError(f"{TIMES} times as much takes {least[1] / least[0]:.1f} times as long")


def _seconds(work: Callable[[T], object], given: T) -> float:
    gc.disable()  # it looks at all that the tests hold
    begun = time.process_time()
    work(given)
    taken = time.process_time() - begun
    gc.enable()
    return taken
