"""Shells: pages that show next to nothing until a script has run, and whose article stands in their JSON-LD."""

from __future__ import annotations

import html
from collections.abc import Iterator

from cleaner.page.jsonld import article_body
from cleaner.page.markup import Markup, parse
from cleaner.page.page import Element, PageBlock
from cleaner.page.walk import read, unmarked

# A page that shows less than this and whose markup says more is a shell that a script fills.
_SHELL_WORDS = 100
_TIMES_MORE = 2
_LEAST_WORDS = 30


def hidden_article(markup: Markup, shown_words: int) -> tuple[PageBlock, ...]:
    """The article of a shell as blocks; none where the page shows `shown_words` of main content, and that is enough."""
    if shown_words >= _SHELL_WORDS or "articleBody" not in markup.source:
        return ()
    lines = list(_lines(article_body(markup.described)))
    if sum(len(line.split()) for line in lines) < _TIMES_MORE * max(shown_words, _LEAST_WORDS):
        return ()
    element = Element(0, None, "script", "", "paragraph")
    return tuple(PageBlock(line, element, "paragraph", (line,), (None,), False, None) for line in lines)


def _lines(body: str) -> Iterator[str]:
    """The paragraphs of an articleBody, which may be text or markup."""
    if "</" in body:
        root = parse(body).root
        if root is not None:
            yield from (block.source for block in read(root, unmarked).blocks)
        return
    for line in html.unescape(body).splitlines():
        if text := " ".join(line.split()):
            yield text
