"""The local engine: worker processes on this machine, supervised. Order and output never depend on how many there are."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable
from pathlib import Path

from cleaner.engines.pool import Pool, Task
from cleaner.engines.worker import PartOutcome, WorkerTask
from cleaner.errors import InputError
from cleaner.records.file import reason
from cleaner.records.part import DumpPart

# Parts under way for each worker: enough to keep it busy, few enough to bound memory and disk.
PARTS_A_WORKER = 3
_PREFIX = "parts-"


def run_local(
    parts: Iterable[DumpPart | None],
    work: WorkerTask,
    folder: Path,
    workers: int,
    wake: Callable[[], None] = lambda: None,
) -> Generator[tuple[DumpPart, PartOutcome], None, None]:
    """Do the work on parts, in their order.

    Args:
        parts: what is worked on; None where the next one has not come yet, and results are to be given meanwhile.
        work: what is done.
        folder: where parts, and what is made of them, lie meanwhile; no other run uses it.
        workers: how many processes work.
        wake: called, by any thread, when there may be a result, so that `parts` can give None.

    Raises:
        InputError: the folder cannot be written in: the disk is full.
        CleanerError: worker processes die before they begin.
    """
    for left in folder.glob(_PREFIX + "*"):  # by a killed run, whose last worker may still be at it
        shutil.rmtree(left, ignore_errors=True)
    try:
        own = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
        pool = Pool(work, own, workers, wake)
        pending: deque[Task] = deque()
        try:
            pool.start()
            for part in parts:
                if part is not None:
                    pending.append(pool.begin(part))
                while pending and (len(pending) >= workers * PARTS_A_WORKER or pending[0].is_over):
                    yield pool.result(pending)
            while pending:
                yield pool.result(pending)
        finally:
            pool.stop()
            shutil.rmtree(own, ignore_errors=True)
    except OSError as error:
        raise InputError(f"{folder}: {reason(error)}") from error
