"""Raised and lowered text: an exponent never reads as digits of its number, a note's mark never as the end of a word."""

from __future__ import annotations

import re

from cleaner.page.tree import Tree, label_of

_LONGEST = 16  # characters; what is longer is small print
_RAISED = str.maketrans("0123456789+-−–=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
_NUMERIC = re.compile(r"[-0-9+−–=()]+")
# What names a note and needs brackets; stars and daggers do not.
_MARK = re.compile(r"\d{1,3}[a-z]?|[a-z]|[ivx]{1,4}")
_NOTE = re.compile(r"foot-?note|endnote|noteref|\bfn|\breference\b|citation", re.IGNORECASE)
# Endings of numbers and abbreviations that are raised by custom: 1st, 2e, Mme, No.
_ENDINGS = frozenset(
    "st nd rd th e er re ème eme ère nde o a os as ª º r d s ste de me mo mlle lle ers res tm sm é è ter bis".split()
)
_ABBREVIATED = re.compile(r"(?:^|\W)(?:[Nn]o|[MD][re]|St)$")
_VARIABLE = re.compile(r"(?:^|[^\w])[^\W\d_]$|[)\]}|′']$")


def settle_raised(root: Tree) -> None:
    """Write what is raised or lowered so that it can be told from what stands before it."""
    for node in root.iter("sup", "sub"):
        text = label_of(node).strip()
        if not text or len(text) > _LONGEST or text[0] in "[(":
            continue
        if _is_note(node):
            _set_apart(node)
        elif (shown := _shown(text, node.tag == "sup", _before(node))) != text:
            del node[:]
            node.text = shown


def _is_note(node: Tree) -> bool:
    """Whether it is the mark of a note, which leads to it."""
    links = [*node.iterchildren("a"), *node.iterancestors("a")]
    if not links:
        return bool(_NOTE.search(node.get("class") or ""))
    return any("#" in (link.get("href") or "") or _NOTE.search(link.get("class") or "") for link in links)


def _set_apart(node: Tree) -> None:
    """Put brackets around the bare marks of notes."""
    links = list(node.iterchildren("a")) or [node]
    for link in links:
        mark = label_of(link).strip()
        if _MARK.fullmatch(mark):
            del link[:]
            link.text = f"[{mark}]"


def _before(node: Tree) -> str:
    """The end of the text that it stands behind, up to white space."""
    previous = node.getprevious()
    if previous is None:
        parent = node.getparent()
        text = (parent.text if parent is not None else "") or ""
    else:
        text = previous.tail or (previous[-1].tail if len(previous) else previous.text) or ""
    return text[-_LONGEST:]


def _shown(text: str, is_raised: bool, before: str) -> str:
    if _NUMERIC.fullmatch(text):
        if not any(map(str.isalnum, text)) and not before[-1:].isalnum():
            return text
        return text.translate(_RAISED if is_raised else _LOWERED)
    last = before[-1:]
    if (
        not (last.isalnum() or (last and last in ")]}|"))
        or not text.isprintable()
        or not any(map(str.isalnum, text))
        or " " in text
    ):
        return text
    if is_raised and text.isalpha():
        if _ABBREVIATED.search(before + text):
            return text
        if text.lower() in _ENDINGS and not (len(text) == 1 and not last.isdigit() and _VARIABLE.search(before)):
            return text
        if len(text) > 1 and not _VARIABLE.search(before):
            return text
        if not (last.isdigit() or _VARIABLE.search(before)):
            return text
    sign = "^" if is_raised else "_"
    return f"{sign}{text}" if len(text) == 1 or (text.isalpha() and not is_raised) else f"{sign}({text})"


def settle_ruby(root: Tree) -> None:
    """Put brackets around readings that come without."""
    for reading in root.iter("rt"):
        parent = reading.getparent()
        if parent is None or next(parent.iterchildren("rp"), None) is not None or not label_of(reading).strip():
            continue
        reading.text = "(" + (reading.text or "")
        last = reading[-1] if len(reading) else None
        if last is None:
            reading.text += ")"
        else:
            last.tail = (last.tail or "") + ")"
