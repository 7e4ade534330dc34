"""The parsed tree of a page, and how what shows no words of the article is taken out of it."""

from __future__ import annotations

from typing import Any

Tree = Any  # an element of lxml, which comes without types


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
