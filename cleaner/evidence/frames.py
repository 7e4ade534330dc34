"""Frames: what recurs around a line that recurs, and the short lines between and beside that change, such as a product's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from cleaner.evidence.recurrence import Recurrence
from cleaner.evidence.said import Said

# A frame ends at most so many lines from its anchor; so many lines in a row may change.
_FAR, _CHANGING = 7, 2
# A line is part of a frame where it stands in two of its places, and in this share of all.
_SHARE = 0.6
# Lines that change, before the first line that recurs or after the last: in so many places at least, in this share of them.
_EDGE_TIMES, _EDGE_SHARE, _EDGE_LINES = 3, 0.7, 3
# They are headings, not products, if in more than this share of the places the author's next paragraphs take up half their words.
_NAMED, _NAMED_WORDS, _NAMED_LETTERS, _PARAGRAPHS = 0.34, 0.5, 4, 2
# A line that changes has no more words than the first; a name no more than the second.
_SHORT_WORDS, _NAME_WORDS = 14, 8
_FULL_STOP = 1  # see `said`


class Frame(NamedTuple):
    """Lines that recur together.

    Attributes:
        keys: the lines that recur, by what is the same of them.
        spans: its places, with the lines that change.
        anchor: the first of the lines around which it was found.
    """

    keys: set[str]
    spans: list[range]
    anchor: int


def is_short(line: Said) -> bool:
    """Whether it can be a name, a label, a call, but no sentence."""
    return not line.is_prose and 0 < line.whole.count(" ") + bool(line.whole) <= _SHORT_WORDS and line.end != _FULL_STOP


class FrameSearch:
    """Looks for frames in what recurs of a document."""

    def __init__(self, recurrence: Recurrence) -> None:
        self._lines, self._words, self._keys = recurrence.lines, recurrence.words, recurrence.keys
        self._places, self._says = recurrence.places, recurrence.says

    def around(self, anchor: str) -> Frame:
        """The frame around all places of a line that recurs."""
        runs = self._runs(anchor)
        before, firsts = self._side([first for first, _ in runs], -1)
        after, lasts = self._side([last for _, last in runs], 1)
        keys = {anchor} | before | after
        lead = self._edge(firsts, -1, keys)
        if lead and self._are_headings(firsts, lasts):
            lead = 0
        spans = [range(first, last + 1) for first, last in zip(firsts, lasts, strict=True)]
        trail = 0
        if not lead and all(self._keys[number] in keys for span in spans for number in span):
            # The product may come last, under what says less than the line that tells what the frame is.
            most = max(self._says[key] for key in keys)
            trail = self._edge(lasts, 1, keys) * all(self._says[self._keys[last]] < most for last in lasts)
        wide = [
            range(
                first - min(lead, self._changing(first, -1, keys)),
                last + min(trail, self._changing(last, 1, keys)) + 1,
            )
            for first, last in zip(firsts, lasts, strict=True)
        ]
        return Frame(keys, wide, runs[0][0])

    def _runs(self, key: str) -> list[tuple[int, int]]:
        """Where a line stands, first and last; the same line again at once is no other place."""
        runs: list[tuple[int, int]] = []
        for number in self._places[key]:
            if runs and runs[-1][1] == number - 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        return runs

    def _side(self, places: Sequence[int], step: int) -> tuple[set[str], list[int]]:
        """What recurs before or after these lines, and where the frame ends there at each."""
        counts = Counter(key for at in places for key in {self._keys[n] for n in self._reached(at, step, self._says)})
        least = max(2, _SHARE * len(places))
        beside = {key for key, count in counts.items() if count >= least}
        return beside, [[at, *self._reached(at, step, beside)][-1] for at in places]

    def _reached(self, at: int, step: int, wanted: Container[str]) -> Iterator[int]:
        """The wanted lines before or after a line, over short lines only and up to the same line again."""
        changing = 0
        for number in range(at + step, at + step * (_FAR + 1), step):
            if not 0 <= number < len(self._keys) or self._keys[number] == self._keys[at]:
                return
            if self._keys[number] in wanted:
                changing = 0
                yield number
            elif changing == _CHANGING or not is_short(self._lines[number]):
                return
            else:
                changing += 1

    def _edge(self, ends: Sequence[int], step: int, keys: Container[str]) -> int:
        """How many lines that change stand before or after most places, and no more; 0 if that differs.

        Next to the frame is a product; further lines are names.
        """
        sizes = [self._changing(at, step, keys) for at in ends]
        ((size, count),) = Counter(sizes).most_common(1)
        if len(ends) < _EDGE_TIMES or count < _EDGE_SHARE * len(ends) or size > _EDGE_LINES:
            return 0
        further = [
            at + step * n for at, own in zip(ends, sizes, strict=True) if own == size for n in range(2, size + 1)
        ]
        return size if all(len(self._words[number]) <= _NAME_WORDS for number in further) else 0

    def _changing(self, at: int, step: int, keys: Container[str]) -> int:
        """How many short lines that are not the frame's stand before or after a line, if not very many."""
        for size in range(_EDGE_LINES + 1):
            number = at + step * (size + 1)
            if not 0 <= number < len(self._keys) or self._keys[number] in keys or not is_short(self._lines[number]):
                return size
        return _EDGE_LINES + 1

    def _are_headings(self, firsts: Sequence[int], lasts: Sequence[int]) -> bool:
        """Whether the author goes on about what stands before the places of a frame."""
        named = 0
        for first, last in zip(firsts, lasts, strict=True):
            after = [line for line in self._lines[last + 1 : last + 1 + _FAR] if line.is_prose][:_PARAGRAPHS]
            heading = self._words[first - 1] if first else ()
            words = {word for word in heading if len(word) >= _NAMED_LETTERS and word[0] != "<"}
            again = words.intersection(chain.from_iterable(line.whole.split() for line in after))
            named += len(again) >= max(1, _NAMED_WORDS * len(words))
        return named > _NAMED * len(firsts)
