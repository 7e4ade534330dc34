"""Images: which pictures of a page are the article's, by the blocks beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cleaner.model import Block, CleanResult, Image

# Blocks of these kinds, if they went, say nothing of the pictures beside them.
_TRANSPARENT = frozenset(("caption", "h1"))


def article_images(result: CleanResult) -> list[Image]:
    """The pictures with a block of the article before or after them, each address once.

    The article's title and captions that went are passed over.
    """
    blocks = [
        block for block in result.blocks if not (block.removed and block.form and block.form.kind in _TRANSPARENT)
    ]
    starts = [block.start for block in blocks]
    found: dict[str, Image] = {}
    for image in result.images:
        if _is_beside(blocks, bisect_left(starts, image.position)):
            found.setdefault(image.src, image)
    return list(found.values())


def _is_beside(blocks: Sequence[Block], number: int) -> bool:
    """Whether the block before this place, or the one at it, stays."""
    return any(not block.removed for block in blocks[max(0, number - 1) : number + 1])
