"""Shared by all tests: where the data cases are, and how commands are run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import HealthCheck, settings

from tests.engines.inline import inline
from tests.running import as_process, in_process

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
# Tests of one thing on thousands of examples, or on very large ones.
REPEATING = (
    "test_corpus",
    "test_fuzz_cases",
    "test_hostile_pages",
    "test_hostile_rules",
    "test_limits",
    "test_rules",
    "test_sanitize",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# How many examples a property is tried on: HYPOTHESIS_PROFILE=long is for nights.
settings.register_profile("default", max_examples=80, deadline=None)
settings.register_profile("ci", max_examples=250, deadline=None)
settings.register_profile("long", max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))


@pytest.hookimpl(tryfirst=True)  # before xdist looks for the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a browser, a cluster, a host or a built package run in one process, so that there is one of each.

    Coverage is not measured where the same lines run again and again: most of its time would go there, and it would show nothing
    that other tests do not.
    """
    for item in items:
        folder = item.path.parent.relative_to(ROOT / "tests").as_posix()
        if folder in ("browser", "engines/spark", "integrations", "package"):
            item.add_marker(pytest.mark.xdist_group(folder))
        if folder in ("browser", "engines/spark", "integrations") or item.path.stem == "test_readme":
            item.add_marker("host")
        if item.get_closest_marker("hypothesis") or item.get_closest_marker("heavy") or item.path.stem in REPEATING:
            item.add_marker("no_cover")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI is set a test that was skipped is one that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def sized(cases: Mapping[str, object], smoke: str) -> list[ParameterSet]:
    """Very large cases by name, as parameters; all but one are heavy."""
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)), id=name, marks=() if name == smoke else pytest.mark.heavy
        )
        for name, case in cases.items()
    ]


@pytest.fixture(autouse=True)
def _uncovered_processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are with coverage where they are commands that run to their end; elsewhere it would double the time."""
    if request.node.get_closest_marker("no_cover") or "cli" not in request.path.parts:
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Run `cleaner ARGS` in this process, and see what it prints and its exit code."""
    return in_process


@pytest.fixture
def inlined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands in this process do all their work in it, without workers; a test of workers undoes it."""
    inline(monkeypatch)


@pytest.fixture
def process() -> Run:
    """Run `cleaner ARGS` in a process of its own, where a process is the point."""
    return as_process


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window; without it tests are skipped, but fail where CI is set, as in `.ci/run`."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        lacks("no Chromium is installed (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a library one that is not installed."""

    class Finder:
        def __init__(self, library: str) -> None:
            self.library = library

        def find_spec(self, name: str, *_: object) -> None:
            if name == self.library:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    def hide(library: str) -> None:
        monkeypatch.setattr(sys, "meta_path", [Finder(library), *sys.meta_path])
        for module in [module for module in sys.modules if f"{module}.".startswith(f"{library}.")]:
            monkeypatch.delitem(sys.modules, module)

    return hide


def need(extra: str, *modules: str) -> None:
    """Skip a test, or at its top a module of tests, where libraries of an extra are missing; fail where CI is set."""
    missing = next((module for module in modules if find_spec(module) is None), None)
    if missing is not None:
        lacks(f"{missing} is not installed (pip install -e '.[{extra}]')")


def need_java() -> None:
    """Skip a test where there is no Java; fail where CI is set."""
    if shutil.which("java") is None:
        lacks("no Java is installed (apt-get install openjdk-17-jre-headless)")


def lacks(reason: str) -> None:
    """Skip for want of something; fail where CI is set, as in `.ci/run`."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason, allow_module_level=True)


def assert_one_line_error(result: subprocess.CompletedProcess[bytes], *words: str) -> None:
    """Exit code 2, nothing on standard output, one line on standard error that names these words."""
    error = result.stderr.decode()
    assert result.returncode == 2, error
    assert result.stdout == b""
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1, error
    for word in words:
        assert word in error
