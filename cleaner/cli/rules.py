"""`cleaner rules`: list, show, test, check, fit and document rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.cli import DONE, UNUSABLE
from cleaner.cli.declared import PATH, option, with_options
from cleaner.cli.docs import docs
from cleaner.cli.fit import fit
from cleaner.cli.help import Command, examples
from cleaner.cli.lace import lace
from cleaner.cli.options import DefaultOptions, RuleOptions
from cleaner.errors import InputError
from cleaner.report.catalogue import weight_words
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.lists import bundled_rules
from cleaner.ruleset.load import load_rules
from cleaner.ruleset.rule import Rule
from cleaner.ruleset.ruleset import RuleSet


@dataclass(frozen=True)
class TrialOptions:
    """What rules are tried on."""

    case_files: tuple[Path, ...] = option(
        "--cases",
        metavar="FILE",
        help="Also labelled articles, such as `cleaner review` writes: their spam must go, the rest stay; repeatable.",
    )


@click.group(
    "rules",
    epilog=examples(
        "cleaner rules list disclosure",
        "cleaner rules check huts.toml",
        "cleaner rules test --rules huts.toml",
    ),
)
def command() -> None:
    """List, show, test, check, fit and document rules."""


def _selected(rules: RuleSet, names: tuple[str, ...]) -> tuple[Rule, ...]:
    for name in names:
        if not rules.select([name]):
            raise InputError(f"{name}: no rule and no group of this name")
    return rules.select(names)


@command.command(
    "list",
    cls=Command,
    epilog=examples("cleaner rules list disclosure", "cleaner rules list --rules huts.toml --no-default-rules"),
)
@click.argument("names", nargs=-1, metavar="[ID-OR-GROUP]...")
@with_options
def list_rules(names: tuple[str, ...], options: RuleOptions) -> None:
    """One line a rule: id, kind, points, what it is for."""
    for rule in _selected(options.load(), names):
        click.echo(sanitize(f"{rule.id:36} {rule.kind:9} {weight_words(rule):>7}  {rule.description}"))


@command.command(
    "show",
    cls=Command,
    epilog=examples(
        "cleaner rules show disclosure.amazon-associate", "cleaner rules show promo.hut-club --rules huts.toml"
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="ID-OR-GROUP...")
@with_options
def show(names: tuple[str, ...], options: RuleOptions) -> None:
    """Everything about some rules, examples included."""
    from cleaner.report.rule import rule_lines

    for rule in _selected(options.load(), names):
        for line in rule_lines(rule):
            click.echo(sanitize(line))


@command.command(
    "test",
    cls=Command,
    short_help="Run the rules' own examples.",
    epilog=examples(
        "cleaner rules test disclosure",
        "cleaner rules test promo.hut-club --rules huts.toml",
        "cleaner rules test promo --cases verdicts.jsonl",
    ),
)
@click.argument("names", nargs=-1, metavar="[ID-OR-GROUP]...")
@with_options
def test(names: tuple[str, ...], tried: TrialOptions, options: RuleOptions) -> int:
    """Run the rules' own examples through the engine, each with only its rule loaded."""
    from cleaner.fit import check as labelled
    from cleaner.fit.cases import load_cases
    from cleaner.selftest import rule_failures

    rules = options.load()
    selected = _selected(rules, names)
    cases = [(file, case) for file in tried.case_files for case in load_cases(file)]
    failed = 0
    for rule in selected:
        for failure in rule_failures(rule, rules):
            failed += 1
            click.echo(sanitize(f"{rule.file}: {rule.id}: {failure}"), err=True)
    for file, case in cases:
        for failure in labelled.case_failures(case, rules):
            failed += 1
            click.echo(sanitize(f"{file}: {case.id}: {failure}"), err=True)
    examples = sum(len(r.examples.removes) + len(r.examples.keeps) + len(r.examples.cuts) for r in selected)
    tested = f"{len(selected)} rules, {examples} examples" + (f", {len(cases)} cases" if tried.case_files else "")
    click.echo(f"{tested}, {failed} failed")
    return UNUSABLE if failed else DONE


@command.command(
    "check",
    cls=Command,
    short_help="Validate rule files.",
    epilog=examples("cleaner rules check", "cleaner rules check huts.toml da.toml"),
)
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@with_options
def check(paths: tuple[str, ...], options: DefaultOptions) -> None:
    """Validate rule files or folders (the bundled rules if none are named), and report every fault.

    Your files are read beside the bundled rules, as with --rules: an id is taken once, and what names other rules finds them.
    """
    own = bundled_rules().resolve()
    alone = options.no_default_rules or not paths or any(Path(path).resolve().is_relative_to(own) for path in paths)
    loaded = load_rules(*(paths or [own]), defaults=not alone)
    beside = set() if alone else {rule.id for rule in load_rules().rules}
    click.echo(f"{sum(rule.id not in beside for rule in loaded.rules)} rules, no faults")


command.add_command(docs)
command.add_command(fit)
command.add_command(lace)
