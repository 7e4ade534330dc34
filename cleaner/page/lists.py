"""Lists: what stands before their items, as a browser counts them: start, value, reversed, type."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.model import Holder
from cleaner.page.page import Element
from cleaner.page.tree import Tree

BULLET = "-"
LISTS = ("ol", "ul", "menu", "dir")
# Lists and quotations in one another beyond this depth are of one depth.
_DEEPEST = 12
# An item stands in its list, with few elements between.
_NEAR = 3
_MOST = 10**8
_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_LARGEST_ROMAN = 3999


class Numbering:
    """The numbers of a page's lists."""

    def __init__(self) -> None:
        self._next: dict[int, tuple[int, int, str]] = {}  # by list: the next number, the step, the type

    def begin(self, element: Element, node: Tree, attributes: Mapping[str, str]) -> None:
        """Begin a numbered list."""
        step = -1 if "reversed" in attributes else 1
        start = _number(attributes.get("start"))
        if start is None:
            start = 1 if step > 0 else sum(1 for _ in node.iterchildren("li"))
        self._next[element.number] = start, step, attributes.get("type", "1").strip()

    def item(self, element: Element, attributes: Mapping[str, str]) -> None:
        """Give an item its mark."""
        around = element.parent
        for _ in range(_NEAR):
            if around is None or around.tag in LISTS:
                break
            around = around.parent
        group = 0 if around is None else around.number
        if around is None or around.number not in self._next:
            hold(element, Holder("item", element.number, group, BULLET))
            return
        ordinal, step, kind = self._next[group]
        value = _number(attributes.get("value"))
        ordinal = ordinal if value is None else value
        self._next[group] = ordinal + step, step, kind
        hold(element, Holder("item", element.number, group, f"{_spelled(ordinal, kind)}.", ordinal))


def hold(element: Element, holder: Holder) -> None:
    """Let an element hold what stands in it, unless too much holds it already."""
    if len(element.inside) < _DEEPEST:
        element.inside = (*element.inside, holder)


def _number(value: str | None) -> int | None:
    text = (value or "").strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < len(str(_MOST))):
        return None
    return int(text)


def _spelled(number: int, kind: str) -> str:
    """A number as lists of a type (`1`, `a`, `A`, `i`, `I`) write it."""
    text = str(number)
    if kind in ("a", "A") and number > 0:
        text = ""
        while number:
            number, place = divmod(number - 1, 26)
            text = chr(ord("a") + place) + text
    elif kind in ("i", "I") and 0 < number <= _LARGEST_ROMAN:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (number // value)
            number %= value
    return text.upper() if kind in ("A", "I") else text
