"""The local engine: what a record does to its worker process costs that record only, and no other."""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import suppress

import psutil
import pytest

from cleaner.engines import local
from cleaner.engines.worker import NUMBER_BYTES, WorkerTask
from cleaner.errors import CleanerError, InputError
from cleaner.records.fields import Fields
from cleaner.records.jsonl import JsonlOutput
from cleaner.records.part import DumpPart, Position, Slice
from cleaner.records.record import Raw, RecordMark
from tests.engines.drive import workers
from tests.engines.jobs import Acting, ActingOutput, Copying, Unreadable

KILLED = "its worker process died of it (ended, killed, or out of memory)"


# A run that hangs must not keep the tests.
pytestmark = pytest.mark.timeout(300)


def parts_of(texts, size=10):
    """Parts of so many records each."""
    raws = [
        Raw(f"in:{n}", json.dumps({"id": n, "text": text}).encode(), 0, RecordMark(n))
        for n, text in enumerate(texts, 1)
    ]
    for begin in range(0, len(raws), size):
        some = tuple(raws[begin : begin + size])
        yield DumpPart((Slice("in.jsonl", Fields("text", id="id"), some),), Position(0, some[-1].after), 0)


def done(folder, texts, workers=2, timeout=30.0, job=Acting(Copying()), output=JsonlOutput(), size=10):  # noqa: B008
    """The texts that came out, and the reasons of rejects by record."""
    work = WorkerTask(job, {"output": output, "rejects": JsonlOutput()}, timeout)
    results = list(local.run_local(parts_of(texts, size), work, folder, workers))
    assert [part.after for part, _ in results] == [part.after for part in parts_of(texts, size)]
    rows, rejects = (
        [json.loads(line) for _, one in results for line in one.data[name].splitlines()]
        for name in ("output", "rejects")
    )
    counted = sum(one.tally.stats.documents for _, one in results), sum(one.tally.rejected for _, one in results)
    assert counted == (len(rows), len(rejects))
    assert list(folder.iterdir()) == []
    return [row["text"] for row in rows], {int(row["source"][3:]): row["reason"] for row in rejects}


def articles(count, **acts):
    """Texts that do nothing, save those with these numbers."""
    return [acts.get(f"n{n}", f"Article {n}.") for n in range(1, count + 1)]


# Records that kill their worker, by number, among them first, last and neighbours of parts of ten.
DEADLY = {
    1: ("!segfault", "its worker process died of it (Segmentation fault)"),
    10: ("!sleep", "took longer than 2 s"),
    11: ("!backtrack", "took longer than 2 s"),
    12: ("!exit", KILLED),
    25: ("!KeyboardInterrupt", KILLED),
    38: ("!abort", "its worker process died of it (Aborted)"),
    50: ("!kill", KILLED),
}


def test_only_records_that_kill_their_worker_are_rejected(tmp_path):
    texts = articles(50, **{f"n{number}": act for number, (act, _) in DEADLY.items()})
    kept = [text for text in texts if text[0] != "!"]
    reasons = {number: reason for number, (_, reason) in DEADLY.items()}
    assert done(tmp_path, texts, timeout=2.0) == (kept, reasons)


def test_only_records_that_fail_are_rejected(tmp_path):
    reasons = {
        "!ValueError": "failed: ValueError: no value",
        "!MemoryError": "failed: MemoryError: ",
        "!RecursionError": "failed: RecursionError: too deep",
        "!SystemExit": "failed: SystemExit: 3",
        "!unwritable": "cannot be written: TypeError: object is nothing that JSON can hold",
        "!allocate": "failed: MemoryError: ",
    }
    texts = [text for act in reasons for text in ("Rain.", act)]
    expected = dict(zip(range(2, 13, 2), reasons.values(), strict=True))
    assert done(tmp_path, texts, workers=1) == (["Rain."] * 6, expected)


def test_nothing_but_deadly_records(tmp_path):
    assert done(tmp_path, ["!segfault", "!GeneratorExit"], workers=1)[0] == []


def test_a_row_that_kills_what_encodes_it_is_found(tmp_path):
    texts = articles(30, n1="!exit", n15="!segfault")
    kept, rejects = done(tmp_path, texts, job=Copying(), output=ActingOutput())
    assert kept == [text for text in texts if text[0] != "!"]
    assert rejects == {1: KILLED, 15: "its worker process died of it (Segmentation fault)"}


def test_the_number_of_workers_changes_nothing(tmp_path):
    texts = [f"!0.0{(n * 7) % 3}\n{n}" for n in range(60)]
    assert [done(tmp_path, texts, workers) for workers in (1, 3)] == [(texts, {})] * 2


def test_the_timeout_is_for_a_record_not_for_a_part(tmp_path):
    texts = [f"!0.2\n{n}" for n in range(10)]
    assert done(tmp_path, texts, workers=1, timeout=1.5) == (texts, {})


def test_workers_that_others_kill_cost_no_record(tmp_path):
    texts = [f"!0.02\n{n}" for n in range(120)]
    killed, over = [], threading.Event()

    def kill():
        """Kill four times, each time where every part is further on than at any death before: never at a record twice."""
        deaths = {}
        while len(killed) < 4 and not over.wait(0.02):
            found = workers(os.getpid())
            with suppress(psutil.NoSuchProcess, FileNotFoundError):
                for worker in found:
                    worker.suspend()  # so that what it says it is at is what it dies at
                at = {path.name: int.from_bytes(path.read_bytes()[:NUMBER_BYTES], "little") for path in traces()}
                if found and at and all(number > deaths.get(name, 2) for name, number in at.items()):
                    deaths |= at
                    found[-1].kill()
                    killed.append(found[-1].pid)
            for worker in found:
                with suppress(psutil.NoSuchProcess):
                    worker.resume()

    def traces():
        return list(tmp_path.glob("*/*.at"))

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        assert done(tmp_path, texts, size=60) == (texts, {})
    finally:
        over.set()
        killer.join()
    assert len(killed) == 4


def test_a_disk_that_is_full_where_a_worker_writes_ends_the_run(tmp_path):
    with pytest.raises(InputError, match=f"^{tmp_path}: File too large$"):
        done(tmp_path, articles(45, n25="!fill disk"))
    assert list(tmp_path.iterdir()) == []


def test_workers_that_cannot_begin_end_the_run(tmp_path):
    with pytest.raises(CleanerError, match="worker processes die before they begin"):
        done(tmp_path, articles(45), job=Unreadable())


def test_no_worker_is_left_and_no_file(tmp_path):
    before = set(workers(os.getpid()))
    (tmp_path / "parts-of-a-killed-run").mkdir()
    (tmp_path / "parts-of-a-killed-run" / "0.out").write_bytes(b"stale")
    results = local.run_local(
        parts_of(articles(90)), WorkerTask(Copying(), {"output": JsonlOutput()}, 9.0), tmp_path, 2
    )
    next(results)
    begun = set(workers(os.getpid())) - before
    assert len(begun) == 2
    results.close()
    assert not begun & set(workers(os.getpid()))
    assert list(tmp_path.iterdir()) == []


def test_parts_are_read_as_they_are_needed(tmp_path):
    read = []
    parts = (read.append(number) or part for number, part in enumerate(parts_of(articles(200))))
    results = local.run_local(parts, WorkerTask(Copying(), {"output": JsonlOutput()}, 9.0), tmp_path, 1)
    next(results)
    time.sleep(0)
    assert len(read) <= local.PARTS_A_WORKER
    results.close()
