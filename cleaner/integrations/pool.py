"""Pool: workers that clean beside an event loop, which so is never blocked: threads, or processes, which leave it its core."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from loky import ProcessPoolExecutor  # type: ignore[import-untyped]

from cleaner.errors import InputError
from cleaner.integrations.step import Step
from cleaner.model import CleanResult
from cleaner.records.record import Record

# What the cleaning gave, or why it gave nothing; and how many seconds that took, the wait for a worker included.
Answer = tuple[CleanResult | str, float]
_KINDS: dict[str, Callable[[int], Executor]] = {
    "thread": lambda size: ThreadPoolExecutor(size, "cleaner"),
    "process": lambda size: ProcessPoolExecutor(size),
}


class CleaningPool:
    """Workers, started when there is something to do.

    Args:
        kind: "thread" or "process".
        size: how many there are.

    Raises:
        InputError: there is no such kind, or no worker.
    """

    def __init__(self, kind: str, size: int) -> None:
        if kind not in _KINDS:
            raise InputError(f"pool {kind!r}: must be {' or '.join(_KINDS)}")
        if size < 1:
            raise InputError(f"pool of {size}: must be 1 or more")
        self._kind, self._size = kind, size
        self._executor: Executor | None = None
        self.waiting = 0

    def clean(self, step: Step, record: Record) -> Work:
        """Have a worker clean a record. One that kills its worker process is given up, and the next gets another."""
        executor = self._executor = self._executor or _KINDS[self._kind](self._size)
        self.waiting += 1
        answer: Future[Answer] = Future()
        begun = time.monotonic()

        def tell(done: Future[CleanResult | str]) -> None:
            self.waiting -= 1
            error = done.exception()
            if isinstance(error, BrokenExecutor) and self._executor is executor:
                self._executor = None
            if error is None or isinstance(error, BrokenExecutor):
                result = f"failed: its worker died: {error}" if error else done.result()
                answer.set_result((result, time.monotonic() - begun))
            else:
                answer.set_exception(error)

        executor.submit(step.attempt, record).add_done_callback(tell)
        return Work(answer)

    def close(self) -> None:
        """End the workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=False)


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker does, for whoever awaits it."""

    answer: Future[Answer]

    def as_future(self) -> asyncio.Future[Answer]:
        """For asyncio."""
        return asyncio.wrap_future(self.answer)

    def as_deferred(self) -> Any:
        """For another reactor of Twisted's."""
        from twisted.internet import reactor
        from twisted.internet.defer import Deferred

        deferred: Any = Deferred()
        call: Any = reactor.callFromThread
        self.answer.add_done_callback(lambda done: call(deferred.callback, done.result()))
        return deferred
