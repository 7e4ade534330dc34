"""Labelled pages: web pages with their main content as text, or with snippets of it, and which of their blocks are content.

A file of pages is JSON Lines, gzipped or not: `{"id", "url", "html", "main_content", "with", "without"}`. `with` and `without`
list snippets that are main content and that are not. A page has its main content, snippets, or both.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.errors import InputError, MissingExtraError
from cleaner.page.page import PageBlock

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page and what is known of its main content.

    Attributes:
        id: its name in the file.
        url: its address.
        html: its markup.
        content: its main content, None if only snippets are known.
        wanted: snippets of its main content.
        unwanted: snippets that are not main content.
    """

    id: str
    url: str
    html: str
    content: str | None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def load_pages(path: Path) -> Iterator[LabelledPage]:
    """Read a file of pages.

    Raises:
        InputError: the file cannot be read, or a line is no page.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                yield _page(json.loads(line))
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}:{number}: is no labelled page ({type(error).__name__}: {error})") from error


def _page(row: Any) -> LabelledPage:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    content, wanted, unwanted = row.get("main_content"), tuple(row.get("with", ())), tuple(row.get("without", ()))
    if content is None and not wanted + unwanted:
        raise KeyError("main_content")
    for text in (row["html"], content or "", *wanted, *unwanted):
        if not isinstance(text, str):
            raise TypeError(f"{text!r} is not a string")
    return LabelledPage(str(row["id"]), str(row["url"]), row["html"], content, wanted, unwanted)


def holders(blocks: Sequence[PageBlock], snippet: str) -> list[int]:
    """The places of the blocks whose text holds a snippet, letter case and all."""
    snippet = " ".join(snippet.split())
    return [place for place, block in enumerate(blocks) if snippet in block.text]


def page_words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(text.lower())


def content_shares(blocks: Sequence[PageBlock], content: str) -> list[float]:
    """For every block, which share of its words is main content: those that the longest common subsequence matches.

    Raises:
        MissingExtraError: rapidfuzz is not installed.
    """
    try:
        from rapidfuzz.distance import LCSseq
    except ImportError:
        raise MissingExtraError("rapidfuzz", "fit") from None
    texts = [page_words(block.text) for block in blocks]
    owners = [number for number, text in enumerate(texts) for _ in text]
    numbers: dict[str, int] = {}
    ours = [numbers.setdefault(word, len(numbers)) for text in texts for word in text]
    theirs = [numbers.setdefault(word, len(numbers)) for word in page_words(content)]
    matched = [0] * len(blocks)
    for step in LCSseq.opcodes(ours, theirs):
        if step.tag == "equal":
            for place in range(step.src_start, step.src_end):
                matched[owners[place]] += 1
    return [hits / max(1, len(text)) for hits, text in zip(matched, texts, strict=True)]
