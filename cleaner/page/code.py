"""Code as highlighters set it: the numbers in its gutter go, and a table that only holds numbers and code is code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from cleaner.page.tree import Tree, become, silence, text_of

_NUMBERS = re.compile(
    r"(?:^|[\s_-])(?:gutter|linenos?|lineno[ds]?|linenumbers?|line-?numbers?(?:-rows)?|line_numbers?|blob-num|hljs-ln-numbers|lnt?)(?=$|[\s_-])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[\d\s.|:]*")
_WITH_CLASS = etree.XPath(
    "//*[@class and (self::td or self::th or self::span or self::div or self::pre or self::a or self::code or self::i)]"
)
_LINES = ("div", "li", "p", "tr")
_NEAR = 8
# Numbers of more lines are not looked at.
_MOST_LINES = 20_000


def settle_code(root: Tree, source: str) -> None:
    """Take line numbers out of code, and make one piece of it again."""
    is_bare = next(root.iter("pre", "code"), None) is None
    if is_bare and (next(root.iter("table"), None) is None or "blob-code" not in source):
        return
    for table in list(root.iter("table")):
        if _holds_code(table):
            _without_table(table)
    for node in _WITH_CLASS(root):
        if (
            _NUMBERS.search(node.get("class"))
            and _DIGITS.fullmatch("".join(islice(node.itertext(), _MOST_LINES)))
            and _is_in_code(node)
        ):
            silence(node)


def _is_in_code(node: Tree) -> bool:
    if any(one.tag in ("pre", "code") for one in islice(node.iterancestors(), _NEAR)):
        return True
    return any(
        beside is not None and next(beside.iter("pre", "code"), None) is not None
        for beside in (node.getnext(), node.getprevious())
    )


def _holds_code(table: Tree) -> bool:
    """Whether each row of a table is a cell of line numbers and one of code."""
    found = False
    for row in table.iter("tr"):
        cells = list(row.iterchildren("td", "th"))
        if len(cells) != 2:
            return False
        names, text = cells[0].get("class") or "", "".join(islice(cells[0].itertext(), _MOST_LINES))
        numbered = _DIGITS.fullmatch(text) and (text.strip() or cells[0].get("data-line-number"))
        is_gutter = bool(numbered) and (bool(_NUMBERS.search(names)) or next(cells[0].iter("pre"), None) is not None)
        if not is_gutter:
            return False
        if next(cells[1].iter("pre", "code"), None) is None and "code" not in (cells[1].get("class") or ""):
            return False
        found = True
    return found


def _without_table(table: Tree) -> None:
    """Let a table of numbers and code be the code."""
    lines = ["".join(_code(row[-1])).strip("\r\n") for row in table.iter("tr")]
    text = "\n".join(lines)
    around = next((one for one in table.iterancestors("pre", "figure", "p")), None)
    become(table, "span" if around is not None and around.tag == "pre" else "pre", text)


def _code(cell: Tree) -> Iterator[str]:
    """The text of a cell, lines of their own elements on lines of their own."""
    fresh = True
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        if event == "start":
            if node.tag in _LINES and not fresh:
                yield "\n"
                fresh = True
            text = "\n" if node.tag == "br" else node.text
        else:
            if node.tag in _LINES and not (fresh and text_of(node).strip()):
                yield "\n"
                fresh = True
            text = node.tail if node is not cell else None
            if text and not text.strip() and fresh and node.tag in _LINES:
                continue
        if text:
            yield text
            fresh = text.endswith("\n")
