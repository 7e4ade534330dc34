"""The local engine: worker processes on this machine, supervised. Order and output never depend on how many there are.

What a worker takes and gives lies in files of the run's folder; only their numbers travel. A worker that dies, at whatever
moment, so leaves nothing half sent. Before each record it notes which one it is at, and sets an alarm that ends the
process even where it hangs in compiled code: thus one is known that is slow, or that kills its worker.
"""

from __future__ import annotations

import faulthandler
import gc
import math
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from loky import ProcessPoolExecutor  # type: ignore[import-untyped]

from cleaner.engines.base import Job, Made, made, rejected
from cleaner.errors import CleanerError
from cleaner.model import Tally
from cleaner.records.dump import Part
from cleaner.records.formats import Output
from cleaner.records.record import Record, Row

# Parts under way for each worker: enough to keep it busy, few enough to bound memory and disk.
PARTS_A_WORKER = 3
# A record that its worker dies of so often, the last times with no other at work, is to blame; once may be an accident.
DEATHS = 3
# Workers that die before they begin, so often one after another, will do so for ever.
_FALSE_STARTS = 5
_PARENT_LOOKED_AT = 1.0  # seconds
# An alarm is a thread, and dear: it is set anew when this share of the timeout has gone by, and by so much later.
_SLACK = 0.02


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker process needs to know.

    Attributes:
        job: what is to be done with every record.
        outputs: what encodes the rows of each output.
        folder: where parts and what is made of them lie.
        timeout: seconds for a record.
    """

    job: Job
    outputs: Mapping[str, Output]
    folder: Path
    timeout: float


@dataclass(frozen=True, slots=True)
class Done:
    """What a part became: encoded rows by output, and counts."""

    data: Mapping[str, bytes]
    tally: Tally


@dataclass(slots=True)
class _Task:
    """A part under way; `blamed` are the reasons why records, by number, are not tried again."""

    number: int
    part: Part
    future: Future[None] | None = None
    blamed: dict[int, str] = field(default_factory=dict)
    deaths: dict[int, int] = field(default_factory=dict)


def run(parts: Iterable[Part], work: Work, workers: int) -> Iterator[tuple[Part, Done]]:
    """Do the work on parts, in their order.

    Raises:
        CleanerError: worker processes die before they begin.
    """
    pool = _Pool(work, workers)
    pending: deque[_Task] = deque()
    try:
        for number, part in enumerate(parts):
            task = _Task(number, part)
            _dump(part, _path(work.folder, number, "in"))
            pending.append(task)
            pool.submit(task)
            if len(pending) >= workers * PARTS_A_WORKER:
                yield pool.result(pending)
        while pending:
            yield pool.result(pending)
    finally:
        pool.stop()


class _Pool:
    """Worker processes that are replaced when one of them dies."""

    def __init__(self, work: Work, workers: int) -> None:
        self._work = work
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None
        self._false_starts = 0

    def submit(self, task: _Task) -> None:
        """Begin with a part."""
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._workers, initializer=_start, initargs=(self._work, os.getpid()), timeout=None
            )
        try:
            task.future = self._executor.submit(_work, task.number, task.blamed)
        except BrokenProcessPool:
            task.future = None  # `result` sees to it when the part's turn comes

    def result(self, pending: deque[_Task]) -> tuple[Part, Done]:
        """What the first part became; parts that a dead worker had begun are begun anew."""
        while not self._finished(pending[0]):
            self._replace_workers(pending)
        task = pending.popleft()
        self._false_starts = 0
        path = _path(self._work.folder, task.number, "out")
        done: Done = pickle.loads(path.read_bytes())  # noqa: S301  # written by our own worker
        for left in self._work.folder.glob(f"part-{task.number}.*"):
            left.unlink()
        return task.part, done

    def _finished(self, task: _Task) -> bool:
        if task.future is None:
            return False
        try:
            task.future.result()
        except BrokenProcessPool:
            return _path(self._work.folder, task.number, "out").exists()
        return True

    def _replace_workers(self, pending: deque[_Task]) -> None:
        """Begin again after a death: first, one by one, the parts that may have caused it, then the others."""
        self.stop()
        left = [task for task in pending if not _path(self._work.folder, task.number, "out").exists()]
        begun = [task for task in left if self._blame(task, alone=False)]
        if not begun:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise CleanerError("worker processes die before they begin (out of memory?)")
        for task in begun:
            while True:
                self.submit(task)
                if self._finished(task):
                    break
                self.stop()
                self._blame(task, alone=True)
        for task in left:
            if task not in begun:
                self.submit(task)

    def _blame(self, task: _Task, *, alone: bool) -> bool:
        """Whether a part had been begun when its worker died; the record it was at is blamed if that is certain."""
        at, alarm = (_path(self._work.folder, task.number, kind) for kind in ("at", "alarm"))
        record = int.from_bytes(at.read_bytes(), "little") if at.exists() else None
        hung = alarm.exists() and alarm.stat().st_size > 0
        at.unlink(missing_ok=True)
        alarm.unlink(missing_ok=True)
        if record is None:
            return False
        if hung:
            task.blamed[record] = f"took longer than {self._work.timeout:g} s"
        elif alone:
            task.deaths[record] = task.deaths.get(record, 1) + 1
            if task.deaths[record] >= DEATHS:
                task.blamed[record] = "its worker process died of it (crash, or out of memory)"
        return True

    def stop(self) -> None:
        """End all workers."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None


