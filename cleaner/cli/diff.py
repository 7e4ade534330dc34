"""`cleaner diff`: what went, and why."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED, article
from cleaner.cli.article import ArticleOptions, article_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import PATH, echo_text, pages_of
from cleaner.cli.page import HTML, Page
from cleaner.cli.pick import Pick, pick_options
from cleaner.cli.screen import Screen, screen_options
from cleaner.cli.view import FORMATS, View
from cleaner.errors import InputError
from cleaner.records.file import STANDARD, is_url
from cleaner.records.formats import CONTAINERS, ending
from cleaner.records.packing import packing
from cleaner.records.record import Record
from cleaner.report.article import Article
from cleaner.report.compare import compare
from cleaner.ruleset.schema import CATEGORIES


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
@click.option("--format", "form", type=click.Choice((*FORMATS, HTML)), default=FORMATS[0], help="How to show it.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With html: where the page goes, if not to standard output.",
)
@click.option("--stat", is_flag=True, help="Only counts, by category and rule.")
@click.option("--side-by-side", is_flag=True, help="The raw text on the left, the cleaned text on the right.")
@click.option(
    "-U",
    "--context",
    type=click.IntRange(min=0),
    default=3,
    metavar="N",
    help="Unchanged lines around a change.",
)
@click.option(
    "--only",
    "--category",
    "only",
    type=click.Choice(CATEGORIES),
    multiple=True,
    help="Show only removals of this category as changes; repeatable.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences.")
@screen_options
@pick_options
@article_options
def command(
    raw: str,
    cleaned: str | None,
    form: str,
    output: Path | None,
    stat: bool,
    side_by_side: bool,
    context: int,
    only: tuple[str, ...],
    exit_code: bool,
    screen: Screen,
    pick: Pick,
    options: ArticleOptions,
) -> int:
    """Show what cleaning removes from RAW (- for standard input), or what CLEANED lacks of it. Of a dump, --id or --sample
    say which records.

    Of a web page the visible text is shown, against the editorial text. On a terminal, characters that it would obey are shown
    as escapes such as \\u001b; what --format unified and json write into a pipe or a file is exact.
    """
    if side_by_side and (form != FORMATS[0] or stat):
        raise click.UsageError("--side-by-side goes with --format terminal and without --stat")
    if cleaned is not None and (pick or only):
        raise click.UsageError("CLEANED is a text: --id, --sample and --category go without it")
    page = Page(output, context, options.explain, only)
    page.check(form, stat, (raw, cleaned))
    view = View(form, stat, side_by_side, context, options.explain, only, pick.sample is not None)
    articles = _records(raw, pick, options) if pick else [_article(raw, cleaned, options)]
    if form == HTML:
        return REJECTED if page.write(articles) and exit_code else DONE
    if view.is_exact and not screen.is_terminal:
        for text in view.texts(articles):
            echo_text(text)
    else:
        screen.show(view.rows(articles, screen.width))
    return REJECTED if exit_code and view.differs else DONE


def _article(raw: str, cleaned: str | None, options: ArticleOptions) -> Article:
    """The article of a file, against what cleaning makes of it or somebody else has."""
    for name in filter(None, (raw, cleaned)):
        if name != STANDARD and (ending(name) in CONTAINERS or packing(name) or is_url(name) or Path(name).is_dir()):
            raise InputError(f"{name}: a dump, not an article: add --id ID or --sample N")
    if cleaned is None:
        return Article(raw, article.cleaned(raw, options))
    texts = [article.read_text(name, options) for name in (raw, cleaned)]
    return Article(raw, compare(*texts))


def _records(name: str, pick: Pick, options: ArticleOptions) -> Iterable[Article]:
    """Records of a dump, cleaned when they are looked at."""
    records = pick.records(name, pages_of(options.input_format))
    if pick.id is not None and records[0].error is not None:
        raise InputError(f"{records[0].source}: {records[0].error}")
    return (_record(record, options) for record in records)


def _record(record: Record, options: ArticleOptions) -> Article:
    url = record.url or ""
    if record.error is not None:
        return Article(record.source, None, record.error, url, record.id)
    result = article.cleaned_text(record.text, record.page, options, record.url)
    return Article(record.source, result, url=url, id=record.id)
