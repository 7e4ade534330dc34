"""`cleaner batch`: a dump."""

from __future__ import annotations

import math
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED
from cleaner.cli.declared import PATH, option, with_options
from cleaner.cli.dump import RunOptions, ThresholdOptions, say
from cleaner.cli.engine import EngineOptions
from cleaner.cli.help import Command, examples
from cleaner.cli.options import CleaningOptions, FormOptions
from cleaner.cli.run import BatchRun, Ran, here, on_spark, streamed
from cleaner.engines.base import REJECTS
from cleaner.engines.batch import LINES
from cleaner.engines.cleaning import OUTPUT, REMOVED, CleanJob
from cleaner.records.file import STANDARD
from cleaner.records.formats import WRITABLE
from cleaner.records.packing import ENDINGS as PACKINGS
from cleaner.records.targets import name_beside
from cleaner.report.counts import summary_lines

_DUMPS = ("jsonl", "csv", "tsv", "parquet")


@dataclass(frozen=True)
class BatchFormOptions(FormOptions):
    """What articles become, and the dump on standard output."""

    form: str = option(
        "--format",
        type=click.Choice(("text", "markdown", *_DUMPS)),
        default="text",
        help="What articles become; or, with -o -, what is written to standard output (JSON Lines if left out).",
    )

    def written_to(self, output: str, *, streams: bool) -> str:
        """The ending that stands for what is written to standard output.

        Raises:
            click.UsageError: the output is a file, whose name tells its format, or records are written as they come.
        """
        if self.form not in _DUMPS:
            return LINES
        if output != STANDARD:
            raise click.UsageError(f"--format {self.form} goes with -o -; of a file the ending tells the format")
        if streams and self.form not in LINES:
            raise click.UsageError(f"--format {self.form} goes without --stream")
        return f".{self.form}"


@dataclass(frozen=True)
class BatchOptions:
    """Where everything goes, and what is done beside cleaning."""

    output: str = option(
        "-o",
        "--output",
        required=True,
        type=PATH,
        metavar="OUT",
        help=f"A file ({', '.join(WRITABLE)}; packed: {', '.join(PACKINGS)}), a folder, or - for standard output.",
    )
    removed: str | None = option(
        "--removed",
        type=PATH,
        metavar="FILE",
        help="File for every removal: id, rules, category, span, text; formats as for OUT.",
    )
    rejects: str | None = option(
        "--rejects",
        type=PATH,
        metavar="FILE",
        help="File for records that cannot be cleaned (OUT.rejects.jsonl).",
    )
    drop_empty: bool = option(
        "--drop-empty", help="Leave out records that have no text at all, instead of keeping their place."
    )
    only_changed: bool = option("--only-changed", help="Leave out records of which nothing was removed.")
    counts: bool = option(
        "--counts",
        help="Tell each record how many characters it had and lost, in all and by category; see `cleaner stats`.",
    )
    meta: bool = option(
        "--meta",
        help="Tell each record what its page says of the article: meta_title, meta_authors, meta_published and so on.",
    )
    stats: Path | None = option("--stats", metavar="FILE", help="File for the summary as JSON.")
    report: Path | None = option(
        "--report",
        metavar="FILE.html",
        help="Page for a browser: numbers, charts, rules, sites, some documents with their removals (extra `report`).",
    )
    learn: bool = option(
        "--learn",
        help="First learn what each site repeats (into OUT.learned.parquet), and remove it. Needs the extra `dumps`.",
    )
    stream: bool = option(
        "--stream",
        help="A filter: every record of standard input is written as soon as it is cleaned, in order; files are appended to. "
        "SIGTERM and Ctrl-C end the reading, finish what was read, and then take effect (143, 130); a second one ends at once.",
    )

    @property
    def names(self) -> dict[str, str]:
        """Where each output of the job goes."""
        names = {OUTPUT: self.output, REJECTS: self.rejects or name_beside(self.output, ".rejects.jsonl")}
        return names if self.removed is None else {**names, REMOVED: self.removed}


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
@with_options
def command(
    inputs: tuple[str, ...],
    outputs: BatchOptions,
    learning: ThresholdOptions,
    engine: EngineOptions,
    form: BatchFormOptions,
    reading: RunOptions,
    cleaning: CleaningOptions,
) -> int:
    """Clean every article of the INPUTs: files, folders, patterns and URLs (s3://, gs://, hf://) of .jsonl, .csv, .tsv,
    .json, .parquet, .warc, .wet, .html, .mhtml, .eml, .txt and .md, also packed; - for JSON on standard input.

    Records keep their order and all their other fields. A run that was broken off goes on when it is run again. Exit code
    1: done, but some records were rejected.
    """

    def job(learned: tuple[str, ...]) -> CleanJob:
        # Engines have the clock, which ends what does not end itself.
        limits = cleaning.within(math.inf, reading.max_record_bytes)
        return CleanJob(
            cleaning.load(*learned),
            threshold=cleaning.threshold,
            extractor=cleaning.extractor,
            markdown=form.form == "markdown",
            links=form.links,
            removed=outputs.removed is not None,
            limits=limits,
            drop_empty=outputs.drop_empty,
            only_changed=outputs.only_changed,
            counts=outputs.counts,
            meta=outputs.meta,
            front_matter=form.front_matter,
            images=form.images,
            captions=cleaning.captions,
        )

    standard = form.written_to(outputs.output, streams=outputs.stream)
    thresholds = learning.thresholds if outputs.learn else None
    wanted = BatchRun(inputs, outputs.names, job, reading, thresholds, outputs.report, outputs.stats, standard)
    if outputs.stream and engine.is_spark:
        raise click.UsageError("--stream goes without --engine spark")
    runs = (
        streamed(wanted)
        if outputs.stream
        else nullcontext(on_spark(wanted, engine) if engine.is_spark else here(wanted))
    )
    with runs as ran:
        return _report(ran, outputs)


def _report(ran: Ran, outputs: BatchOptions) -> int:
    if ran.is_earlier:
        say(f"{outputs.output}: already done; --restart does it again")
        return DONE
    tally, rejects = ran.tally, outputs.names[REJECTS]
    for line in summary_lines(tally, hints=not outputs.learn):
        click.echo(line, err=True)
    if tally.rejected and rejects != STANDARD:
        say(f"see {rejects}")
    return REJECTED if tally.rejected else DONE
