"""`cleaner batch`: a dump."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import click

from cleaner import __version__
from cleaner.cli import DONE, REJECTED
from cleaner.cli.dump import DumpOptions, dump_options, progress_bar, say, threshold_options
from cleaner.cli.options import page_options, pages_of, rule_options, rule_set, threshold_option
from cleaner.cli.stream import check, streamed
from cleaner.engines import batch
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, REMOVED, CleanJob
from cleaner.errors import InputError
from cleaner.learn.count import Thresholds
from cleaner.pipeline import THRESHOLD
from cleaner.records.dump import Dump
from cleaner.records.file import STANDARD
from cleaner.records.targets import Targets, beside, described
from cleaner.records.workspace import replace_text
from cleaner.report.counts import run_report, summary_lines
from cleaner.ruleset.ruleset import RuleSet
from cleaner.stats import Tally

# So many inputs are named in a report: a shell may write out a pattern as thousands.
_NAMED_INPUTS = 3


@click.command("batch")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="A .jsonl, .csv, .tsv (also .gz, .bz2, .xz, .zst) or .parquet file, a folder, or - for JSON Lines on standard output.",
)
@click.option(
    "--removed", metavar="FILE", help="File for every removal: id, rules, category, span, text; formats as for OUT."
)
@click.option("--rejects", metavar="FILE", help="File for records that cannot be cleaned (OUT.rejects.jsonl).")
@click.option("--stats", type=click.Path(path_type=Path), metavar="FILE", help="File for the summary as JSON.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Page for a browser: numbers, charts, rules, sites, and some of the documents with their removals.",
)
@click.option(
    "--learn", is_flag=True, help="First learn what each site repeats (into OUT.learned.parquet), and remove it."
)
@click.option(
    "--stream",
    is_flag=True,
    help="A filter: every record of standard input is written as soon as it is cleaned, in order; files are appended to. "
    "SIGTERM and Ctrl-C end the reading, finish what was read, and then take effect (143, 130); a second one ends at once.",
)
@threshold_options
@page_options
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown"]), default="text", help="What the article becomes."
)
@click.option("--links", is_flag=True, help="With markdown: links as links; affiliate links never.")
@dump_options
@rule_options
@threshold_option
def command(
    inputs: tuple[str, ...],
    output: str,
    removed: str | None,
    rejects: str | None,
    stats: Path | None,
    report: Path | None,
    learn: bool,
    stream: bool,
    min_pages: int,
    min_share: float,
    input_format: str,
    extractor: str,
    form: str,
    links: bool,
    reading: DumpOptions,
    rule_paths: tuple[str, ...],
    no_default_rules: bool,
    disable: tuple[str, ...],
    threshold: float | None,
) -> int:
    """Clean every article of the INPUTs: files, folders, patterns and URLs (s3://, gs://, hf://) of .jsonl, .csv, .tsv,
    .parquet, .warc, .wet, .html, .txt and .md, also packed; - for JSON Lines on standard input.

    Records keep their order and all their other fields. A run that was broken off goes on when it is run again. Exit code
    1: done, but some records were rejected.
    """
    begun = time.monotonic()
    names = {OUTPUT: output, REJECTS: rejects or beside(output, ".rejects.jsonl")}
    if removed is not None:
        names[REMOVED] = removed
    others = [name for key, name in names.items() if key != OUTPUT] + [str(path) for path in (stats, report) if path]
    if stream:
        refused = {"--learn": learn, "--report": report, "--restart": reading.restart}
        check(inputs, output, names.values(), filter(refused.get, refused))
    targets = Targets(output, others, inputs)
    pages = pages_of(input_format)
    dump = reading.dump(inputs, targets, pages)
    if learn:
        rule_paths = (*rule_paths, _learned(dump, targets, reading, pages, Thresholds(min_pages, min_share)))
    rules = rule_set(rule_paths, no_default_rules, disable)
    job = CleanJob(rules, threshold, extractor, form == "markdown", links, removed is not None)
    task = {
        "version of cleaner": __version__,
        "inputs": dump.version,
        "rules": rules.version,
        "options": f"threshold {threshold}, extractor {extractor}, format {form}, links {links}",
        "outputs": described(names),
        **reading.words(pages),
    }
    with ExitStack() as stack:
        if stream:
            tally = stack.enter_context(streamed(dump, job, names, reading))
        else:
            with progress_bar(dump.size, "cleaning") as progress:
                options = reading.run(progress, ".md" if form == "markdown" else "")
                if report is None:
                    tally = batch.run(dump, job, names, targets.folder, task, options)
                else:
                    from cleaner.engines import reporting

                    about = _about(inputs, rules, job)
                    tally = reporting.run(dump, job, names, targets.folder, task, options, report, about)
        return _report(tally, names[REJECTS], stats, run_report(tally, task, dump.size, time.monotonic() - begun))


def _learned(dump: Dump, targets: Targets, reading: DumpOptions, pages: bool | None, thresholds: Thresholds) -> str:
    """Learn from the dump, and name the file of what was learned."""
    from cleaner.engines import learning

    if targets.folder is None or dump.is_stream:
        raise InputError("--learn reads the dump twice: it needs inputs that are files and an output that is one")
    path = Path(beside(targets.main, ".learned.parquet"))
    folder = targets.folder / "learn"
    if reading.restart:
        shutil.rmtree(folder, ignore_errors=True)
    task = {"version of cleaner": __version__, "inputs": dump.version, **reading.words(pages)}
    with progress_bar(dump.size, "learning") as progress:
        rejects = str(folder / "rejects.jsonl")  # the same records are rejected again when they are to be cleaned
        learned, _ = learning.run(dump, path, rejects, thresholds, folder, task, reading.run(progress))
    say(f"learned {len(learned.lines):,} lines from {learned.pages:,} pages of {learned.sites:,} sites, see {path}")
    return str(path)


def _about(inputs: tuple[str, ...], rules: RuleSet, job: CleanJob) -> Mapping[str, str]:
    """What the head of a report says of the run."""
    more = f" and {len(inputs) - _NAMED_INPUTS:,} more" if len(inputs) > _NAMED_INPUTS else ""
    return {
        "Inputs": ", ".join(inputs[:_NAMED_INPUTS]) + more,
        "Rules": f"{len(rules.rules):,}, version {rules.version}",
        "Threshold": f"{job.threshold or THRESHOLD:g}",
        "cleaner": __version__,
    }


def _report(tally: Tally, rejects: str, stats: Path | None, report: dict[str, object]) -> int:
    for line in summary_lines(tally):
        click.echo(line, err=True)
    if tally.rejected and rejects != STANDARD:
        say(f"see {rejects}")
    if stats is not None:
        try:
            replace_text(stats, json.dumps(report, indent=2, ensure_ascii=False) + "\n")
        except OSError as error:
            raise InputError(f"{stats}: {error.strerror}") from error
    return REJECTED if tally.rejected else DONE
