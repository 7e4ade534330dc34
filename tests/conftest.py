"""Shared by all tests: where the data cases are, and how the real command is run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Run `cleaner ARGS` in a process of its own; never raises on an exit code."""

    def call(*args: object, stdin: bytes = b"", env: dict[str, str] | None = None, **options: object):
        argv = [sys.executable, "-m", "cleaner", *map(str, args)]
        return subprocess.run(argv, input=stdin, capture_output=True, timeout=120, env=env, **options)

    return call


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window; without it tests are skipped, but fail where CI is set, as in `.ci/run`."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium is installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


def assert_one_line_error(result: subprocess.CompletedProcess[bytes], *words: str) -> None:
    """Exit code 2, nothing on standard output, one line on standard error that names these words."""
    error = result.stderr.decode()
    assert result.returncode == 2, error
    assert result.stdout == b""
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1, error
    for word in words:
        assert word in error
