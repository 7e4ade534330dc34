"""The types that the installed package has for a checker: calls that must pass, and calls that must not."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

CASES = ROOT / "tests" / "package" / "typing"


@pytest.fixture(scope="session")
def checked(installed, tmp_path_factory):
    """What mypy says of the cases, by file: a line's number and the code of its error."""
    folder = tmp_path_factory.mktemp("mypy")
    flags = ["--strict", "--config-file=", f"--cache-dir={folder}", f"--python-executable={installed.python}"]
    command = [sys.executable, "-m", "mypy", *flags, "--no-error-summary", "accepted.py", "refused.py"]
    ran = subprocess.run(command, cwd=CASES, capture_output=True, text=True, timeout=300)
    found = re.findall(r"^(\w+)\.py:(\d+): error: .*\[([\w-]+)\]$", ran.stdout, re.M)
    assert ran.stderr == ""
    assert len(found) == ran.stdout.count(": error: "), ran.stdout
    return {name: [(int(line), code) for file, line, code in found if file == name] for name in ("accepted", "refused")}


def test_calls_as_users_write_them_pass(checked):
    assert checked["accepted"] == []


def test_calls_that_are_wrong_are_refused_where_and_why(checked):
    lines = (CASES / "refused.py").read_text().splitlines()
    expected = [
        (number, code) for number, line in enumerate(lines, 1) for code in re.findall(r"# error: ([\w-]+)$", line)
    ]
    assert checked["refused"] == expected
