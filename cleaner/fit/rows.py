"""Labelled rows: blocks or lines with their measures and tokens, how much of each is to go, and folds that hold whole sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaner.errors import InputError
from cleaner.hosts import registrable_domain


@dataclass(frozen=True)
class LabelledRows:
    """Rows of one table.

    Attributes:
        columns: by measure its values, one a row.
        bags: by kind of token the tokens of each row.
        shares: how much of each row is to go, from 0 to 1.
        weights: how much each row counts.
        sites: what rows of one site have in common, as `site_key` gives it.
    """

    columns: Mapping[str, Sequence[float]]
    bags: Mapping[str, Sequence[frozenset[str]]]
    shares: Sequence[float]
    weights: Sequence[float]
    sites: Sequence[str]

    def at(self, places: Sequence[int]) -> LabelledRows:
        """The rows at these places."""
        return LabelledRows(
            {name: [column[place] for place in places] for name, column in self.columns.items()},
            {name: [bag[place] for place in places] for name, bag in self.bags.items()},
            [self.shares[place] for place in places],
            [self.weights[place] for place in places],
            [self.sites[place] for place in places],
        )


def site_key(url: str | None, document: str) -> str:
    """What the documents of one site have in common: the registrable domain of the address, else of the id, else the id."""
    return registrable_domain(url or "") or registrable_domain(document) or document


def site_folds(sites: Sequence[str], folds: int) -> list[tuple[list[int], list[int]]]:
    """For every part of a cross-validation the places of all other parts and of its own. The same sites give the same parts.

    Raises:
        InputError: there are fewer sites than parts.
    """
    counts = Counter(sites)
    if len(counts) < folds:
        raise InputError(f"{len(counts)} sites are too few for {folds} folds")
    # The largest sites first, each to the part that is smallest so far.
    sizes, fold_of = [0] * folds, {}
    for site, size in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        fold_of[site] = smallest = sizes.index(min(sizes))
        sizes[smallest] += size
    parts = [fold_of[site] for site in sites]
    return [
        ([n for n, part in enumerate(parts) if part != fold], [n for n, part in enumerate(parts) if part == fold])
        for fold in range(folds)
    ]
