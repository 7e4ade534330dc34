"""Documents: what hosts move, as records: a text or page, where it comes from, and what is no document at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from cleaner.errors import InputError
from cleaner.records.fields import Fields
from cleaner.records.guesses import GUESSES
from cleaner.records.paths import leaves, value_at
from cleaner.records.record import Record

_ADDRESSES = ("source", *GUESSES["url"])
_T = TypeVar("_T")


def record_of(article: Any, known: Mapping[str, Any], pages: bool | None) -> Record:
    """A document as a record: a text or page, also as bytes; one with an error where it is neither.

    Args:
        article: its content; None: it has none.
        known: what the document is told already, its address perhaps.
        pages: whether it is markup; None: as it begins.
    """
    return Fields(text="text", url="url", pages=pages).record("", {"text": article, "url": address(known)})


def address(metadata: Mapping[str, Any]) -> str | None:
    """Where a document comes from, if a field of its metadata that may say so holds a web address."""
    for name in _ADDRESSES:
        value = metadata.get(name)
        if isinstance(value, str) and value.lower().startswith(("http://", "https://")):
            return value
    return None


def has_article(names: Fields, record: Mapping[str, Any]) -> bool:
    """Whether a record holds anything where its article or page should stand."""
    return any(
        value_at(record, name) is not None for name in (names.text, names.html, *names.likely_in(leaves(record)))
    )


def kind_of(reason: str) -> str:
    """What reasons of one kind are counted under."""
    kind, _, detail = reason.partition(": ")
    return detail.partition(":")[0] if kind == "failed" else kind


def documents_of(given: Iterable[_T], kind: type[_T]) -> Iterator[_T]:
    """The documents that a host gives, one by one.

    Raises:
        InputError: it gives one where a list is due, or something else.
    """
    if isinstance(given, kind | str | bytes | Mapping):
        raise InputError(f"documents must be a list of {kind.__name__}, not one {type(given).__name__}")
    for document in given:
        if not isinstance(document, kind):
            raise InputError(f"documents must be a list of {kind.__name__}, and one is {type(document).__name__}")
        yield document
