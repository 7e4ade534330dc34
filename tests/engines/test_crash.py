"""Whatever a run is doing as it is broken off, the same command goes on, and gives what an undisturbed run gives."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import stat
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from cleaner.records.workspace import Workspace
from tests.conftest import assert_one_line_error
from tests.engines.drive import SPAM, files, write_dump
from tests.engines.inline import KilledError, before_each_step, inline, small_disk

PARTIAL = "out.jsonl.partial"
COUNT, A_PART = 10, 4
PARTS = 3
ARGS = ("batch", "in.jsonl", "-o", "out.jsonl", "--removed", "removed.csv")
RUNS = {
    "lines, table, rejects": ARGS,
    "columns": ("batch", "in.jsonl", "-o", "out.parquet"),
    "packed": ("batch", "in.jsonl", "-o", "out.csv.gz"),
    "a folder": ("batch", "in.jsonl", "-o", "out"),
    "numbers": (*ARGS, "--stats", "stats.json"),
    "a report": ("batch", "in.jsonl", "-o", "out.jsonl", "--report", "report.html"),
    "learned first": ("batch", "in.jsonl", "-o", "out.jsonl", "--learn", "--min-pages", "3"),
    "learned only": ("learn", "in.jsonl", "-o", "learned.parquet", "--min-pages", "3"),
}
# It learns again and again.
HEAVY = {"learned first": pytest.mark.heavy}


@pytest.fixture
def folder(tmp_path):
    """A folder with a dump of three parts, one record of which is none."""
    return dumped(tmp_path / "run")


def dumped(folder: Path) -> Path:
    folder.mkdir()
    rows = (
        {"url": f"https://rain.example/{n}", "text": f"{'Rain ' * (n + 1)}\n\nAll of rain.\n\n{SPAM}\n"}
        for n in range(COUNT)
    )
    lines = [json.dumps(row) + "\n" for row in rows]
    lines[A_PART + 1] = "no JSON\n"
    (folder / "in.jsonl").write_text("".join(lines))
    os.utime(folder / "in.jsonl", ns=(0, 0))  # a copy is the same input
    return folder


def moments(run, monkeypatch, folder: Path, *args: object) -> list[Path]:
    """What a kill at each step of a run would leave, as copies of its folder; what is like the one before is left out."""
    found: list[Path] = []
    seen = [files(folder)]

    def look(_: str) -> None:
        state = files(folder)
        if state != seen[-1]:
            seen.append(state)
            found.append(folder.with_name(f"killed-{len(found)}"))
            shutil.copytree(folder, found[-1])

    with monkeypatch.context() as patched:
        before_each_step(patched, look)
        run(*args, cwd=folder)
    return found


def parts_done(folder: Path) -> int:
    """How many parts the checkpoint says are done."""
    with suppress(FileNotFoundError):
        tally = json.loads((folder / PARTIAL / "checkpoint.json").read_text())["state"]["tally"]
        return math.ceil((tally["stats"]["documents"] + sum(tally["rejects"].values())) / A_PART)
    return 0


def untimed(folder: Path) -> dict[str, bytes]:
    """The files of a folder, without how long a run took."""
    return {name: re.sub(rb'"seconds": [\d.]+', b"", data) for name, data in files(folder).items()}


def code_of(again) -> int:
    """The exit code of a run that had work left, or none."""
    return 0 if b"already done" in again.stderr else 1


@contextmanager
def broken_off_at(number: int, monkeypatch):
    """Has the step with this number fail, as by Ctrl-C: unlike at a kill, what is open is closed."""
    steps = count()

    def fail(_: str) -> None:
        if next(steps) == number:
            raise KilledError

    with monkeypatch.context() as patched:
        before_each_step(patched, fail)
        yield


@pytest.mark.parametrize(
    "args", [pytest.param(args, id=name, marks=HEAVY.get(name, ())) for name, args in RUNS.items()]
)
def test_killed_at_any_step(run, monkeypatch, folder, args):
    done = inline(monkeypatch, A_PART)
    killed = moments(run, monkeypatch, folder, *args)
    undisturbed = untimed(folder)
    assert len(killed) > 10
    for copy in killed:
        left = PARTS - parts_done(copy)
        is_whole = files(copy).keys() >= undisturbed.keys()
        done.clear()
        again = run(*args, cwd=copy)
        assert (again.returncode, untimed(copy)) == (code_of(again), undisturbed), again.stderr
        assert args != ARGS or is_whole or len(done) == left


def test_broken_off_at_any_step(run, monkeypatch, folder):
    inline(monkeypatch, A_PART)
    steps: list[str] = []
    with monkeypatch.context() as patched:
        before_each_step(patched, steps.append)
        run(*ARGS, cwd=folder)
    undisturbed = files(folder)
    for number in range(len(steps)):
        copy = dumped(folder.with_name(f"broken-{number}"))
        with broken_off_at(number, monkeypatch), pytest.raises(KilledError):
            run(*ARGS, cwd=copy)
        again = run(*ARGS, cwd=copy)
        assert again.returncode == code_of(again)
        assert files(copy) == undisturbed, f"{number}: {steps[number]}"


def test_broken_off_again_and_again(run, monkeypatch, folder):
    """Every time a step further than before."""
    inline(monkeypatch, A_PART)
    fine = dumped(folder.with_name("fine"))
    assert run(*ARGS, cwd=fine).returncode == 1
    for number in count():
        with suppress(KilledError), broken_off_at(number, monkeypatch):
            run(*ARGS, cwd=folder)
            break
    assert number > 10
    assert files(folder) == files(fine)


@pytest.fixture
def unfinished(run, monkeypatch, folder):
    """A folder with a run that was killed after its first checkpoint, and the parts that are worked on from now."""
    done = inline(monkeypatch, A_PART)
    killed = next(copy for copy in moments(run, monkeypatch, folder, *ARGS) if parts_done(copy) == 1)
    done.clear()
    return killed, done


def test_a_torn_end_is_cut_off(run, folder, unfinished):
    copy, done = unfinished
    for name in ("output", "removed", "rejects"):
        with (copy / PARTIAL / name).open("ab") as file:
            file.write(b'{"torn')
    (copy / PARTIAL / "checkpoint.json.new").write_text("{")
    assert run(*ARGS, cwd=copy).returncode == 1
    assert files(copy) == files(folder)
    assert len(done) == PARTS - 1


@pytest.mark.parametrize(
    ("change", "topic"),
    [
        (["--disable", "disclosure.amazon-associate"], "rules"),
        (["--threshold", "3"], "options"),
        (["--format", "markdown"], "options"),
        (["--timeout", "3"], "limits"),
        (["--text-field", "text"], "fields"),
        (["--rejects", "elsewhere.jsonl"], "outputs"),
        ([], "inputs"),
    ],
)
def test_another_task_is_refused(run, unfinished, change, topic):
    folder, done = unfinished
    if topic == "inputs":
        os.utime(folder / "in.jsonl")
    before = files(folder)
    result = run(*ARGS, *change, cwd=folder)
    assert_one_line_error(result, PARTIAL, f"was begun with other {topic}", "--restart")
    assert (files(folder), done) == (before, [])


def test_restart_begins_anew(run, folder, unfinished):
    copy, done = unfinished
    assert run(*ARGS, "--timeout", 3, "--restart", cwd=copy).returncode == 1
    assert files(copy) == files(folder)
    assert len(done) == PARTS


def test_what_is_finished_is_not_done_again(run, monkeypatch, folder):
    done = inline(monkeypatch, A_PART)
    args = (*ARGS, "--stats", "stats.json")
    assert run(*args, cwd=folder).returncode == 1
    before, counted = files(folder), json.loads((folder / "stats.json").read_text())
    done.clear()
    again = run(*args, cwd=folder)
    assert (again.returncode, again.stderr) == (0, b"out.jsonl: already done; --restart does it again\n")
    assert (files(folder), done) == (before, [])
    (folder / "stats.json").unlink()
    assert run(*args, cwd=folder).returncode == 0
    assert json.loads((folder / "stats.json").read_text())["stats"] == counted["stats"]
    assert run(*args, "--restart", cwd=folder).returncode == 1
    assert len(done) == PARTS
    assert {**files(folder), "stats.json": b""} == {**before, "stats.json": b""}


@pytest.mark.parametrize("gone", ["out.jsonl", "removed.csv"])
def test_an_output_that_is_gone_is_made_again(run, monkeypatch, folder, gone):
    inline(monkeypatch, A_PART)
    run(*ARGS, cwd=folder)
    before = files(folder)
    (folder / gone).unlink()
    assert run(*ARGS, cwd=folder).returncode == 1
    assert files(folder) == before


@pytest.mark.parametrize("change", ["options", "inputs", "output", "somebody else's"])
def test_an_output_that_is_another_s_is_not_overwritten(run, monkeypatch, folder, change):
    inline(monkeypatch, A_PART)
    args = (*ARGS, *(("--threshold", "3") if change == "options" else ()))
    if change == "somebody else's":
        (folder / "out.jsonl").write_text("mine")
    else:
        run(*ARGS, cwd=folder)
    if change == "inputs":
        os.utime(folder / "in.jsonl")
    if change == "output":
        (folder / "out.jsonl").write_text("mine")
    before = files(folder)
    assert_one_line_error(run(*args, cwd=folder), "out.jsonl: is there already; --restart writes it anew")
    assert files(folder) == before
    assert run(*args, "--restart", cwd=folder).returncode == 1
    assert not (folder / PARTIAL).exists()


def test_devices_are_written_to_and_stay(run, monkeypatch, folder):
    inline(monkeypatch, A_PART)
    device = folder / "full"
    os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 7))
    assert_one_line_error(run("batch", "in.jsonl", "-o", device, cwd=folder), "No space left on device")
    assert device.is_char_device()
    assert run("batch", "in.jsonl", "-o", "/dev/null", cwd=folder).returncode == 1
    assert Path("/dev/null").is_char_device()


def test_two_runs_at_once(run, folder):
    with Workspace(folder / PARTIAL, {}, ()):
        assert_one_line_error(run(*ARGS, cwd=folder), PARTIAL, "another run is at work here")


def test_done_but_not_delivered(run, monkeypatch, folder):
    done = inline(monkeypatch, A_PART)
    args = ["sub/removed.csv" if argument == "removed.csv" else argument for argument in ARGS]
    (folder / "sub").mkdir()

    def vanish(step: str) -> None:
        if step == "finish" and (folder / "sub").exists():
            (folder / "sub").rmdir()

    with monkeypatch.context() as patched:
        before_each_step(patched, vanish)
        assert_one_line_error(run(*args, cwd=folder), "sub/removed.csv", "No such file or directory")
    (folder / "sub").mkdir()
    assert run(*args, cwd=folder).returncode == 1
    assert sorted(files(folder)) == ["in.jsonl", "out.jsonl", "out.jsonl.rejects.jsonl", "sub/removed.csv"]
    assert len(done) == PARTS


@pytest.mark.parametrize("size", [100_000, 300_000], ids=["what workers are to know", "an output"])
def test_a_full_disk(run, monkeypatch, tmp_path, size):
    write_dump(tmp_path / "in.jsonl", [f"{n} {'Rain is wet. ' * 100}\n\n{SPAM}\n" for n in range(300)])
    with monkeypatch.context() as patched:
        if size > 100_000:
            inline(patched)
        with small_disk(size):
            result = run(*ARGS, cwd=tmp_path)
        assert_one_line_error(result, PARTIAL, "File too large")
        assert not (tmp_path / "out.jsonl").exists()
    inline(monkeypatch)
    assert run(*ARGS, cwd=tmp_path).returncode == 0
    assert sorted(files(tmp_path)) == ["in.jsonl", "out.jsonl", "removed.csv"]
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 300


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root can write in")
def test_a_folder_that_cannot_be_written_in(run, folder):
    assert_one_line_error(run("batch", "in.jsonl", "-o", "/proc/out.jsonl", cwd=folder), "/proc/out.jsonl.partial")
