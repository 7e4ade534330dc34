"""Around: what a table of words says of a line, of its sentences, and of the lines around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from cleaner.evidence.scorecard import Column

# For a line that is not there.
NONE = -9.0
# Lines before and after that are taken together.
_WINDOW = 5
# What is measured of each table: of some 110 measures that were tried those that told most.
_OF_TABLES = {
    "spam": (
        *("", " in all", " at most", " last", " before", " after", " 5 before", " 5 after", " run", " run at most"),
        *(" rest", " section", " heading", " document"),
    ),
    "offer": ("", " in all", " at most", " last", " run", " run at most", " heading", " document"),
    "related": ("", " run", " run at most", " rest", " heading", " document"),
    "frame": ("", " run", " section", " heading", " document"),
}
_OWN = ("", " in all", " at most", " last")
# The first and, exclusive, the last of some lines that are taken together.
Span = tuple[int, int]


def own_names(table: str) -> list[str]:
    """The measures that `own_measures` gives; an empty text for one that is not asked for."""
    return [table + measure if measure in _OF_TABLES[table] else "" for measure in _OWN]


def own_measures(sentences: Sequence[float], words: int) -> tuple[float, ...]:
    """What a table says of a line by itself; first of all of it.

    Args:
        sentences: what the table says of each of its sentences.
        words: how many words it has.
    """
    root = min(9.0, words**0.5)
    if len(sentences) == 1:
        only = sentences[0]
        return only, only * root, only, only
    mean = sum(sentences) / len(sentences)
    return mean, mean * root, max(sentences), sentences[-1]


def around(table: str, sums: Sums, runs: Sequence[Span], sections: Sequence[Span]) -> tuple[dict[str, Column], ...]:
    """The measures of a table for each line, for each run and section of lines, and for the document.

    Args:
        table: its name.
        sums: what it says of each line.
        runs: lines in a row.
        sections: lines under a heading, which is the first; -1 stands for none.
    """
    asked = _OF_TABLES[table]
    return (
        {table + measure: find(sums) for measure, find in _OF_LINES.items() if measure in asked},
        {table + measure: [find(sums, *run) for run in runs] for measure, find in _OF_RUNS.items() if measure in asked},
        {
            table + measure: [find(sums, *section) for section in sections]
            for measure, find in _OF_SECTIONS.items()
            if measure in asked
        },
        {table + measure: [find(sums)] for measure, find in _OF_DOCUMENT.items() if measure in asked},
    )


class Sums:
    """What a table says of each line, added up."""

    def __init__(self, own: Column) -> None:
        self.own = own
        self.size = len(own)
        self.upto = list(accumulate(own, initial=0.0))

    def mean(self, first: int, last: int) -> float:
        """The mean of some lines; NONE for none."""
        return (self.upto[last] - self.upto[first]) / (last - first) if last > first else NONE

    def before(self) -> Column:
        """The mean of some lines before each."""
        starts = [0.0] * (_WINDOW - 1) + self.upto
        spans = zip(range(1, self.size), starts, self.upto[1:], strict=False)
        return [NONE, *[(end - start) / min(n, _WINDOW) for n, start, end in spans]][: self.size]

    def after(self) -> Column:
        """The mean of some lines after each."""
        ends = self.upto[1 + _WINDOW :] + self.upto[-1:] * _WINDOW
        spans = zip(range(self.size - 1, 0, -1), self.upto[1:], ends, strict=False)
        return [*[(end - start) / min(n, _WINDOW) for n, start, end in spans], NONE][: self.size]

    def rest(self) -> Column:
        """The mean of all lines after each."""
        end = self.upto[-1]
        left = zip(range(self.size - 1, 0, -1), self.upto[1:], strict=False)
        return [*[(end - start) / n for n, start in left], NONE][: self.size]


_OF_LINES: Mapping[str, Callable[[Sums], Column]] = {
    " before": lambda sums: [NONE, *sums.own][: sums.size],
    " after": lambda sums: [*sums.own[1:], NONE][: sums.size],
    " 5 before": Sums.before,
    " 5 after": Sums.after,
    " rest": Sums.rest,
}
_OF_RUNS: Mapping[str, Callable[[Sums, int, int], float]] = {
    " run": Sums.mean,
    " run at most": lambda sums, first, last: max(sums.own[first:last]),
}
_OF_SECTIONS: Mapping[str, Callable[[Sums, int, int], float]] = {
    " section": lambda sums, first, last: sums.mean(max(0, first), last),
    " heading": lambda sums, first, _: sums.own[first] if first >= 0 else NONE,
}
_OF_DOCUMENT: Mapping[str, Callable[[Sums], float]] = {" document": lambda sums: sums.mean(0, sums.size)}
