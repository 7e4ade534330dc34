"""`cleaner rules docs`: the catalogue in the rule author's guide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.atomic import replace_text
from cleaner.cli.declared import option, with_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import RuleOptions
from cleaner.errors import InputError
from cleaner.report.catalogue import with_catalogue
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.lists import bundled_rules


@dataclass(frozen=True)
class DocsOptions:
    """What becomes of the page."""

    check: bool = option("--check", help="Write nothing; fail if the catalogue is not of these rules.")


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
@with_options
def docs(page: Path | None, writing: DocsOptions, options: RuleOptions) -> None:
    """Write the catalogue of the rules into PAGE, the README.md of the bundled rules if left out.

    PAGE is Markdown with two marks, between which the catalogue stands; what stands around them is left as it is.
    """
    page = page or bundled_rules() / "README.md"
    rules = options.load().rules
    try:
        before = page.read_text(encoding="utf-8")
        after = with_catalogue(before, rules)
        if writing.check and after != before:
            raise InputError("its catalogue is not of these rules: run `cleaner rules docs`")
        if after != before:
            replace_text(page, after)
    except OSError as error:
        raise InputError(f"{page}: {error.strerror or error}") from error
    except (UnicodeDecodeError, InputError) as error:
        raise InputError(f"{page}: {error}") from error
    click.echo(sanitize(f"{page}: {len(rules)} rules"))
