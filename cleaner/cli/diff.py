"""`cleaner diff`: what went, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED, article
from cleaner.cli.article import ArticleOptions
from cleaner.cli.declared import PATH, option, with_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import echo_text
from cleaner.cli.page import HTML, write_page
from cleaner.cli.pick import PickOptions
from cleaner.cli.screen import ScreenOptions
from cleaner.cli.view import FORMATS, View
from cleaner.errors import InputError
from cleaner.records.record import Record
from cleaner.report.article import ShownArticle
from cleaner.report.compare import compare
from cleaner.ruleset.schema import CATEGORIES


@dataclass(frozen=True)
class DiffOptions:
    """How the difference is shown."""

    form: str = option("--format", type=click.Choice((*FORMATS, HTML)), default=FORMATS[0], help="How to show it.")
    output: Path | None = option(
        "-o", "--output", metavar="FILE", help="With html: where the page goes, if not to standard output."
    )
    stat: bool = option("--stat", help="Only counts, by category and rule.")
    side_by_side: bool = option("--side-by-side", help="The raw text on the left, the cleaned text on the right.")
    context: int = option(
        "-U",
        "--context",
        type=click.IntRange(min=0),
        default=3,
        metavar="N",
        help="Unchanged lines around a change.",
    )
    only: tuple[str, ...] = option(
        "--only",
        "--category",
        type=click.Choice(CATEGORIES),
        help="Show only removals of this category as changes; repeatable.",
    )
    exit_code: bool = option("--exit-code", help="Exit with 1 if there are differences.")

    def __post_init__(self) -> None:
        if self.side_by_side and (self.form != FORMATS[0] or self.stat):
            raise click.UsageError("--side-by-side goes with --format terminal and without --stat")
        if self.output is not None and self.form != HTML:
            raise click.UsageError("-o goes with --format html")
        if self.stat and self.form == HTML:
            raise click.UsageError("--stat goes without --format html")


@click.command(
    "diff",
    cls=Command,
    short_help="Show what cleaning removes, and why.",
    epilog=examples(
        "cleaner diff article.txt --explain",
        "cleaner diff page.html --side-by-side --category product",
        "cleaner diff page.html --format html -o diff.html",
        "cleaner diff dump.parquet --sample 20 --stat",
        "cleaner diff article.txt cleaned.txt",
    ),
)
@click.argument("raw", type=PATH)
@click.argument("cleaned", required=False, type=PATH)
@with_options
def command(
    raw: str,
    cleaned: str | None,
    shown: DiffOptions,
    screen: ScreenOptions,
    pick: PickOptions,
    options: ArticleOptions,
) -> int:
    """Show what cleaning removes from RAW (- for standard input), or what CLEANED lacks of it. Of a dump, --id or --sample
    say which records.

    Of a web page the visible text is shown, against the editorial text. On a terminal, characters that it would obey are shown
    as escapes such as \\u001b; what --format unified and json write into a pipe or a file is exact.
    """
    if cleaned is not None and (pick or shown.only):
        raise click.UsageError("CLEANED is a text: --id, --sample and --category go without it")
    if shown.output is not None and shown.output.resolve() in [Path(name).resolve() for name in (raw, cleaned) if name]:
        raise InputError(f"{shown.output}: is an input and would be overwritten")
    articles = _records(raw, pick, options) if pick else [_article(raw, cleaned, options)]
    context, explain, only = shown.context, options.explain, shown.only
    if shown.form == HTML:
        differs = write_page(articles, shown.output, context=context, explain=explain, only=only)
        return REJECTED if shown.exit_code and differs else DONE
    view = View(shown.form, shown.stat, shown.side_by_side, context, explain, only, pick.sample is not None)
    if view.is_exact and not screen.is_terminal:
        for text in view.texts(articles):
            echo_text(text)
    else:
        screen.show(view.rows(articles, screen.width))
    return REJECTED if shown.exit_code and view.differs else DONE


def _article(raw: str, cleaned: str | None, options: ArticleOptions) -> ShownArticle:
    """The article of a file, against what cleaning makes of it or somebody else has."""
    for name in filter(None, (raw, cleaned)):
        article.refuse_dump(name, "add --id ID or --sample N")
    if cleaned is None:
        return ShownArticle(raw, article.cleaned_article(raw, options))
    texts = [article.read_text(name, options) for name in (raw, cleaned)]
    return ShownArticle(raw, compare(*texts))


def _records(name: str, pick: PickOptions, options: ArticleOptions) -> Iterable[ShownArticle]:
    """Records of a dump, cleaned when they are looked at."""
    records = pick.records(name, options.pages, options.encoding, options.max_record_bytes)
    if pick.record_id is not None and records[0].error is not None:
        raise InputError(f"{records[0].source}: {records[0].error}")
    return (_record(record, options) for record in records)


def _record(record: Record, options: ArticleOptions) -> ShownArticle:
    url = record.url or ""
    if record.error is not None:
        return ShownArticle(record.source, None, record.error, url, record.id)
    result = article.cleaned_text(record.text, record.page, options, record.url)
    return ShownArticle(record.source, result, url=url, id=record.id)
