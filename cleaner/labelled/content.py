"""The scorecard fitted to labelled pages: a logistic regression on ranges of measures, pairs of them, and words of names.

Ranges end at quantiles of the blocks and of their words. Points are pulled to zero (ridge) and those of neighbouring ranges to
one another, so that what few blocks show says little. Blocks weigh by their words over the square root of their page's. The
same pages give the same scorecard.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cleaner.detect.element import element_index
from cleaner.document.markup import parse
from cleaner.errors import MissingExtraError
from cleaner.extract.content import read_page
from cleaner.extract.features import MEASURES, Features, name_words
from cleaner.extract.scorecard import Scorecard
from cleaner.labelled.pages import LabelledPage, content_shares, load_pages, words
from cleaner.pipeline import THRESHOLD
from cleaner.ruleset.ruleset import RuleSet

try:
    import numpy as np
    from scipy import sparse
    from scipy.optimize import minimize
except ImportError as error:
    raise MissingExtraError(error.name or "scipy", "fit") from None

Array = Any  # numpy's arrays; their types cost more than they tell here

# The loose pull is that of pairs and names. Of 10 and 16 ranges and of pulls from 5 to 500, tried by cross-validation over
# sites on 793 pages, these did best.
RANGES, COARSE = 16, 6
RIDGE, SMOOTH, LOOSE_RIDGE = 20.0, 100.0, 300.0
STEPS = 150
# A word of names must stand on so many sites to count for a habit of the web.
SITES = 20
# Blocks that say little for sure are kept rather than lost: what a cut costs is worse than what a leftover does.
CUT = 0.4
PAIRS = (
    ("kind", "up"), ("words", "linked"), ("share2", "prose_before"), ("alike_share", "up"), ("off", "up"),
    ("total", "share2"), ("kind", "off"), ("share1", "prose_before"), ("alike_share", "total"), ("kind", "after"),
    ("share2", "share3"), ("up", "after"), ("words", "up"), ("share2", "alike_share"),
)  # fmt: skip
# These count only in pairs.
ONLY_PAIRED = ("words",)
CATEGORIES = ("kind", "ending", "label")


@dataclass(frozen=True)
class Sample:
    """The measured blocks of one page."""

    page: LabelledPage
    features: Features
    shares: list[float]
    texts: list[list[str]]

    @property
    def fold_key(self) -> str:
        """What pages of one site have in common: the last two parts of the host's name."""
        return ".".join((urlsplit(self.page.url).hostname or "").split(".")[-2:])


def samples(path: Path, rules: RuleSet) -> list[Sample]:
    """The pages of a file, without what the element rules find in them, measured and labelled.

    Raises:
        InputError: the file cannot be read, or a line is no page.
        MissingExtraError: rapidfuzz is not installed.
    """
    result = []
    for page in load_pages(path):
        features = Features(read_page(parse(page.html), element_index(rules).marker("", THRESHOLD)))
        shares = content_shares(features.blocks, page.content)
        result.append(Sample(page, features, shares, [words(block.text) for block in features.blocks]))
    return result


