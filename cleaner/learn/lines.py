"""The lines of a page as rows to be counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleaner.document.fingerprint import fingerprint, normal
from cleaner.document.shape import core, word_count
from cleaner.model import Document
from cleaner.ruleset.calendar import calendar
from cleaner.ruleset.links import host_of

# Longer paragraphs are not looked at: what recurs in templates is shorter.
LONGEST_LINE = 2000


def site_of(url: str | None) -> str:
    """The host that an address names, without `www.`; empty if it names none."""
    return host_of(url or "").removeprefix("www.")


def rows(document: Document) -> Iterator[dict[str, Any]]:
    """Each different line of a page with its site, fingerprint, words, wording, and a number that stands for the page.

    Pages that are the same save for numbers and dates have one number, so that a page which was scraped twice counts once.
    """
    site = site_of(document.url)
    lines: dict[int, dict[str, Any]] = {}
    for start, end in document.spans if site else ():
        words = normal(document.folded[start:end], calendar()) if end - start <= LONGEST_LINE else ""
        if words.strip("0 "):
            text = core(document.text[start:end])
            lines.setdefault(fingerprint(words), {"line": text, "words": word_count(words)})
    page = fingerprint(" ".join(map(str, lines)))
    for key, line in lines.items():
        yield {"site": site, "page": page, "fingerprint": key, **line}
