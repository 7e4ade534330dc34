"""Which lines of a text are still there in another, in time that grows with the texts and not with their product."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

Match = tuple[int, int]
# As difflib has them: what happens to which lines before, and which lines after it becomes.
Opcode = tuple[str, int, int, int, int]
# Where a line has no partner, so many lines further are looked at.
_NEAR = 50
_Matcher = Callable[[Sequence[str], Sequence[str]], list[Match]]


def matches(before: Sequence[str], after: Sequence[str]) -> list[Match]:
    """Pairs of equal lines, by number, rising in both.

    Where `after` is `before` without some lines, all of its lines have a partner. Else partners are found between anchors, which
    are lines that stand once in each.
    """
    return _trimmed(before, after, _between_anchors)


def opcodes(before: Sequence[str], after: Sequence[str]) -> list[Opcode]:
    """What has to be done to lines so that they become others."""
    codes: list[Opcode] = []
    i = j = 0
    for i2, j2 in [*matches(before, after), (len(before), len(after))]:
        if i2 > i or j2 > j:
            tag = "replace" if i2 > i and j2 > j else "delete" if i2 > i else "insert"
            codes.append((tag, i, i2, j, j2))
        if i2 < len(before) and j2 < len(after):
            _, first, _, partner, _ = codes.pop() if codes and codes[-1][0] == "equal" else ("", i2, i2, j2, j2)
            codes.append(("equal", first, i2 + 1, partner, j2 + 1))
        i, j = i2 + 1, j2 + 1
    return codes


def _trimmed(before: Sequence[str], after: Sequence[str], inside: _Matcher) -> list[Match]:
    """The lines that both begin and end with; between them all of `after` if it is there in order, else what `inside` finds."""
    least = min(len(before), len(after))
    head = tail = 0
    while head < least and before[head] == after[head]:
        head += 1
    while tail < least - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    first, second = before[head : len(before) - tail], after[head : len(after) - tail]
    found = _as_subsequence(first, second)
    if found is None:
        found = inside(first, second)
    return [
        *((number, number) for number in range(head)),
        *((i + head, j + head) for i, j in found),
        *((len(before) - number, len(after) - number) for number in range(tail, 0, -1)),
    ]


def _as_subsequence(before: Sequence[str], after: Sequence[str]) -> list[Match] | None:
    """All lines of `after` paired with the first that fit, or None if one has no partner."""
    found: list[Match] = []
    place = -1
    try:
        for number, line in enumerate(after):
            place = before.index(line, place + 1)
            found.append((place, number))
    except ValueError:
        return None
    return found


def _between_anchors(before: Sequence[str], after: Sequence[str]) -> list[Match]:
    """Patience diff: the lines that stand once in each, as far as they come in one order, and what fits between them."""
    found: list[Match] = []
    i = j = 0
    ends = (len(before), len(after))
    for i2, j2 in [*_rising(_unique(before, after)), ends]:
        found += [(i + x, j + y) for x, y in _trimmed(before[i:i2], after[j:j2], _nearest)]
        found.append((i2, j2))
        i, j = i2 + 1, j2 + 1
    return found[:-1]


def _unique(before: Sequence[str], after: Sequence[str]) -> list[Match]:
    """The lines that stand once in each, as they come in `after`."""
    counts, others = Counter(before), Counter(after)
    places = {line: number for number, line in enumerate(before) if counts[line] == 1}
    return [(places[line], number) for number, line in enumerate(after) if others[line] == 1 and line in places]


def _nearest(before: Sequence[str], after: Sequence[str]) -> list[Match]:
    """Equal lines, each time the pair before which the fewest lines are left out."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(before):
        places[line].append(number)
    found: list[Match] = []
    i = j = 0
    while j < len(after):
        best = None
        for partner in range(j, min(len(after), j + _NEAR)):
            if best is not None and partner - j >= sum(best) - i - j:
                break
            of_line = places.get(after[partner], ())
            rank = bisect_left(of_line, i)
            if rank < len(of_line) and (best is None or of_line[rank] + partner < sum(best)):
                best = (of_line[rank], partner)
        if best is None:
            j += _NEAR
        else:
            found.append(best)
            i, j = best[0] + 1, best[1] + 1
    return found


def _rising(pairs: Sequence[Match]) -> list[Match]:
    """The most pairs that rise in both numbers, of pairs that rise in the second (patience sorting)."""
    tops: list[int] = []  # by length of a chain the least number that one of that length ends with
    ends: list[int] = []  # and the pair that does
    back: list[int] = []
    for index, (place, _) in enumerate(pairs):
        length = bisect_left(tops, place)
        back.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    chain: list[Match] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = back[index]
    return chain[::-1]
