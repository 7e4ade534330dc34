"""Facets: by what the shown documents can be filtered and sorted, as lists to choose from and as data for the page's script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from cleaner.report.html.collect import DocumentRow, removed_share


class Facets(NamedTuple):
    """Names to choose from, and for every document the numbers of those that it has.

    Attributes:
        categories, rules, sites: sorted names.
        documents: for every document, in order: site, categories, rules, whether it has warnings, the share removed, characters.
    """

    categories: list[str]
    rules: list[str]
    sites: list[str]
    documents: list[tuple[Any, ...]]


def facets(rows: Sequence[DocumentRow]) -> Facets:
    """The facets of documents."""
    categories = sorted({name for row in rows for name in row["categories"]})
    rules = sorted({name for row in rows for name in row["rules"]})
    sites = sorted({row["site"] for row in rows} - {""})
    numbers = [{name: number for number, name in enumerate(names)} for names in (categories, rules, sites)]
    documents = [
        (
            numbers[2].get(row["site"], -1),
            [numbers[0][name] for name in row["categories"]],
            [numbers[1][name] for name in row["rules"]],
            int(bool(row["warnings"])),
            round(removed_share(row), 4),
            row["characters"],
        )
        for row in rows
    ]
    return Facets(categories, rules, sites, documents)
