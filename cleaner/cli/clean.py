"""`cleaner clean`: one article."""

from __future__ import annotations

import json

import click

from cleaner.cli.options import echo_text, read_text, rule_options, rule_set, threshold_option
from cleaner.pipeline import clean_text


@click.command("clean")
@click.argument("file", default="-")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print.")
@click.option("--explain", is_flag=True, help="With json: also what rules found and spared, with its score card.")
@click.option("--url", help="Where the article comes from; rules for one site need it.")
@rule_options
@threshold_option
def command(
    file: str,
    form: str,
    explain: bool,
    url: str | None,
    rule_paths: tuple[str, ...],
    no_default_rules: bool,
    disable: tuple[str, ...],
    threshold: float | None,
) -> None:
    """Print the editorial text of FILE (standard input if left out)."""
    rules = rule_set(rule_paths, no_default_rules, disable)
    result = clean_text(read_text(file), url=url, rules=rules, threshold=threshold)
    if form == "json":
        echo_text(json.dumps(result.to_dict(explain), ensure_ascii=False, indent=2) + "\n")
    else:
        echo_text(result.text)
    for warning in result.stats.warnings:
        click.echo(f"cleaner: {file}: {warning}", err=True)
