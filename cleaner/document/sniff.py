"""What an article is, told by how it begins: the markup of a page or of a part of one, or text."""

from __future__ import annotations

import re

_PAGE = re.compile(r"\s*(?:<\?xml[^<>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_BLOCK = "p|div|h[1-6]|ul|ol|li|table|article|section|main|figure|blockquote"
_FRAGMENT = re.compile(rf"\s*<(?:{_BLOCK})\b[^<>]*>", re.I)
_END = re.compile(rf"</(?:{_BLOCK})\s*>", re.I)
_SNIFFED = 2048
# A text that is about markup may show an element; the article of a feed consists of them.
_ENDS_OF_MARKUP = 2


def looks_like_page(text: str) -> bool:
    """Whether a text is the markup of a whole page."""
    beginning = text[:_SNIFFED]
    return "<" in beginning and _PAGE.match(beginning) is not None


def looks_like_markup(text: str) -> bool:
    """Whether a text is the markup of a page or, as in feeds, of an article."""
    if looks_like_page(text):
        return True
    ends = _END.finditer(text) if _FRAGMENT.match(text[:_SNIFFED]) else iter(())
    return sum(1 for _, _ in zip(ends, range(_ENDS_OF_MARKUP), strict=False)) == _ENDS_OF_MARKUP
