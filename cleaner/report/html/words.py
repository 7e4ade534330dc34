"""Numbers as people read them."""

from __future__ import annotations

_LARGE = ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k"))
_SHORT = 100_000


def counted(number: int) -> str:
    """All digits, in groups."""
    return f"{number:,}"


def short(number: int) -> str:
    """A large number by its first digits: 13.6 M."""
    if number < _SHORT:
        return counted(number)
    size, unit = next(of for of in _LARGE if number >= of[0])
    scaled = number / size
    return f"{scaled:.1f}\u00a0{unit}" if scaled < 100 else f"{scaled:,.0f}\u00a0{unit}"


def points(difference: float) -> str:
    """A difference of two shares."""
    return f"{100 * difference:+.1f} points".replace("-", "\u2212")


def percent(share: float) -> str:
    """A share; one that is small is not written as nothing, nor one that is large as all."""
    if 0 < share < 0.001:
        return "<\u00a00.1%"
    if 0.999 < share < 1:
        return ">\u00a099.9%"
    return f"{share:.1%}"


def plural(number: int, noun: str) -> str:
    """So many of what the noun says."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
