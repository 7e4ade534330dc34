"""A run that is broken off, however, goes on when it is run again, and gives what an undisturbed one gives."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import assert_one_line_error
from tests.engines.drive import (
    SPAM,
    ended,
    family,
    files,
    is_alive,
    read_jsonl,
    run,
    start,
    wait_until,
    workers,
    write_dump,
)

ARGS = ("batch", "in.jsonl", "-o", "out.jsonl", "--removed", "removed.csv", "--workers", 2)
PARTS = 8
PARTIAL = "out.jsonl.partial"


def records():
    """Parts of 256 short records, half a second of work each; one of a part cannot be read."""
    for part in range(PARTS):
        for number in range(256):
            act = "!0.5\n" if number == 0 else "!log\n" if number == 1 else ""
            yield f"{act}Article {part}-{number}.\n\nRain is wet.\n\n{SPAM}\n"


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """A folder with a dump that takes long enough to be disturbed."""
    folder = tmp_path_factory.mktemp("dump")
    path = write_dump(folder / "in.jsonl", records())
    lines = path.read_bytes().splitlines(keepends=True)
    for part in range(PARTS):
        lines[part * 256 + 100] = b"no JSON\n"
    path.write_bytes(b"".join(lines))
    os.utime(path, ns=(0, 0))
    return folder


@pytest.fixture(scope="module")
def undisturbed(dump, tmp_path_factory):
    """All files after a run that nothing disturbed."""
    folder = copied(dump, tmp_path_factory.mktemp("undisturbed"))
    result = run(*ARGS, cwd=folder, env={"TESTS_LOG": str(folder.parent / "undisturbed.log")})
    assert (result.returncode, result.stdout) == (1, b""), result.stderr
    return files(folder)


@pytest.fixture(scope="module")
def unfinished(dump, tmp_path_factory):
    """A folder with a run that was killed after its first checkpoint."""
    folder = copied(dump, tmp_path_factory.mktemp("unfinished"))
    process = begun(folder)
    wait_until((folder / PARTIAL / "checkpoint.json").exists)
    process.kill()
    assert ended(process).returncode == -signal.SIGKILL
    return folder


@pytest.fixture
def folder(dump, tmp_path):
    return copied(dump, tmp_path / "run")


def copied(folder: Path, target: Path) -> Path:
    """A copy, with times, so that its files are the same inputs."""
    shutil.copytree(folder, target, dirs_exist_ok=True)
    return target


def begun(folder: Path, *args: object, **options):
    log = {"TESTS_LOG": str(folder.with_suffix(".log"))}
    return start(*(args or ARGS), cwd=folder, env={**log, **options.pop("env", {})}, **options)


def again(folder: Path, *args: object, **options):
    return ended(begun(folder, *args, **options))


def parts_done(folder: Path) -> int:
    state = json.loads((folder / PARTIAL / "checkpoint.json").read_text())["state"]
    return int(state["position"][1]) // 256


def at_work(folder: Path) -> bool:
    return bool(list(folder.glob("*.partial/*/*.at")))


def test_killed_again_and_again(folder, undisturbed):
    chance = random.Random(2)
    checkpoint, reached = folder / PARTIAL / "checkpoint.json", [b""]
    for _ in range(2):
        process = begun(folder)
        wait_until(lambda: checkpoint.exists() and checkpoint.read_bytes() != reached[-1])
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 0.5))
        process.kill()
        result = ended(process)
        assert (result.returncode, result.stderr) == (-signal.SIGKILL, b"")
        reached.append(checkpoint.read_bytes())
    result = again(folder)
    assert result.returncode == 1
    assert b"cleaned 2,040 documents" in result.stderr
    assert files(folder) == undisturbed


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_its_parent(tmp_path, kind):
    write_dump(tmp_path / "in.jsonl", ["Rain."] + ["!backtrack"] * 3)
    process = begun(tmp_path)
    wait_until(lambda: at_work(tmp_path))
    started = family(process.pid)
    assert len(workers(process.pid)) == 2
    process.send_signal(kind)
    wait_until(lambda: not any(map(is_alive, started)), 3.0)
    assert ended(process).stderr == (b"cleaner: terminated\n" if kind == signal.SIGTERM else b"")


def test_interrupted_as_workers_start_and_twice_at_work(folder, undisturbed):
    for times in (1, 2):
        process = begun(folder)
        wait_until(lambda: workers(process.pid) if times == 1 else at_work(folder))  # noqa: B023
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
        started = family(process.pid)
        for _ in range(times):
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
        result = ended(process)
        assert (result.returncode, result.stderr) == (130, b"cleaner: interrupted\n")
        wait_until(lambda: not any(map(is_alive, started)), 3.0)  # noqa: B023
    assert again(folder).returncode == 1
    assert files(folder) == undisturbed


def test_workers_that_are_killed_as_they_start(tmp_path):
    write_dump(tmp_path / "in.jsonl", ["Rain."])
    process = begun(tmp_path)
    killed: set[int] = set()
    while len(killed) < 3:
        wait_until(lambda: {worker.pid for worker in workers(process.pid)} - killed)
        for worker in workers(process.pid):
            worker.kill()
            killed.add(worker.pid)
    result = ended(process)
    assert (result.returncode, b"cleaned 1 documents" in result.stderr) == (0, True)
    assert read_jsonl(tmp_path / "out.jsonl")[0]["text"] == "Rain."


def test_what_was_done_is_not_done_again_and_a_torn_end_is_cut_off(unfinished, undisturbed, tmp_path):
    folder = copied(unfinished, tmp_path / "run")
    for name in ("output", "removed", "rejects"):
        with (folder / PARTIAL / name).open("ab") as file:
            file.write(b'{"torn')
    (folder / PARTIAL / "checkpoint.json.new").write_text("{")
    assert parts_done(folder) > 0
    expected = PARTS - parts_done(folder)
    assert again(folder).returncode == 1
    assert files(folder) == undisturbed
    assert folder.with_suffix(".log").stat().st_size == expected


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
def test_another_task_is_refused(unfinished, tmp_path, change, topic):
    folder = copied(unfinished, tmp_path / "run")
    if topic == "inputs":
        os.utime(folder / "in.jsonl")
    before = files(folder)
    result = again(folder, *ARGS, *change)
    assert_one_line_error(result, PARTIAL, f"was begun with other {topic}", "--restart")
    assert files(folder) == before


def test_restart_begins_anew(unfinished, undisturbed, tmp_path):
    folder = copied(unfinished, tmp_path / "run")
    assert again(folder, *ARGS, "--timeout", 3, "--restart").returncode == 1
    assert files(folder) == undisturbed
    assert folder.with_suffix(".log").stat().st_size == PARTS


def test_two_runs_at_once(tmp_path):
    write_dump(tmp_path / "in.jsonl", ["!1.5\nRain."])
    process = begun(tmp_path)
    wait_until(lambda: at_work(tmp_path))
    assert_one_line_error(again(tmp_path), PARTIAL, "another run is at work here")
    assert ended(process).returncode == 0
    assert sorted(files(tmp_path)) == ["in.jsonl", "out.jsonl", "removed.csv"]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A folder with a dump whose output is larger than all else that a run writes, and its files after a run."""
    folder = tmp_path_factory.mktemp("large")
    write_dump(folder / "in.jsonl", [f"{n} {'Rain is wet. ' * 400}\n\n{SPAM}\n" for n in range(450)])
    fine = copied(folder, tmp_path_factory.mktemp("fine"))
    assert again(fine).returncode == 0
    return folder, files(fine)


