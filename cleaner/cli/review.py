"""`cleaner review`: removals judged on a local page."""

from __future__ import annotations

import math
import webbrowser
from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED
from cleaner.cli.declared import PATH, option, with_options
from cleaner.cli.dump import ReadingOptions, progress_bar, say
from cleaner.cli.help import Command, examples
from cleaner.cli.options import ExtractorOptions
from cleaner.engines.cleaning import CleanJob
from cleaner.errors import InputError
from cleaner.limits import Limits
from cleaner.page.content import CATEGORY
from cleaner.records.targets import Targets
from cleaner.review.ledger import Ledger
from cleaner.review.queue import queue
from cleaner.review.sample import FindJob, ReviewSample, WantedRemovals
from cleaner.review.sample import take_sample as taken
from cleaner.review.server import serve
from cleaner.review.session import Session
from cleaner.ruleset.group import in_group
from cleaner.ruleset.ruleset import RuleSet
from cleaner.ruleset.schema import CATEGORIES

_CASES, _RULES = ".jsonl", ".toml"


@dataclass(frozen=True)
class ReviewOptions:
    """What is judged, and where the verdicts go."""

    output: Path = option(
        "-o",
        "--output",
        required=True,
        metavar="VERDICTS",
        help="A .jsonl file of labelled cases; verdicts that it holds already are shown and kept.",
    )
    draft: Path | None = option(
        "--draft",
        metavar="FILE",
        help="A .toml file for keep rules drafted for what is rejected (VERDICTS with the ending .keep.toml).",
    )
    rule_names: tuple[str, ...] = option(
        "--rule", metavar="ID-OR-GROUP", help="Only what it had a part in; repeatable."
    )
    categories: tuple[str, ...] = option("--category", type=click.Choice(CATEGORIES), help="Only this; repeatable.")
    sample: int = option(
        "--sample",
        type=click.IntRange(min=1),
        default=200,
        metavar="N",
        help="Articles at most, taken at random from those with such removals.",
    )
    seed: int = option("--seed", type=int, default=0, metavar="N", help="Another number takes other articles.")
    port: int | None = option(
        "--port", type=click.IntRange(1024, 65535), metavar="N", help="Of 127.0.0.1; a free one if left out."
    )
    opened: bool = option("--open", help="Open the page in a browser.")


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
@with_options
def command(
    inputs: tuple[str, ...], judging: ReviewOptions, reading: ReadingOptions, cleaning: ExtractorOptions
) -> int:
    """Judge on a local page what the rules remove from INPUTs, one removal after another.

    Verdicts are written at once, as labelled cases that `rules fit scores` and `rules test --cases` take; for what is rejected
    keep rules are drafted. Rules that are not certain come first, by the mean sum of their removals, then the certain ones,
    by how much they removed. What the search for the main content of pages leaves out is only shown
    with --category boilerplate, or --rule. INPUTs are as for `batch`.
    """
    output = judging.output
    draft = judging.draft or output.with_name(output.stem + ".keep" + _RULES)
    for path, ending in ((output, _CASES), (draft, _RULES)):
        if path.suffix != ending:
            raise InputError(f"{path}: must end in {ending}")
    dump = reading.dump(inputs, Targets(str(output), [str(draft)], inputs))
    rules = cleaning.load()
    wanted = WantedRemovals(_known(judging.rule_names, rules), judging.categories)
    with Ledger(output, draft) as ledger:
        with progress_bar(dump.size, "cleaning") as progress:
            limits = Limits(characters=reading.max_record_bytes, seconds=math.inf)
            job = FindJob(
                CleanJob(rules, extractor=cleaning.extractor, captions=cleaning.captions, limits=limits), wanted
            )
            found = taken(
                dump,
                job,
                judging.sample,
                judging.seed,
                workers=reading.workers,
                timeout=reading.timeout,
                progress=progress,
            )
        session = Session(queue(found.articles, wanted), ledger, rules)
        _say_what(found, session)
        if session.size:
            serve(session, judging.port or 0, lambda address: _announce(address, judging.opened))
            say(session.end())
    return REJECTED if found.tally.rejected else DONE


def _known(names: tuple[str, ...], rules: RuleSet) -> tuple[str, ...]:
    for name in names:
        if not rules.select([name]) and not in_group(name, CATEGORY):
            raise InputError(f"{name}: no rule and no group of this name")
    return names


def _say_what(found: ReviewSample, session: Session) -> None:
    articles = f"{len(found.articles):,} of {found.of:,} articles" if found.of else "no article"
    say(f"{session.size:,} removals to judge, in {articles} with such removals")
    if found.tally.rejected:
        reasons = ", ".join(f"{reason} ({count:,})" for reason, count in found.tally.rejects.most_common())
        say(f"left out {found.tally.rejected:,} records: {reasons}")


def _announce(address: str, opened: bool) -> None:
    say(f"review at {address} (Ctrl-C ends it)")
    if opened and not webbrowser.open(address):
        say("no browser could be opened")
