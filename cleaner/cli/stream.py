"""`--stream`: what it goes together with, and how signals end it."""

from __future__ import annotations

import select
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

import click

from cleaner.cli.dump import ReadingOptions
from cleaner.engines import stream
from cleaner.engines.base import RecordJob
from cleaner.records.arrivals import Arrivals
from cleaner.records.dump import Dump
from cleaner.records.file import STANDARD, is_url
from cleaner.records.formats import ending
from cleaner.records.packing import packing
from cleaner.stats import Tally

_LINES = (".jsonl", ".ndjson")


def check_stream(inputs: tuple[str, ...], output: str, files: Iterable[str], others: Iterable[str]) -> None:
    """Refuse what cannot be done with a stream.

    Args:
        inputs: what is read.
        output: where the articles go.
        files: what else is written as the stream goes on.
        others: options that need a dump which ends, or can be read twice.

    Raises:
        click.UsageError: there is such a thing.
    """
    if inputs != (STANDARD,) or output != STANDARD:
        raise click.UsageError(
            "--stream reads standard input and writes standard output: cleaner batch - -o - --stream"
        )
    for option in others:
        raise click.UsageError(f"{option} goes without --stream")
    for name in files:
        if ending(name) not in _LINES or packing(name) or is_url(name):
            raise click.UsageError(f"{name}: with --stream a file that ends in {' or '.join(_LINES)}")


@contextmanager
def stream_dump(dump: Dump, job: RecordJob, names: Mapping[str, str], reading: ReadingOptions) -> Iterator[Tally]:
    """Do a job with every record of standard input, and give what was counted. SIGTERM and Ctrl-C end the reading only, and
    are let through at the end of all; with a second one that comes at once.

    Raises:
        click.UsageError: this system cannot wait for several pipes, or a standard stream is closed.
        InputError, CleanerError, BrokenPipeError: as `engines.stream.run_stream`.
    """
    if not hasattr(select, "poll"):
        raise click.UsageError("--stream needs a system that can wait for several pipes at once")
    if sys.stdin is None or sys.stdout is None:
        raise click.UsageError("--stream needs a standard input and a standard output")
    with Arrivals(dump, sys.stdin.fileno(), sys.stdout.fileno()) as arrivals, _signals(arrivals.stop):
        yield stream.run_stream(arrivals, job, names, reading.workers, reading.timeout)


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    came: list[int] = []

    def handle(number: int, _: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            raise KeyboardInterrupt
        stop()

    ends = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in ends}
    try:
        yield
    except (KeyboardInterrupt, BrokenPipeError):
        if not came:
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        signal.raise_signal(came[0])
