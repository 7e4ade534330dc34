"""A result made from two texts: what a cleaned text lacks of the raw one, whoever cleaned it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from cleaner.model import CleanResult, Removal, Span
from cleaner.report.align import matches
from cleaner.stats import Stats
from cleaner.text.lines import segment

CATEGORY = "removed"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# A word of a script that parts words, else one character.
_WORD = re.compile(r"[^\W\u2e80-\U0003ffff]+|[\s\S]")
# A line that lost words is looked for among so many lines, where no equal one is.
_NEAR = 20


def compare(raw: str, cleaned: str) -> CleanResult:
    """What is missing in `cleaned`, as removals without rules: lines, and words of lines of which the rest is there.

    Where `cleaned` is `raw` without some lines or words, the kept spans are `cleaned` exactly; else it has lines of its own too.
    """
    before, after = _LINE.findall(raw)[:-1], _LINE.findall(cleaned)[:-1]
    starts = [0, *accumulate(map(len, before))]
    cuts = dict(_kept_lines(before, after))
    removals = []
    for number, line in enumerate(before):
        place = starts[number]
        for start, end in cuts.get(number, (Span(0, len(line)),)):
            removals.append(Removal(place + start, place + end, line[start:end], CATEGORY, ()))
    size = sum(removal.end - removal.start for removal in removals)
    stats = Stats(1, len(raw), size, len(removals), Counter({CATEGORY: size} if size else {}))
    return CleanResult(raw, cleaned, None, tuple(removals), (), stats, segment(raw))


def _kept_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, list[Span]]]:
    """The lines of the raw text that the cleaned one has, by number, with what it lacks of them."""
    pairs = matches(before, after)
    if len(pairs) < len(after):  # perhaps only the line ends are others
        pairs = matches([line.rstrip("\r\n") for line in before], [line.rstrip("\r\n") for line in after])
    i = j = 0
    for i2, j2 in [*pairs, (len(before), len(after))]:
        yield from _cut_lines(before, after, range(i, i2), range(j, j2))
        if i2 < len(before):
            yield i2, _cuts(before[i2], after[j2]) or []
        i, j = i2 + 1, j2 + 1


def _cut_lines(
    before: Sequence[str], after: Sequence[str], gone: range, new: range
) -> Iterator[tuple[int, list[Span]]]:
    """Lines that are gone, of which a new one is what is left without some words."""
    place = gone.start
    for number in new:
        for candidate in range(place, min(gone.stop, place + _NEAR)):
            cuts = _cuts(before[candidate], after[number]) if _is_alike(before[candidate], after[number]) else None
            if cuts is not None:
                yield candidate, cuts
                place = candidate + 1
                break


def _is_alike(line: str, rest: str) -> bool:
    """Whether it is worth while to look closer."""
    first, second = line.strip(), rest.strip()
    return len(second) < len(first) and bool(second) and (first[0] == second[0] or first[-1] == second[-1])


def _cuts(line: str, rest: str) -> list[Span] | None:
    """The spans of a line without which it is `rest`; None if words of `rest` are not in it, in order."""
    if line == rest:
        return []
    words, left = _WORD.findall(line), _WORD.findall(rest)
    head = 0
    while head < len(left) and head < len(words) and words[head] == left[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(words)) - head and words[-1 - tail] == left[-1 - tail]:
        tail += 1
    starts = [0, *accumulate(map(len, words))]
    cuts: list[Span] = []
    wanted = head
    for number in range(head, len(words) - tail):
        if wanted < len(left) - tail and words[number] == left[wanted]:
            wanted += 1
        elif cuts and cuts[-1].end == starts[number]:
            cuts[-1] = Span(cuts[-1].start, starts[number + 1])
        else:
            cuts.append(Span(starts[number], starts[number + 1]))
    return cuts if wanted == len(left) - tail else None
