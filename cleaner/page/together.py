"""Together: scores changed where blocks go or stay with their neighbours, such as the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from cleaner.page.page import Element, PageBlock
from cleaner.text.shape import HEADINGS

_TEXT_KINDS = frozenset(("paragraph", "item", "quote", "definition"))
_SENTENCE_WORDS = 9
# So far over the threshold a sentence between kept blocks, or one more paragraph of a row of them, is still in doubt. A long
# text without structure ends where other pages have their feet.
_DOUBT, _ROW_DOUBT = 1.0, 2.0
# A row stands in its table, with a body or two between.
_NEAR = 5


def together(blocks: Sequence[PageBlock], scores: Sequence[float], threshold: float) -> list[float]:
    """The scores where what belongs together goes or stays together: rows of a table, lines of code, a heading and its text."""
    result = list(scores)
    start = 0
    while start < len(blocks):
        end = start + 1
        if blocks[start].kind in ("row", "code"):
            while end < len(blocks) and blocks[end].kind == blocks[start].kind and _in_one(blocks[end], blocks[start]):
                end += 1
            words = sum(block.words for block in blocks[start:end])
            result[start:end] = [sum(scores[n] * blocks[n].words for n in range(start, end)) / words] * (end - start)
        start = end
    for number in range(1, len(blocks)):
        excess = result[number] - threshold
        if excess < 0:
            continue
        before, after = result[number - 1], result[number + 1] if number + 1 < len(blocks) else result[number]
        if blocks[number].kind == "caption":
            result[number] = min(result[number], before, after)
        elif _goes_on(blocks[number - 1], blocks[number], excess):
            result[number] = min(result[number], before)
        elif _belongs(blocks[number], excess):
            result[number] = min(result[number], max(before, after))
    return result


def _goes_on(before: PageBlock, block: PageBlock, excess: float) -> bool:
    """Whether a block is one more paragraph beside the one before it."""
    if not before.kind == block.kind == "paragraph" or block.words < _SENTENCE_WORDS or excess >= _ROW_DOUBT:
        return False
    return before.element.names == block.element.names and before.element.parent is block.element.parent


def _belongs(block: PageBlock, excess: float) -> bool:
    """Whether a block is of one piece with what stays before and after it: a heading, a doubtful sentence."""
    if block.kind in HEADINGS[1:]:
        return True
    return block.kind in _TEXT_KINDS and block.words >= _SENTENCE_WORDS and excess < _DOUBT


def _in_one(one: PageBlock, other: PageBlock) -> bool:
    """Whether two blocks stand in one table or one piece of code."""
    if one.element is other.element:
        return True
    holders = [_holder(block.element) for block in (one, other)]
    return holders[0] is not None and holders[0] is holders[1]


def _holder(element: Element) -> Element | None:
    """The table or the code that an element stands in, if that is near."""
    return next((one for one in islice(element.lineage(), _NEAR) if one.tag in ("table", "pre")), None)
