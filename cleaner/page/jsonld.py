"""What a page says of itself in JSON-LD: what it is, and the article's text where a script would have to show it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.text.fold import well_formed

Thing = dict[str, Any]

_MOST_CHARACTERS = 4 << 20
_DEPTH = 8
# What wraps JSON in old pages, and what ends lists that a person wrote.
_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\]\]>|/\*\s*\]\]>\s*\*/|;)\s*$")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")


def things(scripts: Iterable[str]) -> Iterator[Thing]:
    """All things that the scripts of JSON-LD of a page describe, outer ones first. What is no JSON is left out."""
    for text in scripts:
        if len(text) > _MOST_CHARACTERS:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            try:
                data = json.loads(_LAST_COMMA.sub("", _WRAPPING.sub("", text)), strict=False)
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
    return frozenset(kind for thing in described for kind in types_of(thing))


def types_of(thing: Thing) -> list[str]:
    """The types of a thing."""
    kind = thing.get("@type")
    return [one for one in (kind if isinstance(kind, list) else [kind]) if isinstance(one, str)]
