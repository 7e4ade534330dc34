"""Context: what surrounds each live line: where it stands, what recurs, what the lines around it say.

Measures are of lines, of runs of lines, of sections, or of the document. They see live lines only, so that a text which was
cleaned is as clean as it seems.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate, groupby, pairwise, repeat
from operator import sub

from cleaner.evidence.around import NONE, Span, Sums, around
from cleaner.evidence.said import Said, row_names
from cleaner.evidence.scorecard import Column, Level

# So far it makes a difference how far something is, and how often something recurs.
_FAR, _OFTEN, _MANY = 60, 12, 40
_HEADING_CHARACTERS = 110
_SHORT_END = (0, 2, 3, 4, 7, 8)  # ends of lines that a heading may have; see `said`
_NEAR = 3


def levels(lines: Sequence[Said], tables: Sequence[str]) -> list[Level]:
    """All measures of the live lines: of each, of each run, of each section, of the document.

    Args:
        lines: what each says by itself.
        tables: the names of the wording's tables.
    """
    names = row_names(tables)
    own = list(zip(*[line.row for line in lines], strict=True)) or [()] * len(names)
    of_lines: dict[str, Column] = {name: column for name, column in zip(names, own, strict=True) if name}
    prose = [line.is_prose for line in lines]
    runs, sections = _runs(prose), _sections(of_lines)
    of_runs = _of_runs(runs, len(lines))
    of_sections: dict[str, Column] = {}
    of_document = _of_document(lines, of_lines["characters"], prose)
    for table in tables:
        found = around(table, Sums(of_lines[table]), runs, sections)
        for columns, more in zip((of_lines, of_runs, of_sections, of_document), found, strict=True):
            columns |= more
    of_lines |= _places(of_lines["characters"], prose)
    of_lines |= _recurrence(lines)
    of_lines |= _around(of_lines)
    return [
        Level(of_lines),
        Level(of_runs, _numbered(runs)),
        Level(of_sections, _numbered(sections)),
        Level(of_document, [0] * len(lines)),
    ]


def _numbered(spans: Sequence[Span]) -> list[int]:
    """For every line the number of its span."""
    return [number for number, (start, end) in enumerate(spans) for _ in range(max(0, start), end)]


def _runs(prose: Sequence[bool]) -> list[Span]:
    """Lines in a row that are prose, or not."""
    ends = list(accumulate([len(list(group)) for _, group in groupby(prose)], initial=0))
    return list(pairwise(ends))


def _sections(of_lines: dict[str, Column]) -> list[Span]:
    """Lines under a heading, which is the first; the first section, if it has none, begins at -1."""
    characters, ends, bullets = of_lines["characters"], of_lines["end"], of_lines["bullet"]
    heads = []
    for number, (size, end, bullet, size_below, bullet_below) in enumerate(
        zip(characters, ends, bullets, characters[1:], bullets[1:], strict=False)
    ):
        is_short = 3 <= size <= _HEADING_CHARACTERS and end in _SHORT_END and bullet in (0, 3, 4)
        if is_short and (size_below > 1.6 * size or bullet_below in (1, 2, 5)):
            heads.append(number)
    spans = list(zip([-1, *heads], [*heads, len(characters)], strict=True))
    return spans if spans[0][1] > 0 else spans[1:]


def _of_runs(runs: Sequence[Span], size: int) -> dict[str, Column]:
    return {
        "run": [min(_MANY, end - start) for start, end in runs],
        "run ends text": [float(end == size) for _, end in runs],
    }


def _of_document(lines: Sequence[Said], characters: Column, prose: Sequence[bool]) -> dict[str, Column]:
    return {
        "lines": [len(lines)],
        "prose": [round(sum([c for c, p in zip(characters, prose, strict=True) if p]) / (sum(characters) or 1), 2)],
        "dated lines": [min(20, sum([line.start[:1] in (("<date>",), ("<time>",)) for line in lines]))],
    }


def _places(characters: Column, prose: Sequence[bool]) -> dict[str, Column]:
    size = len(characters)
    before = list(accumulate(characters, initial=0))
    total = before[-1] or 1
    return {
        "lines after": [min(_MANY, after) for after in range(size - 1, -1, -1)],
        "text before": [round(one / total, 3) for one in before[:-1]],
        "text after": [min(9999, total - one) for one in before[1:]],
        "until prose": _distances(prose[::-1])[::-1],
    }


def _distances(marks: Sequence[bool]) -> list[float]:
    """How many lines ago the last mark was."""
    distance, found = _FAR + 1, []
    for mark in marks:
        found.append(float(distance))
        distance = 1 if mark else min(_FAR + (distance > _FAR), distance + 1)
    return found


def _recurrence(lines: Sequence[Said]) -> dict[str, Column]:
    """How often the line, its skeleton, its beginning and the look of what follows recur."""
    looks = [line.look for line in lines]
    return {
        "line recurs": _often([line.whole for line in lines]),
        "skeleton recurs": _often([line.skeleton for line in lines]),
        "beginning recurs": _often([line.start for line in lines]),
        "look recurs": _often(list(zip(looks, [*looks[1:], 0], [*looks[2:], 0, 0], strict=False))),
    }


def _often(things: Sequence[Hashable]) -> Column:
    counts = Counter(things)
    return list(map(min, repeat(_OFTEN), map(counts.__getitem__, things)))


def _around(of_lines: dict[str, Column]) -> dict[str, Column]:
    """What the lines around look like."""
    size = len(of_lines["end"])
    found: dict[str, Column] = {"end before": [NONE, *of_lines["end"]][:size]}
    for name in ("characters", "end", "title case"):
        found[f"{name} after"] = [*of_lines[name][1:], NONE][:size]
    found["dates around"] = _near([value > 0 for value in of_lines["date"]])
    found["cut lines around"] = _near([value == 5 for value in of_lines["end"]])
    found["short lines around"] = _near([value < 30 for value in of_lines["characters"]])
    return found


def _near(marks: Sequence[bool]) -> Column:
    """How many marks there are on each line and those around it."""
    upto = list(accumulate(marks, initial=0))
    starts, ends = [0] * _NEAR + upto, upto[_NEAR + 1 :] + upto[-1:] * _NEAR
    return list(map(sub, ends, starts))[: len(marks)]
