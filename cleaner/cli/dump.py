"""Options that the commands over dumps share, and the dump they ask for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cleaner.learn.count import Thresholds
from cleaner.records.dump import Dump
from cleaner.records.fields import GUESSES, Fields
from cleaner.records.record import MAX_BYTES
from cleaner.records.targets import Targets
from cleaner.report.sanitize import sanitize
from cleaner.stats import Tally

if TYPE_CHECKING:
    from cleaner.engines import batch

F = TypeVar("F", bound=Callable[..., Any])

_FIELDS = {
    "text": "the article",
    "html": "its page, where there is no text",
    "url": "its address",
    "id": "what it is known by",
    "site": "its site's host, where there is no address",
}


@dataclass(frozen=True, slots=True)
class DumpOptions:
    """How a dump is read and worked on."""

    workers: int
    timeout: float
    max_record_bytes: int
    names: Fields
    restart: bool = False

    def dump(self, inputs: tuple[str, ...], targets: Targets, pages: bool | None) -> Dump:
        """The dump that the inputs are; says on standard error which fields were guessed."""
        return Dump(inputs, replace(self.names, pages=pages), self.max_record_bytes, targets.is_own, say)

    def words(self, pages: bool | None) -> Mapping[str, str]:
        """What of these options makes a difference to the output, in words by topic."""
        names = [f"{name} {value}" for name in _FIELDS if (value := getattr(self.names, name))]
        return {
            "fields": ", ".join([*names, f"pages {pages}"]),
            "limits": f"{self.timeout:g} s, {self.max_record_bytes} bytes",
        }

    def run(self, progress: batch.Progress, texts_ending: str = "") -> batch.Options:
        """How the engine is to run."""
        from cleaner.engines import batch  # which a look at a few records does without

        return batch.Options(
            workers=self.workers,
            timeout=self.timeout,
            restart=self.restart,
            texts_ending=texts_ending,
            progress=progress,
        )


def dump_options(function: F) -> F:
    """Everything that says how a dump is read and worked on, as one argument `reading`, for work that can be gone on with."""
    restart = click.option("--restart", is_flag=True, help="Begin anew what an earlier run has left unfinished.")
    return restart(reading_options(function))


def reading_options(function: F) -> F:
    """Everything that says how a dump is read and worked on, as one argument `reading`."""

    @wraps(function)
    def collected(*args: Any, **kwargs: Any) -> Any:
        given = {field.name: kwargs.pop(field.name) for field in fields(DumpOptions) if field.name in kwargs}
        options = DumpOptions(**given)
        return function(*args, reading=options, **kwargs)

    decorated: Any = field_options(collected)
    for option in (
        click.option(
            "--max-record-bytes",
            type=click.IntRange(min=1),
            default=MAX_BYTES,
            metavar="N",
            help="Larger records are rejected unread.",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0.01, max=86400),
            default=30.0,
            metavar="SECONDS",
            help="Records that take longer are rejected.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            default=os.cpu_count() or 1,
            show_default="one a core",
            metavar="N",
            help="Processes that work.",
        ),
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators keep the function's type in name only


def field_options(function: F) -> F:
    """`--text-field` and its like, as one argument `names`."""

    @wraps(function)
    def collected(*args: Any, **kwargs: Any) -> Any:
        names = Fields(**{name: kwargs.pop(f"{name}_field") for name in _FIELDS})
        return function(*args, names=names, **kwargs)

    decorated: Any = collected
    for name, what in reversed(_FIELDS.items()):
        words = f"Field of {what}; guessed if left out: {_guesses(name)}."
        decorated = click.option(f"--{name}-field", metavar="NAME", help=words)(decorated)
    return decorated  # type: ignore[no-any-return]  # click's decorators keep the function's type in name only


def _guesses(name: str) -> str:
    first = GUESSES[name][:4]
    return ", ".join(first) + (", ..." if len(GUESSES[name]) > len(first) else "")


def threshold_options(function: F) -> F:
    """`--min-pages`, `--min-share`."""
    usual = Thresholds()
    pages = click.option(
        "--min-pages",
        type=click.IntRange(min=2),
        default=usual.pages,
        metavar="N",
        help="Pages of a site that a learned line stands on at least.",
    )
    share = click.option(
        "--min-share",
        type=click.FloatRange(min=0, max=1),
        default=usual.share,
        metavar="X",
        help="Share of its site's pages that it stands on at least.",
    )
    return pages(share(function))


def say(words: str) -> None:
    """Tell something on standard error."""
    click.echo(sanitize(words), err=True)


@contextmanager
def progress_bar(size: int, title: str) -> Iterator[batch.Progress]:
    """A progress bar on standard error where that is a terminal, and nothing in a pipe.

    Args:
        size: bytes of the dump as stored; 0 where that is not known.
        title: what is being done.
    """
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}: {task.fields[counts]}"),
        BarColumn(bar_width=20),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=size or None, counts=_counts(Tally()))
        yield lambda read, tally: bar.update(task, completed=read, counts=_counts(tally))


def _counts(tally: Tally) -> str:
    stats = tally.stats
    if not (stats.documents or tally.rejected):
        return ""
    share = stats.removed_characters / stats.characters if stats.characters else 0.0
    return f"{stats.documents:,} documents, {share:.1%} removed" + f", {tally.rejected:,} rejected" * bool(
        tally.rejected
    )
