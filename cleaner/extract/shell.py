"""Shells: pages that show next to nothing until a script has run, and whose article stands in their JSON-LD."""

from __future__ import annotations

import html
from collections.abc import Iterator

from cleaner.document.html import read, unmarked
from cleaner.document.markup import parse
from cleaner.document.page import Element, PageBlock
from cleaner.extract import jsonld

# A page that shows less than this and whose markup says more is a shell that a script fills.
_SHELL_WORDS = 100
_TIMES_MORE = 2
_LEAST_WORDS = 30


def hidden_article(source: str, shown_words: int) -> tuple[PageBlock, ...]:
    """The article of a shell as blocks; none where the page shows `shown_words` of main content, and that is enough."""
    if shown_words >= _SHELL_WORDS or "articleBody" not in source:
        return ()
    lines = list(_lines(jsonld.article_body(source)))
    if sum(len(line.split()) for line in lines) < _TIMES_MORE * max(shown_words, _LEAST_WORDS):
        return ()
    element = Element(0, None, "script", "", "paragraph")
    return tuple(PageBlock(line, element, "paragraph", (line,), (None,), False, None) for line in lines)


def _lines(body: str) -> Iterator[str]:
    """The paragraphs of an articleBody, which may be text or markup."""
    if "</" in body:
        root = parse(body).root
        if root is not None:
            yield from (block.text for block in read(root, unmarked).blocks)
        return
    for line in html.unescape(body).splitlines():
        if text := " ".join(line.split()):
            yield text
