"""Sections: what stands under a heading: the notes under theirs, and headings that would be left above nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from cleaner.page.page import PageBlock
from cleaner.text.shape import HEADINGS

# The list, under `rules/lists/`, of what headings of notes and references say.
NOTE_HEADINGS = "note-headings"
_MOST_NOTES = 500
_LONGEST_HEADING = 60  # characters
_HEADING_WORDS = 12
_NEAR = 4
# What notes and references are written as.
_NOTES = frozenset(("item", "paragraph", "definition", "term", "quote", "row"))
# Other text is one where it has so many words.
_NOTE_WORDS = 5
# What heads notes, other than a heading.
_LABELS = frozenset(("paragraph", "text", "term", "summary"))
_DECORATION = " \t:.-–—#*[]()0123456789"


def noted(blocks: Sequence[PageBlock], stays: Sequence[bool], headings: Set[str]) -> Iterator[int]:
    """The numbers of the blocks that are notes or references, and of the headings above them.

    Args:
        blocks: the blocks of a page.
        stays: for each whether it would stay without this.
        headings: what headings of notes and references say, case folded.
    """
    for number, block in enumerate(blocks):
        if block.element.inside and any(holder.kind == "note" for holder in block.element.inside):
            if number and blocks[number - 1].kind in HEADINGS[1:]:
                yield number - 1
            yield number
        elif number and stays[number - 1] and _names_notes(block, headings):
            yield from _under(blocks, number)


def _names_notes(block: PageBlock, headings: Set[str]) -> bool:
    if block.kind not in HEADINGS[1:] and block.kind not in _LABELS:
        return False
    return len(block.source) <= _LONGEST_HEADING and block.source.casefold().strip(_DECORATION) in headings


def _under(blocks: Sequence[PageBlock], heading: int) -> Iterator[int]:
    """A heading of notes, and the notes right below it, in the part of the page that it stands in."""
    around = list(islice(blocks[heading].element.lineage(), 1, _NEAR))
    found = []
    for number in range(heading + 1, min(len(blocks), heading + _MOST_NOTES)):
        block = blocks[number]
        if not (block.kind in _NOTES or (block.kind == "text" and block.words >= _NOTE_WORDS)) or not any(
            one is around[0] for one in islice(block.element.lineage(), 2 * _NEAR)
        ):
            break
        found.append(number)
    if found:
        yield heading
        yield from found


def _is_sentence(heading: PageBlock) -> bool:
    """Whether a heading says something by itself, as an article's summary that is set as one does."""
    return heading.words > _HEADING_WORDS or heading.source.endswith((".", "!", "…", "。"))


def above_nothing(blocks: Sequence[PageBlock], scores: Sequence[float]) -> list[float]:
    """The scores where a heading goes when all goes that stands under it, as far as the next heading of its rank."""
    result = list(scores)
    # By rank, what stays longest below this place, as far as the next heading of that rank or a higher one.
    lowest = [math.inf] * (len(HEADINGS) + 1)
    below = math.inf  # what stays longest below this place, as far as the next heading
    for number in range(len(blocks) - 1, -1, -1):
        kind = blocks[number].kind
        if kind not in HEADINGS:
            below = min(below, result[number])
            continue
        rank = int(kind[1])
        section = min(lowest[rank], below)
        if rank > 1 and section < math.inf and not _is_sentence(blocks[number]):
            result[number] = max(result[number], section)
        for other in range(1, len(lowest)):
            lowest[other] = min(lowest[other], below, result[number]) if other < rank else math.inf
        below = math.inf
    return result
