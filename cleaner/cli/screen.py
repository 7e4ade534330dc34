"""Where people look: standard output with colour, width and pager as git has them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, cast

import click
from rich.console import Console
from rich.segment import Segment, Segments

from cleaner.cli.declared import option
from cleaner.report.cells import ScreenRow
from cleaner.report.sanitize import sanitize

_PIPED_WIDTH = 100
_LEAST_WIDTH, _MOST_WIDTH = 20, 1000
# Rows that are printed together: rich has much to do for each time.
_AT_ONCE = 50


@dataclass(frozen=True)
class ScreenOptions:
    """Standard output for people."""

    color: str = option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Colour; auto: on a terminal, unless NO_COLOR is set.",
    )
    no_pager: bool = option("--no-pager", help="No pager (CLEANER_PAGER, PAGER or less) on a terminal.")

    @property
    def is_terminal(self) -> bool:
        """Whether somebody looks at it now."""
        return sys.stdout.isatty()

    @property
    def width(self) -> int:
        """How many cells a row has; in a pipe as many on every machine."""
        columns = os.environ.get("COLUMNS", "")
        if columns.isdecimal() and int(columns):
            asked = int(columns)
        else:
            asked = shutil.get_terminal_size().columns if self.is_terminal else _PIPED_WIDTH
        return min(max(_LEAST_WIDTH, asked), _MOST_WIDTH)

    def show(self, rows: Iterable[ScreenRow]) -> None:
        """Print rows, through a pager on a terminal; a reader that has had enough is no error."""
        command = self._pager_command() if self.is_terminal and not self.no_pager else None
        with _paged(command) if command else _unpaged() as stream:
            color = "standard" if self._has_color() else None
            console = _Console(
                file=stream,
                width=self.width,  # which rich takes from the environment else, and shows nothing where that says 0
                force_terminal=color is not None,
                color_system=cast(Any, color),
                no_color=False,
            )
            lines = iter(rows)
            while some := list(islice(lines, _AT_ONCE)):
                segments = (segment for row in some for segment in (*row, Segment.line()))
                console.print(Segments(segments), soft_wrap=True, end="")

    def _has_color(self) -> bool:
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        return bool(os.environ.get("FORCE_COLOR")) or (self.is_terminal and os.environ.get("TERM") != "dumb")

    def _pager_command(self) -> list[str]:
        """The pager's command; none where the environment names `cat` or nothing, or where there is no such program."""
        words = next((os.environ[name] for name in ("CLEANER_PAGER", "PAGER") if name in os.environ), "less")
        try:
            command = shlex.split(words)
        except ValueError:
            command = [words]
        if not command or command == ["cat"]:
            return []
        if shutil.which(command[0]) is None:
            if words != "less":
                click.echo(f"cleaner: cannot run the pager {sanitize(words)}", err=True)
            return []
        return command


class _Console(Console):
    """Rich's console, which leaves a broken pipe to whoever opened it."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


@contextmanager
def _unpaged() -> Iterator[IO[str]]:
    yield sys.stdout


@contextmanager
def _paged(command: list[str]) -> Iterator[IO[str]]:
    """What a pager reads. However writing ends, the terminal is the pager's until it ends too."""
    usual = {"LESS": "FRX", "LV": "-c"}
    if (sys.stdout.encoding or "").lower() == "utf-8":
        usual["LESSCHARSET"] = "utf-8"  # less would go by the locale, which is often not set where we run
    sys.stdout.flush()
    process = subprocess.Popen(  # noqa: S603  # the user's own pager
        command,
        stdin=subprocess.PIPE,
        env={**usual, **os.environ},
        encoding=sys.stdout.encoding,
        errors=sys.stdout.errors,
    )
    stream = process.stdin
    assert stream is not None  # noqa: S101
    try:
        with suppress(BrokenPipeError):
            yield stream
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        _wait(process)


def _wait(process: subprocess.Popen[str]) -> None:
    """An interrupt on the keyboard is meant for the pager."""
    while process.poll() is None:
        with suppress(KeyboardInterrupt):
            process.wait()
