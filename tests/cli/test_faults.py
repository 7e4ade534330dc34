"""Disks that are full or read only, and names that are taken: said in one line, and the same command goes on to the same output."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import nullcontext

import pytest

from tests.conftest import assert_one_line_error
from tests.engines.drive import SPAM, files, write_dump
from tests.engines.inline import inline, small_disk

RECORDS = 100
SMALL = 300_000  # bytes, which no output of the dump fits in


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
        return small_disk(SMALL) if self._full else nullcontext()

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
def test_a_disk_that_is_full_or_read_only(run, monkeypatch, dump, disk, tmp_path, name):
    inline(monkeypatch)
    command = ("batch", dump, "-o", f"disk/{name}")
    disk.fill()
    with disk.limits():
        result = run(*command, cwd=tmp_path)
    assert_one_line_error(result, f"disk/{name}")
    disk.mend()
    disk.protect()
    assert_one_line_error(run(*command, cwd=tmp_path), f"disk/{name}.partial")
    disk.mend()
    (tmp_path / "fine").mkdir()
    fine = run("batch", dump, "-o", name, cwd=tmp_path / "fine")
    assert (fine.returncode, run(*command, cwd=tmp_path).returncode) == (0, 0)
    assert files(disk.folder) == files(tmp_path / "fine")


def test_a_report_and_numbers_that_cannot_be_written(run, monkeypatch, dump, disk, tmp_path):
    inline(monkeypatch)
    disk.protect()
    result = run("batch", dump, "-o", "out.jsonl", "--stats", "disk/stats.json", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode().splitlines()[-1].startswith("cleaner: disk/stats.json: ")
    disk.mend()


def test_a_folder_of_the_user_that_has_the_name_of_what_is_unfinished(run, dump, tmp_path):
    mine = tmp_path / "out.jsonl.partial" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    for option in ((), ("--restart",), ("--learn",)):
        result = run("batch", dump, "-o", "out.jsonl", *option, cwd=tmp_path)
        assert_one_line_error(result, "out.jsonl.partial: was not made by cleaner")
    assert files(tmp_path) == {"out.jsonl.partial/mine.txt": b"mine"}