@pytest.mark.parametrize("size", [100_000, 1_900_000])
def test_a_full_disk(large, tmp_path, size):
    """What workers are to know meets the smaller limit, an output the larger one."""
    dump, expected = large
    folder = copied(dump, tmp_path / "run")
    result = again(folder, limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert_one_line_error(result, PARTIAL, "File too large")
    assert not (folder / "out.jsonl").exists()
    assert again(folder).returncode == 0
    assert files(folder) == expected


def test_done_but_not_delivered(tmp_path):
    folder = tmp_path / "run"
    (folder / "sub").mkdir(parents=True)
    write_dump(folder / "in.jsonl", ["!1.0\n!log\nRain."])
    args = ["sub/removed.csv" if argument == "removed.csv" else argument for argument in ARGS]
    process = begun(folder, *args)
    wait_until(lambda: at_work(folder))
    (folder / "sub").rmdir()
    assert_one_line_error(ended(process), "sub/removed.csv", "No such file or directory")
    (folder / "sub").mkdir()
    assert again(folder, *args).returncode == 0
    assert sorted(files(folder)) == ["in.jsonl", "out.jsonl", "sub/removed.csv"]
    assert folder.with_suffix(".log").read_bytes() == b"."


def test_a_reader_that_has_had_enough(folder, tmp_path):
    (tmp_path / "tmp").mkdir()
    process = begun(folder, "batch", "in.jsonl", "-o", "-", "--workers", 2, env={"TMPDIR": str(tmp_path / "tmp")})
    assert json.loads(process.stdout.readline())["id"] == 0
    started = family(process.pid)
    process.stdout.close()
    assert process.wait(30) == 0
    assert process.stderr.read() == b""
    wait_until(lambda: not any(map(is_alive, started)), 3.0)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_standard_output_holds_rows_only(tmp_path):
    write_dump(tmp_path / "in.jsonl", ["!print", "!segfault", "Rain."])
    result = again(tmp_path, "batch", "in.jsonl", "-o", "-", "--workers", 1)
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["!print", "Rain."]
    assert result.stderr.splitlines()[0].startswith(b"cleaned 2 documents")
    assert b"Fatal" not in result.stderr
    assert [row["source"] for row in read_jsonl(tmp_path / "rejects.jsonl")] == ["in.jsonl:2"]


def test_workers_that_grow_are_replaced_unheard(tmp_path):
    parts = [["Rain."] * 256, ["!1.2\n!grow", *["Rain."] * 255], ["Rain."] * 256]
    write_dump(tmp_path / "in.jsonl", [text for part in parts for text in part])
    process = begun(tmp_path, "batch", "in.jsonl", "-o", "out.jsonl", "--workers", 1)
    seen: set[int] = set()
    wait_until(lambda: process.poll() is not None or seen.update(worker.pid for worker in workers(process.pid)))
    result = ended(process)
    assert (result.returncode, len(seen) > 1) == (0, True)
    assert b"leak" not in result.stderr
    assert len(read_jsonl(tmp_path / "out.jsonl")) == 768


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root can write in")
def test_a_folder_that_cannot_be_written_in(folder):
    result = again(folder, "batch", "in.jsonl", "-o", "/proc/out.jsonl")
    assert_one_line_error(result, "/proc/out.jsonl.partial")
