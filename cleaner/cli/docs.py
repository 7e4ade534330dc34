"""`cleaner rules docs`: the catalogue in the rule author's guide."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.help import Command, examples
from cleaner.cli.options import rule_options, rule_set
from cleaner.errors import InputError
from cleaner.records.workspace import replace_text
from cleaner.report.catalogue import with_catalogue
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.lists import bundled_rules


@click.command(
    "docs",
    cls=Command,
    short_help="Write the catalogue of the rules.",
    epilog=examples(
        "cleaner rules docs --check",
        "cleaner rules docs catalogue.md --rules huts.toml --no-default-rules",
    ),
)
@click.argument("page", required=False, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; fail if the catalogue is not of these rules.")
@rule_options
def docs(
    page: Path | None,
    check: bool,
    rule_paths: tuple[str, ...],
    no_default_rules: bool,
    disable: tuple[str, ...],
) -> None:
    """Write the catalogue of the rules into PAGE, the README.md of the bundled rules if left out.

    PAGE is Markdown with two marks, between which the catalogue stands; what stands around them is left as it is.
    """
    page = page or bundled_rules() / "README.md"
    rules = rule_set(rule_paths, no_default_rules, disable).rules
    try:
        before = page.read_text(encoding="utf-8")
        after = with_catalogue(before, rules)
        if check and after != before:
            raise InputError("its catalogue is not of these rules: run `cleaner rules docs`")
        if after != before:
            replace_text(page, after)
    except OSError as error:
        raise InputError(f"{page}: {error.strerror or error}") from error
    except (UnicodeDecodeError, InputError) as error:
        raise InputError(f"{page}: {error}") from error
    click.echo(sanitize(f"{page}: {len(rules)} rules"))
