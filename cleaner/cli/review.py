"""`cleaner review`: removals judged on a local page."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED
from cleaner.cli.dump import DumpOptions, progress_bar, reading_options, say
from cleaner.cli.help import Command, examples
from cleaner.cli.options import PATH, page_options, pages_of, rule_options, rule_set
from cleaner.engines.cleaning import CleanJob
from cleaner.errors import InputError
from cleaner.extract.content import CATEGORY
from cleaner.records.targets import Targets
from cleaner.review.ledger import Ledger
from cleaner.review.queue import queue
from cleaner.review.sample import FindJob, Sample, Wanted
from cleaner.review.sample import sample as taken
from cleaner.review.server import serve
from cleaner.review.session import Session
from cleaner.ruleset.ruleset import RuleSet, in_group
from cleaner.ruleset.schema import CATEGORIES

_CASES, _RULES = ".jsonl", ".toml"


@click.command(
    "review",
    cls=Command,
    short_help="Judge removals on a local page.",
    epilog=examples(
        "cleaner review dump.jsonl -o verdicts.jsonl",
        "cleaner review dump.jsonl -o verdicts.jsonl --category related --sample 50",
    ),
)
@click.argument("inputs", nargs=-1, required=True, type=PATH, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="VERDICTS",
    help="A .jsonl file of labelled cases; verdicts that it holds already are shown and kept.",
)
@click.option(
    "--draft",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .toml file for keep rules drafted for what is rejected (VERDICTS with the ending .keep.toml).",
)
@click.option(
    "--rule", "rule_names", multiple=True, metavar="ID-OR-GROUP", help="Only what it had a part in; repeatable."
)
@click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES), help="Only this; repeatable.")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    default=200,
    metavar="N",
    help="Articles at most, taken at random from those with such removals.",
)
@click.option("--seed", type=int, default=0, metavar="N", help="Another number takes other articles.")
@click.option("--port", type=click.IntRange(1024, 65535), metavar="N", help="Of 127.0.0.1; a free one if left out.")
@click.option("--open", "opened", is_flag=True, help="Open the page in a browser.")
@page_options
@reading_options
@rule_options
def command(
    inputs: tuple[str, ...],
    output: Path,
    draft: Path | None,
    rule_names: tuple[str, ...],
    categories: tuple[str, ...],
    sample: int,
    seed: int,
    port: int | None,
    opened: bool,
    input_format: str,
    extractor: str,
    reading: DumpOptions,
    rule_paths: tuple[str, ...],
    no_default_rules: bool,
    disable: tuple[str, ...],
) -> int:
    """Judge on a local page what the rules remove from INPUTs, one removal after another.

    Verdicts are written at once, as labelled cases that `rules fit` and `rules test --cases` take; for what is rejected keep
    rules are drafted. The least sure rules come first: those that are not enough alone, by the scores that their removals
    reached, then the others, by how much they removed. What the search for the main content of pages leaves out is only shown
    with --category boilerplate, or --rule. INPUTs are as for `batch`.
    """
    draft = draft or output.with_name(output.stem + ".keep" + _RULES)
    for path, ending in ((output, _CASES), (draft, _RULES)):
        if path.suffix != ending:
            raise InputError(f"{path}: must end in {ending}")
    dump = reading.dump(inputs, Targets(str(output), [str(draft)], inputs), pages_of(input_format))
    rules = rule_set(rule_paths, no_default_rules, disable)
    wanted = Wanted(_known(rule_names, rules), categories)
    with Ledger(output, draft) as ledger:
        with progress_bar(dump.size, "cleaning") as progress:
            job = FindJob(CleanJob(rules, extractor=extractor), wanted)
            found = taken(dump, job, sample, seed, workers=reading.workers, timeout=reading.timeout, progress=progress)
        session = Session(queue(found.articles, wanted), ledger, rules)
        _say_what(found, session)
        if session.size:
            serve(session, port or 0, lambda address: _announce(address, opened))
            say(session.end())
    return REJECTED if found.tally.rejected else DONE


def _known(names: tuple[str, ...], rules: RuleSet) -> tuple[str, ...]:
    for name in names:
        if not rules.select([name]) and not in_group(name, CATEGORY):
            raise InputError(f"{name}: no rule and no group of this name")
    return names


def _say_what(found: Sample, session: Session) -> None:
    articles = f"{len(found.articles):,} of {found.of:,} articles" if found.of else "no article"
    say(f"{session.size:,} removals to judge, in {articles} with such removals")
    if found.tally.rejected:
        reasons = ", ".join(f"{reason} ({count:,})" for reason, count in found.tally.rejects.most_common())
        say(f"left out {found.tally.rejected:,} records: {reasons}")


def _announce(address: str, opened: bool) -> None:
    say(f"review at {address} (Ctrl-C ends it)")
    if opened and not webbrowser.open(address):
        say("no browser could be opened")
