"""`cleaner clean`: one article."""

from __future__ import annotations

import json

import click

from cleaner.cli.article import ArticleOptions, article_options, cleaned
from cleaner.cli.help import Command, examples
from cleaner.cli.options import PATH, echo_text
from cleaner.report.markdown import markdown
from cleaner.report.sanitize import sanitize


@click.command(
    "clean",
    cls=Command,
    short_help="Clean one article.",
    epilog=examples(
        "cleaner clean page.html > editorial.txt",
        "cleaner clean page.html --format markdown --links",
        "cat article.txt | cleaner clean --format json --explain",
    ),
)
@click.argument("file", default="-", type=PATH)
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", help="What to print."
)
@click.option("--links", is_flag=True, help="With markdown: links as links; affiliate links never.")
@article_options
def command(file: str, form: str, links: bool, options: ArticleOptions) -> None:
    """Print the editorial text of FILE, a web page or a text (standard input if left out).

    With --format json, --explain adds what rules found and spared.
    """
    if links and form != "markdown":
        raise click.UsageError("--links goes with --format markdown")
    if options.explain and form != "json":
        raise click.UsageError("--explain goes with --format json")
    result = cleaned(file, options)
    if form == "json":
        echo_text(json.dumps(result.to_dict(options.explain), ensure_ascii=False, indent=2) + "\n")
    elif form == "markdown":
        echo_text(markdown(result, links=links, lists=options.rules.lists))
    else:
        echo_text(result.text)
    for warning in result.stats.warnings:
        click.echo(f"cleaner: {sanitize(file)}: {warning}", err=True)
