"""`cleaner rules fit` and `fit-content`: scores and points from labelled articles and pages."""

from __future__ import annotations

from pathlib import Path

import click

from cleaner.cli.help import Command, examples
from cleaner.cli.options import rule_options, rule_set
from cleaner.errors import InputError
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.lists import bundled_rules

folds_option = click.option(
    "--folds", type=click.IntRange(min=2), default=5, metavar="N", help="Parts for cross-validation."
)


@click.command(
    "fit",
    cls=Command,
    short_help="Fit scores to labelled articles.",
    epilog=examples(
        "cleaner rules fit verdicts.jsonl",
        "cleaner rules fit cases.jsonl verdicts.jsonl --folds 3 --rules huts.toml",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="CASES...", type=click.Path(path_type=Path))
@folds_option
@click.option("--write", is_flag=True, help="Write the fitted scores into the rule files. Needs the extra `fit`.")
@rule_options
def fit(
    paths: tuple[Path, ...],
    folds: int,
    write: bool,
    rule_paths: tuple[str, ...],
    no_default_rules: bool,
    disable: tuple[str, ...],
) -> None:
    """Fit the scores of the weak rules to labelled articles, and report what each rule gains and costs.

    CASES are JSON Lines: {"id", "text", "labels": {"LINE": CATEGORY}, "cuts": {"LINE": [SUBSTRING]}}.
    """
    from cleaner.labelled import fit as fitting
    from cleaner.labelled.cases import load_cases
    from cleaner.labelled.measure import measure
    from cleaner.labelled.rewrite import rewrite

    rules = rule_set(rule_paths, no_default_rules, disable)
    cases = [case for path in paths for case in load_cases(path)]
    if len(cases) < folds:
        raise InputError(f"{len(cases)} cases are too few for {folds} folds")
    scores = fitting.fit(cases, rules)
    click.echo(f"{'rule':40} {'score':>6} {'fitted':>6} {'hits':>6} {'precision':>9} {'gain':>7} {'cost':>7}")
    for row in fitting.report(cases, rules, scores):
        numbers = f"{row.score:6.2f} {row.fitted:6.2f} {row.hits:6} {row.precision:9.3f} {row.gain:7} {row.cost:7}"
        click.echo(sanitize(f"{row.id:40} {numbers}"))
    click.echo(f"present scores   {measure(cases, rules).line()}")
    click.echo(f"fitted scores    {measure(cases, fitting.with_scores(rules, scores)).line()}")
    click.echo(f"cross-validated  {fitting.cross_validate(cases, rules, folds).line()}")
    if write:
        roots = [*([] if no_default_rules else [bundled_rules()]), *map(Path, rule_paths)]
        for file in rewrite(roots, scores):
            click.echo(f"wrote {file}")


@click.command(
    "fit-content",
    cls=Command,
    short_help="Fit the scorecard to labelled pages.",
    epilog=examples(
        "cleaner rules fit-content pages.jsonl.gz",
        "cleaner rules fit-content pages.jsonl.gz --folds 3 -o scorecard.json",
    ),
)
@click.argument("path", metavar="PAGES", type=click.Path(path_type=Path))
@folds_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the fitted scorecard to this file."
)
@rule_options
def fit_content(
    path: Path,
    folds: int,
    output: Path | None,
    rule_paths: tuple[str, ...],
    no_default_rules: bool,
    disable: tuple[str, ...],
) -> None:
    """Fit the scorecard, which finds the main content of pages, to labelled pages.

    PAGES are JSON Lines, gzipped or not: {"id", "url", "html", "main_content"}. Figures are means over pages of the F1 of words,
    before rules for text; cross-validation holds out whole sites. Needs the extra `fit`.
    """
    from cleaner.extract.scorecard import write_scorecard
    from cleaner.labelled import content

    rules = rule_set(rule_paths, no_default_rules, disable)
    samples = content.samples(path, rules)
    if len(samples) < folds:
        raise InputError(f"{path}: {len(samples)} pages are too few for {folds} folds")
    card = content.fit(samples)
    click.echo(f"pages            {len(samples)}")
    click.echo(f"fitted           F1 {content.mean(content.scores(samples, card)):.4f}")
    click.echo(f"cross-validated  F1 {content.mean(content.cross_validate(samples, folds)):.4f}")
    if output is not None:
        write_scorecard(output, card)
        click.echo(f"wrote {sanitize(str(output))}")
