"""Author and date of articles, beside other tools, on pages whose JSON-LD or meta elements name them.

usage: python -m tests.benchmarks.metadata PAGES.jsonl.gz

PAGES holds an object a line: url, html. What the markup names is what is right, if it looks like a person's name or a date.
Three times: the page as it came; without JSON-LD; without JSON-LD and meta elements, so that only microdata and what
readers see is left. Of each tool that is installed: the share of right answers, of wrong ones, and milliseconds a page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

_JSON_LD = re.compile(r"<script[^<>]*application/ld\+json[^<>]*>(.*?)</script[^<>]*>", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_NAMED = re.compile(r"""(?:property|name)\s*=\s*["'](?:article:published_time|(author))["']""", re.IGNORECASE)
_CONTENT = re.compile(r"""content\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ARTICLE = re.compile(r"Article$|Posting$|Report")
_PERSON = re.compile(r"[^\W\d_]\S*(?: [^\W\d]\S*){1,3}")
_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")

# Authors, and the day of publication, as a tool tells them.
Answer = tuple[frozenset[str], str]
Tool = Callable[[str, str], Answer]


class Case(NamedTuple):
    """A page, and what its markup says of it; nothing where it does not."""

    url: str
    html: str
    authors: frozenset[str]
    day: str


def cases(path: Path) -> Iterator[Case]:
    """The pages of which the markup tells author or date."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            authors, day = _said(page["html"])
            if authors or day:
                yield Case(page["url"], page["html"], authors, day)


def _said(html: str) -> Answer:
    """What JSON-LD says of the article, or else meta elements."""
    names: list[str] = []
    day = ""
    for thing in _things(html):
        kinds = thing.get("@type")
        if not any(
            isinstance(kind, str) and _ARTICLE.search(kind)
            for kind in [kinds, *(kinds if isinstance(kinds, list) else [])]
        ):
            continue
        authors = thing.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            names += [name] if isinstance(name, str) else []
        day = day or str(thing.get("datePublished"))[:10]
    for element in _META.findall(html):
        named, content = _NAMED.search(element), _CONTENT.search(element)
        if named and content:
            text = (content[1] or content[2] or "").strip()
            if not named[1]:
                day = day if _DAY.fullmatch(day) else text[:10]
            elif not names:
                names = [text]
    people = (
        frozenset(map(_plain, names))
        if names and all(_PERSON.fullmatch(name.strip()) for name in names)
        else frozenset()
    )
    return people, day if _DAY.fullmatch(day) else ""


def _things(html: str) -> Iterator[dict[str, Any]]:
    for text in _JSON_LD.findall(html):
        try:
            level = [json.loads(text, strict=False)]
        except ValueError:
            continue
        while level:
            yield from (one for one in level if isinstance(one, dict))
            inner = [
                list(one.values()) if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)
            ]
            level = [one for values in inner for one in values]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def cleaner() -> Tool:
    """This project."""
    from cleaner import clean_html

    def call(html: str, url: str) -> Answer:
        meta = clean_html(html, url=url).meta
        return frozenset(map(_plain, meta.authors)), (meta.published or "")[:10]

    return call


def trafilatura() -> Tool:
    """Trafilatura's metadata."""
    from trafilatura import extract_metadata

    def call(html: str, url: str) -> Answer:
        found = extract_metadata(html, default_url=url)
        authors = (found.author or "").split(";") if found is not None else []
        return frozenset(_plain(name) for name in authors if name.strip()), (
            found.date or ""
        ) if found is not None else ""

    return call


def htmldate() -> Tool:
    """Dates alone; trafilatura takes its own from here too."""
    from htmldate import find_date

    return lambda html, url: (frozenset(), find_date(html, url=url, original_date=True) or "")


TOOLS = (("trafilatura", trafilatura), ("htmldate", htmldate), ("affiliate-cleaner", cleaner))
VIEWS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("as it came", lambda html: html),
    ("without JSON-LD", lambda html: _JSON_LD.sub("", html)),
    ("without JSON-LD and meta", lambda html: _META.sub("", _JSON_LD.sub("", html))),
)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    found = list(cases(parser.parse_args().pages))
    with_authors, with_day = sum(bool(case.authors) for case in found), sum(bool(case.day) for case in found)
    print(f"{len(found)} pages: {with_authors} name a person as author, {with_day} a day of publication")
    for name, load in TOOLS:
        try:
            tool = load()
        except ImportError as error:
            print(f"{name}: left out, {error}")
            continue
        for view, change in VIEWS:
            right, wrong, seconds = _measured(tool, found, change)
            authors = f"{right[0] / with_authors:.3f} right {wrong[0] / with_authors:.3f} wrong"
            days = f"{right[1] / with_day:.3f} right {wrong[1] / with_day:.3f} wrong"
            print(f"{_title(name):26}{view:28}authors {authors}  day {days}  {1000 * seconds / len(found):.1f} ms")


def _measured(tool: Tool, found: list[Case], change: Callable[[str], str]) -> tuple[list[int], list[int], float]:
    right, wrong, seconds = [0, 0], [0, 0], 0.0
    for case in found:
        html = change(case.html)
        begun = time.process_time()
        answers = tool(html, case.url)
        seconds += time.process_time() - begun
        for number, (answer, said) in enumerate(zip(answers, (case.authors, case.day), strict=True)):
            right[number] += bool(said) and answer == said
            wrong[number] += bool(said and answer) and answer != said
    return right, wrong, seconds


def _title(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


if __name__ == "__main__":
    main()
