"""The local engine: worker processes on this machine, supervised. Order and output never depend on how many there are."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import warnings
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from pathlib import Path

import loky.backend.resource_tracker as loky_tracker  # type: ignore[import-untyped]
from loky import ProcessPoolExecutor
from loky.process_executor import ShutdownExecutorError  # type: ignore[import-untyped]

from cleaner.engines.worker import NUMBER_BYTES, WORK, Done, Work, do, dump, load, path_of, start
from cleaner.errors import CleanerError, InputError
from cleaner.records.file import reason
from cleaner.records.part import Part

# Parts under way for each worker: enough to keep it busy, few enough to bound memory and disk.
PARTS_A_WORKER = 3
# A record that its worker dies of so often, for certain, is to blame; once may be an accident.
DEATHS = 2
# Workers that die before they begin, so often one after another, will do so for ever.
_FALSE_STARTS = 5
_PREFIX = "parts-"


@dataclass(slots=True)
class _Task:
    """A part under way: how often a worker died at which record of it, and the reasons why records are not tried again."""

    number: int
    part: Part
    future: Future[None] | None = None
    deaths: Counter[int] = field(default_factory=Counter)
    blamed: dict[int, str] = field(default_factory=dict)


def run(parts: Iterable[Part], work: Work, folder: Path, workers: int) -> Generator[tuple[Part, Done], None, None]:
    """Do the work on parts, in their order.

    Args:
        parts: what is worked on.
        work: what is done.
        folder: where parts, and what is made of them, lie meanwhile; no other run uses it.
        workers: how many processes work.

    Raises:
        InputError: the folder cannot be written in: the disk is full.
        CleanerError: worker processes die before they begin.
    """
    for left in folder.glob(_PREFIX + "*"):  # by a killed run, whose last worker may still be at it
        shutil.rmtree(left, ignore_errors=True)
    try:
        own = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        pool = _Pool(work, own, workers)
        pending: deque[_Task] = deque()
        try:
            for number, part in enumerate(parts):
                pending.append(_Task(number, part))
                pool.begin(pending[-1])
                if len(pending) >= workers * PARTS_A_WORKER:
                    yield pool.result(pending)
            while pending:
                yield pool.result(pending)
        finally:
            pool.stop()
            shutil.rmtree(own, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{folder}: {reason(error)}") from error


class _Pool:
    """Worker processes that are replaced when one of them dies."""

    def __init__(self, work: Work, folder: Path, workers: int) -> None:
        dump(work, folder / WORK)
        self._folder = folder
        self._timeout = work.timeout
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None
        self._false_starts = 0
        # Of workers that were replaced as they had grown, and of trackers that were killed.
        warnings.filterwarnings("ignore", category=UserWarning, module="loky|multiprocessing")

    def begin(self, task: _Task) -> None:
        """Begin with a part."""
        dump(task.part, path_of(self._folder, task.number, "in"))
        self._submit(task, self._workers)

    def result(self, pending: deque[_Task]) -> tuple[Part, Done]:
        """What the first part became; parts that a dead worker had begun are begun anew."""
        while not self._finished(pending[0]):
            self._replace_workers(pending)
        task = pending.popleft()
        done: Done = load(path_of(self._folder, task.number, "out"))
        for left in self._folder.glob(f"{task.number}.*"):
            left.unlink()
        return task.part, done

    def stop(self) -> None:
        """End all workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None

    def _submit(self, task: _Task, workers: int) -> None:
        """Give a part to the workers, which are so many if there are none yet. If they are dead, `result` sees to it."""
        task.future = None
        with _undisturbed(), suppress(BrokenProcessPool):
            if self._executor is None:
                self._executor = ProcessPoolExecutor(workers, initializer=start, initargs=(self._folder, os.getpid()))
            task.future = self._executor.submit(do, task.number, task.blamed, bool(task.deaths))

    def _finished(self, task: _Task) -> bool:
        """Wait until a part is done or cannot be; whether it is done. Its worker may have died right after."""
        if task.future is not None:
            with suppress(BrokenProcessPool, ShutdownExecutorError):
                task.future.result()
        return path_of(self._folder, task.number, "out").exists()

    def _replace_workers(self, pending: Iterable[_Task]) -> None:
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

    def _suspects(self, tasks: Sequence[_Task], *, alone: bool = False) -> list[_Task]:
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
    """Processes that begin in here leave Ctrl-C to us, and give no warnings of what a killed run leaves behind."""
    if sys.platform == "win32":
        yield
        return
    warned = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = "ignore"
    for tracker in (resource_tracker, loky_tracker):
        tracker.ensure_running()  # here, as it would let Ctrl-C through again
    held = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        if warned is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = warned
