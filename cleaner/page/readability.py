"""readability-lxml as an extractor: which blocks of a page stand in what it takes for the article."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from cleaner.page.markup import parse
from cleaner.page.page import PageBlock
from cleaner.page.walk import read, unmarked


def kept_by_readability(source: str, blocks: Sequence[PageBlock]) -> list[bool]:
    """For every block whether readability-lxml keeps its text. It keeps none where it fails."""
    from readability import Document  # slow to import, rarely needed

    logger = logging.getLogger("readability.readability")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        summary = Document(source).summary()
    except Exception:  # it fails on markup in many ways, and then has no opinion
        return [False] * len(blocks)
    finally:
        logger.setLevel(level)
    root = parse(summary).root
    if root is None:
        return [False] * len(blocks)
    texts = {block.source for block in read(root, unmarked).blocks}
    return [block.source in texts for block in blocks]
