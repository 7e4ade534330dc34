"""Pictures: the charts in the report of a run, each with what it shows in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cleaner.report.html.charts import Bar, bars, column_chart
from cleaner.report.html.collect import BINS, Collection
from cleaner.report.html.page import colour
from cleaner.report.html.rules import UsedRule
from cleaner.report.html.sites import Site, Sites
from cleaner.report.html.words import counted, percent, plural, short
from cleaner.stats import Stats

_BARS = 10
_ACCENT = "k-accent"


class Picture(NamedTuple):
    """A chart.

    Attributes:
        title: what it shows.
        note: how to read it.
        drawing: the chart as markup.
        numbers: the same as rows of a table; empty where another table of the page has them.
    """

    title: str
    note: str
    drawing: Any
    numbers: Sequence[tuple[str, str]] = ()


def pictures(stats: Stats, found: Collection, used: Sequence[UsedRule]) -> Iterator[Picture]:
    """The charts for which there is something to show."""
    if stats.removals:
        yield _categories(stats)
        yield _rules(used)
    if found.documents:
        yield _shares(found)
    if odd := [site for site in found.sites.odd(_BARS) if site.share > found.sites.usual]:
        yield _sites(odd, found.sites)


def _categories(stats: Stats) -> Picture:
    sizes = sorted(stats.characters_by_category.items(), key=lambda item: (-item[1], item[0]))
    rows = [Bar(name, size, percent(size / stats.characters), colour(name)) for name, size in sizes]
    title = "Removed by category"
    numbers = [(name, f"{counted(size)} characters") for name, size in sizes]
    return Picture(title, "Share of all characters that were read.", bars(rows, title), numbers)


def _rules(used: Sequence[UsedRule]) -> Picture:
    rows = [Bar(rule.name, rule.characters, short(rule.characters), colour(rule.category)) for rule in used[:_BARS]]
    title = "Rules that remove most"
    return Picture(title, "Characters of the removals in which no rule was stronger.", bars(rows, title))


def _shares(found: Collection) -> Picture:
    step = 100 // BINS
    names = ["nothing", *(f"{n * step}–{n * step + step}%" for n in range(BINS))]
    labels = ["0", *(f"{n * step + step}%" if (n + 1) % 4 == 0 else "" for n in range(BINS))]
    values = [found.untouched, *found.bins]
    rows = [
        Bar(label, value, f"{name}: {plural(value, 'document')}", _ACCENT)
        for label, name, value in zip(labels, names, values, strict=True)
    ]
    title = "What documents lost"
    note = f"Documents by the share removed of each; {counted(found.untouched)} of {counted(found.documents)} lost nothing."
    return Picture(title, note, column_chart(rows, title), [*zip(names, map(counted, values), strict=True)])


def _sites(odd: Sequence[Site], sites: Sites) -> Picture:
    rows = [Bar(site.name, site.share, percent(site.share), _ACCENT) for site in odd]
    title = "Sites that stand out"
    of = plural(len(sites), "site")
    note = f"Share removed of all text of a site. The median of {of} is {percent(sites.usual)}."
    return Picture(title, note, bars(rows, title))
