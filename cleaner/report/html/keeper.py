"""A keeper: the few items of a stream that rank highest, in memory that does not grow with it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from hashlib import blake2b
from typing import Generic, TypeVar

T = TypeVar("T")
Rank = tuple[float, ...]


class Keeper(Generic[T]):
    """Keeps the items that rank highest; of equals those that came first.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._number = 0
        self._heap: list[tuple[Rank, int, T]] = []

    def offer(self, item: T, *rank: float) -> None:
        """Keep an item if it ranks high enough."""
        self._number += 1
        entry = (rank, -self._number, item)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def __iter__(self) -> Iterator[T]:
        """The items, the highest first."""
        return (item for _, _, item in sorted(self._heap, key=lambda entry: entry[:2], reverse=True))


def chance(*words: str) -> int:
    """A number that looks drawn by chance and is always the same for the same words."""
    return int.from_bytes(blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big")
