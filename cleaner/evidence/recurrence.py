"""Recurrence: the lines of a document by what is the same of them wherever they recur, and what all their places say together."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.evidence.said import Said

# One place of a line says no more than this, for or against.
_MOST = 4.0


class Recurrence:
    """Which lines recur, their numbers, names of shops and the like set aside.

    Args:
        lines: the live lines.
        sums: what each says for its removal by itself.

    Attributes:
        lines, sums: as given.
        words: the words of each line.
        keys: for each line what is the same of it; an empty text where it has no letter.
        places: where each line that recurs stands, by key.
        says: what it says on average over all its places, by key.
    """

    def __init__(self, lines: Sequence[Said], sums: Sequence[float]) -> None:
        self.lines, self.sums = lines, sums
        self.words = [line.whole.split() for line in lines]
        self.keys = list(map(_key, self.words))
        places: dict[str, list[int]] = {}
        for number, key in enumerate(self.keys):
            places.setdefault(key, []).append(number)
        self.places = {key: where for key, where in places.items() if len(where) > 1 and key}
        self.says = {
            key: sum(max(-_MOST, min(_MOST, sums[at])) for at in where) / len(where)
            for key, where in self.places.items()
        }


def _key(words: Sequence[str]) -> str:
    """The words, numbers in a row as one; of "Weight: 3 kg" the label."""
    found: list[str] = []
    for word in words:
        kind = "<number>" if word == "<year>" else word
        if kind[0] != "<" or found[-1:] != [kind]:
            found.append(kind)
    if ":" in found[1:3]:
        found = found[: found.index(":", 1) + 1]
    return " ".join(found) if any(map(str.isalpha, "".join(found))) else ""
