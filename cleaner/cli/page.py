"""The diff as a page: where `cleaner diff --format html` puts it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cleaner.atomic import replace_text
from cleaner.cli.options import echo_text
from cleaner.errors import InputError
from cleaner.records.file import reason
from cleaner.report.article import ShownArticle
from cleaner.report.html.diff import diff_page
from cleaner.report.only import only as only_these

HTML = "html"


def write_page(
    articles: Iterable[ShownArticle], output: Path | None, *, context: int, explain: bool, only: tuple[str, ...]
) -> bool:
    """Write a page of articles.

    Args:
        articles: what is shown.
        output: the page's file; None: standard output.
        context: how many unchanged lines stand around a change where the others are folded.
        explain: whether what came close is shown.
        only: the categories that are of account; all if empty.

    Returns:
        Whether there was a difference.
    """
    shown = list(articles)
    text = diff_page(shown, explain=explain, only=only, context=context)
    if output is None:
        echo_text(text)
    else:
        try:
            replace_text(output, text)
        except OSError as error:
            raise InputError(f"{output}: {reason(error)}") from error
    results = [only_these(one.result, only) for one in shown if one.result is not None]
    return any(result.raw != result.text for result in results)
