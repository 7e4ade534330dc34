"""The local engine: this process, or a pool of processes on this machine. Order and output never depend on which."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from cleaner.engines.base import Job, Outcome, clean_records
from cleaner.errors import CleanerError
from cleaner.records.record import Record

# Records travel in chunks, or their transport would cost more than their cleaning.
CHUNK_RECORDS = 64
CHUNK_CHARACTERS = 1 << 20
# Chunks under way for each worker: enough to keep it busy, few enough to bound memory.
CHUNKS_A_WORKER = 3

_job: Job | None = None


def run(records: Iterable[Record], job: Job, workers: int = 1) -> Iterator[Outcome]:
    """Clean records in their order.

    Raises:
        CleanerError: a worker process died.
    """
    if workers <= 1:
        yield from clean_records(records, job)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (job,)) as pool:
        pending: deque[Future[list[Outcome]]] = deque()
        try:
            for chunk in _chunks(records):
                pending.append(pool.submit(_clean_chunk, chunk))
                if len(pending) >= workers * CHUNKS_A_WORKER:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        except BrokenProcessPool as error:
            raise CleanerError("a worker process died (out of memory, or killed)") from error
        finally:
            for future in pending:
                future.cancel()


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    size = 0
    for record in records:
        chunk.append(record)
        size += len(record.text)
        if len(chunk) >= CHUNK_RECORDS or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _start_worker(job: Job) -> None:
    global _job  # the one state of a worker process: what it was started with
    _job = job
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """A killed parent must not leave workers behind: they would wait for chunks for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _clean_chunk(chunk: list[Record]) -> list[Outcome]:
    assert _job is not None  # noqa: S101  # set by _start_worker
    return list(clean_records(chunk, _job))
