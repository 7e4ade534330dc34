"""The scorecard that fits labelled rows best: a logistic regression on ranges of measures, pairs of them, and tokens.

Ranges end at quantiles of the rows and of their weights. Points are pulled to zero (ridge), and those of neighbouring ranges to
one another, so that what few rows show says little. Of a bag with many tokens only those with most points stay, and the rest
is fitted again without the others. The same rows give the same scorecard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.errors import MissingExtraError
from cleaner.evidence.scorecard import Scorecard
from cleaner.fit.regression import Array, Term, descend
from cleaner.fit.rows import LabelledRows, site_folds

try:
    import numpy as np
    from scipy import sparse
except ImportError as error:
    raise MissingExtraError(error.name or "scipy", "fit") from None


@dataclass(frozen=True)
class Plan:
    """How a scorecard is fitted. Pulls are in rows of mean weight.

    Attributes:
        pairs: measures that also count together.
        only_paired: measures that count in pairs alone.
        categories: measures whose values are names; each has a range of its own.
        ranges: how many ranges a measure has, about twice as many where quantiles of rows and of weights differ.
        coarse: the same for a measure in a pair.
        ridge: the pull of a range's points to zero.
        smooth: the pull of neighbouring ranges' points to one another.
        pair_ridge: the pull of a pair's points to zero.
        token_ridge: the pull of a token's points to zero.
        sites: on how many sites a token must stand.
        tokens: how many tokens of a bag stay.
        lean: what every sum is moved by; below 0 keeps what is unsure.
    """

    pairs: Sequence[tuple[str, str]] = ()
    only_paired: Sequence[str] = ()
    categories: Sequence[str] = ()
    ranges: int = 16
    coarse: int = 6
    ridge: float = 20.0
    smooth: float = 100.0
    pair_ridge: float = 300.0
    token_ridge: float = 300.0
    sites: int = 20
    tokens: int = 4000
    lean: float = 0.0


def fit(rows: LabelledRows, plan: Plan) -> Scorecard:
    """The scorecard that fits the rows best. Rows of no weight say nothing."""
    rows = rows.at([place for place, weight in enumerate(rows.weights) if weight])
    weights = np.asarray(rows.weights, float)
    weights = weights / weights.mean()
    values = {name: np.asarray(column, float) for name, column in rows.columns.items()}
    own = [name for name in values if name not in plan.only_paired]
    edges = {name: _edges(values[name], weights, plan.ranges, name in plan.categories) for name in own}
    paired = dict.fromkeys(name for pair in plan.pairs for name in pair)
    coarse = {name: _edges(values[name], weights, plan.coarse, name in plan.categories) for name in paired}
    terms = _measures(values, edges, plan) | _pairs(values, coarse, plan)
    tokens = {name: common_tokens(bag, rows.sites, plan.sites) for name, bag in rows.bags.items()}
    points, base = descend(terms | _bags(rows, tokens, plan), np.asarray(rows.shares, float), weights)
    if any(len(known) > plan.tokens for known in tokens.values()):
        tokens = {name: _strongest(known, points[name], plan.tokens) for name, known in tokens.items()}
        points, base = descend(terms | _bags(rows, tokens, plan), np.asarray(rows.shares, float), weights)
    said = {key: [round(float(point), 2) for point in part] for key, part in points.items()}
    return Scorecard(
        round(base + plan.lean, 2),
        {name: (tuple(edge.tolist()), tuple(said[name,])) for name, edge in edges.items()},
        {name: tuple(edge.tolist()) for name, edge in coarse.items()},
        tuple((*pair, _table(said[pair], len(coarse[pair[1]]) + 1)) for pair in plan.pairs),
        {
            name: {token: at for token, at in zip(known, said[name], strict=True) if at}
            for name, known in tokens.items()
        },
    )


# By what has points: a measure `(name,)`, a pair `(first, second)`, a bag `name`.
_Terms = dict[Any, Term]


def _measures(values: Mapping[str, Array], edges: Mapping[str, Array], plan: Plan) -> _Terms:
    return {
        (name,): Term(_one_hot(_ranges(values[name], edge), len(edge) + 1), plan.ridge, plan.smooth)
        for name, edge in edges.items()
    }


def _pairs(values: Mapping[str, Array], coarse: Mapping[str, Array], plan: Plan) -> _Terms:
    ranges = {name: _ranges(values[name], edge) for name, edge in coarse.items()}
    terms = {}
    for first, second in plan.pairs:
        down, across = len(coarse[first]) + 1, len(coarse[second]) + 1
        terms[first, second] = Term(_one_hot(ranges[first] * across + ranges[second], down * across), plan.pair_ridge)
    return terms


def _bags(rows: LabelledRows, tokens: Mapping[str, Sequence[str]], plan: Plan) -> _Terms:
    terms = {}
    for name, known in tokens.items():
        places = {token: place for place, token in enumerate(known)}
        found = [sorted(places[token] for token in bag & places.keys()) for bag in rows.bags[name]]
        starts, indices = np.cumsum([0, *map(len, found)]), [place for row in found for place in row]
        matrix = sparse.csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(found), len(known)))
        terms[name] = Term(matrix, plan.token_ridge)
    return terms


def _edges(values: Array, weights: Array, ranges: int, is_category: bool) -> Array:
    """Where ranges meet: between all values if they are few or names, else at quantiles, of rows and of weights."""
    distinct = np.unique(values)
    if is_category or len(distinct) <= ranges:
        return _rounded((distinct[1:] + distinct[:-1]) / 2)
    at = np.linspace(0, 1, ranges + 1)[1:-1]
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    by_weight = values[order][np.searchsorted(sums, at * sums[-1])]
    return _rounded(np.concatenate([np.quantile(values, at), by_weight]))


def _rounded(edges: Array) -> Array:
    return np.unique([float(f"{edge:.3g}") for edge in edges])


def _ranges(values: Array, edges: Array) -> Array:
    return np.searchsorted(edges, values, side="right")


def _one_hot(ranges: Array, size: int) -> Array:
    rows = len(ranges)
    return sparse.csr_matrix((np.ones(rows), ranges, np.arange(rows + 1)), shape=(rows, size))


def common_tokens(bag: Iterable[frozenset[str]], sites: Iterable[str], least: int) -> list[str]:
    """The tokens that stand on enough sites."""
    by_site: dict[str, set[str]] = {}
    for site, tokens in zip(sites, bag, strict=True):
        by_site.setdefault(site, set()).update(tokens)
    counts = Counter(token for tokens in by_site.values() for token in tokens)
    return sorted(token for token, count in counts.items() if count >= least)


def _strongest(tokens: Sequence[str], points: Array, most: int) -> list[str]:
    return [tokens[place] for place in sorted(np.argsort(-abs(points), kind="stable")[:most])]


def _table(points: Sequence[float], across: int) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(points[start : start + across]) for start in range(0, len(points), across))


def cross_validate(rows: LabelledRows, plan: Plan, folds: int) -> list[float]:
    """For every row, of weight or of none, the sum of a scorecard that was fitted to rows of other sites.

    Raises:
        InputError: there are fewer sites than folds.
    """
    sums = [0.0] * len(rows.sites)
    for inside, outside in site_folds(rows.sites, folds):
        held = rows.at(outside)
        for place, total in zip(outside, fit(rows.at(inside), plan).sums(held.columns, held.bags), strict=True):
            sums[place] = total
    return sums
