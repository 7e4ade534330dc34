"""Markup to tree: what shows no text is cut out before lxml parses, and what parsers trip over is mended."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree

from cleaner.limits import USUAL, Limits
from cleaner.page.formulas import of_script
from cleaner.page.jsonld import Thing, things
from cleaner.page.mend import mend, mend_early
from cleaner.page.tree import Tree
from cleaner.text.fold import well_formed

# Comments, and elements that show no text, or none that a parser could read; cut out before it has to.
_SILENT = re.compile(r"<(!--|[sS][cCtTvV][a-zA-Z]+|[nN][oO][sS][a-zA-Z]+|[iI][fF][a-zA-Z]+|[tT][iI][tT][a-zA-Z]+)")
# In a title all of these are words.
_TITLE = "title"
# Letters in classes, not a flag: the search stays one for `</`, which is faster.
_ENDS = {
    name: re.compile("</" + "".join(f"[{letter}{letter.upper()}]" for letter in name) + "[^<>]*>")
    for name in ("script", "style", "svg", "noscript", "iframe", _TITLE)
}
_JSON_LD = re.compile(r"[^<>]*application/ld\+json[^<>]*>", re.IGNORECASE)
# Read from the comment's own dashes on: `<!-->` is one, and empty.
_ENDS["!--"] = re.compile("--(?:>|(?<!<!--)!>)")
# Other elements without text: controls, media, formulas as machines read them.
_MUTE = ("img", "input", "template", "option", "textarea", "link", "meta")
_OPENING = re.compile("<")
# A page has some tens of these.
_MOST_HEADS = 2000
# What only formats words. `span` may be hidden or a label, so it stays.
_FORMATTING = ("b", "strong", "i", "em", "u", "font")
# Elements without an end that libxml2 takes for others: it lets them hold what comes after.
_ENDLESS = ("source", "track", "embed", "wbr")
# What no drawing holds.
_ENDS["textual"] = re.compile(r"<(?:[pP]|[dD][iI][vV]|[aA][rR][tT][iI][cC][lL][eE]|[hH][1-6]|[lL][iI])[\s>]")
# libxml2 reads nothing after these; browsers do.
_END_OF_PAGE = re.compile(r"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s*>")
# A page nested deeper than libxml2 reads is read without its elements: only where lines end stays.
_TAG = re.compile(r"<[/!?]?[a-z][^<>]*>", re.IGNORECASE)
# Elements with thousands of attributes take libxml2 quadratic time. One stands only where so many characters hold no `<`.
_LONG = 1 << 12
_LONG_TAG = re.compile(r"<([a-zA-Z][^\s<>/]*)[^<>]*")
_VALUE = re.compile(r"""="[^"]*"|='[^']*'|/""")
_MOST_ATTRIBUTES = 500
# What no text holds. NUL is not among these: it comes into texts in more ways than one, and is left out.
_BINARY = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_BINARY_SHARE = 0.05
# So few are some damage to a short page.
_FEW_BINARY = 3
_HEAD_CHARACTERS = 1024
# Where a page streams its parts, `<template id="B:0">` marks the place of `<div hidden id="S:0">`, which a script moves there.
_SLOT, _PLACE = "S:", "B:"


@dataclass(frozen=True)
class Markup:
    """A page as parsed.

    Attributes:
        source: the markup as it came.
        root: the tree without scripts, styles, drawings, frames and comments; None where there is nothing.
        problem: what was wrong with the markup, if it was too much for an orderly reading.
        scripts: the texts of its scripts of JSON-LD.
        heads: the attributes of its `meta` and `link` elements.
    """

    source: str
    root: Tree | None
    problem: str | None
    scripts: tuple[str, ...] = ()
    heads: tuple[Mapping[str, str], ...] = ()

    @cached_property
    def described(self) -> tuple[Thing, ...]:
        """The things that the page's JSON-LD describes; it is read where somebody asks for it, once."""
        return tuple(things(self.scripts))


