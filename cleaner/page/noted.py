"""Noted: elements of a page with a role, and its pictures, as the walk comes by them."""

from __future__ import annotations

from itertools import islice

from cleaner.page.page import Mark
from cleaner.page.tree import Tree

# Roles inside of lines: so many of a page, of so much text, in so many pieces; so many pictures too.
_MOST, _LONGEST, _MOST_PIECES = 500, 500, 50
# That of a picture which is loaded late stands in another attribute than the first.
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-original")


class Noted:
    """What a walk has come by.

    Attributes:
        roles: for elements with a role, by their numbers, the rule that says so.
        inline: the same for elements inside of lines: the number of the block, the rule, and the element's text.
        images: the page's pictures: the number of the block that follows, the words in its place, its address.
    """

    def __init__(self) -> None:
        self.roles: dict[int, Mark] = {}
        self.inline: list[tuple[int, Mark, str]] = []
        self.images: list[tuple[int, str, str]] = []

    def inside_of_line(self, node: Tree, mark: Mark, block: int) -> None:
        """Note the role of an element inside of a line, of which there may be many."""
        if len(self.inline) < _MOST:
            text = "".join(islice(node.itertext(), _MOST_PIECES))
            if len(text) < _LONGEST:
                self.inline.append((block, mark, text))

    def picture(self, node: Tree, block: int) -> None:
        """Note a picture that has an address."""
        found = (node.get(name) or "" for name in _ADDRESSES)
        src = next((one for one in found if one and not one.startswith("data:")), "")
        if src and len(self.images) < _MOST:
            self.images.append((block, " ".join((node.get("alt") or "").split()), src.strip()))
