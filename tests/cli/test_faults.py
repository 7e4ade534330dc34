"""What befalls a run from outside: it says so in one line, leaves no process, and the same command goes on to the same output."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from contextlib import suppress

import pytest

from tests.conftest import assert_one_line_error
from tests.engines.drive import (
    SPAM,
    ended,
    family,
    files,
    is_alive,
    run,
    start,
    wait_until,
    workers,
    write_dump,
)

pytestmark = pytest.mark.no_cover  # it kills processes

RECORDS = 300
SMALL = 1_000_000  # bytes, which no output of the dump fits in


class Disk:
    """A folder on a disk that can be full or read only: one of its own where we may mount it, else what else has this effect."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self._full = False
        self._is_own = self._mount("-t", "tmpfs", "-o", "size=64m", "tmpfs")

    def _mount(self, *args):
        if os.geteuid() != 0 or shutil.which("mount") is None:
            return False
        return subprocess.run(["mount", *args, str(self.folder)], capture_output=True).returncode == 0

    def fill(self):
        self._full = not (self._is_own and self._mount("-o", f"remount,size={SMALL}"))

    def protect(self):
        if not (self._is_own and self._mount("-o", "remount,ro")):
            self.folder.rmdir()
            self.folder.symlink_to("/proc")  # where not even root can write

    def mend(self):
        self._full = False
        if self._is_own:
            self._mount("-o", "remount,rw,size=64m")
        elif self.folder.is_symlink():
            self.folder.unlink()
            self.folder.mkdir()

    def limits(self):
        if self._full:
            resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))

    def unmount(self):
        if self._is_own:
            subprocess.run(["umount", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path):
    made = Disk(tmp_path / "disk")
    yield made
    made.unmount()


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    texts = (f"{n} {'Rain is wet. ' * 400}\n\n{SPAM}\n" for n in range(RECORDS))
    return write_dump(tmp_path_factory.mktemp("dump") / "in.jsonl", texts)


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out"])
def test_a_disk_that_is_full_or_read_only(dump, disk, tmp_path, name):
    command = ("batch", dump, "-o", f"disk/{name}", "--workers", 1)
    disk.fill()
    assert_one_line_error(run(*command, cwd=tmp_path, limits=disk.limits), f"disk/{name}")
    disk.mend()
    disk.protect()
    assert_one_line_error(run(*command, cwd=tmp_path), f"disk/{name}.partial")
    disk.mend()
    (tmp_path / "fine").mkdir()
    fine = run("batch", dump, "-o", name, "--workers", 1, cwd=tmp_path / "fine")
    assert (fine.returncode, run(*command, cwd=tmp_path, limits=disk.limits).returncode) == (0, 0)
    assert files(disk.folder) == files(tmp_path / "fine")


def test_a_report_and_numbers_that_cannot_be_written(dump, disk, tmp_path):
    disk.protect()
    result = run("batch", dump, "-o", "out.jsonl", "--stats", "disk/stats.json", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode().splitlines()[-1].startswith("cleaner: disk/stats.json: ")
    disk.mend()


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    """A folder with a dump of which each part takes a while, and the output of an undisturbed run."""
    folder = tmp_path_factory.mktemp("slow")
    texts = (f"{'!0.4' if n % 256 == 0 else ''}\nArticle {n}.\n\n{SPAM}\n" for n in range(4 * 256))
    write_dump(folder / "in.jsonl", texts)
    assert run(*SLOW, cwd=folder).returncode == 0
    return folder / "in.jsonl", (folder / "out.jsonl").read_bytes()


SLOW = ("batch", "in.jsonl", "-o", "out.jsonl", "--workers", 2)


@pytest.fixture
def at_work(slow, tmp_path):
    """A run that has begun with its records."""
    shutil.copy2(slow[0], tmp_path)
    process = start(*SLOW, cwd=tmp_path)
    wait_until(lambda: list(tmp_path.glob("*.partial/*/*.at")))
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.parametrize(
    ("kind", "times", "code", "word"),
    [
        (signal.SIGTERM, 1, -signal.SIGTERM, b"terminated"),
        (signal.SIGINT, 1, 130, b"interrupted"),
        (signal.SIGINT, 2, 130, b"interrupted"),
    ],
)
def test_a_signal(slow, at_work, tmp_path, kind, times, code, word):
    started = family(at_work.pid)
    for _ in range(times):
        with suppress(ProcessLookupError):
            os.killpg(at_work.pid, kind)
    result = ended(at_work)
    assert (result.returncode, result.stdout, result.stderr) == (code, b"", b"cleaner: " + word + b"\n")
    wait_until(lambda: not any(map(is_alive, started)), 3.0)
    assert run(*SLOW, cwd=tmp_path).returncode == 0
    assert files(tmp_path) == {"in.jsonl": slow[0].read_bytes(), "out.jsonl": slow[1]}


def test_a_signal_leaves_no_temporary_file(slow, tmp_path):
    process = start("batch", slow[0], "-o", "-", "--workers", 1, cwd=tmp_path, env={"TMPDIR": str(tmp_path)})
    wait_until(lambda: list(tmp_path.glob("*/*/*.at")))
    process.terminate()
    assert ended(process).returncode == -signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_the_system_kills_for_want_of_memory(slow, at_work, tmp_path):
    victim, *_ = workers(at_work.pid)
    victim.kill()
    result = ended(at_work)
    assert (result.returncode, b"Traceback" in result.stderr) == (0, False)
    assert result.stderr.startswith(b"cleaned 1,024 documents")
    assert files(tmp_path) == {"in.jsonl": slow[0].read_bytes(), "out.jsonl": slow[1]}


def test_a_folder_of_the_user_that_has_the_name_of_what_is_unfinished(dump, tmp_path):
    mine = tmp_path / "out.jsonl.partial" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    for option in ((), ("--restart",), ("--learn",)):
        result = run("batch", dump, "-o", "out.jsonl", *option, cwd=tmp_path)
        assert_one_line_error(result, "out.jsonl.partial: was not made by cleaner")
    assert files(tmp_path) == {"out.jsonl.partial/mine.txt": b"mine"}
