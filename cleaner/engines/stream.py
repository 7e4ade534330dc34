"""A job over a stream: what a record became is written as soon as it and all before it are done, until the stream ends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from cleaner.engines import local
from cleaner.engines.base import REJECTS, RecordJob
from cleaner.engines.worker import WorkerTask
from cleaner.errors import InputError
from cleaner.records import standard
from cleaner.records.arrivals import Arrivals
from cleaner.records.file import STANDARD, reason
from cleaner.records.formats import output_of
from cleaner.stats import Tally


def run_stream(arrivals: Arrivals, job: RecordJob, targets: Mapping[str, str], workers: int, timeout: float) -> Tally:
    """Do a job with every record that arrives.

    Args:
        arrivals: the records.
        job: what is done.
        targets: where each output of the job goes, by its name: a file of lines, which is appended to, or `-`.
        workers: how many processes work.
        timeout: seconds for a record.

    Raises:
        InputError: standard input cannot be read, or an output not written.
        CleanerError: worker processes die before they begin.
        BrokenPipeError: nobody reads standard output any more.

    Returns:
        What was counted.
    """
    work = WorkerTask(job, {name: output_of(target) for name, target in targets.items()}, timeout)
    for name, target in targets.items():
        if name != REJECTS:
            _append(b"", target)
    # Files first: they are complete even where nobody reads us any more.
    order = sorted(targets, key=lambda name: targets[name] == STANDARD)
    tally = Tally()
    with (
        tempfile.TemporaryDirectory(prefix="cleaner-") as folder,
        _kept(folder),
        closing(local.run_local(arrivals, work, Path(folder), workers, arrivals.wake)) as results,
    ):
        for _, done in results:
            for name in order:
                if done.data[name]:
                    _append(done.data[name], targets[name])
            tally.update(done.tally)
    if arrivals.fault is not None:
        raise arrivals.fault
    return tally


@contextmanager
def _kept(folder: str) -> Iterator[None]:
    """systemd-tmpfiles takes files away that are ten days old, but none of a folder that is locked."""
    import fcntl  # which not every system has

    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield
    finally:
        os.close(held)


def _append(data: bytes, target: str) -> None:
    """Put data at the end of an output, for all to see."""
    if target == STANDARD:
        standard.write_standard(data)
        return
    try:
        with Path(target).open("ab") as file:
            file.write(data)
    except OSError as error:
        raise InputError(f"{target}: {reason(error)}") from error
