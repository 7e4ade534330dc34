"""`cleaner batch`: a dump."""

from __future__ import annotations

import json
import math
import time
from contextlib import nullcontext
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED
from cleaner.cli.dump import DumpOptions, dump_options, say, threshold_options
from cleaner.cli.engine import Engine, engine_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import PATH, limit_option, page_options, pages_of, rule_options, rule_set, threshold_option
from cleaner.cli.run import Ran, Wanted, here, on_spark, streamed
from cleaner.engines.base import REJECTS
from cleaner.engines.cleaning import OUTPUT, REMOVED, CleanJob
from cleaner.errors import InputError
from cleaner.learn.count import Thresholds
from cleaner.limits import Limits
from cleaner.records.file import STANDARD
from cleaner.records.formats import WRITABLE
from cleaner.records.packing import ENDINGS as PACKINGS
from cleaner.records.targets import beside
from cleaner.records.workspace import replace_text
from cleaner.report.counts import run_report, summary_lines


@click.command(
    "batch",
    cls=Command,
    short_help="Clean a dump.",
    epilog=examples(
        "cleaner batch scrapes/ more.jsonl.gz -o out.jsonl",
        "cleaner batch 'crawl/*.warc.gz' -o out.parquet --learn --report report.html",
        "cleaner batch dump.parquet -o cleaned/ --format markdown --removed removed.jsonl",
        "zcat more.jsonl.gz | cleaner batch - -o - --stream | gzip > cleaned.jsonl.gz",
    ),
)
@click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=PATH,
    metavar="OUT",
    help=f"A file ({', '.join(WRITABLE)}; packed: {', '.join(PACKINGS)}), a folder, or - for JSON Lines on standard output.",
)
@click.option(
    "--removed",
    type=PATH,
    metavar="FILE",
    help="File for every removal: id, rules, category, span, text; formats as for OUT.",
)
@click.option(
    "--rejects", type=PATH, metavar="FILE", help="File for records that cannot be cleaned (OUT.rejects.jsonl)."
)
@click.option("--stats", type=click.Path(path_type=Path), metavar="FILE", help="File for the summary as JSON.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Page for a browser: numbers, charts, rules, sites, some documents with their removals (extra `report`).",
)
@click.option(
    "--learn",
    is_flag=True,
    help="First learn what each site repeats (into OUT.learned.parquet), and remove it. Needs the extra `dumps`.",
)
@click.option(
    "--stream",
    is_flag=True,
    help="A filter: every record of standard input is written as soon as it is cleaned, in order; files are appended to. "
    "SIGTERM and Ctrl-C end the reading, finish what was read, and then take effect (143, 130); a second one ends at once.",
)
@threshold_options
@engine_options
@page_options
@limit_option
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
    engine: Engine,
    input_format: str,
    extractor: str,
    limits: dict[str, float],
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

    def job(learned: tuple[str, ...]) -> CleanJob:
        rules = rule_set((*rule_paths, *learned), no_default_rules, disable)
        usual = {} if engine.is_spark else {"seconds": math.inf}  # here --timeout rules
        reach = Limits(**{**usual, **limits})  # type: ignore[arg-type]  # each of its own kind
        return CleanJob(rules, threshold, extractor, form == "markdown", links, removed is not None, limits=reach)

    begun = time.monotonic()
    names = {OUTPUT: output, REJECTS: rejects or beside(output, ".rejects.jsonl")}
    if removed is not None:
        names[REMOVED] = removed
    wanted = Wanted(
        inputs,
        names,
        job,
        reading,
        pages_of(input_format),
        Thresholds(min_pages, min_share) if learn else None,
        report,
        [path for path in (stats, report) if path],
    )
    if links and form != "markdown":
        raise click.UsageError("--links goes with --format markdown")
    if stream and engine.is_spark:
        raise click.UsageError("--stream goes without --engine spark")
    runs = streamed(wanted) if stream else nullcontext(on_spark(wanted, engine) if engine.is_spark else here(wanted))
    with runs as ran:
        return _report(ran, names[REJECTS], stats, time.monotonic() - begun)


def _report(ran: Ran, rejects: str, stats: Path | None, seconds: float) -> int:
    tally = ran.tally
    for line in summary_lines(tally):
        click.echo(line, err=True)
    if tally.rejected and rejects != STANDARD:
        say(f"see {rejects}")
    if stats is not None:
        report = run_report(tally, ran.task, ran.size, seconds)
        try:
            replace_text(stats, json.dumps(report, indent=2, ensure_ascii=False) + "\n")
        except OSError as error:
            raise InputError(f"{stats}: {error.strerror}") from error
    return REJECTED if tally.rejected else DONE
