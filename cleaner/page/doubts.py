"""Doubts: what a reader of the result should know of a page, such as that it is no article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.page.jsonld import types
from cleaner.page.markup import Markup
from cleaner.page.page import Page, PageBlock

# With less running text a page is looked at more closely: is it an article at all?
_DOUBTFUL_WORDS = 250
_SENTENCE_WORDS = 8
_MOSTLY_LINKED = 0.5
# An article has so many words of sentences; or so many in all, as an interview in short answers or a gallery has; or fewer where
# the page calls it an article.
_LEAST_PROSE, _LEAST_WORDS, _LEAST_NAMED = 30, 60, 20
_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review$|Recipe|HowTo|Blog")
_OTHER_TYPES = (
    ("product page", re.compile(r"^(?:Product|ProductGroup|IndividualProduct|Vehicle|Offer)$")),
    ("listing", re.compile(r"^(?:ItemList|CollectionPage|SearchResultsPage|ProductCollection|OfferCatalog)$")),
)
_OPEN_GRAPH = re.compile(
    r"""<meta[^<>]*property=["']og:type["'][^<>]*content=["'](?:og:)?(article|product|video|profile|music)""", re.I
)
# Thai, Lao, Tibetan, Burmese and Khmer part no words by spaces; one has about so many characters.
_UNPARTED = re.compile("[\u0e01-\u0edf\u0f40-\u0fbc\u1000-\u109f\u1780-\u17dd\uaa60-\uaa7f]")
_CHARACTERS_A_WORD = 4


def doubts(markup: Markup, page: Page, kept: Sequence[PageBlock]) -> tuple[str, ...]:
    """What a reader of the result should know: markup that could not be read as it should be, a page that is no article."""
    warnings = list(filter(None, (markup.problem, page.problem)))
    if page.withheld:
        warnings.append(f"hidden text kept: {page.withheld} paragraphs that the page shows subscribers only")
    counts = [_words(block) for block in kept if block.linked < _MOSTLY_LINKED and block.kind != "control"]
    prose = sum(count for count in counts if count >= _SENTENCE_WORDS)
    if prose < _DOUBTFUL_WORDS and (kind := _other_kind(markup)):
        warnings.append(f"looks like a {kind}, not an article")
    elif markup.root is None:
        warnings.append("no text found")
    elif prose < _LEAST_PROSE and sum(counts) < (_LEAST_NAMED if _is_named(markup, kept) else _LEAST_WORDS):
        warnings.append(f"no article found ({prose} words of running text)")
    return tuple(warnings)


def _words(block: PageBlock) -> int:
    """How many words a block has, those that no space parts too."""
    if block.source.isascii():
        return block.words
    return block.words + len(_UNPARTED.findall(block.source)) // _CHARACTERS_A_WORD


def _is_named(markup: Markup, kept: Sequence[PageBlock]) -> bool:
    """Whether the page calls what is kept of it an article: by element, Open Graph or JSON-LD."""
    if any(element.tag == "article" for block in kept for element in block.element.lineage()):
        return True
    match = _OPEN_GRAPH.search(markup.source)
    if match and match[1].lower() == "article":
        return True
    return any(_ARTICLE_TYPES.search(one) for one in types(markup.described))


def _other_kind(markup: Markup) -> str | None:
    """What a page says it is, where that is no article."""
    named = types(markup.described)
    if any(_ARTICLE_TYPES.search(one) for one in named):
        return None
    for kind, pattern in _OTHER_TYPES:
        if any(pattern.search(one) for one in named):
            return kind
    match = _OPEN_GRAPH.search(markup.source)
    return f"{match[1].lower()} page" if match and match[1].lower() != "article" else None
