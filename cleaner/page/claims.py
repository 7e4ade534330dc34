"""Claims: what JSON-LD, meta elements and microdata say of a page's article, by the names of `Metadata`, unchecked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from lxml import etree

from cleaner.page.jsonld import Thing, types_of
from cleaner.page.tree import Tree

# What is said of each name of `Metadata`: values of any kind, first said first.
Claims = Mapping[str, list[Any]]

_ARTICLE = re.compile(r"Article$|Posting$|Report|Review$|Recipe|HowTo$|^Blog$")
_PAGE = re.compile(r"WebPage$")
_ABOUT_ARTICLE = ("headline", "author", "datePublished")
# Titles are often cut; so much of one must stand in the other.
_TITLE_START = 25
# No article has more authors or tags than this; hostile ones do.
_MOST = 50
_LINKED_DEPTH = 4
# So many elements with `itemprop` are looked at, and so many pieces of one; a page made to be slow has more.
_MOST_ITEMS, _MOST_PIECES = 500, 20

_META = {
    "title": ("twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title"),
    "authors": (
        "author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author", "byl", "authors",
    ),
    "published": (
        "article:published", "date", "pubdate", "publishdate", "publish_date", "dc.date", "dc.date.issued", "dcterms.created",
        "dcterms.issued", "citation_publication_date", "parsely-pub-date", "sailthru.date", "datepublished", "date.release",
        "publication_date", "dc.date.created", "cxenseparse:recs:publishtime",
    ),
    "modified": ("last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "revised", "article:modified"),
    "site": ("application-name", "dc.publisher", "cre", "publisher"),
    "language": ("content-language", "dc.language"),
    "tags": ("news_keywords", "keywords", "parsely-tags", "sailthru.tags"),
    "image": ("twitter:image", "twitter:image:src", "thumbnail", "sailthru.image.full", "parsely-image-url"),
}  # fmt: skip
_GRAPH = {
    "title": ("og:title",),
    "authors": ("article:author", "og:article:author", "book:author", "og:author"),
    "published": ("article:published_time", "og:article:published_time", "og:published_time", "og:pubdate"),
    "modified": ("article:modified_time", "og:article:modified_time", "og:updated_time"),
    "site": ("og:site_name",),
    "language": ("og:locale",),
    "tags": ("article:tag", "og:article:tag"),
    "url": ("og:url",),
    "image": ("og:image", "og:image:url", "og:image:secure_url"),
}
_CANONICAL, _PICTURE = "link canonical", "link image_src"
_WANTED = frozenset(
    (_CANONICAL, _PICTURE, *(name for table in (_META, _GRAPH) for names in table.values() for name in names))
)
_ITEMS = {
    "headline": "title", "author": "authors", "creator": "authors", "datepublished": "published", "datemodified": "modified",
    "keywords": "tags", "inlanguage": "language",
}  # fmt: skip


def from_things(described: Iterable[Thing], title: str) -> Claims:
    """What JSON-LD says: of several articles the one that has the page's title, or of which most is said.

    Args:
        described: the page's things.
        title: the page's, to know its article by.
    """
    things = list(described)
    named = {name: thing for thing in things if isinstance(name := thing.get("@id"), str) and len(thing) > 1}
    articles = [thing for thing in things if any(map(_ARTICLE.search, types_of(thing)))]
    article = max(articles, key=lambda thing: _likeness(thing, title), default={})
    page = next((thing for thing in things if any(map(_PAGE.search, types_of(thing)))), {})
    site = next((thing for thing in things if "WebSite" in types_of(thing)), {})
    whole = [one for one in (article, page) if one]

    def said(key: str, of: Iterable[Thing] = (article,), inside: tuple[str, ...] = ("name",)) -> list[Any]:
        return [text for thing in of for text in islice(_texts(thing.get(key), named, inside), _MOST)]

    return {
        "title": said("headline") or said("name"),
        "authors": said("author") or said("creator"),
        "published": said("datePublished", whole),
        "modified": said("dateModified", whole),
        "site": said("name", [site]) or said("publisher"),
        "language": said("inLanguage", whole, ("alternateName", "name")),
        "tags": said("keywords"),
        "url": said("url"),
        "image": said("image", inside=("url", "contentUrl")),
    }


def _likeness(thing: Thing, title: str) -> tuple[bool, int]:
    headline = thing.get("headline") or thing.get("name")
    start = " ".join(headline.split())[:_TITLE_START].casefold() if isinstance(headline, str) else ""
    return bool(start) and start in title.casefold(), sum(bool(thing.get(key)) for key in _ABOUT_ARTICLE)


def _texts(value: Any, named: Mapping[str, Thing], inside: tuple[str, ...]) -> Iterator[str]:
    """The texts that a value of JSON-LD stands for: itself, or what things in it, or those it names by id, are called."""
    level = [value]
    for _ in range(_LINKED_DEPTH):
        following: list[Any] = []
        for one in level:
            if isinstance(one, str):
                yield one
            elif isinstance(one, list):
                following += one[:_MOST]
            elif isinstance(one, dict):
                known = one.get("@id")
                full = named.get(known, one) if isinstance(known, str) and len(one) <= 2 else one
                following += [full[key] for key in (*inside, "@value") if key in full][:1]
        level = following


def from_heads(heads: Iterable[Mapping[str, str]]) -> tuple[Claims, Claims]:
    """What OpenGraph says, and what other `meta` and `link` elements say."""
    by_name: dict[str, list[Any]] = {}
    for attributes in heads:
        content = attributes.get("content") or attributes.get("href")
        if not content:
            continue
        names = (
            [attributes.get(key, "") for key in ("property", "name", "http-equiv")] if "content" in attributes else []
        )
        names += [f"link {word}" for word in attributes.get("rel", "").split()]
        for name in names:
            lowered = name.lower()
            if lowered not in _WANTED:
                continue
            held = by_name.setdefault(lowered, [])
            if len(held) < _MOST:
                held.append(content)
    meta = {name: [one for key in keys for one in by_name.get(key, ())] for name, keys in _META.items()}
    graph = {name: [one for key in keys for one in by_name.get(key, ())] for name, keys in _GRAPH.items()}
    meta["authors"] = next((by_name[key] for key in _META["authors"] if key in by_name), [])
    meta["url"] = by_name.get(_CANONICAL, [])
    meta["image"] += by_name.get(_PICTURE, [])
    return graph, meta


def from_items(root: Tree, heads: Iterable[Mapping[str, str]]) -> Claims:
    """What microdata says: the `itemprop` attributes of elements, without those of comments."""
    claims: dict[str, list[Any]] = {}
    for attributes in heads:
        _claim(claims, attributes.get("itemprop"), lambda attributes=attributes: attributes.get("content"))  # type: ignore[misc]
    for node in _with_itemprop(root)[:_MOST_ITEMS]:
        _claim(claims, node.get("itemprop"), lambda node=node: _value(node) if _is_of_article(node) else None)  # type: ignore[misc]
    return claims


_with_itemprop = etree.XPath("descendant::*[@itemprop]")


def _claim(claims: dict[str, list[Any]], prop: str | None, value: Callable[[], str | None]) -> None:
    name = _ITEMS.get((prop or "").strip().lower())
    if name is not None and len(held := claims.setdefault(name, [])) < _MOST and (said := value()):
        held.append(said)


def _value(node: Tree) -> str | None:
    """What an element with `itemprop` says: of a person the name."""
    said: str | None = node.get("content") or node.get("datetime")
    if said:
        return said
    near = islice(node.iterdescendants(), _MOST_PIECES)
    named = next((one for one in near if one.get("itemprop") == "name"), node)
    return " ".join("".join(islice(named.itertext(), _MOST_PIECES)).split())


def _is_of_article(node: Tree) -> bool:
    """Whether the thing that an element tells of is no comment."""
    scope = next(islice((one for one in node.iterancestors() if one.get("itemtype")), 1), None)
    return scope is None or "Comment" not in scope.get("itemtype")
