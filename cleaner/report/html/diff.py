"""The diff for a browser: articles line by line, what went marked, its category and rules beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from cleaner.report.article import ShownArticle
from cleaner.report.html.marked import MarkedLine, marked
from cleaner.report.html.page import sealed_page
from cleaner.report.only import only as only_these
from cleaner.stats import Stats


class _Shown(NamedTuple):
    """An article as the template takes it."""

    label: str
    url: str
    error: str
    title: str
    stats: Stats
    removals: Counter[str]
    lines: Sequence[MarkedLine]


def diff_page(
    articles: Iterable[ShownArticle], *, explain: bool = False, only: Collection[str] = (), context: int = 3
) -> str:
    """The page; the same articles always give the same.

    Args:
        articles: what is shown, in order; a table of contents leads to each.
        explain: whether what came close is shown too.
        only: the categories that are of account; all if empty.
        context: how many unchanged lines stay around a change where a reader hides the others.

    Raises:
        MissingExtraError: Jinja2 is not installed.
    """
    shown = [_shown(article, explain, only) for article in articles]
    removals: Counter[str] = sum((one.removals for one in shown), Counter())
    categories = sorted(removals.items(), key=lambda item: (-item[1], item[0]))
    return sealed_page("diff", articles=shown, categories=categories, context=context)


def _shown(article: ShownArticle, explain: bool, only: Collection[str]) -> _Shown:
    name, result, error, url, _ = article
    if result is None:
        return _Shown(name, url, error, "", Stats(), Counter(), ())
    chosen = only_these(result, only)
    removals = Counter(removal.category for removal in chosen.removals)
    return _Shown(name, url, "", result.title or "", chosen.stats, removals, list(marked(result, explain, only)))
