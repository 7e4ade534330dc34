"""A worker process of the local engine. It is told numbers of parts; all else, to and fro, lies in files of the run's folder.

A worker that dies, at whatever moment, so leaves nothing half sent. Before each record it notes which one it is at, and sets
an alarm that ends the process even where it hangs in compiled code: thus one is known that is slow, or that kills its worker.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import math
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cleaner.atomic import replacing
from cleaner.engines.base import Outcome, RecordJob, outcome_of, rejection
from cleaner.errors import CleanerError
from cleaner.records.formats import Output
from cleaner.records.part import DumpPart
from cleaner.records.record import Record, Row
from cleaner.stats import Tally

# The file with what every worker needs to know.
TASK = "work"
# How many bytes of the file that says where a worker is are the number of a record; a last cry may follow.
NUMBER_BYTES = 8
_PARENT_LOOKED_AT = 1.0  # seconds
# An alarm is a thread, and dear: it is set anew when this share of the timeout has gone by, and by so much later.
_SLACK = 0.02
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class WorkerTask:
    """What a worker process needs to know.

    Attributes:
        job: what is to be done with every record.
        outputs: what encodes the rows of each output.
        timeout: seconds for a record.
    """

    job: RecordJob
    outputs: Mapping[str, Output]
    timeout: float


@dataclass(frozen=True, slots=True)
class PartOutcome:
    """What a part became: encoded rows by output, and counts."""

    data: Mapping[str, bytes]
    tally: Tally


def path_of(folder: Path, number: int, kind: str) -> Path:
    """The file of a part: what is `in` it, where its worker is `at`, and what came `out`."""
    return folder / f"{number}.{kind}"


def dump(value: object, path: Path) -> None:
    """Write what the other side reads, so that it is there whole or not at all."""
    with replacing(path) as file:
        pickle.dump(value, file, protocol=5)


def load(path: Path) -> Any:
    """What the other side wrote."""
    with path.open("rb") as file:
        return pickle.load(file)  # noqa: S301  # written by this very run


_work: WorkerTask | None = None  # the one state of a worker process, with its folder: what it was started with
_folder = Path()


def start(folder: Path, parent: int) -> None:
    """Become a worker."""
    global _work, _folder
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # an output may go to standard output
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with(parent)
    _work, _folder = load(folder / TASK), folder
    outcome_of(
        Record("", text="Rain fell."), _work.job
    )  # loads what the first record would wait for, its clock running
    gc.freeze()  # rules and modules stay: the collector need not look at them again and again


def die_with(parent: int) -> None:
    """A killed parent must not leave workers behind; Linux sees to it even where one hangs in compiled code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_look_at, args=(parent,), daemon=True).start()


def _look_at(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_LOOKED_AT)
    os._exit(1)


def work_on(number: int, blamed: Mapping[int, str], careful: bool) -> None:
    """Do a part, from its file to the file of what it became.

    Args:
        number: the part's.
        blamed: the reasons why records, by number, are not tried.
        careful: whether to encode each record alone first, as a worker has died of this part.

    Raises:
        OSError: the disk is full.
        CleanerError: the rows of the part cannot be written together.
    """
    at = path_of(_folder, number, "at")
    try:
        part: DumpPart = load(path_of(_folder, number, "in"))
        with at.open("wb", buffering=0) as place:
            _note(place, 0)
            faulthandler.enable(place)
            try:
                done = _done(list(_made(part, blamed, careful, place)), part.notes)
            finally:
                faulthandler.cancel_dump_traceback_later()
                faulthandler.disable()
        dump(done, path_of(_folder, number, "out"))
        at.unlink()
    except (OSError, CleanerError):
        raise
    except BaseException:  # a job that wants out, or no memory: the parent sees by the file where that was
        os._exit(1)


def _note(place: IO[bytes], number: int) -> None:
    """Say which record comes next; what faulthandler writes stands behind it."""
    place.seek(0)
    place.write(number.to_bytes(NUMBER_BYTES, "little"))


def _made(part: DumpPart, blamed: Mapping[int, str], careful: bool, place: IO[bytes]) -> Iterator[tuple[str, Outcome]]:
    """What each record of a part becomes, with where it stands."""
    assert _work is not None  # noqa: S101  # set by start
    number, set_at, slack = -1, -math.inf, _work.timeout * _SLACK
    for number, (source, decode) in enumerate(part.records()):
        if number in blamed:
            yield source, _fault(source, blamed[number])
            continue
        if time.monotonic() - set_at > slack:
            faulthandler.dump_traceback_later(_work.timeout + slack, exit=True, file=place)
            set_at = time.monotonic()
        _note(place, number)
        try:
            result = outcome_of(decode(), _work.job)
        except Exception as error:
            result = _fault(source, f"cannot be decoded: {type(error).__name__}: {error}")
        yield source, _encodable(source, result) if careful else result
    faulthandler.cancel_dump_traceback_later()
    _note(place, number + 1)
    if number + 1 in blamed:
        raise CleanerError(
            f"{source}: what it and the records before it became cannot be written: {blamed[number + 1]}"
        )


def _fault(source: str, reason: str) -> Outcome:
    return rejection(Record(source, error=reason), reason)


def _done(results: list[tuple[str, Outcome]], notes: Iterable[tuple[str, int]]) -> PartOutcome:
    """The rows of a part encoded, and what was counted."""
    try:
        data = _encoded([result for _, result in results])
    except Exception:  # a value that no output of this kind can hold: find whose it is
        results = [(source, _encodable(source, result)) for source, result in results]
        data = _encoded([result for _, result in results])
    tally = Tally()
    for words, count in notes:
        tally.note(words, count)
    for _, result in results:
        for words in result.notes:
            tally.note(words)
        if result.error is None:
            tally.add(result.stats)
            tally.recurring.add(result.lines)
        else:
            tally.reject(result.error)
    return PartOutcome(data, tally)


def _encoded(results: Iterable[Outcome]) -> dict[str, bytes]:
    assert _work is not None  # noqa: S101
    rows: dict[str, list[Row]] = {name: [] for name in _work.outputs}
    for result in results:
        for name, some in result.rows.items():
            if name in rows:
                rows[name].extend(some)
    return {name: output.encode(rows[name]) for name, output in _work.outputs.items()}


def _encodable(source: str, result: Outcome) -> Outcome:
    try:
        _encoded([result])
    except Exception as error:
        return _fault(source, f"cannot be written: {type(error).__name__}: {error}")
    return result