def fold_of(key: str, folds: int) -> int:
    """The part of a cross-validation that a site belongs to."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % folds


def fit(samples: Sequence[Sample]) -> Scorecard:
    """The scorecard that fits the samples best."""
    values = {
        m: np.concatenate([np.asarray(s.features.columns[m], float) for s in samples if s.shares]) for m in MEASURES
    }
    labels = np.concatenate([np.asarray(s.shares) for s in samples if s.shares]) >= 0.5
    sizes = np.concatenate([[len(text) for text in s.texts] for s in samples if s.shares])
    pages = np.concatenate([np.full(len(s.shares), max(1, len(words(s.page.content)))) for s in samples if s.shares])
    weights = (sizes + 2) / np.sqrt(pages)
    weights = weights / weights.mean()
    measures = [m for m in MEASURES if m not in ONLY_PAIRED]
    edges = {m: _edges(values[m], m, weights, RANGES) for m in measures}
    coarse = {m: _edges(values[m], m, weights, COARSE) for m in dict.fromkeys(m for pair in PAIRS for m in pair)}
    parts = [_one_hot(np.searchsorted(edges[m], values[m], side="right"), len(edges[m]) + 1) for m in measures]
    shapes = [len(edges[m]) + 1 for m in measures]
    ranges = {m: np.searchsorted(coarse[m], values[m], side="right") for m in coarse}
    for first, second in PAIRS:
        across = len(coarse[second]) + 1
        parts.append(_one_hot(ranges[first] * across + ranges[second], (len(coarse[first]) + 1) * across))
    names = _names(samples)
    parts.append(_name_matrix(samples, names))
    points, base = _descend(sparse.hstack(parts).tocsr(), labels, weights, shapes)
    return _scorecard(points, base, measures, edges, coarse, names)


def _edges(values: Array, measure: str, weights: Array, ranges: int) -> Array:
    """Where the ranges of a measure meet: between all values if they are few, else at quantiles, by blocks and by words."""
    distinct = np.unique(values)
    if measure in CATEGORIES or len(distinct) <= ranges:
        return _rounded((distinct[1:] + distinct[:-1]) / 2)
    at = np.linspace(0, 1, ranges + 1)[1:-1]
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    by_words = values[order][np.searchsorted(sums, at * sums[-1])]
    return _rounded(np.concatenate([np.quantile(values, at), by_words]))


def _rounded(edges: Array) -> Array:
    return np.unique([float(f"{edge:.3g}") for edge in edges])


def _one_hot(ranges: Array, size: int) -> Array:
    rows = len(ranges)
    return sparse.csr_matrix((np.ones(rows), ranges, np.arange(rows + 1)), shape=(rows, size))


def _names(samples: Sequence[Sample]) -> list[str]:
    """The words of names that stand on enough sites."""
    sites: dict[str, set[str]] = {}
    for one in samples:
        for element in {e for block in one.features.blocks for e in block.element.lineage()}:
            for word in name_words(element.names):
                sites.setdefault(word, set()).add(one.fold_key)
    return sorted(word for word, where in sites.items() if len(where) >= SITES)


def _name_matrix(samples: Sequence[Sample], names: Sequence[str]) -> Array:
    places = {name: place for place, name in enumerate(names)}
    indices: list[int] = []
    starts = [0]
    for one in samples:
        for block in one.features.blocks:
            known = {places[w] for e in block.element.lineage() for w in name_words(e.names) if w in places}
            indices += sorted(known)
            starts.append(len(indices))
    return sparse.csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(starts) - 1, len(names)))


def _descend(matrix: Array, labels: Array, weights: Array, shapes: Sequence[int]) -> tuple[Array, float]:
    """The points and the base that fit best, by L-BFGS."""
    size, ranged = matrix.shape[1], sum(shapes)
    transposed = matrix.T.tocsr()
    pull = np.concatenate([np.full(ranged, RIDGE), np.full(size - ranged, LOOSE_RIDGE)])
    inner = np.ones(ranged - 1)
    inner[np.cumsum(shapes)[:-1] - 1] = 0

    def loss(point: Array) -> tuple[float, Array]:
        points, sums = point[:-1], matrix @ point[:-1] + point[-1]
        errors = weights * (1 / (1 + np.exp(-np.clip(sums, -30, 30))) - labels)
        steps = np.diff(points[:ranged]) * inner
        value = (weights * (np.logaddexp(0, sums) - labels * sums)).sum()
        value += ((pull * points * points).sum() + SMOOTH * (steps * steps).sum()) / 2
        slope = transposed @ errors + pull * points
        slope[1:ranged] += SMOOTH * steps
        slope[: ranged - 1] -= SMOOTH * steps
        return float(value), np.append(slope, errors.sum())

    best = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return best[:-1], float(best[-1])


def _scorecard(
    points: Array,
    base: float,
    measures: Sequence[str],
    edges: dict[str, Array],
    coarse: dict[str, Array],
    names: list[str],
) -> Scorecard:
    rounded = [round(float(point), 2) for point in points]
    place = 0
    by_measure = {}
    for measure in measures:
        size = len(edges[measure]) + 1
        by_measure[measure] = (tuple(map(float, edges[measure])), tuple(rounded[place : place + size]))
        place += size
    pairs = []
    for first, second in PAIRS:
        down, across = len(coarse[first]) + 1, len(coarse[second]) + 1
        table = tuple(tuple(rounded[place + row * across : place + (row + 1) * across]) for row in range(down))
        pairs.append((first, second, table))
        place += down * across
    named = {name: value for name, value in zip(names, rounded[place:], strict=True) if value}
    cut = float(np.log(CUT / (1 - CUT)))
    every = {measure: tuple(map(float, edge)) for measure, edge in coarse.items()}
    return Scorecard(round(base - cut, 2), by_measure, every, tuple(pairs), named)


def word_f1(kept: Sequence[str], content: Sequence[str]) -> float:
    """The harmonic mean of precision and recall over words as a bag, as WCXB scores extractors."""
    if not content or not kept:
        return float(not content and not kept)
    both = sum((Counter(kept) & Counter(content)).values())
    return 2 * both / (len(kept) + len(content))


def scores(samples: Sequence[Sample], card: Scorecard) -> list[float]:
    """For every page the F1 of the blocks that a scorecard keeps."""
    results = []
    for one in samples:
        sums = card.sums(one.features) if one.shares else []
        kept = [word for text, total in zip(one.texts, sums, strict=True) if total >= 0 for word in text]
        results.append(word_f1(kept, words(one.page.content)))
    return results


def mean(values: Sequence[float]) -> float:
    """The mean; 0 for no values."""
    return sum(values) / max(1, len(values))


def cross_validate(samples: Sequence[Sample], folds: int) -> list[float]:
    """For every page the F1 of a scorecard that was fitted to pages of other sites."""
    results: list[float] = []
    for fold in range(folds):
        inside = [one for one in samples if fold_of(one.fold_key, folds) != fold]
        outside = [one for one in samples if fold_of(one.fold_key, folds) == fold]
        results += scores(outside, fit(inside))
    return results
