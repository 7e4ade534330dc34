"""`cleaner learn`: the lines that a site repeats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from cleaner import __version__
from cleaner.cli import DONE, REJECTED
from cleaner.cli.declared import PATH, option, with_options
from cleaner.cli.dump import RunOptions, ThresholdOptions, progress_bar, say
from cleaner.cli.engine import EngineOptions
from cleaner.cli.help import Command, examples
from cleaner.errors import InputError
from cleaner.learn.count import Learned, Thresholds
from cleaner.learn.write import ENDINGS, write_learned
from cleaner.records.scratch import discard
from cleaner.records.targets import Targets, name_beside
from cleaner.stats import Tally


@dataclass(frozen=True)
class LearnOptions:
    """Where what is learned goes."""

    output: Path = option(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="A .toml file to look through and edit, or a .parquet file for many sites.",
    )
    rejects: str | None = option(
        "--rejects", type=PATH, metavar="FILE", help="File for records that cannot be read (OUT.rejects.jsonl)."
    )


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
@with_options
def command(
    inputs: tuple[str, ...],
    outputs: LearnOptions,
    learning: ThresholdOptions,
    engine: EngineOptions,
    reading: RunOptions,
) -> int:
    """Find the lines that recur across many pages of a site, whatever their case, numbers and dates.

    Pages are told apart by site, so records need an address or a site's name. `--rules OUT` uses what was learned.
    INPUTs are as for `cleaner batch`. Needs the extra `dumps`.
    """
    output = outputs.output
    if output.suffix not in ENDINGS:
        raise InputError(f"{output}: must end in {' or '.join(ENDINGS)}")
    if engine.is_spark:
        learned = engine.learn(engine.source(inputs, [str(output)], reading), learning.thresholds, reading.timeout)
        write_learned(learned, output)
        return _report(learned, Tally(), "")
    rejects = outputs.rejects or name_beside(str(output), ".rejects.jsonl")
    learned, tally = _learn(inputs, output, rejects, learning.thresholds, reading)
    return _report(learned, tally, rejects)


def _learn(
    inputs: tuple[str, ...], output: Path, rejects: str, thresholds: Thresholds, reading: RunOptions
) -> tuple[Learned, Tally]:
    """Learn on this machine."""
    from cleaner.engines import learning

    dump = reading.dump(inputs, Targets(str(output), [rejects], inputs))
    folder = output.with_name(output.name + ".partial")
    task = {"version of cleaner": __version__, "inputs": dump.version, **reading.words}
    with progress_bar(dump.size, "learning") as progress:
        found = learning.run_learning(dump, output, rejects, thresholds, folder, task, reading.engine(progress))
    discard(folder)
    return found


def _report(learned: Learned, tally: Tally, rejects: str) -> int:
    say(learned.words)
    if not learned.sites and (tally.stats.documents or not tally.rejected):
        say("no record has an address: name the field with --url-field or --site-field")
    if tally.rejected:
        say(f"rejected {tally.rejected:,} records, see {rejects}")
    return REJECTED if tally.rejected else DONE
