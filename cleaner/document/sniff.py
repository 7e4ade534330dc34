"""What an article is, told by how it begins: the markup of a page, or text."""

from __future__ import annotations

import re

_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|div|main|article|section|p|h[1-6]|table|ul)\b[^<>]*>)",
    re.I | re.S,
)
_SNIFFED = 2048


def looks_like_page(text: str) -> bool:
    """Whether a text is the markup of a page or of a part of one."""
    beginning = text[:_SNIFFED]
    return "<" in beginning and _BEGINNING.match(beginning) is not None
