"""Kinds: what elements of a page are to a reader, by their names."""

from __future__ import annotations

from cleaner.text.shape import HEADINGS

INLINE = frozenset(
    "a abbr acronym bdi bdo big cite code data del dfn img ins kbd label mark nobr q rp rt ruby s samp small span strike sub sup "
    "tex time tt var".split()
)
# Inline elements whose text Markdown writes in its own way. What is a formula `cleaner.page.formulas` has found.
STYLES = {"code": "code", "kbd": "code", "samp": "code", "tt": "code", "tex": "formula"}
# What shows no text of the page: its title, scripts, controls, media, formulas as machines read them.
SILENT = frozenset(
    "title script style noscript svg template iframe object select textarea audio video canvas map datalist annotation "
    "annotation-xml".split()
)
KINDS = {
    "p": "paragraph", "li": "item", "tr": "row", "pre": "code", "blockquote": "quote", "figcaption": "caption",
    "caption": "caption", "dt": "term", "dd": "definition", "summary": "summary", "button": "control",
    "legend": "control", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6",
}  # fmt: skip
# Inside these a paragraph or a division is still an item, a quotation, a caption, code, a heading.
LASTING = frozenset(("item", "quote", "caption", "code", "definition", "control", *HEADINGS))
PLAIN = frozenset(("p", "div", "center"))
# Elements that mean something without text: line ends, items, which are counted, and cells, which part the cells around them.
SHOWN_EMPTY = frozenset(("br", "li", "td", "th"))
# What an element is called by, and rules and weights know it by.
NAMES = ("class", "id", "role")
