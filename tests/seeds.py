"""Processes of their own, in each of which sets have another order."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def printed(program: str) -> set[bytes]:
    """What a program prints in several processes; one text if the order of sets makes no difference."""
    return {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12345"
    }
