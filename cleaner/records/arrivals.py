"""Arrivals: the records of standard input as they come, in parts that end where nothing more has come yet."""

from __future__ import annotations

import errno
import io
import os
import select
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Semaphore, Thread
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from cleaner.records.dump import Dump
from cleaner.records.part import DumpPart, Filling, Position

# What a pipe holds on most systems.
_READ_AT_ONCE = 1 << 16


class Arrivals:
    """The parts of a stream, to be gone through once; a context manager.

    A thread reads, and only when a part is asked for: who asks slowly has the writer wait, and gets larger parts.

    Args:
        dump: the one whose standard input is read.
        source: standard input, as a number.
        sink: standard output, as a number; when nobody reads it any more, nothing more is read here.

    Attributes:
        fault: what ended the parts too early, if something did: InputError where reading failed, BrokenPipeError where nobody
            reads standard output any more.
    """

    def __init__(self, dump: Dump, source: int, sink: int) -> None:
        self._dump = dump
        self._filling = Filling()
        self._inbox: SimpleQueue[DumpPart | _End | None] = SimpleQueue()
        self._asked = Semaphore(0)
        self._over = False
        self.fault: Exception | None = None
        self._pipe = _Pipe(source, sink, self._hand_on)
        self._thread = Thread(target=self._read, name="arrivals", daemon=True)

    def __enter__(self) -> Self:
        return self

    def __iter__(self) -> Iterator[DumpPart | None]:
        """The parts; None after each `wake`."""
        self._thread.start()
        while not isinstance(item := self._inbox.get(), _End):
            yield item
            if item is not None:
                self._asked.release()

    def wake(self) -> None:
        """Have whoever waits for a part look around; from any thread."""
        self._inbox.put(None)

    def stop(self) -> None:
        """Read nothing more: what was read is given, and no record of which only a piece was. Also from a signal's handler."""
        self._pipe.end()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._asked.release()
        self.stop()
        if self._thread.ident is not None:
            self._thread.join()
        self._pipe.let_go()

    def _read(self) -> None:
        stream = cast(BinaryIO, io.BufferedReader(self._pipe, _READ_AT_ONCE))
        end = _End()
        try:
            for record in self._dump.arriving(stream):
                self._filling.add(*record)
                if self._filling.is_full:
                    self._hand_on()
        except _End as error:
            end = error
        except Exception as error:
            end = _End(error)
        self.fault = end.fault
        self._put()
        self._inbox.put(end)

    def _hand_on(self) -> None:
        """Give what there is, and wait until more is asked for."""
        if self._put():
            self._asked.acquire()
            if self._over:
                raise _End

    def _put(self) -> bool:
        if self._filling.is_empty:
            return False
        self._inbox.put(self._filling.part(Position(), 0))
        self._filling = Filling()
        return True


class _End(BaseException):
    """Nothing more is to be read. No Exception, which would be taken for damage of the file."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault


class _Pipe(io.RawIOBase):
    """Standard input; does something else before it waits, and can be ended meanwhile."""

    def __init__(self, source: int, sink: int, before_waiting: Callable[[], None]) -> None:
        self._source = source
        self._sink = sink
        self._before_waiting = before_waiting
        self._bell, self._rope = os.pipe()
        self._poll = select.poll()
        self._poll.register(source, select.POLLIN)
        self._poll.register(self._bell, select.POLLIN)
        self._poll.register(sink, 0)  # faults are told of unasked

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._is_ready(0):
            self._before_waiting()
            self._is_ready(None)
        return os.readv(self._source, [buffer])

    def _is_ready(self, seconds: int | None) -> bool:
        """Wait so long for something to be read.

        Raises:
            _End: nothing is to be read any more.
        """
        ready = dict(self._poll.poll(seconds))
        if self._sink in ready:
            raise _End(BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)))
        if self._bell in ready:
            raise _End
        return bool(ready)

    def end(self) -> None:
        """Have all reading raise `_End`."""
        os.write(self._rope, b"!")

    def let_go(self) -> None:
        """Close what is our own. Not in `close`, which the thread calls at its end, when `end` may still be called."""
        os.close(self._bell)
        os.close(self._rope)
