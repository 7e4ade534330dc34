"""`cleaner rules fit`: cards and points from labelled pages and articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.atomic import replace_text
from cleaner.cli.declared import option, with_options
from cleaner.cli.help import Command, examples
from cleaner.cli.options import RuleOptions
from cleaner.errors import InputError
from cleaner.report.sanitize import sanitize
from cleaner.ruleset.lists import bundled_rules


@dataclass(frozen=True)
class FoldOptions:
    """How fitting is tried."""

    folds: int = option(
        "--folds", type=click.IntRange(min=2), default=5, metavar="N", help="Parts for cross-validation."
    )


@dataclass(frozen=True)
class FitScoresOptions(FoldOptions):
    """What becomes of fitted scores."""

    write: bool = option("--write", help="Write the fitted points into the rule files. Needs the extra `fit`.")


@dataclass(frozen=True)
class FitPageOptions(FoldOptions):
    """What becomes of a fitted card."""

    output: Path | None = option("-o", "--output", metavar="FILE", help="Write the fitted card to this file.")


@dataclass(frozen=True)
class FitTextOptions(FoldOptions):
    """What becomes of fitted tables and card."""

    output: Path | None = option(
        "-o",
        "--output",
        metavar="FOLDER",
        help="Write `wording.json` and the cards `text` and `sentence` into this folder.",
    )


@click.group(
    "fit",
    epilog=examples("cleaner rules fit text verdicts.jsonl", "cleaner rules fit page pages.jsonl.gz"),
)
def fit() -> None:
    """Fit cards and points to labelled pages and articles."""


@fit.command(
    "scores",
    cls=Command,
    short_help="Fit the points of weak rules to labelled articles.",
    epilog=examples(
        "cleaner rules fit scores verdicts.jsonl",
        "cleaner rules fit scores cases.jsonl verdicts.jsonl --folds 3 --rules huts.toml",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="CASES...", type=click.Path(path_type=Path))
@with_options
def fit_scores(paths: tuple[Path, ...], trial: FitScoresOptions, options: RuleOptions) -> None:
    """Fit the points of the weak rules to labelled articles, and report what each rule gains and costs.

    CASES are JSON Lines: {"id", "text", "labels": {"LINE": CATEGORY}, "cuts": {"LINE": [SUBSTRING]}}. Cross-validation holds
    out whole sites. Needs the extra `fit`.
    """
    from cleaner.fit import fit as fitting
    from cleaner.fit.cases import load_cases
    from cleaner.fit.measure import measure
    from cleaner.fit.rewrite import rewrite

    rules = options.load()
    cases = [case for path in paths for case in load_cases(path)]
    if len(cases) < trial.folds:
        raise InputError(f"{len(cases)} cases are too few for {trial.folds} folds")
    scores = fitting.fit_scores(cases, rules)
    click.echo(f"{'rule':40} {'points':>6} {'fitted':>6} {'hits':>6} {'precision':>9} {'gain':>7} {'cost':>7}")
    for row in fitting.report(cases, rules, scores):
        numbers = f"{row.points:6.2f} {row.fitted:6.2f} {row.hits:6} {row.precision:9.3f} {row.gain:7} {row.cost:7}"
        click.echo(sanitize(f"{row.id:40} {numbers}"))
    click.echo(f"present points   {measure(cases, rules).line()}")
    click.echo(f"fitted points    {measure(cases, fitting.with_scores(rules, scores)).line()}")
    click.echo(f"cross-validated  {fitting.cross_validate_scores(cases, rules, trial.folds).line()}")
    if trial.write:
        roots = [*([] if options.no_default_rules else [bundled_rules()]), *map(Path, options.rule_paths)]
        for file in rewrite(roots, scores):
            click.echo(f"wrote {file}")


@fit.command(
    "page",
    cls=Command,
    short_help="Fit the page card to labelled pages.",
    epilog=examples(
        "cleaner rules fit page pages.jsonl.gz",
        "cleaner rules fit page pages.jsonl.gz --folds 3 -o page.json",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PAGES...", type=click.Path(path_type=Path))
@with_options
def fit_page(paths: tuple[Path, ...], trial: FitPageOptions, options: RuleOptions) -> None:
    """Fit the card that finds the main content of pages to labelled pages.

    PAGES are JSON Lines, gzipped or not: {"id", "url", "html", "main_content", "with", "without"}. The last two list snippets
    that are main content and that are not; a page has its main content, snippets, or both. Figures are means over pages of the
    F1 of words, before rules for text, the share of snippets that are right, and what goes of all other words where so much of
    the main content stays; cross-validation holds out whole sites. A folder with the card as `cards/page.json` is for --rules.
    Needs the extra `fit`.
    """
    from cleaner.fit import content
    from cleaner.fit.fitter import cross_validate
    from cleaner.fit.fitter import fit as fitted
    from cleaner.fit.retention import recall_line
    from cleaner.ruleset.cards import card_source

    pages = content.measured_pages(paths, options.load())
    rows = content.block_rows(pages)
    held_out = cross_validate(rows, content.PLAN, trial.folds)
    card = fitted(rows, content.PLAN)
    if trial.output is not None:
        _write(trial.output, card_source(card))
    click.echo(f"pages            {len(pages)}")
    for name, sums in (("fitted", card.sums(rows.columns, rows.bags)), ("cross-validated", held_out)):
        f1, right = content.page_figures(pages, sums)
        click.echo(f"{name:16} F1 {f1:.4f}, snippets right {right:.4f}")
    click.echo(f"cross-validated  {recall_line(held_out, *content.words_of_blocks(pages))}")
    if trial.output is not None:
        click.echo(f"wrote {sanitize(str(trial.output))}")


@fit.command(
    "text",
    cls=Command,
    short_help="Fit what judges lines to labelled articles.",
    epilog=examples(
        "cleaner rules fit text cases.jsonl laced.jsonl -o rules",
        "cleaner rules fit text cases.jsonl verdicts.jsonl phrases.tsv --folds 3 -o my-rules",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="CASES...", type=click.Path(path_type=Path))
@with_options
def fit_text(paths: tuple[Path, ...], trial: FitTextOptions, options: RuleOptions) -> None:
    """Fit the tables of words and the card that judge lines of texts to labelled articles.

    CASES are JSON Lines: {"id", "url", "text", "labels": {"LINE": CATEGORY}, "cuts": {"LINE": [SUBSTRING]}, "weight"}; or, named
    *.tsv, phrases for the tables alone, a category, a tab and a phrase a line. Figures are of articles of full weight, in visible
    characters, cross-validated: whole sites are held out. The folder with the result is for --rules. Needs the extra `fit`.
    """
    from cleaner.fit.cases import load_cases
    from cleaner.fit.lines import labelled_texts
    from cleaner.fit.phrases import SUFFIX, load_phrases
    from cleaner.fit.sentences import sentence_figures
    from cleaner.fit.text import figures
    from cleaner.fit.text import fit_text as fitted
    from cleaner.ruleset.cards import card_source

    rules = options.load()
    listed = [path for path in paths if path.suffix == SUFFIX]
    texts = labelled_texts([case for path in paths if path not in listed for case in load_cases(path)], rules)
    phrases = load_phrases(listed, rules)
    result = fitted(texts, rules, trial.folds, phrases)
    click.echo(f"articles         {len(texts)}")
    click.echo(f"sentences        {sum(len(group.sentences) for group in phrases)} of phrases")
    for name, figure in figures(texts, result.held_out).items():
        click.echo(f"{name:16} {figure:.4f}")
    files = {"wording.json": result.wording.source(), "cards/text.json": card_source(result.card)}
    if result.sentences is not None:
        files["cards/sentence.json"] = card_source(result.sentences.card)
        for name, figure in sentence_figures(result.sentences).items():
            click.echo(f"sentences {name:6} {figure:.4f}")
    if trial.output is not None:
        for file, source in files.items():
            _write(trial.output / file, source)
            click.echo(f"wrote {sanitize(str(trial.output / file))}")


def _write(path: Path, source: str) -> None:
    """Write what was fitted, in a folder that is made if need be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, source)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
