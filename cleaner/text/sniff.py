"""What an article is, the markup of a page or text: as somebody says, by its file's name, or by how it begins."""

from __future__ import annotations

import re

from cleaner.text.decode import decode, decode_page, named_encoding

TEXT_ENDINGS = (".txt", ".md", ".markdown")
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
# Markdown may hold any markup, and is none.
_MARKDOWN = (".md", ".markdown")
_PAGE = re.compile(r"\s*(?:<\?xml[^<>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_BLOCK = "p|div|h[1-6]|ul|ol|li|table|article|section|main|figure|blockquote"
_FRAGMENT = re.compile(rf"\s*<(?:{_BLOCK})\b[^<>]*>", re.I)
_END = re.compile(rf"</(?:{_BLOCK})\s*>", re.I)
_SNIFFED = 2048
# A text that is about markup may show an element; the article of a feed consists of them.
_ENDS_OF_MARKUP = 2


def is_page(text: str, asked: bool | None = None, name: str = "") -> bool:
    """Whether an article is the markup of a page or, as in feeds, of the article alone.

    Args:
        text: the article.
        asked: what is said of it; None: nothing.
        name: its file's name, if it has one to itself.
    """
    if asked is not None:
        return asked
    name = name.lower()
    if name.endswith((*PAGE_ENDINGS, *_MARKDOWN)):
        return not name.endswith(_MARKDOWN)
    beginning = text[:_SNIFFED]
    if "<" not in beginning:
        return False
    if _PAGE.match(beginning):
        return True
    ends = _END.finditer(text) if _FRAGMENT.match(beginning) else iter(())
    return sum(1 for _, _ in zip(ends, range(_ENDS_OF_MARKUP), strict=False)) == _ENDS_OF_MARKUP


def decoded(data: bytes, asked: bool | None = None, name: str = "", encoding: str | None = None) -> tuple[str, bool]:
    """The article that bytes most likely mean, and whether it is a page; see `is_page`."""
    text = decode_page(data, encoding)
    page = is_page(text, asked, name)
    return (text if page or not named_encoding(data) else decode(data, encoding)), page
