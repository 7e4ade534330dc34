"""Formulas: each one piece of text, in TeX where the page has it, as a line of MathML otherwise.

Every formula of the tree becomes an element `tex`, whatever drew it: MathML, KaTeX, MathJax, MediaWiki, an image with TeX as its
alternative text, an element with TeX as data.
"""

from __future__ import annotations

import html
import re
from itertools import islice

from lxml import etree

from cleaner.page.tree import Tree, become, silence, text_of

TAG = "tex"
_DATA = ("data-tex", "data-latex", "data-formula", "data-equation")
_HAS_DATA = re.compile("data-(?:tex|latex|formula|equation)")
_WITH_DATA = etree.XPath("//*[" + " or ".join(f"@{name}" for name in _DATA) + "]")
_IMAGES = etree.XPath("//img[@alt and contains(concat(' ', @class, ' '), ' latex ')]")
# What draws a formula; its MathML is for screen readers and the rest for eyes.
_DRAWN = re.compile(r"katex|mathjax|mjx-|mwe-math-element", re.IGNORECASE)
_FROM_SCRIPT = "data-math-script"
_NEAR = 5
_LONGEST = 5000  # characters
_STYLE = re.compile(r"^\{\s*\\(?:displaystyle|textstyle)\s*(.*)\}$", re.DOTALL)
_DELIMITED = re.compile(r"^(?:\$\$(.*)\$\$|\$(.*)\$|\\\((.*)\\\)|\\\[(.*)\\\])$", re.DOTALL)
_UNSEEN = re.compile("[\u2061-\u2064]")
_SIMPLE = re.compile(r"\w*|[^\w\s]")


def of_script(tag: str, content: str) -> str:
    """MathJax 2 keeps the TeX in scripts, which are cut out; one as MathML, which stays. Empty for other scripts."""
    if "math/tex" not in tag:
        return ""
    return (
        f'<math {_FROM_SCRIPT}="1"><annotation encoding="application/x-tex">{html.escape(content)}</annotation></math>'
    )


def settle_formulas(root: Tree, source: str) -> None:
    """Make each formula of a tree one piece of text."""
    with_data = _WITH_DATA(root) if _HAS_DATA.search(source) else ()
    images = _IMAGES(root) if "latex" in source else ()
    for node in (*with_data, *images):
        if tex := _plain_tex(next(filter(None, map(node.get, (*_DATA, "alt"))), "")):
            become(node, TAG, tex)
    for math in list(root.iter("math")):
        if math.tag != "math" or next(math.iterancestors("math"), None) is not None:
            continue  # a part of one, or drawn by an element that is a formula now
        if math.get(_FROM_SCRIPT):
            _silence_drawing(math)
        drawn = [one for one in islice(math.iterancestors(), _NEAR) if _is_drawing(one)]
        if text := _tex(math) or _line(math):
            become(drawn[-1] if drawn else math, TAG, text)


def _is_drawing(node: Tree) -> bool:
    return node.tag.startswith("mjx-") or (
        bool(_DRAWN.search(node.get("class") or "")) and node.tag in ("span", "div", "nobr")
    )


def _silence_drawing(math: Tree) -> None:
    """What MathJax has drawn stands before its script."""
    for before in list(islice(math.itersiblings(preceding=True), 2)):
        if not _is_drawing(before) or (before.tail or "").strip():
            return
        silence(before)


def _tex(math: Tree) -> str:
    """The TeX that MathML brings along."""
    for note in math.iter("annotation"):
        if "tex" in (note.get("encoding") or "").lower():
            return _plain_tex(text_of(note))
    return _plain_tex(math.get("alttext") or "")


def _plain_tex(text: str) -> str:
    """TeX in one line without what sets it apart; empty for what is too long."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        return ""
    if match := _DELIMITED.match(text):
        text = next(filter(None, match.groups()), "").strip()
    if match := _STYLE.match(text):
        text = match[1].strip()
    return text


def _line(math: Tree) -> str:
    """MathML as a line: fractions with a stroke, what is raised behind `^`, what is lowered behind `_`."""
    parts: list[list[str]] = [[]]
    for event, node in etree.iterwalk(math, events=("start", "end")):
        if event == "start":
            parts.append([])
            continue
        inside = parts.pop()
        if node.tag in ("annotation", "annotation-xml"):
            continue
        own = " ".join((node.text or "").split())
        parts[-1].append(_UNSEEN.sub("", _joined(str(node.tag), inside) if len(node) else own))
    return "".join(parts[0])[:_LONGEST].strip()


def _joined(tag: str, parts: list[str]) -> str:
    """What an element of MathML shows, given what those in it show."""
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag in ("msup", "mover") and len(parts) == 2:
        return f"{parts[0]}^{_grouped(parts[1])}"
    if tag in ("msub", "munder") and len(parts) == 2:
        return f"{parts[0]}_{_grouped(parts[1])}"
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if tag == "mroot" and len(parts) == 2:
        return f"{_grouped(parts[1])}√{_grouped(parts[0])}"
    return ("; " if tag == "mtable" else ", " if tag == "mtr" else "").join(parts)


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"