def _path(folder: Path, number: int, kind: str) -> Path:
    return folder / f"part-{number}.{kind}"


def _dump(value: object, path: Path) -> None:
    """Write what the other side reads, so that it is there whole or not at all."""
    partial = path.with_name(path.name + ".new")
    with partial.open("wb") as file:
        pickle.dump(value, file, protocol=5)
    partial.replace(path)


_current: Work | None = None


def _start(work: Work, parent: int) -> None:
    global _current  # the one state of a worker process: what it was started with
    _current = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with, args=(parent,), daemon=True).start()
    gc.freeze()  # rules and modules stay: the collector need not look at them again and again


def _die_with(parent: int) -> None:
    """A killed parent must not leave workers behind: they would wait for parts for ever."""
    while os.getppid() == parent:
        time.sleep(_PARENT_LOOKED_AT)
    os._exit(1)


def _work(number: int, blamed: Mapping[int, str]) -> None:
    """Do a part, from its file to the file of what it became."""
    assert _current is not None  # noqa: S101  # set by _start
    folder = _current.folder
    part: Part = pickle.loads(_path(folder, number, "in").read_bytes())  # noqa: S301  # written by our own parent
    at, alarm = _path(folder, number, "at"), _path(folder, number, "alarm")
    with at.open("wb", buffering=0) as place, alarm.open("wb") as notes:
        done = _done(_made(part, blamed, place, notes), _current.outputs)
    _dump(done, _path(folder, number, "out"))
    at.unlink()
    alarm.unlink()


def _made(part: Part, blamed: Mapping[int, str], place: IO[bytes], alarm: IO[bytes]) -> Iterator[tuple[str, Made]]:
    """What each record of a part becomes, with where it stands."""
    assert _current is not None  # noqa: S101
    slack, set_at = _current.timeout * _SLACK, -math.inf
    for number, (source, decode) in enumerate(part.records()):
        if number in blamed:
            yield source, rejected(Record(source, error=blamed[number]), blamed[number])
            continue
        os.pwrite(place.fileno(), number.to_bytes(8, "little"), 0)
        if time.monotonic() - set_at > slack:
            faulthandler.dump_traceback_later(_current.timeout + slack, exit=True, file=alarm)
            set_at = time.monotonic()
        yield source, made(decode(), _current.job)
    faulthandler.cancel_dump_traceback_later()


def _done(results: Iterable[tuple[str, Made]], outputs: Mapping[str, Output]) -> Done:
    """The rows of a part encoded, and what was counted."""
    results = list(results)
    try:
        data = _encoded([result for _, result in results], outputs)
    except Exception:  # a value that no output of this kind can hold: find whose it is
        results = [(source, _encodable(source, result, outputs)) for source, result in results]
        data = _encoded([result for _, result in results], outputs)
    tally = Tally()
    for _, result in results:
        if result.error is None:
            tally.add(result.stats)
        else:
            tally.reject(result.error)
    return Done(data, tally)


def _encoded(results: Iterable[Made], outputs: Mapping[str, Output]) -> dict[str, bytes]:
    rows: dict[str, list[Row]] = {name: [] for name in outputs}
    for result in results:
        for name, some in result.rows.items():
            if name in rows:
                rows[name].extend(some)
    return {name: output.encode(rows[name]) for name, output in outputs.items()}


def _encodable(source: str, result: Made, outputs: Mapping[str, Output]) -> Made:
    try:
        _encoded([result], outputs)
    except Exception as error:
        reason = f"cannot be written: {type(error).__name__}: {error}"
        return rejected(Record(source, error=reason), reason)
    return result
