"""`cleaner batch`: a dump."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED
from cleaner.cli.options import page_options, rule_options, rule_set, threshold_option
from cleaner.engines import batch
from cleaner.engines.base import Job
from cleaner.records.record import Fields
from cleaner.report.counts import summary_lines


@click.command("batch")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="A .jsonl or .jsonl.gz file, - for JSONL on standard output, or a folder.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one a core",
    help="Processes that clean.",
)
@click.option("--text-field", default="text", show_default=True, help="Field of JSONL records that holds the article.")
@click.option(
    "--html-field", default="html", show_default=True, help="Field that holds its page, where there is no text."
)
@click.option("--url-field", default="url", show_default=True, help="Field of JSONL records that holds its address.")
@page_options
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown"]), default="text", help="What the article becomes."
)
@click.option("--links", is_flag=True, help="With markdown: links as links; affiliate links never.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    help="File for records that cannot be cleaned (OUT.rejects.jsonl).",
)
@rule_options
@threshold_option
def command(
    inputs: tuple[str, ...],
    output: str,
    workers: int,
    text_field: str,
    html_field: str,
    url_field: str,
    input_format: str,
    extractor: str,
    form: str,
    links: bool,
    rejects: Path | None,
    rule_paths: tuple[str, ...],
    no_default_rules: bool,
    disable: tuple[str, ...],
    threshold: float | None,
) -> int:
    """Clean every article of the INPUTs: .txt, .md, .html, .jsonl and .jsonl.gz files, folders of them, - for JSONL
    on standard input.

    Records keep their order and all their other fields. Exit code 1: done, but some records were rejected.
    """
    pages = None if input_format == "auto" else input_format == "html"
    names = Fields(text_field, html_field, url_field, pages)
    job = Job(rule_set(rule_paths, no_default_rules, disable), threshold, names, extractor, form == "markdown", links)
    rejects = rejects or Path("rejects.jsonl" if output == "-" else output.rstrip("/") + ".rejects.jsonl")
    with _progress() as progress:
        summary = batch.run(inputs, output, job, rejects=rejects, workers=workers, progress=progress)
    for line in summary_lines(summary.stats, summary.warnings):
        click.echo(line, err=True)
    if summary.rejected:
        click.echo(f"rejected {summary.rejected:,} records, see {rejects}", err=True)
    return REJECTED if summary.rejected else DONE


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error where that is a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), "documents", TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)
