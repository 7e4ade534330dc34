"""`cleaner clean`: one article."""

from __future__ import annotations

import json
from dataclasses import dataclass

import click

from cleaner.cli.article import ArticleOptions, cleaned_article, refuse_dump
from cleaner.cli.declared import PATH, option, with_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import FormOptions, echo_text
from cleaner.report.markdown import markdown
from cleaner.report.sanitize import sanitize
from cleaner.report.terminal import explanation


@dataclass(frozen=True)
class PrintOptions(FormOptions):
    """What is printed."""

    form: str = option(
        "--format", type=click.Choice(["text", "markdown", "json"]), default="text", help="What to print."
    )


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
@with_options
def command(file: str, shown: PrintOptions, options: ArticleOptions) -> None:
    """Print the editorial text of FILE, a web page or a text (standard input if left out).

    --explain tells what went and why, and what came close and stays: in the JSON of --format json, else on standard error.
    """
    refuse_dump(file, "clean it with `cleaner batch`")
    result = cleaned_article(file, options, images=shown.images)
    if shown.form == "json":
        echo_text(json.dumps(result.to_dict(options.explain), ensure_ascii=False, indent=2) + "\n")
    elif shown.form == "markdown":
        echo_text(
            markdown(
                result,
                links=shown.links,
                lists=options.rules.lists,
                images=shown.images,
                front_matter=shown.front_matter,
            )
        )
    else:
        echo_text(result.text)
    if options.explain and shown.form != "json":
        for line in explanation(result):
            click.echo(line, err=True)
    for warning in result.stats.warnings:
        click.echo(f"cleaner: {sanitize(file)}: {warning}", err=True)
