"""Meta: what the article of a page is, from all that says so, checked; what is said of it in several places counts once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from cleaner.hosts import host_of
from cleaner.metadata import EMPTY, Metadata
from cleaner.page import claims
from cleaner.page.addresses import web_address
from cleaner.page.claims import Claims
from cleaner.page.dates import address_date, iso_date
from cleaner.page.markup import Markup
from cleaner.page.names import author_names
from cleaner.page.tree import Tree
from cleaner.text.fold import well_formed

_LONGEST = 500  # characters of a title or of a site's name
_LONGEST_TAG, _MOST_TAGS = 80, 50
_LANGUAGE = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_][A-Za-z0-9-_]*)?$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# Who is asked first; the root's `lang` is among "meta".
_USUAL = ("json-ld", "opengraph", "meta", "microdata", "page", "address")
_ORDER = {
    "site": ("opengraph", "json-ld", "meta"),
    "language": ("meta", "json-ld", "opengraph"),
    "url": ("meta", "opengraph"),
}
# No date of the article stands in these.
_ASIDE = frozenset(("aside", "nav", "footer"))
_MOST_TIMES = 50


def metadata(markup: Markup, url: str | None, title: str | None) -> Metadata:
    """What a page says that its article is.

    Args:
        markup: the page.
        url: where it comes from; addresses in it may be relative to that.
        title: the article's title, as readers see it.
    """
    if markup.root is None:
        return EMPTY
    page = _Page(markup, markup.root, url or "", title or "")
    found: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for name, read in _READERS.items():
        for source in _ORDER.get(name, _USUAL):
            value = read(page.claims(source).get(name, ()), page)
            if value and name not in found:
                found[name], sources[name] = value, source
            # Many sites name themselves as author where they do not know better.
            if value and not (name == "authors" and page.is_site(value)):
                found[name], sources[name] = value, source
                break
        if name == "language":
            page.language = found.get(name, "")
        elif name == "site":
            page.site = found.get(name, "")
    return Metadata(**found, sources=sources)


def with_seen(meta: Metadata, seen: Claims) -> Metadata:
    """The same with what readers see of the article, where nothing else has told it but perhaps a date in the address.

    Args:
        meta: what the page says otherwise.
        seen: what bylines, date lines and lists of tags say.
    """
    found: dict[str, Any] = {
        "authors": author_names(map(_plain, seen.get("authors", ()))),
        "published": next(
            filter(None, (iso_date(text, meta.language or "") for text in seen.get("published", ()))), None
        ),
        "tags": _tags(seen.get("tags", ())),
    }
    new = {
        name: value
        for name, value in found.items()
        if value and (not getattr(meta, name) or meta.sources.get(name) == "address")
    }
    return replace(meta, **new, sources={**meta.sources, **dict.fromkeys(new, "page")}) if new else meta


class _Page:
    """A page and what is said of it, read where it is first asked for.

    Attributes:
        url: where it comes from.
        language: what is known of its language so far.
        site: what is known of its site's name so far.
    """

    def __init__(self, markup: Markup, root: Tree, url: str, title: str) -> None:
        self.url, self.language, self.site = url, "", ""
        heads = markup.heads
        self._held: dict[str, Claims] = {"address": {"published": [url]}}
        self._held["opengraph"], meta = claims.from_heads(heads)
        self._held["meta"] = {**meta, "language": [root.get("lang"), root.get("xml:lang"), *meta["language"]]}
        self._made: Mapping[str, Callable[[], Claims]] = {
            "json-ld": lambda: claims.from_things(markup.described, title),
            "microdata": lambda: claims.from_items(root, heads) if "itemprop" in markup.source else {},
            "page": lambda: {"title": [title], "published": _times(root)},
        }

    def is_site(self, authors: Iterable[str]) -> bool:
        """Whether an article's authors are no people but the site, by its name or its host."""
        host = host_of(self.url).removeprefix("www.")
        return {_joined(name) for name in authors} <= {
            _joined(self.site),
            _joined(host),
            _joined(host.rpartition(".")[0]),
        }

    def claims(self, source: str) -> Claims:
        """What one source says."""
        if source not in self._held:
            self._held[source] = self._made[source]()
        return self._held[source]


def _times(root: Tree) -> list[str]:
    """The first time that follows the first heading, or of all if none does."""
    first: list[str] = []
    heading = False
    for node in islice(root.iter("h1", "time"), _MOST_TIMES):
        if node.tag == "h1":
            heading = True
        elif not any(one.tag in _ASIDE for one in node.iterancestors()):
            said = node.get("datetime") or " ".join("".join(node.itertext()).split())
            if heading:
                return [said, *first]
            first = first or [said]
    return first


def _plain(value: Any) -> str:
    """A text as readers see it: a line, entities read, without tags and lone surrogates."""
    if not isinstance(value, str):
        return ""
    text = html.unescape(value) if "&" in value else value
    return " ".join(well_formed(_TAG.sub(" ", text) if "<" in text else text).replace("\0", "").split())


def _joined(name: str) -> str:
    """A name without what its spellings differ in."""
    return "".join(filter(str.isalnum, name.lower()))


def _text(values: Iterable[Any], page: _Page) -> str | None:  # noqa: ARG001
    return next((text for value in values if (text := _plain(value)) and len(text) <= _LONGEST), None)


def _names(values: Iterable[Any], page: _Page) -> tuple[str, ...]:  # noqa: ARG001
    return author_names(_plain(value) for value in values)


def _date(values: Iterable[Any], page: _Page) -> str | None:
    for value in values:
        text = _plain(value)
        date = address_date(text) if text and text is page.url else iso_date(text, page.language)
        if date:
            return date
    return None


def _language(values: Iterable[Any], page: _Page) -> str | None:  # noqa: ARG001
    for value in values:
        if found := _LANGUAGE.match(_plain(value)):
            parts = (found[1].lower(), found[2] and found[2].title(), found[3] and found[3].upper())
            return "-".join(filter(None, parts))
    return None


def _tags(values: Iterable[Any], page: _Page | None = None) -> tuple[str, ...]:  # noqa: ARG001
    words = [word.strip() for value in values for word in re.split("[,;，、]", _plain(value)[: 1 << 14])]
    return tuple(dict.fromkeys(word for word in words if word and len(word) <= _LONGEST_TAG))[:_MOST_TAGS]


def _address(values: Iterable[Any], page: _Page) -> str | None:
    return next(filter(None, (web_address(_plain(value), page.url) for value in values)), None)


_READERS: Mapping[str, Callable[[Iterable[Any], _Page], Any]] = {
    "language": _language,
    "site": _text,
    "title": _text,
    "authors": _names,
    "published": _date,
    "modified": _date,
    "tags": _tags,
    "url": _address,
    "image": _address,
}
