"""Share: how much of a page an element may hold for its rule to speak of all of it."""

from __future__ import annotations

from lxml import etree

from cleaner.page.hidden import is_inner
from cleaner.page.page import Mark
from cleaner.page.tree import Tree

_WHOLE_PAGES = frozenset(("html", "body", "main"))
# Elements too large for their rules stand in one another; after this many no more are looked at.
_MOST_SPARED = 100
# On a page with fewer paragraphs, one or two of them in an element say nothing.
_FEW_PARAGRAPHS = 4
_count_paragraphs = etree.XPath("count(descendant::p)")


class Share:
    """The paragraphs of a page."""

    def __init__(self, body: Tree) -> None:
        self._paragraphs = max(_FEW_PARAGRAPHS, _count_paragraphs(body))
        self._spared = 0

    def allows(self, node: Tree, mark: Mark) -> bool:
        """Whether so little of the page stands in an element that its rule may speak for all of it."""
        if node.tag in _WHOLE_PAGES or (node.tag == "footer" and is_inner(node)):
            return False
        if mark.share >= 1:
            return True
        if self._spared < _MOST_SPARED and _count_paragraphs(node) <= mark.share * self._paragraphs:
            return True
        self._spared += 1
        return False
