"""Options that several commands share, and what they amount to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import click

from cleaner.extract.content import EXTRACTORS
from cleaner.limits import Limits
from cleaner.records import standard
from cleaner.ruleset.load import load_rules
from cleaner.ruleset.ruleset import RuleSet

F = TypeVar("F", bound=Callable[..., Any])

INPUT_FORMATS = ("auto", "text", "html")
# The name of a file or folder, for shells to complete; whether there is one is told when it is opened.
PATH = click.Path(readable=False)


def no_default_rules_option(function: F) -> F:
    """`--no-default-rules`."""
    return click.option("--no-default-rules", is_flag=True, help="Leave out the bundled rules.")(function)


def rule_options(function: F) -> F:
    """`--rules`, `--no-default-rules`, `--disable`."""
    paths = click.option("--rules", "rule_paths", multiple=True, type=PATH, help="Add rules; repeatable.")
    without = click.option("--disable", multiple=True, metavar="ID-OR-GROUP", help="Leave out rules; repeatable.")
    return paths(no_default_rules_option(without(function)))


def threshold_option(function: F) -> F:
    """`--threshold`."""
    return click.option(
        "--threshold",
        type=click.FloatRange(min=0.01),
        metavar="X",
        help="Score from which a block goes (1.0); more is safer, less removes more.",
    )(function)


def input_format_option(function: F) -> F:
    """`--input-format`."""
    return click.option(
        "--input-format",
        type=click.Choice(INPUT_FORMATS),
        default=INPUT_FORMATS[0],
        help="Whether articles are pages or text; auto goes by field, file name and beginning.",
    )(function)


def pages_of(input_format: str) -> bool | None:
    """Whether articles are pages, as `--input-format` says; None: as each of them begins."""
    return None if input_format == "auto" else input_format == "html"


def page_options(function: F) -> F:
    """`--input-format`, `--extractor`."""
    extractor = click.option(
        "--extractor",
        type=click.Choice(EXTRACTORS),
        default=EXTRACTORS[0],
        help="What finds the main content of pages.",
    )
    return input_format_option(extractor(function))


def limit_option(function: F) -> F:
    """`--limit`, as one argument `limits`: those given, by name."""
    names = ", ".join(f"{field.name} ({field.default:,})" for field in fields(Limits))
    return click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar="NAME=N",
        callback=_limits,
        help=f"How much of one article is worked on; repeatable: {names}.",
    )(function)


def _limits(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    kinds: dict[str, Callable[[str], float]] = {
        field.name: float if field.name == "seconds" else int for field in fields(Limits)
    }
    given: dict[str, float] = {}
    for words in values:
        name, sign, value = words.partition("=")
        try:
            given[name] = kinds[name](value if sign else "")
        except KeyError:
            raise click.BadParameter(f"{words}: must be one of {', '.join(kinds)}, =, a number") from None
        except ValueError:
            raise click.BadParameter(f"{words}: must be {name}= and a number") from None
    return given


def rule_set(rule_paths: tuple[str, ...], no_default_rules: bool, disable: tuple[str, ...]) -> RuleSet:
    """The rules that the options ask for."""
    return load_rules(*rule_paths, defaults=not no_default_rules, disable=disable)


def echo_text(text: str) -> None:
    """Write text to standard output as UTF-8, with nothing added; lone surrogates become question marks."""
    standard.write(text.encode("utf-8", "replace"))
