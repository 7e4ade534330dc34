"""`cleaner` whose records can do something to their worker process: `python -m tests.engines.drive batch ...`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
SPAM = "As an Amazon Associate I earn from qualifying purchases."


def start(*args: object, limits: Callable[[], None] = lambda: None, **options: Any) -> subprocess.Popen[bytes]:
    """Start it with pipes for its standard streams, out of reach of a Ctrl-C that is meant for pytest."""

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which whoever runs pytest may have it ignore
        limits()

    argv = [sys.executable, "-m", "tests.engines.drive", *map(str, args)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        argv, stdout=pipe, stderr=pipe, env=env, start_new_session=True, preexec_fn=prepare, **options
    )


def run(*args: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run it to its end."""
    return ended(start(*args, **options))


def ended(process: subprocess.Popen[bytes]) -> subprocess.CompletedProcess[bytes]:
    """What became of it: its end must come soon, or all of it is killed."""
    try:
        output, error = process.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    return subprocess.CompletedProcess(process.args, process.returncode, output, error)


def wait_until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: it has not come to be so.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


def family(pid: int) -> list[psutil.Process]:
    """All processes that a process has started."""
    return psutil.Process(pid).children(recursive=True)


def workers(pid: int) -> list[psutil.Process]:
    """Its worker processes among them."""
    found = []
    for process in family(pid):
        try:
            if any("popen_loky" in word for word in process.cmdline()):
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def write_dump(path: Path, texts: Iterable[str]) -> Path:
    """JSON Lines with a record a text."""
    lines = (json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def files(folder: Path) -> Mapping[str, bytes]:
    """All files under a folder, by path, but the note that all is done, which names the paths of outputs."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".done")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def main() -> None:
    """The command, with a job that does what records say before it cleans them."""
    from cleaner.__main__ import run as command
    from cleaner.cli import batch
    from cleaner.engines import batch as engine
    from cleaner.records import part
    from tests.engines.jobs import Acting

    if "TESTS_PART_RECORDS" in os.environ:  # and a checkpoint after every part
        part.PART_RECORDS, engine._CHECKPOINT_EVERY = int(os.environ["TESTS_PART_RECORDS"]), 0.0

    job = batch.CleanJob
    batch.CleanJob = lambda *arguments, **named: Acting(job(*arguments, **named))
    command()


if __name__ == "__main__":
    main()
