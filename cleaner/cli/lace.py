"""`cleaner rules lace`: labelled articles for nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.cli.declared import option, with_options
from cleaner.cli.help import Command, examples


@dataclass(frozen=True)
class LaceOptions:
    """How articles are laced."""

    count: int = option("--count", type=click.IntRange(min=1), default=300, metavar="N", help="How many articles.")
    seed: int = option("--seed", type=int, default=1, metavar="N", help="The same seed gives the same articles.")
    half: str = option(
        "--half", type=click.Choice(("fit", "test")), default="fit", help="Of articles, shops, products and wordings."
    )
    languages: str = option("--languages", default="", metavar="CODES", help="Those to use, as en,de; all by default.")


@click.command(
    "lace",
    cls=Command,
    short_help="Lace clean articles with spam, labelled.",
    epilog=examples("cleaner rules lace fixtures/lacing --count 300 > laced.jsonl"),
)
@click.argument("paths", nargs=-1, required=True, metavar="ARTICLES...", type=click.Path(path_type=Path))
@with_options
def lace(paths: tuple[Path, ...], options: LaceOptions) -> None:
    """Lace clean articles with made-up spam in 14 languages, as labelled cases for `cleaner rules fit text`.

    ARTICLES are files of JSON Lines, {"id", "language", "text"}, or folders of texts named LANGUAGE-NAME.txt. What a fit has seen
    and what it is tried on are apart: each half has its own articles, shops, products and wordings.
    """
    from cleaner.fit.lacing.articles import laced

    languages = tuple(filter(None, options.languages.split(",")))
    for row in laced(paths, options.count, options.seed, options.half, languages):
        click.echo(json.dumps(row, ensure_ascii=False))
