"""Options for one article, and the article cleaned as they ask."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner.cli.options import limit_option, page_options, pages_of, rule_options, rule_set, threshold_option
from cleaner.document.decode import decode, decode_page
from cleaner.document.sniff import looks_like_page
from cleaner.errors import InputError
from cleaner.limits import Limits
from cleaner.model import CleanResult
from cleaner.pipeline import clean_html, clean_text
from cleaner.records.texts import PAGE_ENDINGS
from cleaner.ruleset.ruleset import RuleSet

F = TypeVar("F", bound=Callable[..., Any])

_SNIFFED_BYTES = 2048
_BYTES_A_CHARACTER = 4  # at most, in every encoding of the web


@dataclass(frozen=True, slots=True)
class ArticleOptions:
    """How one article is to be read and cleaned."""

    rules: RuleSet
    threshold: float | None
    input_format: str
    extractor: str
    encoding: str | None
    url: str | None
    explain: bool
    limits: Limits


def article_options(function: F) -> F:
    """Everything that says how an article is read and cleaned, as one argument `options`."""

    @wraps(function)
    def collected(
        *args: Any,
        rule_paths: tuple[str, ...],
        no_default_rules: bool,
        disable: tuple[str, ...],
        threshold: float | None,
        input_format: str,
        extractor: str,
        encoding: str | None,
        url: str | None,
        explain: bool,
        limits: dict[str, float],
        **kwargs: Any,
    ) -> Any:
        rules = rule_set(rule_paths, no_default_rules, disable)
        reach = Limits(**limits)  # type: ignore[arg-type]  # each of its own kind
        options = ArticleOptions(rules, threshold, input_format, extractor, encoding, url, explain, reach)
        return function(*args, options=options, **kwargs)

    decorated = threshold_option(rule_options(collected))
    for option in (
        click.option("--explain", is_flag=True, help="Score cards, also of what came close and stays."),
        click.option("--url", metavar="URL", help="Where the article comes from; rules for one site need it."),
        click.option("--encoding", metavar="NAME", help="Encoding of the input, if you know it."),
        page_options,
        limit_option,
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[return-value]  # click's decorators keep the function's type in name only


def read_bytes(name: str, limits: Limits) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        InputError: the file cannot be read, or is larger than any article within the limits.
    """
    most = _BYTES_A_CHARACTER * limits.characters
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error
    if len(data) > most:
        raise InputError(f"{name}: is larger than {most:,} bytes (--limit characters={limits.characters})")
    return data


def read_text(name: str, options: ArticleOptions) -> str:
    """The text of a file, or of standard input for `-`."""
    return decode(read_bytes(name, options.limits), options.encoding)


def cleaned(name: str, options: ArticleOptions) -> CleanResult:
    """The article of a file, or of standard input for `-`, cleaned."""
    data = read_bytes(name, options.limits)
    if is_page(name, data, options.input_format):
        return cleaned_text(decode_page(data, options.encoding), True, options)
    return cleaned_text(decode(data, options.encoding), False, options)


def cleaned_text(text: str, page: bool, options: ArticleOptions, url: str | None = None) -> CleanResult:
    """An article, or the page that it stands on, cleaned; its own address if the options name none."""
    url = options.url or url
    if not page:
        return clean_text(text, url=url, rules=options.rules, threshold=options.threshold, limits=options.limits)
    return clean_html(
        text,
        url=url,
        rules=options.rules,
        threshold=options.threshold,
        extractor=options.extractor,
        explain=options.explain,
        limits=options.limits,
    )


def is_page(name: str, data: bytes, input_format: str) -> bool:
    """Whether an input is a page: as told, by its name's ending, or by how it begins."""
    asked = pages_of(input_format)
    if asked is not None:
        return asked
    if name.lower().endswith(PAGE_ENDINGS):
        return True
    return looks_like_page(decode(data[:_SNIFFED_BYTES]))
