"""Element rules: an element of a page goes, known by its tag, its names, its attributes. See `cleaner.page.elements`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from cleaner.model import Finding
from cleaner.ruleset import values
from cleaner.ruleset.rule import Hits, Rule
from cleaner.ruleset.schema import COMMON, SCORE, Field
from cleaner.text.scene import Scene


@dataclass(frozen=True, slots=True)
class Selector:
    """Which elements of a page a rule is for: one with a fitting tag that has any of the names, and none of `unless`.

    Attributes:
        tags: element names; empty: any.
        classes, ids: class tokens and ids; one that ends in `*` stands for all that begin like it.
        attributes: `name`, or `name=value` where `value`, which may end in `*`, is one of the attribute's words.
        hosts: host names; the element's own `href` or `src` must lead to one of these or to a subdomain. Empty: anywhere.
        words: words that its classes and id are made of: `modal` is one of `digest_modal-content`.
        unless: class tokens and ids of elements that are not meant.
    """

    tags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


# What an element may be instead of spam: part of how an article is presented, which its place and form must bear out.
ROLES = ("caption", "credit", "byline", "date", "reading-time", "tags", "details")

_NAMES = tuple(field.name for field in fields(Selector))


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRule(Rule):
    """An element of a page goes with all in it, unless it holds more than `share` of the page's paragraphs.

    One with a `role` goes block by block, where its blocks are such (see `cleaner.page.roles`).
    """

    KIND: ClassVar = "element"
    FIELDS: ClassVar[Mapping[str, Field]] = {
        **COMMON,
        **SCORE,
        **dict.fromkeys(_NAMES, Field(values.names, ())),
        "share": Field(values.fraction, 0.5),
        "role": Field(values.one_of(*ROLES), ""),
    }

    selector: Selector
    share: float
    role: str = ""

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Something must tell the element."""
        if not any(values[name] for name in ("tags", "classes", "ids", "attributes", "words")):
            yield "classes", "give tags, classes, ids, attributes or words: what the element is known by"

    @classmethod
    def adapt(cls, values: dict[str, Any]) -> None:
        """Put the names together."""
        values["selector"] = Selector(**{name: values.pop(name) for name in _NAMES})

    @property
    def needs_markup(self) -> bool:
        """Always: a text has no elements."""
        return True

    def find(self, scene: Scene, hits: Hits) -> Iterator[Finding]:  # noqa: ARG002
        """Nothing: what it finds is gone before there are lines."""
        return iter(())
