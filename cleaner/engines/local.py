"""The local engine: this process, or a pool of processes on this machine. Order and output never depend on which."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from cleaner.engines.base import Article, Cleaned, Job, Outcome, clean_article, outcome
from cleaner.errors import CleanerError
from cleaner.records.record import Record

# Articles travel in chunks, or their transport would cost more than their cleaning; the rest of a record stays here.
CHUNK_RECORDS = 64
CHUNK_CHARACTERS = 1 << 20
# Chunks under way for each worker: enough to keep it busy, few enough to bound memory.
CHUNKS_A_WORKER = 3

_job: Job | None = None


def run(records: Iterable[Record], job: Job, workers: int = 1) -> Iterator[Outcome]:
    """Clean records in their order; those that come with an error pass through.

    Raises:
        CleanerError: a worker process died.
    """
    if workers <= 1:
        for record in records:
            yield outcome(record, _clean(record, job))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (job,)) as pool:
        pending: deque[tuple[list[Record], Future[list[Cleaned]]]] = deque()
        try:
            for chunk in _chunks(records):
                articles = [job.article(record) for record in chunk if record.error is None]
                pending.append((chunk, pool.submit(_clean_chunk, articles)))
                if len(pending) >= workers * CHUNKS_A_WORKER:
                    yield from _outcomes(*pending.popleft())
            while pending:
                yield from _outcomes(*pending.popleft())
        except BrokenProcessPool as error:
            raise CleanerError("a worker process died (out of memory, or killed)") from error
        finally:
            for _, future in pending:
                future.cancel()


def _clean(record: Record, job: Job) -> Cleaned:
    return Cleaned(error=record.error) if record.error is not None else clean_article(job.article(record), job)


def _outcomes(chunk: list[Record], future: Future[list[Cleaned]]) -> Iterator[Outcome]:
    results = iter(future.result())
    for record in chunk:
        yield outcome(record, Cleaned(error=record.error) if record.error is not None else next(results))


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    chunk: list[Record] = []
    size = 0
    for record in records:
        chunk.append(record)
        size += record.size
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


def _clean_chunk(articles: list[Article]) -> list[Cleaned]:
    assert _job is not None  # noqa: S101  # set by _start_worker
    return [clean_article(article, _job) for article in articles]
