"""Bomb: a small file that unpacks to more than any honest one does, and is read no further than where that shows.

Measured: texts and pages pack to 1:5 up to 1:50, and one page of 200 kB again and again to 1:1,006 (xz); of nothing but
zeros gzip makes 1:1,028, xz 1:6,700, zstd 1:32,000, bzip2 1:780,000.
"""

from __future__ import annotations

# What unpacks to more than both is a bomb. Lines of one character cost most: 128 MB of them are rejected in minutes.
LEAST = 1 << 27  # bytes
_MOST_EXPANDED = 1000


class BombError(ValueError):
    """A packed file holds so much more than its size that it was made to do harm."""


def check_expansion(packed: int, plain: int) -> None:
    """Refuse a bomb.

    Args:
        packed: how many bytes were read.
        plain: how many they unpacked to, or say that they will.

    Raises:
        BombError: it is one.
    """
    if plain > max(LEAST, _MOST_EXPANDED * packed):
        raise BombError(f"it unpacks to more than {_MOST_EXPANDED:,} times its size: {packed:,} bytes to {plain:,}")
