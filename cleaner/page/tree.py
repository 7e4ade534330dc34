"""The parsed tree of a page, and how what shows no words of the article is taken out of it."""

from __future__ import annotations

from itertools import islice
from typing import Any

Tree = Any  # an element of lxml, which comes without types
# So many pieces of text may a label have; elements that hold others are asked for theirs again and again.
_MOST_PIECES = 30


def silence(node: Tree) -> None:
    """Let an element show nothing; what comes after it stays."""
    node.tag = "template"


def become(node: Tree, tag: str, text: str) -> None:
    """Let an element be another one that holds a text alone; what comes after it stays."""
    node.clear(keep_tail=True)
    node.tag = tag
    node.text = text


def text_of(node: Tree) -> str:
    """All text in an element, white space as it came."""
    return "".join(node.itertext())


def label_of(node: Tree) -> str:
    """The text in an element that is a label; of a longer one its beginning."""
    return "".join(islice(node.itertext(), _MOST_PIECES))
