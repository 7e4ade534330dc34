"""Hidden elements: what a page does not show, what opens when a reader asks for it, and paragraphs that a paywall withholds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from cleaner.page.tree import Tree

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What opens when a reader asks for it is no secret: answers, tabs, details.
_OPENING = re.compile(
    r"accordion|collaps|tab|panel|toggle|expand|faq|answer|readmore|read-more|show-more", re.IGNORECASE
)
# How many elements, the hidden one, the one around it and its first children, may say that it opens.
_NEAR = 4
_PAYWALL = re.compile(
    r"pay-?wall|premium|subscri|metered|regwall|locked|gated|member|piano|leaky|truncat", re.IGNORECASE
)
# What is hidden between paragraphs and is none of them.
_OTHER = re.compile(
    r"modal|pop-?up|dialog|overlay|lightbox|cookie|consent|newsletter|sign-?up|log-?in|form|menu|nav|comment|share|related|promo"
    r"|mobile|desktop|print|transla|\bad|banner|toc\b|tooltip|template|footnote|transcript",
    re.IGNORECASE,
)
_LONG = 60  # characters; a paragraph of that length is no label
_MOST_PARAGRAPHS = 40


def hides(node: Tree, attributes: Mapping[str, str]) -> bool:
    """Whether the element is not shown, and not just closed until a reader opens it."""
    if "hidden" not in attributes and not ("style" in attributes and _HIDING.search(attributes["style"])):
        return False
    around = (node, node.getparent(), *node.iterchildren())[:_NEAR]
    return not any(_OPENING.search(e.get("class") or "") for e in around if e is not None)


def withheld(node: Tree) -> int:
    """How many paragraphs of the article a hidden element holds, where it or what is beside it is named for a paywall."""
    names = _names(node)
    if _OTHER.search(names):
        return 0
    inside = [node] if node.tag == "p" else node.iterdescendants("p")
    count = sum(map(_is_long, islice(inside, _MOST_PARAGRAPHS)))
    if not count:
        return 0
    beside = (node.getparent(), *islice(node.itersiblings(preceding=True), 2), *islice(node.itersiblings(), 2))
    return count if _PAYWALL.search(" ".join([names, *(_names(one) for one in beside if one is not None)])) else 0


def is_inner(footer: Tree) -> bool:
    """Whether a footer is that of a quotation, a figure or a part of the article, not of the article or the page."""
    inner = False
    for around in footer.iterancestors("blockquote", "figure", "section", "article", "main", "aside"):
        if around.tag in ("blockquote", "figure"):
            return True
        if around.tag != "section":
            return inner and around.tag != "aside"
        inner = True
    return False


def _names(node: Tree) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def _is_long(paragraph: Tree) -> bool:
    length = 0
    for text in paragraph.itertext():
        length += len(text)
        if length >= _LONG:
            return True
    return False
