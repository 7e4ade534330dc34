"""A cleaned page as Markdown: headings, lists, tables, quotes, code; links if asked for. Scraped text is text, never markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from cleaner.model import Block, CleanResult, Form, Holder, Image, Span
from cleaner.report.front_matter import as_front_matter
from cleaner.report.images import article_images
from cleaner.report.inline import Inline, Marked, as_text, cells_of, line, picture
from cleaner.ruleset.links import Lists
from cleaner.ruleset.load import default_rules
from cleaner.spans import shared
from cleaner.text.shape import HEADINGS

# What at the end of a heading is no part of it.
_CLOSING = re.compile(r"(?<!\S)(#+)$")
# Rows shorter than the others are filled up in tables of at most so many columns; readers do so in any.
_WIDE = 100
# How lists are marked, and lists that follow upon others: a reader would take them for one.
_BULLETS, _DELIMITERS = "-*", ".)"
# So many digits may a list's number have.
_LARGEST = 10**9


def markdown(
    result: CleanResult,
    *,
    links: bool = False,
    lists: Lists | None = None,
    images: bool = False,
    front_matter: bool = False,
) -> str:
    """The editorial text with the structure that the page gave it; a text that came as text stays as it is.

    Args:
        result: from `clean_html` (or `clean_text`).
        links: whether links are written as links, absolute where the page's address is known. Affiliate links are always
            unwrapped: their words stay, the link goes.
        lists: the hosts and parameters that tell affiliate links; the bundled ones if left out.
        images: whether the article's pictures stand where the page has them, if `clean_html(images=True)` noted them.
        front_matter: whether it begins with what the page says of the article, as YAML.
    """
    if result.forms is None:
        return result.text
    how = Inline(links, result.base, default_rules().lists if lists is None else lists)
    kept = [block for block in result.blocks if not block.removed]
    writer = _Writer()
    if result.title and not any(block.form and block.form.kind == "h1" for block in kept):
        writer.add((), [f"# {as_text(result.title)}"])
    pictures = article_images(result) if images else []
    starts, shown = [image.position for image in pictures], 0
    for (kind, inside, _), group in groupby(_runs(kept, starts), key=lambda run: run[0]):
        blocks = [block for _, block in group]
        holders = tuple(holder for holder in inside if holder.kind in ("item", "quote"))
        if not writer.goes_on(holders):  # in a list or a quotation a picture waits for its end
            due = bisect_right(starts, blocks[0].start)
            writer.add_pictures(pictures[shown:due])
            shown = max(shown, due)
        if kind == "code":
            writer.add(holders, _code(result, blocks))
        else:
            writer.add(holders, _part(kind, [_marked(result, block) for block in blocks], how))
    writer.add_pictures(pictures[shown:])
    head = as_front_matter(result.meta) if front_matter else ""
    text = writer.text()
    return "\n".join(part for part in (f"{head}\n" if head else "", text) if part)


Run = tuple[str, tuple[Holder, ...], int]


def _runs(kept: Sequence[Block], pictures: Sequence[int]) -> Iterator[tuple[Run, Block]]:
    """Blocks, each with what it shares with those that it is written with: a table, code, lines that breaks part.

    Lines with a picture between them, whose positions are given, are written apart.
    """
    number = 0
    shown = 0
    before = Form("")
    for block in kept:
        form = block.form or Form("text")
        kind = "" if form.kind in ("item", "paragraph", "quote", "text", "definition", "control") else form.kind
        shares = form.whole and form.whole == before.whole if kind in ("code", "row") else form.breaks
        shown_before, shown = shown, bisect_right(pictures, block.start)
        is_parted = shown > shown_before and kind not in ("code", "row")
        if is_parted or not (shares and form.inside == before.inside):
            number += 1
        before = form
        yield (kind, form.inside, number), block


def _marked(result: CleanResult, block: Block) -> Marked:
    pieces = shared(result.kept, block)
    text = "".join([result.raw[start:end] for start, end in pieces]).strip("\r\n")
    return Marked(block.form or Form("text"), text, pieces == [(block.start, block.end)])


def _code(result: CleanResult, blocks: Sequence[Block]) -> list[str]:
    """Lines of code in a fence, with the empty lines between them; what was cut out of them is gone."""
    whole = Span(result.raw.rfind("\n", 0, blocks[0].start) + 1, blocks[-1].end)
    text = "".join([result.raw[start:end] for start, end in shared(result.kept, whole)]).strip("\r\n")
    fence = "`" * (max(map(len, re.findall("`{3,}", text)), default=2) + 1)
    return [fence, *text.split("\n"), fence]


def _part(kind: str, blocks: Sequence[Marked], how: Inline) -> list[str]:
    """The lines of a table, a heading, a paragraph."""
    if kind == "row":
        rows = [cells_of(one, how) for one in blocks]
        width = max(map(len, rows))
        filled = [[*row, *[""] * (width - len(row))] if width <= _WIDE else row for row in rows]
        head, *body = [f"| {' | '.join(row)} |" for row in filled]
        return [head, "|" + " --- |" * len(filled[0]), *body]
    lines = [line(one, how) for one in blocks]
    if kind in HEADINGS:
        return ["#" * int(kind[1]) + " " + _CLOSING.sub(r"\\\1", " ".join(lines))]
    around = {"term": "**", "summary": "**", "caption": "*"}.get(kind, "")
    return [f"{around}{one}{around}  " for one in lines[:-1]] + [f"{around}{lines[-1]}{around}"]


class _Writer:
    """Parts of Markdown put below one another, each in the quotations and items that it stands in."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._inside: tuple[Holder, ...] = ()
        self._opened: set[int] = set()
        self._variants: dict[int, int] = {}

    def add(self, inside: tuple[Holder, ...], lines: Sequence[str]) -> None:
        """Add a part."""
        common = len([*takewhile(lambda pair: pair[0] == pair[1], zip(inside, self._inside, strict=False))])
        new = next((n for n, one in enumerate(inside) if one.kind == "item" and one.number not in self._opened), None)
        first = self._first(inside)
        rest = "".join(["> " if one.kind == "quote" else " " * len(self._item(one)) for one in inside])
        if self._lines and not (new is not None and new <= common and self._is_tight(inside, new)):
            self._lines.append(_blank(inside[:common], rest))
        self._lines.append(first + lines[0])
        self._lines += [(rest + one).rstrip() if not one.strip() else rest + one for one in lines[1:]]
        self._inside = inside
        self._opened.update(one.number for one in inside)

    def add_pictures(self, pictures: Sequence[Image]) -> None:
        """Add pictures, each a part."""
        for one in pictures:
            self.add((), [picture(one.alt, one.src)])

    def goes_on(self, inside: tuple[Holder, ...]) -> bool:
        """Whether a part stands in the list or quotation of the part before it."""
        if not inside or not self._inside:
            return False
        one, before = inside[0], self._inside[0]
        return one.number == before.number or (one.group != 0 and one.group == before.group)

    def text(self) -> str:
        """All parts."""
        return "\n".join(self._lines) + "\n" * bool(self._lines)

    def _first(self, inside: tuple[Holder, ...]) -> str:
        """What stands before the first line of a part."""
        marks = []
        for place, one in enumerate(inside):
            if one.kind == "quote":
                marks.append("> ")
                continue
            if one.group not in self._variants:
                self._variants[one.group] = self._variant(inside, place)
            mark = self._item(one)
            marks.append(mark if one.number not in self._opened else " " * len(mark))
        return "".join(marks)

    def _variant(self, inside: tuple[Holder, ...], place: int) -> int:
        """Which mark a new list has: another one than a list that it follows upon."""
        if len(self._inside) <= place or self._inside[:place] != inside[:place]:
            return 0
        before = self._inside[place]
        same = before.kind == "item" and (before.ordinal is None) == (inside[place].ordinal is None)
        return 1 - self._variants.get(before.group, 0) if same else 0

    def _item(self, one: Holder) -> str:
        variant = self._variants.get(one.group, 0)
        if one.ordinal is None or not 0 <= one.ordinal < _LARGEST:
            return f"{_BULLETS[variant]} "
        return f"{one.ordinal}{_DELIMITERS[variant]} "

    def _is_tight(self, inside: tuple[Holder, ...], new: int) -> bool:
        """Whether an item stands right below what is before it: an item of its list, or the words of the item around it."""
        before = self._inside
        if len(before) > new:
            return before[new].kind == "item" and before[new].group == inside[new].group
        return new > 0 and inside[new - 1].kind == "item" and inside[new].ordinal in (None, 1)


def _blank(common: Sequence[Holder], rest: str) -> str:
    """An empty line inside what two parts stand in."""
    quotes = [place for place, one in enumerate(common) if one.kind == "quote"]
    if not quotes:
        return ""
    width, prefix = 0, rest
    for place, one in enumerate(common):
        width = prefix.find("> ", width) + 2 if one.kind == "quote" else width
        if place == quotes[-1]:
            break
    return prefix[:width].rstrip()
