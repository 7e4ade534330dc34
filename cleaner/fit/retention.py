"""Sums at a fixed retention: the threshold at which so much of the editorial weight stays, and what goes there."""

from __future__ import annotations

import math
from collections.abc import Sequence

RETENTIONS = (0.995, 0.998, 0.999)


def threshold_at(retention: float, sums: Sequence[float], keep: Sequence[float]) -> float:
    """The lowest threshold at which this share of the weights `keep`, one a row, stays. Rows go whose sum is not below it."""
    spare = (1 - retention) * sum(keep)
    ordered = sorted(zip(sums, keep, strict=True), reverse=True)
    threshold = math.inf
    for place, (total, weight) in enumerate(ordered):
        spare -= weight
        if spare < -1e-9:
            break
        # Rows of one sum go together or not at all.
        if place + 1 == len(ordered) or ordered[place + 1][0] != total:
            threshold = total
    return threshold


def recall_at(threshold: float, sums: Sequence[float], spam: Sequence[float]) -> float:
    """The share of the weights `spam`, one a row, that goes."""
    return sum(weight for total, weight in zip(sums, spam, strict=True) if total >= threshold) / max(sum(spam), 1e-9)


def recall_line(sums: Sequence[float], keep: Sequence[float], spam: Sequence[float]) -> str:
    """The recall at each of RETENTIONS."""
    found = [(retention, recall_at(threshold_at(retention, sums, keep), sums, spam)) for retention in RETENTIONS]
    return "recall " + ", ".join(f"{recall:.4f} at retention {retention}" for retention, recall in found)
