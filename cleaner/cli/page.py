"""The diff as a page: where `cleaner diff --format html` puts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from cleaner.cli.options import echo_text
from cleaner.errors import InputError
from cleaner.records.file import reason
from cleaner.records.workspace import replace_text
from cleaner.report.article import Article
from cleaner.report.html.diff import diff_page
from cleaner.report.only import only as only_these

HTML = "html"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of articles.

    Attributes:
        output: its file; None: standard output.
        context: how many unchanged lines stand around a change where the others are folded.
        explain: whether what came close is shown.
        only: the categories that are of account; all if empty.
    """

    output: Path | None
    context: int
    explain: bool
    only: tuple[str, ...]

    def check(self, form: str, stat: bool, inputs: Iterable[str | None]) -> None:
        """Refuse options that mean nothing together, and an output that is an input."""
        if self.output is not None and form != HTML:
            raise click.UsageError("-o goes with --format html")
        if stat and form == HTML:
            raise click.UsageError("--stat goes without --format html")
        if self.output is not None and self.output.resolve() in [Path(name).resolve() for name in inputs if name]:
            raise InputError(f"{self.output}: is an input and would be overwritten")

    def write(self, articles: Iterable[Article]) -> bool:
        """Write the page; whether there was a difference."""
        shown = list(articles)
        text = diff_page(shown, explain=self.explain, only=self.only, context=self.context)
        if self.output is None:
            echo_text(text)
        else:
            try:
                replace_text(self.output, text)
            except OSError as error:
                raise InputError(f"{self.output}: {reason(error)}") from error
        results = [only_these(one.result, self.only) for one in shown if one.result is not None]
        return any(result.raw != result.text for result in results)
