"""The package as users get it: built from the checkout, installed where nothing leads back there."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT


def built(source: Path, folder: Path, *targets: str) -> None:
    """Build wheel or sdist of a source tree as `pip` does, but with the build tool that is here."""
    flags = [flag for target in targets for flag in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", *flags, "-d", str(folder)]
    ran = subprocess.run(command, cwd=source, capture_output=True, timeout=120)
    assert ran.returncode == 0, ran.stderr.decode()


@pytest.fixture(scope="session")
def dist(tmp_path_factory) -> Path:
    """A folder with the wheel and the sdist of the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    built(ROOT, folder, "wheel", "sdist")
    return folder


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel in it; the dependencies are those of the tests."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def run(self, *args: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a program of the environment, far from the checkout."""
        program, *rest = args
        argv = [str(self.folder / "bin" / str(program)), *map(str, rest)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(argv, input=stdin, cwd=self.folder, env=environment, capture_output=True, timeout=120)


@pytest.fixture(scope="session")
def installed(dist, tmp_path_factory) -> Installed:
    """The wheel, installed."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=120)
    environment = Installed(folder)
    wheel = next(dist.glob("*.whl"))
    install = [sys.executable, "-m", "pip", "--python", environment.python, "install", "--quiet", "--no-deps", wheel]
    subprocess.run([*install, "--no-index", "--disable-pip-version-check"], check=True, timeout=120)
    # Dependencies by path alone: what an editable install of the checkout has put beside them is not followed.
    site = next((folder / "lib").glob("python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment
