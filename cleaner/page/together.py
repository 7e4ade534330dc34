"""Together: scores changed where blocks go or stay with others: rows of a table, code, quotations, notes, headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import groupby, islice

from cleaner.page.page import PageBlock
from cleaner.page.sections import above_nothing, noted
from cleaner.text.shape import HEADINGS

_TEXT_KINDS = frozenset(("paragraph", "item", "quote", "definition"))
_SENTENCE_WORDS = 9
# So far over the threshold a sentence between kept blocks, or one more paragraph of a row of them, is still in doubt. A long
# text without structure ends where other pages have their feet.
_DOUBT, _ROW_DOUBT = 1.0, 2.0
# A row stands in its table, with a body or two between.
_NEAR = 5
# The source of a quotation is short.
_SOURCE_WORDS = 20
# A quotation, and its source in a foot of its own.
_QUOTED = frozenset(("quote", "paragraph", "text"))
# A sentence in the foot of a part of the article is the author's: where it was written, of whom it is.
_ENDS = (".", "!", "?", "…", "。")
_MOSTLY_WORDS = 0.4


def together(
    blocks: Sequence[PageBlock], scores: Sequence[float], threshold: float, note_headings: Set[str] = frozenset()
) -> list[float]:
    """The scores where what belongs together goes or stays together.

    Args:
        blocks: the blocks of a page.
        scores: what says for the removal of each.
        threshold: the log-odds from which a block goes.
        note_headings: what headings of notes and references say, case folded.
    """
    result = list(scores)
    _in_pieces(blocks, result)
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
    _code_with_its_text(blocks, result)
    lowest = min(result, default=0.0)
    for number in noted(blocks, [score < threshold for score in result], note_headings):
        result[number] = min(result[number], lowest)
    return above_nothing(blocks, result)


def _in_pieces(blocks: Sequence[PageBlock], scores: list[float]) -> None:
    """Rows of a table and lines of code go or stay as one, terms with what defines them, a quotation with its source."""
    kinds = {block.kind for block in blocks}
    for members in _runs(blocks, _piece) if kinds & {"row", "code"} else ():
        words = sum(blocks[n].words for n in members)
        mean = sum(scores[n] * blocks[n].words for n in members) / words
        for n in members:
            scores[n] = mean
    for members in _runs(blocks, _definitions) if "term" in kinds else ():
        lowest = min(scores[n] for n in members)
        for n in members:
            scores[n] = lowest
    for members in _runs(blocks, _quotation) if "quote" in kinds else ():
        lowest = min(scores[n] for n in members)
        for n in members:
            if blocks[n].kind in _QUOTED and blocks[n].words <= _SOURCE_WORDS:
                scores[n] = lowest


def _runs(blocks: Sequence[PageBlock], piece: Callable[[PageBlock], int]) -> Iterator[list[int]]:
    """The numbers of blocks in a row that are of one piece; those that are of none are left out."""
    for number, run in groupby(range(len(blocks)), lambda n: piece(blocks[n])):
        if number:
            yield list(run)


def _piece(block: PageBlock) -> int:
    """What rows of one table and lines of one piece of code share; 0 for other blocks."""
    if block.kind not in ("row", "code"):
        return 0
    near = (one.number for one in islice(block.element.lineage(), _NEAR) if one.tag == "table")
    return block.element.whole or -next(near, block.element.number)


def _definitions(block: PageBlock) -> int:
    """The number of the list of definitions that a term or a definition stands in; 0 for other blocks."""
    if block.kind not in ("term", "definition"):
        return 0
    return next((one.number for one in islice(block.element.lineage(), _NEAR) if one.tag == "dl"), 0)


def _quotation(block: PageBlock) -> int:
    """The number of the outermost quotation that a block stands in; 0 where there is none."""
    return next((holder.number for holder in block.element.inside if holder.kind == "quote"), 0)


def _code_with_its_text(blocks: Sequence[PageBlock], scores: list[float]) -> None:
    """Code stays with what stands before it, or after it where it comes first."""
    for members in _runs(blocks, lambda block: block.kind == "code"):
        beside = scores[members[0] - 1 if members[0] else min(members[-1] + 1, len(blocks) - 1)]
        for n in members:
            scores[n] = min(scores[n], beside)


def _goes_on(before: PageBlock, block: PageBlock, excess: float) -> bool:
    """Whether a block is one more paragraph beside the one before it."""
    if block.element.inside and _is_inner_foot(block) and block.linked < _MOSTLY_WORDS and block.source.endswith(_ENDS):
        return True
    if not before.kind == block.kind == "paragraph" or block.words < _SENTENCE_WORDS or excess >= _ROW_DOUBT:
        return False
    return before.element.names == block.element.names and before.element.parent is block.element.parent


def _is_inner_foot(block: PageBlock) -> bool:
    return any(holder.kind == "foot" for holder in block.element.inside)


def _belongs(block: PageBlock, excess: float) -> bool:
    """Whether a block is of one piece with what stays before and after it: a heading, a doubtful sentence."""
    if block.kind in HEADINGS[1:]:
        return True
    return block.kind in _TEXT_KINDS and block.words >= _SENTENCE_WORDS and excess < _DOUBT
