"""The corpus's pages, with snippets of their visible text: fixtures/corpus/pages/LANGUAGE-NAME.html, and .toml beside it.

In the .toml file, `with` are snippets of the article, which must stay, `without` snippets of all the rest, which must go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import tomli

from cleaner import clean_html
from cleaner.ruleset.ruleset import RuleSet

_UNSEEN = ("script", "style", "template", "noscript", "title")


@dataclass(frozen=True, slots=True)
class Page:
    """A page with snippets that must stay, and others that must go."""

    id: str
    url: str
    html: str
    stay: tuple[str, ...]
    go: tuple[str, ...]


@dataclass(slots=True)
class Outcome:
    """How many snippets of articles are there and missing, and how many others."""

    there: int = 0
    missing: int = 0
    left: int = 0
    gone: int = 0

    def add(self, page: Page, text: str) -> None:
        """Count the snippets of a cleaned page."""
        plain = words_apart(text)
        there = sum(snippet in plain for snippet in page.stay)
        left = sum(snippet in plain for snippet in page.go)
        self.there += there
        self.missing += len(page.stay) - there
        self.left += left
        self.gone += len(page.go) - left

    def figures(self) -> dict[str, float]:
        """F1 of the snippets that are there, the share of the article's that are, the share of the others that are not."""
        return {
            "F1": 2 * self.there / max(1, 2 * self.there + self.missing + self.left),
            "retention": self.there / max(1, self.there + self.missing),
            "recall": self.gone / max(1, self.gone + self.left),
        }


def read(folder: Path) -> list[Page]:
    """All pages of a folder, by name."""
    return [_page(file) for file in sorted(folder.glob("*.toml"))]


def _page(file: Path) -> Page:
    snippets = tomli.loads(file.read_bytes().decode())
    html = file.with_suffix(".html").read_bytes().decode()
    return Page(file.stem, snippets["url"], html, tuple(snippets["with"]), tuple(snippets["without"]))


def faults(page: Page) -> Iterator[str]:
    """What is wrong with a page's snippets: they must be in its visible text, and tell apart what stays and what goes."""
    visible = visible_text(page.html)
    for snippet in (*page.stay, *page.go):
        if snippet not in visible:
            yield f"{page.id}: is not in the page's visible text: {snippet!r}"
        if snippet != words_apart(snippet):
            yield f"{page.id}: has white space that is no single space: {snippet!r}"
    for stay in page.stay:
        if visible.count(stay) > 1:
            yield f"{page.id}: must stay, but is in the page more than once: {stay!r}"
        for go in page.go:
            if go in stay or stay in go:
                yield f"{page.id}: must go, but shares text with what must stay: {go!r}"


def visible_text(html: str) -> str:
    """The text of a page without scripts and styles, with one space for all white space."""
    root = lxml.html.document_fromstring(html.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    for element in list(root.iter(*_UNSEEN)):
        element.drop_tree()
    return words_apart(root.text_content())


def words_apart(text: str) -> str:
    """A text with one space for all white space."""
    return " ".join(text.split())


def cleaned(page: Page, rules: RuleSet) -> str:
    """What the tool leaves of a page."""
    return clean_html(page.html, url=page.url, rules=rules).text


def figures(pages: Iterable[Page], rules: RuleSet) -> dict[str, float]:
    """F1, retention and recall of the snippets of all pages."""
    outcome = Outcome()
    for page in pages:
        outcome.add(page, cleaned(page, rules))
    return outcome.figures()


def shortcomings(pages: Iterable[Page], rules: RuleSet) -> Iterator[str]:
    """What is missing and should not be, what is left and should not be."""
    for page in pages:
        text = words_apart(cleaned(page, rules))
        yield from (f"{page.id}: goes: {snippet!r}" for snippet in page.stay if snippet not in text)
        yield from (f"{page.id}: stays: {snippet!r}" for snippet in page.go if snippet in text)
