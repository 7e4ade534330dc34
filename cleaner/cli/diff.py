"""`cleaner diff`: what went, and why."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cleaner.cli import DONE, REJECTED, article
from cleaner.cli.article import ArticleOptions, article_options
from cleaner.cli.options import echo_text
from cleaner.report.compare import compare
from cleaner.report.counts import share_line, stat_lines
from cleaner.report.sanitize import sanitize
from cleaner.report.unified import unified


@click.command("diff")
@click.argument("raw")
@click.argument("cleaned", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "unified", "json"]),
    default="terminal",
    help="How to show it.",
)
@click.option("--stat", is_flag=True, help="Only counts, by category and rule.")
@click.option(
    "-U",
    "--context",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="Unchanged lines around a change.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences.")
@article_options
def command(
    raw: str, cleaned: str | None, form: str, stat: bool, context: int, exit_code: bool, options: ArticleOptions
) -> int:
    """Show what cleaning removes from RAW (- for standard input), or what CLEANED lacks of it.

    Of a web page the visible text is shown, against the editorial text.
    """
    if cleaned is None:
        result = article.cleaned(raw, options)
    else:
        result = compare(article.read_text(raw, options.encoding), article.read_text(cleaned, options.encoding))
    if stat:
        echo_text("".join(line + "\n" for line in stat_lines(result.stats)))
    elif form == "unified":
        echo_text("".join(unified(result, _patch_name(raw), context)))
    elif form == "json":
        echo_text(json.dumps(result.to_dict(options.explain), ensure_ascii=False, indent=2) + "\n")
    else:
        from rich.console import Console

        from cleaner.report.terminal import print_diff

        console = Console(highlight=False, emoji=False, markup=False)
        print_diff(result, console, context, options.explain)
        console.print(share_line(result.stats))
    return REJECTED if exit_code and result.raw != result.text else DONE


def _patch_name(name: str) -> str:
    """A name for the header of a patch: one line, and no way out of the folder that `patch` runs in."""
    parts = [part for part in Path(name).parts if part not in ("..", "/")]
    return sanitize("/".join(parts) or "text")
