"""Twice: an article that a page holds once more, for another width of screen. The first copy stays."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.page.page import Mark, PageBlock
from cleaner.scale import ENOUGH

COPY = Mark("boilerplate.twice", "boilerplate", ENOUGH, certain=True, share=1.0)
# Shorter blocks recur for other reasons; so many longer ones, with so many words, do not recur in one order by chance.
_LONG_WORDS, _LEAST_BLOCKS, _LEAST_WORDS = 8, 3, 60
# Lists of teasers recur too. An article's copy has this share of the page's running text at least.
_LEAST_SHARE = 0.25
_MOSTLY_LINKED = 0.5


def mark_copies(blocks: Sequence[PageBlock]) -> None:
    """Mark the blocks of second copies, so that they go and what is measured of the page knows of one copy."""
    whole = sum(map(_words, blocks))
    first: dict[str, int] = {}
    run: list[int] = []  # numbers of blocks that repeat, in order, those that stand from `start` on
    follows = -1
    for number, block in enumerate(blocks):
        if block.mark is not None:
            continue
        original = first.get(block.source)
        if original is None and block.words < _LONG_WORDS:
            continue  # neither goes on with a copy nor ends it
        if original is not None and original > follows and (run or block.words >= _LONG_WORDS):
            if not _is_apart(blocks[original], block):
                continue
            run.append(number)
            follows = original
            continue
        _settle(blocks, run, whole)
        run, follows = [], -1
        first.setdefault(block.source, number)
    _settle(blocks, run, whole)


def _words(block: PageBlock) -> int:
    """The words of a block of running text; 0 for others."""
    return block.words if block.mark is None and block.words >= _LONG_WORDS and block.linked < _MOSTLY_LINKED else 0


def _is_apart(original: PageBlock, block: PageBlock) -> bool:
    """Whether a block stands elsewhere than the one it repeats: a refrain recurs in its own poem."""
    return original.element is not block.element and original.element.parent is not block.element.parent


def _settle(blocks: Sequence[PageBlock], run: Sequence[int], whole: int) -> None:
    """Mark a run of blocks, if it is a copy of the article."""
    words = [count for count in (_words(blocks[number]) for number in run) if count]
    if len(words) >= _LEAST_BLOCKS and sum(words) >= max(_LEAST_WORDS, _LEAST_SHARE * whole):
        for number in run:
            blocks[number].mark = COPY
