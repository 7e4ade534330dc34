"""Commands, run in this process or as a process of their own, with the same streams and the same answer."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from cleaner.cli import main

Result = subprocess.CompletedProcess[bytes]


def in_process(
    *args: object, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | str | None = None
) -> Result:
    """Run `cleaner ARGS` in this process; whatever it left changed here is a failure."""
    with ExitStack() as stack:
        streams = [stack.enter_context(TemporaryFile()) for _ in range(3)]
        streams[0].write(stdin)
        streams[0].seek(0)
        code = called(*args, streams=[stream.fileno() for stream in streams], env=env, cwd=cwd)
        written = [os.pread(stream.fileno(), os.fstat(stream.fileno()).st_size, 0) for stream in streams[1:]]
    return subprocess.CompletedProcess(args, code, *written)


def as_process(*args: object, stdin: bytes = b"", **options: object) -> Result:
    """Run `cleaner ARGS` in a process of its own; never raises on an exit code."""
    argv = [sys.executable, "-m", "cleaner", *map(str, args)]
    return subprocess.run(argv, input=stdin, capture_output=True, **options)


def called(
    *args: object, streams: list[int], env: Mapping[str, str] | None = None, cwd: Path | str | None = None
) -> int:
    """The exit code of `cleaner ARGS`, called with these files as its standard streams."""
    with _environment(env), chdir(cwd or Path.cwd()), _streams(streams):
        before = _globals()
        try:
            return main([*map(str, args)])
        finally:
            assert _globals() == before


def _globals() -> tuple[object, ...]:
    """What all of a process shares, and a command may change only while it runs."""
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    return dict(os.environ), Path.cwd(), handlers, [*warnings.filters], sys.stdin, sys.stdout, sys.stderr


@contextmanager
def _environment(env: Mapping[str, str] | None) -> Iterator[None]:
    """Nothing but this in the environment, as a process is given it."""
    before = dict(os.environ)
    if env is not None:
        os.environ.clear()
        os.environ.update(env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _streams(files: list[int]) -> Iterator[None]:
    """Other files as standard streams, for whatever is started too."""
    names = ("stdin", "stdout", "stderr")
    before, held = [getattr(sys, name) for name in names], [os.dup(number) for number in range(3)]
    for stream in before[1:]:
        stream.flush()
    try:
        for number, (name, mode) in enumerate(zip(names, ("rb", "wb", "wb"), strict=True)):
            os.dup2(files[number], number)
            file = os.fdopen(number, mode, closefd=False)
            text = io.TextIOWrapper(file, "utf-8", "backslashreplace", line_buffering=name == "stderr")
            setattr(sys, name, text)
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        for number, name in enumerate(names):
            os.dup2(held[number], number)
            os.close(held[number])
            setattr(sys, name, before[number])
