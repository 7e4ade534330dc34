"""What a page says of itself in JSON-LD: what it is, and the article's text where a script would have to show it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.text.fold import well_formed

Thing = dict[str, Any]

_SCRIPT = re.compile(r"<script[^<>]*application/ld\+json[^<>]*>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)
_MOST_CHARACTERS = 4 << 20
_DEPTH = 8


def things(source: str) -> Iterator[Thing]:
    """All things that the JSON-LD of a page describes, outer ones first. What is no JSON is left out."""
    position = 0
    while start := _SCRIPT.search(source, position):
        end = _END.search(source, start.end())
        if end is None:
            return
        position = end.end()
        text = source[start.end() : end.start()]
        if len(text) > _MOST_CHARACTERS:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _inside(data)


def _inside(data: Any) -> Iterator[Thing]:
    level = [data]
    for _ in range(_DEPTH):
        following: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                yield one
                following += one.values()
            elif isinstance(one, list):
                following += one
        level = following


def article_body(described: Iterable[Thing]) -> str:
    """The longest `articleBody` of a page's things; an empty text where they have none."""
    bodies = (thing.get("articleBody") for thing in described)
    return well_formed(max((body for body in bodies if isinstance(body, str)), key=len, default=""))


def headline(described: Iterable[Thing]) -> str:
    """The `headline` of the thing with the longest `articleBody`; an empty text where it has none."""
    named = [(thing.get("articleBody"), thing.get("headline")) for thing in described]
    told = [(len(body), title) for body, title in named if isinstance(body, str) and isinstance(title, str)]
    return well_formed(" ".join(max(told, key=lambda one: one[0])[1].split())) if told else ""


def types(described: Iterable[Thing]) -> frozenset[str]:
    """The types of the things that the page describes, such as Product."""
    named: set[str] = set()
    for thing in described:
        kind = thing.get("@type")
        named.update(one for one in (kind if isinstance(kind, list) else [kind]) if isinstance(one, str))
    return frozenset(named)
