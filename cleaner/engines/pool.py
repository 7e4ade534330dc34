"""Pool: worker processes that are replaced when one of them dies, and parts that then are begun anew."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import loky.backend.resource_tracker as loky_tracker  # type: ignore[import-untyped]
from loky import ProcessPoolExecutor
from loky.process_executor import ShutdownExecutorError  # type: ignore[import-untyped]

from cleaner.engines.worker import NUMBER_BYTES, TASK, PartOutcome, WorkerTask, dump, load, path_of, start, work_on
from cleaner.errors import CleanerError
from cleaner.records.part import DumpPart

# A record that its worker dies of so often, for certain, is to blame; once may be an accident.
DEATHS = 2
# Workers that die before they begin, so often one after another, will do so for ever.
_FALSE_STARTS = 5


@dataclass(slots=True)
class Task:
    """A part under way: how often a worker died at which record of it, and the reasons why records are not tried again."""

    number: int
    part: DumpPart
    future: Future[None] | None = None
    deaths: Counter[int] = field(default_factory=Counter)
    blamed: dict[int, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether it is done, or its worker is dead."""
        return self.future is None or self.future.done()


class Pool:
    """Worker processes.

    Args:
        work: what they need to know.
        folder: where parts, and what is made of them, lie meanwhile; the pool's own.
        workers: how many there are.
        wake: called, by any thread, when a part is over.

    Raises:
        OSError: the folder cannot be written in.
    """

    def __init__(self, work: WorkerTask, folder: Path, workers: int, wake: Callable[[], None]) -> None:
        dump(work, folder / TASK)
        self._folder = folder
        self._timeout = work.timeout
        self._workers = workers
        self._wake = wake
        self._executor: ProcessPoolExecutor | None = None
        self._false_starts = 0
        self._numbers = count()
        # Of workers that were replaced as they had grown, and of trackers that were killed.
        warnings.filterwarnings("ignore", category=UserWarning, module="loky|multiprocessing")

    def start(self) -> None:
        """Start the workers, which take a while, before there is anything to do."""
        self._send(self._workers, os.getpid)

    def begin(self, part: DumpPart) -> Task:
        """Begin with a part."""
        task = Task(next(self._numbers), part)
        dump(part, path_of(self._folder, task.number, "in"))
        self._submit(task, self._workers)
        return task

    def result(self, pending: deque[Task]) -> tuple[DumpPart, PartOutcome]:
        """What the first part became; parts that a dead worker had begun are begun anew.

        Raises:
            CleanerError: worker processes die before they begin.
            OSError: the folder cannot be written in.
        """
        while not self._finished(pending[0]):
            self._replace_workers(pending)
        task = pending.popleft()
        self._false_starts = 0
        done: PartOutcome = load(path_of(self._folder, task.number, "out"))
        for left in self._folder.glob(f"{task.number}.*"):
            left.unlink()
        return task.part, done

    def stop(self) -> None:
        """End all workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None

    def _submit(self, task: Task, workers: int) -> None:
        """Give a part to the workers, which are so many if there are none yet. If they are dead, `result` sees to it."""
        task.future = self._send(workers, work_on, task.number, task.blamed, bool(task.deaths))
        if task.future is not None:
            task.future.add_done_callback(lambda _: self._wake())

    def _send(self, workers: int, function: Callable[..., Any], *args: object) -> Future[Any] | None:
        """Have the workers do something."""
        with _undisturbed(), suppress(BrokenProcessPool):
            if self._executor is None:
                self._executor = ProcessPoolExecutor(workers, initializer=start, initargs=(self._folder, os.getpid()))
            return self._executor.submit(function, *args)  # type: ignore[no-any-return]
        return None

    def _finished(self, task: Task) -> bool:
        """Wait until a part is done or cannot be; whether it is done. Its worker may have died right after."""
        if task.future is not None:
            with suppress(BrokenProcessPool, ShutdownExecutorError):
                task.future.result()
        return path_of(self._folder, task.number, "out").exists()

    def _replace_workers(self, pending: Iterable[Task]) -> None:
        """Begin again after a death: first, one by one, the parts that may have caused it, then the others."""
        self.stop()
        left = [task for task in pending if not path_of(self._folder, task.number, "out").exists()]
        for task in self._suspects(left):
            self._submit(task, 1)
            while not self._finished(task):
                self.stop()
                self._suspects([task], alone=True)
                self._submit(task, 1)
            left.remove(task)
            self.stop()
        for task in left:
            self._submit(task, self._workers)

    def _suspects(self, tasks: Sequence[Task], *, alone: bool = False) -> list[Task]:
        """The parts that may have caused a death; a record is blamed if it certainly has.

        Raises:
            CleanerError: worker processes die before they begin.
        """
        suspects, certain = [], False
        for task in tasks:
            trace = path_of(self._folder, task.number, "at")
            if not trace.exists():
                continue
            data = trace.read_bytes()
            trace.unlink()
            record, cry = int.from_bytes(data[:NUMBER_BYTES], "little"), data[NUMBER_BYTES:].decode("ascii", "replace")
            suspects.append(task)
            certain |= bool(cry)
            if cry.startswith("Timeout"):
                task.blamed[record] = f"took longer than {self._timeout:g} s"
            elif cry or alone:
                task.deaths[record] += 1
                if task.deaths[record] >= DEATHS:
                    kind = cry.partition("\n")[0].rpartition(": ")[2] or "ended, killed, or out of memory"
                    task.blamed[record] = f"its worker process died of it ({kind})"
        self._false_starts = 0 if suspects else self._false_starts + 1
        if self._false_starts >= _FALSE_STARTS:
            raise CleanerError("worker processes die before they begin (out of memory?)")
        return [] if certain else suspects


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes that begin in here leave signals to end to us, and give no warnings of what a killed run leaves behind."""
    if sys.platform == "win32":
        yield
        return
    warned = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = "ignore"
    for tracker in (resource_tracker, loky_tracker):
        tracker.ensure_running()  # here, as it would let signals through again
    held = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        if warned is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = warned
