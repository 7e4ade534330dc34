"""Notes and anchors: what fragment links of a page lead to. Footnotes are marked as such, links back and permalinks go.

A note is what a mark in the text leads to, or what ends in a link back to its mark; names of classes and roles help.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from lxml import etree

from cleaner.page.tree import Tree, label_of, silence

# The attribute that marks the element of a note.
NOTE = "data-note"
_ROLES = frozenset(("doc-endnote", "doc-footnote", "doc-endnotes", "doc-biblioentry", "doc-bibliography"))
_NOTES = re.compile(
    r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|fn-?list|reflist|ref-list|references|bibliography|citations|simple-footnotes)(?=$|[\s_])",
    re.IGNORECASE,
)
_BACK_CLASS = re.compile(
    r"reversefootnote|footnote-?back|footnote-?return|fn-?back|backref|cite-backlink|footnote_backlink|jump-?back", re.I
)
_ARROW = re.compile(r"[\s\ufe0e\ufe0f]*[↩↑⇑⤴↵⏎⮐^][\s\ufe0e\ufe0f]*")
_BACK_TEXT = re.compile(r"\s*(?:▲|back|jump up|jump back|return(?: to text)?|zurück|retour|volver)\s*", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}[a-z]?|[a-z]|[ivx]{1,4}|[*†‡§¶]{1,3})[\])]?\.?", re.IGNORECASE)
_NAMED = re.compile(r"#(?:.*[^a-z])?(?:fn|ftn|note|ref|cite|bib|endn|foot)|#.*(?:foot|end)note", re.IGNORECASE)
_PERMALINK = re.compile(
    r"[\s\u200b]*(?:[¶#§⚓🔗∞]|permalink|link|anchor|direct link)?[\s\u200b\ufe0e\ufe0f]*", re.IGNORECASE
)
_ANCHOR = re.compile(r"header-?link|heading-?link|anchor|permalink|hash-?link|headline-link|self-?link", re.IGNORECASE)
_EDIT = re.compile(r"\s*\[?\s*(?:edit|edit source|bearbeiten|modifier|editar|modifica)\s*\]?\s*", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = ("li", "p", "dd", "div", "aside", "td", "section", "blockquote", "footer")
# A note is no page. Its element, or the heading of a permalink, is near.
_LONGEST, _LONGEST_MARK, _NEAR = 4000, 40, 4
_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_SILENT = frozenset(("mw-editsection", "mw-cite-backlink"))
_TARGETS = etree.XPath("//*[@id or @name]")


@lru_cache(maxsize=1 << 12)
def names_notes(names: str) -> bool:
    """Whether an element's classes, id and role name it for notes or references."""
    return bool(_NOTES.search(names)) or not _ROLES.isdisjoint(names.split())


def settle_notes(root: Tree, source: str) -> None:
    """Mark the notes of a page, and let links that only lead about in it show nothing."""
    for node in root.iter("span") if "mw-" in source else ():
        names = node.get("class")
        if names and names[:3] == "mw-" and not _SILENT.isdisjoint(names.split()):
            if "backlink" in names:
                _mark(node)
            silence(node)
    references = [link for link in root.iter("a") if _is_reference_left(link)]
    targets = _targets(root) if references else {}
    for link in references:
        target = targets.get(link.get("href").partition("#")[2])
        if target is not None:
            _mark(target)
            _set_apart(link)


def _is_reference_left(link: Tree) -> bool:
    """Whether a link is the mark of a note. One that leads back from it, or to its own heading, shows nothing from now on."""
    href = link.get("href") or ""
    if "edit" in href and _EDIT.fullmatch(label_of(link)) and _is_near_heading(link):
        silence(link)
    if "#" not in href or href[-1] == "#":
        return False
    text = label_of(link)
    if len(text) > _LONGEST_MARK:
        return False
    if _is_permalink(link, text):
        silence(link)
    elif _leads_back(link, text):
        _mark(link)
        if not _NUMBER.fullmatch(text):
            silence(link)
    else:
        return bool(_MARK.fullmatch(text.strip())) and _is_reference(link, text)
    return False


def _set_apart(link: Tree) -> None:
    """Put brackets around a bare number that is not raised: it would read as a part of the word before it."""
    if not len(link) and _NUMBER.fullmatch(link.text or "") and link.getparent().tag not in ("sup", "sub"):
        link.text = f"[{link.text.strip()}]"


def _targets(root: Tree) -> dict[str, Tree]:
    """What fragments of addresses lead to."""
    targets: dict[str, Tree] = {}
    for target in _TARGETS(root):
        for name in ("id", "name"):
            if target.get(name):
                targets.setdefault(target.get(name), target)
    return targets


def _is_near_heading(link: Tree) -> bool:
    """Whether a link stands in or right behind a heading."""
    before = link.getprevious()
    near = (*islice(link.iterancestors(), _NEAR), *(() if before is None else (before,)))
    return any(one.tag in _HEADINGS for one in near)


def _is_permalink(link: Tree, text: str) -> bool:
    """Whether a link stands in or beside a heading and leads to it."""
    if not _PERMALINK.fullmatch(text) or not (text.strip() or _ANCHOR.search(link.get("class") or "")):
        return False
    parent = link.getparent()
    named = bool(_ANCHOR.search(link.get("class") or "")) and parent is not None
    return _is_near_heading(link) or (named and "heading" in (parent.get("class") or ""))


def _leads_back(link: Tree, text: str) -> bool:
    parent = link.getparent()
    names = f"{link.get('class') or ''} {'' if parent is None or parent.tag != 'span' else parent.get('class') or ''}"
    if link.get("role") == "doc-backlink" or _BACK_CLASS.search(names):
        return True
    if _ARROW.fullmatch(text):
        return bool(link.get("href") != "#top")
    return bool(_BACK_TEXT.fullmatch(text)) and bool(_NAMED.search(link.get("href")))


def _is_reference(link: Tree, text: str) -> bool:
    """Whether a link with the text of a mark is the mark of a note, and no page number or tab."""
    parent = link.getparent()
    if (parent is not None and parent.tag == "sup") or next(link.iterchildren("sup"), None) is not None:
        return True
    return link.get("role") == "doc-noteref" or text.strip()[:1] == "[" or bool(_NAMED.search(link.get("href")))


def _mark(node: Tree) -> None:
    """Mark the block around a place as a note, if it is no longer than one."""
    for around in islice((node, *node.iterancestors()), _NEAR):
        if around.tag in _HOLDERS:
            if _is_short(around):
                around.set(NOTE, "")
            return


def _is_short(node: Tree) -> bool:
    length = 0
    for text in node.itertext():
        length += len(text)
        if length > _LONGEST:
            return False
    return True
