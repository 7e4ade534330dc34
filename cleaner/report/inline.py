"""A line as Markdown: its text escaped, its links, inline code and formulas written as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urljoin

from cleaner.model import Form, Link, Span
from cleaner.ruleset.links import Lists, is_affiliate, is_redirect
from cleaner.text.shape import HEADINGS

_SPECIAL = re.compile(r"([\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;))")
# What at the start of a line would make it a heading, a quotation, an item or a rule.
_OPENING = re.compile(r"^(\d{0,9})(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]+(?=[-\s]*$)|~{3,}|(?<=\d)[.)](?=\s|$))")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_SAFE_SCHEMES = ("http:", "https:", "mailto:")
# Browsers leave these out before they look for a scheme.
_IGNORED = re.compile("[\x00-\x20\x7f]")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\\|]")
_BACKTICKS = re.compile("`+")


class Inline(NamedTuple):
    """What lines of a page are written with.

    Attributes:
        links: whether links are written as links.
        base: the address that relative links lead from; empty where it is unknown.
        lists: the lists that tell affiliate links.
    """

    links: bool
    base: str
    lists: Lists


class Marked(NamedTuple):
    """A line of a page: its text, what markup says of it, and whether nothing was cut out of it."""

    form: Form
    text: str
    uncut: bool


def line(one: Marked, how: Inline) -> str:
    """A line of text; what would make it something else at its start is escaped."""
    text = _written(one, Span(0, len(one.text)), how, in_cell=False)
    if one.form.kind in HEADINGS or text[:1] == "`":
        return text
    return _OPENING.sub(r"\1\\\2", text)


def cells_of(one: Marked, how: Inline) -> list[str]:
    """The cells of a row."""
    edges = [-1, *(match.start() for match in re.finditer(r"(?<!\\)\|", one.text)), len(one.text)]
    return [_written(one, Span(before + 1, after), how, in_cell=True).strip() for before, after in pairwise(edges)]


def _written(one: Marked, span: Span, how: Inline, in_cell: bool) -> str:
    """A span of a line."""
    pieces: list[str] = []
    position = span.start
    for (start, end), link in one.form.links if how.links and one.uncut else ():
        if start < position or end > span.end:
            continue
        if address := _address(link, how):
            pieces.append(_styled(one, Span(position, start), in_cell))
            pieces.append(f"[{_styled(one, Span(start, end), in_cell)}]({address})")
            position = end
    return "".join([*pieces, _styled(one, Span(position, span.end), in_cell)])


def _styled(one: Marked, span: Span, in_cell: bool) -> str:
    """A span of a line without its links."""
    return "".join(
        [
            _piece(one.text[part.start : part.end], style, in_cell)
            for part, style in _parts(span, one.form.styles if one.uncut else ())
        ]
    )


def _parts(span: Span, styles: tuple[tuple[Span, str], ...]) -> Iterator[tuple[Span, str]]:
    position = span.start
    for (start, end), style in styles:
        start, end = max(start, position), min(end, span.end)
        if start < end:
            yield Span(position, start), ""
            yield Span(start, end), style
            position = end
    yield Span(position, span.end), ""


def _piece(text: str, style: str, in_cell: bool) -> str:
    if in_cell:
        text = text.replace("\\|", "|")
    if style == "code":
        longest = max(map(len, _BACKTICKS.findall(text)), default=0)
        ticks = "`" * (longest + 1)
        pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
        text = f"{ticks}{pad}{text}{pad}{ticks}"
    elif style == "formula" and "$" not in text:
        text = f"${text}$"
    else:
        text = _SPECIAL.sub(r"\\\1", text)
    return text.replace("|", "\\|") if in_cell else text


def as_text(text: str) -> str:
    """Text that is nothing but text."""
    return _SPECIAL.sub(r"\\\1", text)


def picture(alt: str, address: str) -> str:
    """A picture."""
    return f"![{as_text(alt)}]({_in_address(address)})"


def _address(link: Link, how: Inline) -> str:
    """The address as it may stand in Markdown; empty where it leads to a script or nowhere, or pays who set it."""
    href = link.href.strip()
    scheme = _SCHEME.match(_IGNORED.sub("", href))
    if not href or (scheme and scheme[0].lower() not in _SAFE_SCHEMES):
        return ""
    if is_affiliate(href, link.rel, how.lists) or is_redirect(href, how.base, how.lists):
        return ""
    if how.base:
        try:
            href = urljoin(how.base, href)
        except ValueError:
            return ""
    return _in_address(href)


def _in_address(href: str) -> str:
    return _UNSAFE_IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), href)