def parse(source: str, limits: Limits = USUAL, *, images: bool = False) -> Markup:
    """The tree that markup stands for, or its beginning where that is beyond the limits; never an exception.

    Pictures are in it only if `images` asks for them.
    """
    problem = None
    head = source[:_HEAD_CHARACTERS]
    if head.startswith("%PDF-") or len(_BINARY.findall(head)) > max(_FEW_BINARY, _BINARY_SHARE * len(head)):
        return Markup(source, None, "binary data, not a web page")
    scripts: list[str] = []
    text = _without_silent(source, scripts)
    if len(text) > limits.characters:
        text = text[: limits.characters]
        problem = limits.words("characters", "only the beginning was read")
    text = _within_attributes(_without_end(text))
    if text.count("<") > limits.tags:
        text = text[: next(islice(_OPENING.finditer(text), limits.tags, None)).start()]
        problem = limits.words("tags", "only the beginning was read")
    root, complete = _tree(text)
    if not complete:
        problem = "nested too deep; read without structure"
        root, _ = _tree(_TAG.sub("<br>", text))
    heads: tuple[Mapping[str, str], ...] = ()
    if root is not None:
        heads = tuple(dict(node.items()) for node in islice(root.iter("meta", "link"), _MOST_HEADS))
        if f'id="{_SLOT}' in source:
            _fill_slots(root)
        mend_early(root, text)
        etree.strip_elements(root, *(name for name in _MUTE if not (images and name == "img")), with_tail=False)
        etree.strip_tags(root, *_FORMATTING, *_ENDLESS)
        mend(root, text)
    return Markup(source, root, problem, tuple(scripts), heads)


def _without_end(text: str) -> str:
    """The markup without the tags after which libxml2 reads nothing, if there is anything after them. One search is faster."""
    end = text.find("</body>")
    if end >= 0 and text.find("</html>", 0, end) < 0 and not _END_OF_PAGE.sub("", text[end:]).strip():
        return text
    return _END_OF_PAGE.sub("", text)


def _within_attributes(text: str) -> str:
    """The markup; an element with too many attributes without them."""
    pieces: list[str] = []
    kept = 0
    for place in range(0, len(text), _LONG):
        if text.find("<", place, place + _LONG) < 0:
            start = text.rfind("<", max(kept, place - _LONG), place)
            tag = _LONG_TAG.match(text, start) if start >= 0 else None
            if tag is not None and len(_VALUE.sub(" ", tag[0]).split()) > _MOST_ATTRIBUTES:
                pieces += [text[kept:start], f"<{tag[1]}"]
                kept = tag.end()
    return "".join([*pieces, text[kept:]]) if pieces else text


def _without_silent(source: str, scripts: list[str]) -> str:
    """The markup without comments, scripts, styles, drawings and frames; texts of JSON-LD are put into `scripts`.

    One that is never closed is left to the parser. A drawing that is never closed would take the page along (libxml2 does not
    know that paragraphs cannot stand in it), so its tag alone goes.
    """
    pieces: list[str] = []
    position = kept = 0
    ahead: dict[str, re.Match[str] | None] = {}
    while start := _SILENT.search(source, position):
        name = start[1].lower()
        position = start.end()
        if name not in _ENDS:
            continue
        end = _next(name, source, position - 2 * (name == "!--"), ahead)
        if name == "svg" and (end is None or _holds_text(source, position, end, ahead)):
            pieces += [source[kept : start.start()], "<i"]
            kept = position
        elif end is not None and name == _TITLE:
            position = end.end()
        elif end is not None:
            if name == "script" and (described := _JSON_LD.match(source, position, end.start())):
                scripts.append(source[described.end() : end.start()])
            pieces.append(source[kept : start.start()])
            if name == "script" and (close := source.find(">", position, end.start())) >= 0:
                pieces.append(of_script(source[position:close], source[close + 1 : end.start()]))
            position = kept = end.end()
    return "".join([*pieces, source[kept:]])


def _next(name: str, source: str, position: int, ahead: dict[str, re.Match[str] | None]) -> re.Match[str] | None:
    """The next match from `position` on; as positions only grow, one that is still ahead need not be searched again."""
    if name not in ahead or ((match := ahead[name]) and match.start() < position):
        ahead[name] = _ENDS[name].search(source, position)
    return ahead[name]


def _holds_text(source: str, position: int, end: re.Match[str], ahead: dict[str, re.Match[str] | None]) -> bool:
    textual = _next("textual", source, position, ahead)
    return textual is not None and textual.start() < end.start()


def _tree(text: str) -> tuple[Tree | None, bool]:
    """The root, and whether all of the text is in the tree."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(well_formed(text).replace("\0", "").encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, True
    log = parser.error_log
    return root, not (len(log) and log[-1].type_name == "ERR_RESOURCE_LIMIT")


def _fill_slots(root: Tree) -> None:
    """Put streamed parts where a script would put them; a part whose place is missing stays where it is, shown."""
    places = {place.get("id"): place for place in root.iter("template")}
    for part in list(root.iter("div")):
        name = part.get("id", "")
        if part.get("hidden") is None or not name.startswith(_SLOT):
            continue
        del part.attrib["hidden"]
        place = places.get(_PLACE + name.removeprefix(_SLOT))
        if place is not None and part not in place.iterancestors():
            if part.tail:  # would move along
                after = etree.Element(_FORMATTING[0])
                after.tail, part.tail = part.tail, None
                part.addnext(after)
            place.addprevious(part)
