"""Metadata: what the article of a page is, as its markup and its text tell. Frozen, typed, picklable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

# Where a value may come from: JSON-LD; `<meta property="og:...">` and `article:...`; other elements of the head and the
# root's `lang`; `itemprop` attributes; what readers see, such as a byline; a date in the page's address.
SOURCES = ("json-ld", "opengraph", "meta", "microdata", "page", "address")


@dataclass(frozen=True)
class Metadata:
    """What the article of a page is. A text that was no page has none of it.

    Attributes:
        title: the article's title.
        authors: who wrote it.
        published: when it came out, ISO 8601: a date, or a date with its time and, where the page tells it, offset.
        modified: when it was last changed, likewise.
        site: the name of the site.
        language: a tag such as "de" or "pt-BR".
        tags: keywords.
        url: its canonical address, http or https.
        image: the address of its main image, http or https.
        sources: for each of these that is known, by name, which of `SOURCES` told it.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    url: str | None = None
    image: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, the same names for every article: null, or an empty list, for what is not known."""
        values = {name: getattr(self, name) for name in NAMES}
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        return {**plain, "sources": {name: self.sources.get(name) for name in NAMES}}


def as_columns(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What `Metadata.to_dict` gives as columns of a record: `meta_title` and so on."""
    return {f"meta_{name}": value for name, value in meta.items()}


NAMES = tuple(one.name for one in fields(Metadata) if one.name != "sources")
# Of those that hold several texts.
LISTS = ("authors", "tags")
EMPTY = Metadata()
