"""Shared by all tests: where the data cases are, and how the real command is run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Run `cleaner ARGS` in a process of its own; never raises on an exit code."""

    def call(*args: object, stdin: bytes = b"", env: dict[str, str] | None = None, **options: object):
        argv = [sys.executable, "-m", "cleaner", *map(str, args)]
        return subprocess.run(argv, input=stdin, capture_output=True, timeout=120, env=env, **options)

    return call


def assert_one_line_error(result: subprocess.CompletedProcess[bytes], *words: str) -> None:
    """Exit code 2, nothing on standard output, one line on standard error that names these words."""
    error = result.stderr.decode()
    assert result.returncode == 2, error
    assert result.stdout == b""
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1, error
    for word in words:
        assert word in error
