"""Notes and anchors: what fragment links of a page lead to. Footnotes are marked as such, links back and permalinks go.

A note is what a mark in the text leads to, or what ends in a link back to its mark; names of classes and roles help.
"""

from __future__ import annotations

import re

from lxml import etree

from cleaner.page.tree import Tree, silence, text_of

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
_BACK_TEXT = re.compile(
    r"[\s\ufe0e\ufe0f]*(?:[↩↑⇑⤴↵⏎⮐▲^]|back|jump up|jump back|return(?: to text)?|zurück|retour|volver)[\s\ufe0e\ufe0f]*",
    re.I,
)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}[a-z]?|[a-z]|[ivx]{1,4}|[*†‡§¶]{1,3})[\])]?\.?", re.IGNORECASE)
_NAMED = re.compile(r"fn|note|ref|cite|ftn|bib|endn", re.IGNORECASE)
_PERMALINK = re.compile(
    r"[\s\u200b]*(?:[¶#§⚓🔗∞]|permalink|link|anchor|direct link)?[\s\u200b\ufe0e\ufe0f]*", re.IGNORECASE
)
_ANCHOR = re.compile(r"header-?link|heading-?link|anchor|permalink|hash-?link|headline-link|self-?link", re.IGNORECASE)
_EDIT = re.compile(r"\s*\[?\s*(?:edit|edit source|bearbeiten|modifier|editar|modifica)\s*\]?\s*", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLDERS = ("li", "p", "dd", "div", "aside", "td", "section", "blockquote", "footer")
# A note is no page; how far its element, or the heading of a permalink, may be; how many pages' fragments are looked at.
_LONGEST, _NEAR, _MOST = 4000, 4, 5000
_TARGETS = etree.XPath("//*[@id or @name]")
_GROUPS = etree.XPath(
    "//*[@role or @class][self::div or self::section or self::ol or self::ul or self::aside or self::footer or self::li]"
)


def settle_notes(root: Tree, source: str) -> None:
    """Mark the notes of a page, and let links that only lead about in it show nothing."""
    if "mw-editsection" in source:
        for node in root.iter("span"):
            if "mw-editsection" in (node.get("class") or "").split():
                silence(node)
    if "note" in source or "reference" in source or "reflist" in source or "biblio" in source or "citation" in source:
        for group in _GROUPS(root):
            if group.get("role") in _ROLES or _NOTES.search(group.get("class") or ""):
                group.set(NOTE, "")
    if 'href="#' in source or "href='#" in source or "href=#" in source:
        _settle_links(root)
    for heading in root.iter(*_HEADINGS):
        for link in heading.iter("a"):
            if "edit" in (link.get("href") or "") and _EDIT.fullmatch(text_of(link)):
                silence(link)


def _settle_links(root: Tree) -> None:
    links = [link for link in root.iter("a") if len(link.get("href") or "") > 1 and link.get("href")[0] == "#"]
    if not links:
        return
    targets: dict[str, Tree] = {}
    for target in _TARGETS(root):
        for name in ("id", "name"):
            if target.get(name):
                targets.setdefault(target.get(name), target)
    for link in links[:_MOST]:
        text = text_of(link)
        if _is_permalink(link, text):
            silence(link)
        elif _leads_back(link, text):
            _mark(link)
            silence(link)
        elif _MARK.fullmatch(text.strip()):
            target = targets.get(link.get("href")[1:])
            if target is not None and _is_reference(link, text):
                _mark(target)


def _is_permalink(link: Tree, text: str) -> bool:
    """Whether a link stands in or beside a heading and leads to it."""
    if not _PERMALINK.fullmatch(text) or not (text.strip() or _ANCHOR.search(link.get("class") or "")):
        return False
    near = [one for _, one in zip(range(_NEAR), link.iterancestors(), strict=False)]
    before = link.getprevious()
    return any(one.tag in _HEADINGS for one in (*near, *(() if before is None else (before,)))) or (
        bool(_ANCHOR.search(link.get("class") or "")) and bool(near) and "heading" in (near[0].get("class") or "")
    )


def _leads_back(link: Tree, text: str) -> bool:
    parent = link.getparent()
    names = f"{link.get('class') or ''} {'' if parent is None or parent.tag != 'span' else parent.get('class') or ''}"
    if link.get("role") == "doc-backlink" or _BACK_CLASS.search(names):
        return True
    return bool(_BACK_TEXT.fullmatch(text)) and bool(_NAMED.search(link.get("href")))


def _is_reference(link: Tree, text: str) -> bool:
    """Whether a link with the text of a mark is the mark of a note, and no page number or tab."""
    parent = link.getparent()
    raised = (parent is not None and parent.tag == "sup") or next(link.iterchildren("sup"), None) is not None
    return (
        raised or link.get("role") == "doc-noteref" or bool(_NAMED.search(link.get("href"))) or text.strip()[:1] == "["
    )


def _mark(node: Tree) -> None:
    """Mark the block around a place as a note, if it is no longer than one."""
    for _, around in zip(range(_NEAR), (node, *node.iterancestors()), strict=False):
        if around.tag in _HOLDERS:
            if sum(map(len, around.itertext())) <= _LONGEST:
                around.set(NOTE, "")
            return
