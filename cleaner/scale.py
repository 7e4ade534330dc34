"""The scale of evidence: log-odds that add up. A line starts at the prior; it goes where its sum reaches the threshold.

The same holds for lines of a text, for blocks of a page, whose card brings its own start, and for elements.
"""

from __future__ import annotations

import math

from cleaner.errors import InputError

# Log-odds of a line that only one rule with no points speaks of: one in 55 goes.
PRIOR = -4.0
# More is safer, less removes more. At 0 the evidence for a removal is as strong as that against it.
THRESHOLD = 0.0
# Points that are enough alone. Rule files up to version 0.1 had scores of which 1.0 was enough; a score of 0.5 is 2 points.
ENOUGH = THRESHOLD - PRIOR
# Sums of decimal points such as 2.8 + 1.2 may miss their total by this much.
_ROUNDING = 1e-9


def reaches(total: float, threshold: float, certain: bool = False) -> bool:
    """Whether a sum is enough. A higher threshold does not silence a rule that is certain."""
    return total >= (min(threshold, THRESHOLD) if certain else threshold) - _ROUNDING


def points_of(score: float) -> float:
    """The points that a score of an older rule file stands for."""
    return ENOUGH * score


def checked(threshold: float | None) -> float:
    """A threshold that a caller gives; the usual one for None.

    Raises:
        InputError: it is no finite number.
    """
    limit = THRESHOLD if threshold is None else threshold
    if not math.isfinite(limit):
        raise InputError(f"threshold {limit}: must be a finite number")
    return limit
