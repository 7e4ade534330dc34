"""The tools that people use for what cleaner does, each as a function. A tool is imported when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Generic, TypeVar

TextTool = Callable[[str], str]
# Takes the page and its address.
PageTool = Callable[[str, str], str]
Tool = TypeVar("Tool")

# What jusText calls the languages of this project's corpus; it has no list for Japanese, where it gets the English one.
_STOPLISTS = {
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
}
_LANGUAGE = re.compile(r"<html[^>]*\blang=[\"']?([a-z]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Peer(Generic[Tool]):
    """A tool, the distribution that it comes in (none for what needs none), and how it is made ready."""

    name: str
    distribution: str
    load: Callable[[], Tool]

    def title(self) -> str:
        """Name and version."""
        try:
            return f"{self.name} {version(self.distribution)}" if self.distribution else self.name
        except PackageNotFoundError:
            return self.name


def nothing() -> TextTool:
    """Leaves a text as it is."""
    return lambda text: text


def c4_lines() -> TextTool:
    """C4's filter of lines as datatrove has it, without those of its filters that drop whole documents."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    lines = C4QualityFilter(min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False)

    def call(text: str) -> str:
        document = Document(text, id="")
        lines.filter(document)
        return document.text

    return call


def cleaner_texts() -> TextTool:
    """This project, for texts."""
    from cleaner import clean_text

    return lambda text: clean_text(text).text


def trafilatura_pages() -> PageTool:
    """trafilatura as it comes, without comments."""
    import trafilatura

    return lambda html, url: trafilatura.extract(html, url=url, include_comments=False) or ""


def readability_pages() -> PageTool:
    """readability-lxml, whose answer is markup, and html-text to read it."""
    import html_text
    from readability import Document

    return lambda html, _: html_text.extract_text(Document(html).summary())


def justext_pages() -> PageTool:
    """jusText with the words of the language that the page says it is in."""
    import justext

    lists: dict[str, Any] = {}

    def call(html: str, _: str) -> str:
        found = _LANGUAGE.search(html)
        language = _STOPLISTS.get(found[1].lower() if found else "", "English")
        words = lists.setdefault(language, justext.get_stoplist(language))
        paragraphs = justext.justext(html.encode("utf-8", "replace"), words, encoding="utf-8")
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return call


def resiliparse_pages() -> PageTool:
    """Resiliparse's plain text of the main content."""
    from resiliparse.extract.html2text import extract_plain_text

    options = {"main_content": True, "alt_texts": False, "links": False, "comments": False}
    return lambda html, _: extract_plain_text(html, **options)


def cleaner_pages() -> PageTool:
    """This project, for pages."""
    from cleaner import clean_html

    return lambda html, url: clean_html(html, url=url).text


TEXTS: tuple[Peer[TextTool], ...] = (
    Peer("do nothing", "", nothing),
    Peer("C4 line filter, datatrove", "datatrove", c4_lines),
    Peer("cleaner", "affiliate-cleaner", cleaner_texts),
)
PAGES: tuple[Peer[PageTool], ...] = (
    Peer("trafilatura", "trafilatura", trafilatura_pages),
    Peer("readability-lxml", "readability-lxml", readability_pages),
    Peer("jusText", "justext", justext_pages),
    Peer("resiliparse", "resiliparse", resiliparse_pages),
    Peer("cleaner", "affiliate-cleaner", cleaner_pages),
)
