"""`cleaner learn`: the lines that a site repeats."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner import __version__
from cleaner.cli import DONE, REJECTED
from cleaner.cli.dump import DumpOptions, dump_options, progress_bar, say, threshold_options
from cleaner.cli.engine import Engine, engine_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import PATH, input_format_option, pages_of
from cleaner.errors import InputError
from cleaner.learn.count import Learned, Thresholds
from cleaner.learn.write import ENDINGS, write
from cleaner.records.scratch import discard
from cleaner.records.targets import Targets, beside
from cleaner.stats import Tally


@click.command(
    "learn",
    cls=Command,
    short_help="Find the lines that a site repeats.",
    epilog=examples(
        "cleaner learn dump.parquet -o learned.toml",
        "cleaner learn dump.parquet -o learned.parquet --min-pages 10 --restart",
    ),
)
@click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="A .toml file to look through and edit, or a .parquet file for many sites.",
)
@click.option("--rejects", type=PATH, metavar="FILE", help="File for records that cannot be read (OUT.rejects.jsonl).")
@threshold_options
@input_format_option
@engine_options
@dump_options
def command(
    inputs: tuple[str, ...],
    output: Path,
    rejects: str | None,
    min_pages: int,
    min_share: float,
    input_format: str,
    engine: Engine,
    reading: DumpOptions,
) -> int:
    """Find the lines that recur across many pages of a site, whatever their case, numbers and dates.

    Pages are told apart by site, so records need an address or a site's name. `--rules OUT` uses what was learned.
    INPUTs are as for `cleaner batch`. Needs the extra `dumps`.
    """
    if output.suffix not in ENDINGS:
        raise InputError(f"{output}: must end in {' or '.join(ENDINGS)}")
    thresholds = Thresholds(min_pages, min_share)
    pages = pages_of(input_format)
    if engine.is_spark:
        learned = engine.learn(engine.source(inputs, [str(output)], reading, pages), thresholds)
        write(learned, output)
        return _report(learned, Tally(), "")
    rejects = rejects or beside(str(output), ".rejects.jsonl")
    learned, tally = _learn(inputs, output, rejects, thresholds, reading, pages)
    return _report(learned, tally, rejects)


def _learn(
    inputs: tuple[str, ...],
    output: Path,
    rejects: str,
    thresholds: Thresholds,
    reading: DumpOptions,
    pages: bool | None,
) -> tuple[Learned, Tally]:
    """Learn on this machine."""
    from cleaner.engines import learning

    dump = reading.dump(inputs, Targets(str(output), [rejects], inputs), pages)
    folder = output.with_name(output.name + ".partial")
    task = {"version of cleaner": __version__, "inputs": dump.version, **reading.words(pages)}
    with progress_bar(dump.size, "learning") as progress:
        found = learning.run(dump, output, rejects, thresholds, folder, task, reading.run(progress))
    discard(folder)
    return found


def _report(learned: Learned, tally: Tally, rejects: str) -> int:
    say(learned.words)
    if not learned.sites and (tally.stats.documents or not tally.rejected):
        say("no record has an address: name the field with --url-field or --site-field")
    if tally.rejected:
        say(f"rejected {tally.rejected:,} records, see {rejects}")
    return REJECTED if tally.rejected else DONE
