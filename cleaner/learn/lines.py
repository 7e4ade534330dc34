"""The lines of a page as rows to be counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleaner.hosts import site_of
from cleaner.recurring import RecurringLine
from cleaner.ruleset.calendar import calendar
from cleaner.text.fingerprint import fingerprint, normal
from cleaner.text.lines import Document
from cleaner.text.shape import core, word_count

# Longer paragraphs are not looked at: what recurs in templates is shorter.
LONGEST_LINE = 2000
# Lines of fewer words count only beside other evidence; so many have no line as short as this.
_FEWEST_WORDS, _SHORTEST = 4, 12
_UNSIGNED = (1 << 64) - 1


def recurring_lines(text: str, url: str | None) -> frozenset[RecurringLine]:
    """The different lines of a page's text, for counting which recur; those that learning takes for themselves only."""
    site = site_of(url) if url else ""
    if not site:
        return frozenset()
    plain = (
        normal(line.casefold(), calendar()) for line in text.splitlines() if _SHORTEST <= len(line) <= LONGEST_LINE
    )
    found = {_number(words) for words in plain if words.count(" ") >= _FEWEST_WORDS - 1}
    home = _number(site)
    return frozenset(RecurringLine(home, line) for line in found)


def _number(words: str) -> int:
    return fingerprint(words) & _UNSIGNED


def rows(document: Document) -> Iterator[dict[str, Any]]:
    """Each different line of a page with its site, fingerprint, words, wording, and a number that stands for the page.

    Pages that are the same save for numbers and dates have one number, so that a page which was scraped twice counts once.
    """
    site = site_of(document.url)
    found: dict[int, dict[str, Any]] = {}
    for line in document.lines if site else ():
        words = normal(line.folded, calendar()) if len(line.text) <= LONGEST_LINE else ""
        if words.strip("0 "):
            text = core(line.text)
            found.setdefault(fingerprint(words), {"line": text, "words": word_count(words)})
    page = fingerprint(" ".join(map(str, found)))
    for key, row in found.items():
        yield {"site": site, "page": page, "fingerprint": key, **row}
