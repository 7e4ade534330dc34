"""Runs in processes of their own that are killed or told to end: none of their processes is left, and they go on."""

from __future__ import annotations

import json
import os
import shutil
import signal

import pytest

from tests.engines.drive import (
    SPAM,
    ended,
    family,
    files,
    is_alive,
    read_jsonl,
    start,
    wait_until,
    workers,
    write_dump,
)
from tests.engines.inline import inline

ARGS = ("batch", "in.jsonl", "-o", "out.jsonl", "--workers", 2)
A_PART = 4
CHECKPOINT = "out.jsonl.partial/checkpoint.json"


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """A folder with a dump of three parts; one record of the last has its worker say that it is there, and wait."""
    folder = tmp_path_factory.mktemp("dump")
    texts = (f"{'!hold' if n == 2 * A_PART else ''}\nArticle {n}.\n\n{SPAM}\n" for n in range(3 * A_PART))
    write_dump(folder / "in.jsonl", texts)
    return folder


@pytest.fixture
def folder(dump, tmp_path):
    return shutil.copytree(dump, tmp_path / "run")


@pytest.fixture
def assert_goes_on(run, monkeypatch, dump, tmp_path):
    """Checks that the same command, in this process, comes to what an undisturbed run comes to."""

    def check(folder):
        inline(monkeypatch, A_PART)
        fine = shutil.copytree(dump, tmp_path / "fine", dirs_exist_ok=True)
        assert run(*ARGS, cwd=fine).returncode == 0
        assert run(*ARGS, cwd=folder).returncode == 0
        assert files(folder) == files(fine)

    return check


def log(folder):
    return folder.with_suffix(".log")


def begun(folder, *args, **options):
    """A run whose records can wait, with a checkpoint after every part."""
    env = {"TESTS_LOG": str(log(folder)), "TESTS_PART_RECORDS": str(A_PART), **options.pop("env", {})}
    return start(*(args or ARGS), cwd=folder, env=env, **options)


def is_held(folder):
    """Whether a worker waits, and what was done before is in a checkpoint."""
    return log(folder).exists() and (folder / CHECKPOINT).exists()


def assert_all_end(processes):
    wait_until(lambda: not any(map(is_alive, processes)))


def test_killed(folder, assert_goes_on):
    process = begun(folder)
    wait_until(lambda: is_held(folder))
    started = family(process.pid)
    assert len(workers(process.pid)) == 2
    process.kill()
    result = ended(process)
    assert (result.returncode, result.stdout, result.stderr) == (-signal.SIGKILL, b"", b"")
    assert_all_end(started)
    assert_goes_on(folder)


@pytest.mark.parametrize(
    ("kind", "times", "code", "word"),
    [(signal.SIGTERM, 1, -signal.SIGTERM, b"terminated"), (signal.SIGINT, 2, 130, b"interrupted")],
)
def test_a_signal_at_work(folder, assert_goes_on, kind, times, code, word):
    process = begun(folder)
    wait_until(lambda: is_held(folder))
    started = family(process.pid)
    for _ in range(times):
        os.killpg(process.pid, kind)  # as a terminal does, to the workers too
    result = ended(process)
    assert (result.returncode, result.stdout, result.stderr) == (code, b"", b"cleaner: " + word + b"\n")
    assert_all_end(started)
    assert_goes_on(folder)


def test_interrupted_as_workers_start(folder):
    process = begun(folder)
    wait_until(lambda: workers(process.pid))
    started = family(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    result = ended(process)
    assert (result.returncode, result.stderr) == (130, b"cleaner: interrupted\n")
    assert_all_end(started)


def test_a_signal_leaves_no_temporary_file(folder, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = begun(folder, "batch", "in.jsonl", "-o", "-", "--workers", 1, env={"TMPDIR": str(temporary)})
    wait_until(log(folder).exists)
    process.terminate()
    assert ended(process).returncode == -signal.SIGTERM
    assert list(temporary.iterdir()) == []


def test_a_worker_that_the_system_kills_for_want_of_memory(folder, assert_goes_on):
    process = begun(folder)
    wait_until(lambda: is_held(folder))
    for victim in workers(process.pid):
        victim.kill()
    log(folder).with_suffix(".go").touch()
    result = ended(process)
    assert (result.returncode, b"Traceback" in result.stderr) == (0, False)
    assert result.stderr.startswith(b"cleaned 12 documents")
    made = (folder / "out.jsonl").read_bytes()
    (folder / "out.jsonl").unlink()
    assert_goes_on(folder)
    assert (folder / "out.jsonl").read_bytes() == made


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


def test_a_reader_that_has_had_enough(tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    write_dump(tmp_path / "in.jsonl", [f"{'Rain ' * 10_000}{n}." for n in range(3 * A_PART)])  # more than a pipe holds
    process = begun(tmp_path, "batch", "in.jsonl", "-o", "-", "--workers", 2, env={"TMPDIR": str(temporary)})
    assert json.loads(process.stdout.readline())["id"] == 0
    started = family(process.pid)
    process.stdout.close()
    assert process.wait(120) == 0
    assert process.stderr.read() == b""
    assert_all_end(started)
    assert list(temporary.iterdir()) == []


def test_standard_output_holds_rows_only(tmp_path):
    write_dump(tmp_path / "in.jsonl", ["!print", "!segfault", "Rain."])
    result = ended(begun(tmp_path, "batch", "in.jsonl", "-o", "-", "--workers", 1))
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["!print", "Rain."]
    assert result.stderr.splitlines()[0].startswith(b"cleaned 2 documents")
    assert b"Fatal" not in result.stderr
    assert [row["source"] for row in read_jsonl(tmp_path / "rejects.jsonl")] == ["in.jsonl:2"]


def test_workers_that_grow_are_replaced_unheard(tmp_path):
    parts = [["Rain."] * A_PART, ["!1.2\n!grow", *["Rain."] * (A_PART - 1)], ["Rain."] * A_PART]
    write_dump(tmp_path / "in.jsonl", [text for part in parts for text in part])  # loky looks once a second
    process = begun(tmp_path, "batch", "in.jsonl", "-o", "out.jsonl", "--workers", 1)
    seen: set[int] = set()
    wait_until(lambda: process.poll() is not None or seen.update(worker.pid for worker in workers(process.pid)))
    result = ended(process)
    assert (result.returncode, len(seen) > 1) == (0, True)
    assert b"leak" not in result.stderr
    assert len(read_jsonl(tmp_path / "out.jsonl")) == 3 * A_PART
