"""Formulas: each one piece of text, in TeX where the page has it, as a line of MathML otherwise.

Every formula of the tree becomes an element `tex`, whatever drew it: MathML, KaTeX, MathJax, MediaWiki, an image with TeX as its
alternative text, an element with TeX as data.
"""

from __future__ import annotations

import html
import re

from lxml import etree

from cleaner.page.tree import Tree, become, silence, text_of

TAG = "tex"
# MathJax 2 keeps the TeX in scripts; before these are cut out, they become MathML.
_SCRIPT = re.compile(r"<script\b([^<>]*\bmath/tex[^<>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_DATA = ("data-tex", "data-latex", "data-formula", "data-equation")
_WITH_DATA = etree.XPath("//*[" + " or ".join(f"@{name}" for name in _DATA) + "]")
_IMAGES = etree.XPath(
    "//img[@alt][contains(concat(' ', @class, ' '), ' latex ') or contains(concat(' ', @class, ' '), ' tex ')"
    " or contains(@class, 'mwe-math-fallback')]"
)
_HINTS = ("<math", "<MATH", *_DATA, "latex", "mwe-math", 'class="tex')
# What draws a formula; its MathML is for screen readers and the rest for eyes.
_DRAWN = re.compile(r"katex|mathjax|mjx-|mwe-math-element", re.IGNORECASE)
_FROM_SCRIPT = "data-math-script"
_NEAR = 5
_LONGEST = 5000  # characters
_STYLE = re.compile(r"^\{\s*\\(?:displaystyle|textstyle)\s*(.*)\}$", re.DOTALL)
_DELIMITED = re.compile(r"^(?:\$\$(.*)\$\$|\$(.*)\$|\\\((.*)\\\)|\\\[(.*)\\\])$", re.DOTALL)
_UNSEEN = re.compile("[\u2061-\u2064]")
_SIMPLE = re.compile(r"\w*|[^\w\s]")


def scripts_shown(source: str) -> str:
    """The markup with TeX in scripts as MathML, which stays when scripts are cut out."""
    if "math/tex" not in source:
        return source
    return _SCRIPT.sub(
        lambda match: (
            f'<math {_FROM_SCRIPT}="1"><annotation encoding="application/x-tex">{html.escape(match[2])}</annotation></math>'
        ),
        source,
    )


def settle_formulas(root: Tree, source: str) -> None:
    """Make each formula of a tree one piece of text."""
    if not any(hint in source for hint in _HINTS):
        return
    for node in [*_WITH_DATA(root), *_IMAGES(root)]:
        tex = next(filter(None, map(node.get, (*_DATA, "alt"))), "")
        if "mwe-math" not in node.get("class", "") and (tex := _plain_tex(tex)):
            become(node, TAG, tex)
    for math in list(root.iter("math")):
        if math.tag != "math":
            continue
        text = _tex(math) or _line(math)
        if math.get(_FROM_SCRIPT):
            _silence_drawing(math)
        drawn = [one for _, one in zip(range(_NEAR), math.iterancestors(), strict=False) if _is_drawing(one)]
        if text:
            become(drawn[-1] if drawn else math, TAG, text)
    for image in _IMAGES(root):
        if tex := _plain_tex(image.get("alt", "")):
            become(image, TAG, tex)


def _is_drawing(node: Tree) -> bool:
    return node.tag.startswith("mjx-") or (
        bool(_DRAWN.search(node.get("class") or "")) and node.tag in ("span", "div", "nobr")
    )


def _silence_drawing(math: Tree) -> None:
    """What MathJax has drawn stands before its script."""
    for before in list(math.itersiblings(preceding=True))[:2]:
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
