"""Doubts: what a reader of the result should know of a page, such as that it is no article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.page.jsonld import types
from cleaner.page.markup import Markup
from cleaner.page.page import Page, PageBlock

# With less running text a page is looked at more closely: is it an article at all?
_DOUBTFUL_WORDS = 250
_LEAST_WORDS = 30
_SENTENCE_WORDS = 8
_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review$|Recipe|HowTo|Blog")
_OTHER_TYPES = (
    ("product page", re.compile(r"^(?:Product|ProductGroup|IndividualProduct|Vehicle|Offer)$")),
    ("listing", re.compile(r"^(?:ItemList|CollectionPage|SearchResultsPage|ProductCollection|OfferCatalog)$")),
)
_OPEN_GRAPH = re.compile(
    r"""<meta[^<>]*property=["']og:type["'][^<>]*content=["'](?:og:)?(product|video|profile|music)""", re.I
)


def doubts(markup: Markup, page: Page, kept: Sequence[PageBlock]) -> tuple[str, ...]:
    """What a reader of the result should know: markup that could not be read as it should be, a page that is no article."""
    warnings = list(filter(None, (markup.problem, page.problem)))
    prose = sum(block.words for block in kept if block.words >= _SENTENCE_WORDS and block.linked < 0.5)
    if prose < _DOUBTFUL_WORDS and (kind := _other_kind(markup)):
        warnings.append(f"looks like a {kind}, not an article")
    elif prose < _LEAST_WORDS:
        warnings.append(
            f"no article found ({prose} words of running text)" if markup.root is not None else "no text found"
        )
    return tuple(warnings)


def _other_kind(markup: Markup) -> str | None:
    """What a page says it is, where that is no article."""
    named = types(markup.described)
    if any(_ARTICLE_TYPES.search(one) for one in named):
        return None
    for kind, pattern in _OTHER_TYPES:
        if any(pattern.search(one) for one in named):
            return kind
    match = _OPEN_GRAPH.search(markup.source)
    return f"{match[1].lower()} page" if match else None
