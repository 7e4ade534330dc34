"""`cleaner learn`: the lines that a site repeats."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from cleaner import __version__
from cleaner.cli import DONE, REJECTED
from cleaner.cli.dump import DumpOptions, dump_options, progress_bar, say, threshold_options
from cleaner.cli.options import input_format_option, pages_of
from cleaner.errors import InputError
from cleaner.learn.count import Thresholds
from cleaner.learn.write import ENDINGS
from cleaner.records.targets import Targets, beside


@click.command("learn")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="A .toml file to look through and edit, or a .parquet file for many sites.",
)
@click.option("--rejects", metavar="FILE", help="File for records that cannot be read (OUT.rejects.jsonl).")
@threshold_options
@input_format_option
@dump_options
def command(
    inputs: tuple[str, ...],
    output: Path,
    rejects: str | None,
    min_pages: int,
    min_share: float,
    input_format: str,
    reading: DumpOptions,
) -> int:
    """Find the lines that recur across many pages of a site, whatever their case, numbers and dates.

    Pages are told apart by site, so records need an address or a site's name. `--rules OUT` uses what was learned.
    INPUTs are as for `cleaner batch`.
    """
    from cleaner.engines import learning

    if output.suffix not in ENDINGS:
        raise InputError(f"{output}: must end in {' or '.join(ENDINGS)}")
    rejects = rejects or beside(str(output), ".rejects.jsonl")
    targets = Targets(str(output), [rejects], inputs)
    pages = pages_of(input_format)
    dump = reading.dump(inputs, targets, pages)
    folder = output.with_name(output.name + ".partial")
    task = {"version of cleaner": __version__, "inputs": dump.version, **reading.words(pages)}
    thresholds = Thresholds(min_pages, min_share)
    with progress_bar(dump.size, "learning") as progress:
        learned, tally = learning.run(dump, output, rejects, thresholds, folder, task, reading.run(progress))
    shutil.rmtree(folder, ignore_errors=True)
    say(f"learned {len(learned.lines):,} lines from {learned.pages:,} pages of {learned.sites:,} sites")
    if tally.stats.documents and not learned.sites:
        say("no record has an address: name the field with --url-field or --site-field")
    if tally.rejected:
        say(f"rejected {tally.rejected:,} records, see {rejects}")
    return REJECTED if tally.rejected else DONE
