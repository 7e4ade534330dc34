"""Options that the commands over dumps share, and the dump they ask for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cleaner.cli.declared import option
from cleaner.cli.options import CostOptions, EncodingOptions, FormatOptions
from cleaner.learn.count import Thresholds
from cleaner.records.dump import Dump
from cleaner.records.fields import Fields
from cleaner.records.guesses import GUESSES
from cleaner.records.targets import Targets
from cleaner.report.sanitize import sanitize
from cleaner.stats import Tally

if TYPE_CHECKING:
    from cleaner.engines import batch

_SHOWN_GUESSES = 4


def _field_option(name: str, what: str) -> str | None:
    guesses = ", ".join((*GUESSES[name][:_SHOWN_GUESSES], *["..."] * (len(GUESSES[name]) > _SHOWN_GUESSES)))
    words = f"Field of {what}; guessed if left out: {guesses}."
    field: str | None = option(f"--{name}-field", metavar="NAME", help=words)
    return field


@dataclass(frozen=True)
class FieldOptions:
    """Which fields of a record hold what."""

    text_field: str | None = _field_option("text", "the article")
    html_field: str | None = _field_option("html", "its page, where there is no text")
    url_field: str | None = _field_option("url", "its address")
    id_field: str | None = _field_option("id", "what it is known by")
    site_field: str | None = _field_option("site", "its site's host, where there is no address")

    def fields(self, pages: bool | None, encoding: str | None) -> Fields:
        """The fields, of articles that are pages or are not, in an encoding."""
        names = (self.text_field, self.html_field, self.url_field, self.id_field, self.site_field)
        return Fields(*names, pages, encoding)


@dataclass(frozen=True)
class ReadingOptions(FieldOptions, FormatOptions, CostOptions, EncodingOptions):
    """How a dump is read and worked on."""

    workers: int = option(
        "--workers",
        type=click.IntRange(min=1),
        default=os.cpu_count() or 1,
        show_default="one a core",
        metavar="N",
        help="Processes that work.",
    )

    def dump(self, inputs: tuple[str, ...], targets: Targets) -> Dump:
        """The dump that the inputs are; says on standard error which fields were guessed."""
        dump = Dump(inputs, self.fields(self.pages, self.encoding), self.max_record_bytes, targets.is_own, say)
        dump.check()
        return dump


@dataclass(frozen=True)
class RunOptions(ReadingOptions):
    """How a dump is read and worked on, in work that can be gone on with."""

    restart: bool = option("--restart", help="Begin anew what an earlier run has left unfinished.")

    @property
    def words(self) -> Mapping[str, str]:
        """What of these options makes a difference to the output, in words by topic."""
        named = [f"{name} {value}" for name in GUESSES if (value := getattr(self, f"{name}_field"))]
        return {
            "fields": ", ".join([*named, f"pages {self.pages}", f"encoding {self.encoding}"]),
            "limits": f"{self.timeout:g} s, {self.max_record_bytes} bytes",
        }

    def engine(self, progress: batch.Progress, texts_ending: str = "", standard: str = ".jsonl") -> batch.BatchSettings:
        """How the engine is to run."""
        from cleaner.engines import batch  # which a look at a few records does without

        return batch.BatchSettings(
            workers=self.workers,
            timeout=self.timeout,
            restart=self.restart,
            texts_ending=texts_ending,
            standard=standard,
            progress=progress,
        )


@dataclass(frozen=True)
class ThresholdOptions:
    """When a line counts for learned."""

    min_pages: int = option(
        "--min-pages",
        type=click.IntRange(min=2),
        default=Thresholds().pages,
        metavar="N",
        help="Pages of a site that a learned line stands on at least.",
    )
    min_share: float = option(
        "--min-share",
        type=click.FloatRange(min=0, max=1),
        default=Thresholds().share,
        metavar="X",
        help="Share of its site's pages that it stands on at least.",
    )

    @property
    def thresholds(self) -> Thresholds:
        """The same as learning takes it."""
        return Thresholds(self.min_pages, self.min_share)


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
