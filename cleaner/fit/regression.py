"""Logistic regression: the points of some terms and the base that fit labels best, each pulled to zero (ridge), by L-BFGS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.errors import MissingExtraError

try:
    import numpy as np
    from scipy import sparse
    from scipy.optimize import minimize
except ImportError as error:
    raise MissingExtraError(error.name or "scipy", "fit") from None

Array = Any  # numpy's arrays; their types cost more than they tell here
STEPS = 150


@dataclass(frozen=True)
class Term:
    """What has points of its own, as columns of the regression; and what pulls at the points."""

    matrix: Array
    ridge: float
    smooth: float = 0.0


def descend(
    terms: Mapping[Any, Term], labels: Array, weights: Array, steps: int = STEPS
) -> tuple[dict[Any, Array], float]:
    """The points of each term, by its name, and the base. Labels are shares from 0 to 1."""
    matrix = sparse.hstack([term.matrix for term in terms.values()]).tocsr()
    transposed = matrix.T.tocsr()
    sizes = [term.matrix.shape[1] for term in terms.values()]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    ridge = np.array([term.ridge for term in terms.values()])[owner]
    smooth = np.array([term.smooth for term in terms.values()])[owner[1:]] * (owner[1:] == owner[:-1])

    def loss(point: Array) -> tuple[float, Array]:
        points, sums = point[:-1], matrix @ point[:-1] + point[-1]
        errors = weights * (1 / (1 + np.exp(-np.clip(sums, -30, 30))) - labels)
        jumps = np.diff(points)
        value = (weights * (np.logaddexp(0, sums) - labels * sums)).sum()
        value += ((ridge * points * points).sum() + (smooth * jumps * jumps).sum()) / 2
        slope = transposed @ errors + ridge * points
        slope[1:] += smooth * jumps
        slope[:-1] -= smooth * jumps
        return float(value), np.append(slope, errors.sum())

    best = minimize(loss, np.zeros(matrix.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return dict(zip(terms, np.split(best[:-1], np.cumsum(sizes)[:-1]), strict=True)), float(best[-1])
