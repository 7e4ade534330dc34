"""A cleaned page as Markdown: headings, lists, tables, quotes, code; links if asked for. Scraped text is text, never markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from cleaner.model import Block, CleanResult, Form, Image, Link
from cleaner.page.lines import BULLET
from cleaner.report.front_matter import as_front_matter
from cleaner.report.images import article_images
from cleaner.ruleset.links import Lists, is_affiliate
from cleaner.ruleset.load import default_rules
from cleaner.spans import shared
from cleaner.text.shape import HEADINGS

_SPECIAL = re.compile(r"([\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;))")
# What at the start of a line would make it a heading, a quotation, an item or a rule.
_OPENING = re.compile(r"^(\d{0,9})(#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]+(?=[-\s]*$)|~{3,}|(?<=\d)[.)](?=\s|$))")
# Groups of blocks that no picture parts.
_UNPARTED = frozenset(("item", "row", "code"))
# What at the end of a heading is no part of it.
_CLOSING = re.compile(r"(?<=\s)(#+)$")
_SAFE_SCHEMES = ("http://", "https://", "mailto:", "/", "#", "?", "./", "../")
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>()\\]")


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
        links: whether links are written as links. Affiliate links are always unwrapped: their words stay, the link goes.
        lists: the hosts and parameters that tell affiliate links; the bundled ones if left out.
        images: whether the article's pictures stand where the page has them, if `clean_html(images=True)` noted them.
        front_matter: whether it begins with what the page says of the article, as YAML.
    """
    if result.forms is None:
        return result.text
    lists = default_rules().lists if lists is None else lists
    kept = [block for block in result.blocks if not block.removed]
    parts: list[str] = []
    if result.title and not any(block.form and block.form.kind == "h1" for block in kept):
        parts.append(f"# {_escaped(result.title)}")
    pictures = article_images(result) if images else []
    starts = [image.position for image in pictures]
    shown = 0
    for (kind, _), group in groupby(kept, key=lambda block: _place(block, starts)):
        blocks = [*group]
        due = bisect_right(starts, blocks[0].start)
        parts += [_image(image) for image in pictures[shown:due]]
        shown = max(shown, due)
        parts += _parts(
            kind, [(_form(b), _text(result, b), _uncut(result, b)) for b in blocks], lists if links else None
        )
    parts += [_image(image) for image in pictures[shown:]]
    if front_matter and (head := as_front_matter(result.meta)):
        parts.insert(0, head)
    return "\n\n".join(parts) + "\n" * bool(parts)


def _place(block: Block, starts: Sequence[int]) -> tuple[str, int]:
    """What a block is grouped by: its kind, and, where pictures may stand between, how many stand before it."""
    kind = _form(block).kind
    return kind, 0 if kind in _UNPARTED else bisect_right(starts, block.start)


def _image(image: Image) -> str:
    return f"![{_escaped(image.alt)}]({_UNSAFE_IN_ADDRESS.sub(_encoded, image.src)})"


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def _form(block: Block) -> Form:
    return block.form or Form("text")


def _text(result: CleanResult, block: Block) -> str:
    """What is left of a block; of code with its indent."""
    pieces = [result.raw[start:end] for start, end in shared(result.kept, block)]
    if _form(block).kind == "code":
        pieces.insert(0, result.raw[result.raw.rfind("\n", 0, block.start) + 1 : block.start])
    return "".join(pieces).strip("\r\n")


def _uncut(result: CleanResult, block: Block) -> bool:
    return shared(result.kept, block) == [(block.start, block.end)]


def _parts(kind: str, blocks: Sequence[tuple[Form, str, bool]], lists: Lists | None) -> Iterator[str]:
    """Blocks of one kind in a row as parts with empty lines between them."""
    if kind == "code":
        text = "\n".join(text for _, text, _ in blocks)
        fence = "`" * (max(map(len, re.findall("`{3,}", text)), default=2) + 1)
        yield f"{fence}\n{text}\n{fence}"
    elif kind == "row":
        rows = [text.split(" | ") for _, text, _ in blocks]
        width = max(map(len, rows))
        lines = ["| " + " | ".join(_cell(cell) for cell in [*row, *[""] * (width - len(row))]) + " |" for row in rows]
        yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
    elif kind == "item":
        yield "\n".join(_items(blocks, lists))
    else:
        yield from _paragraphs(kind, blocks, lists)


def _items(blocks: Sequence[tuple[Form, str, bool]], lists: Lists | None) -> Iterator[str]:
    """The lines of a list, those of numbered lists counted; what stands in an item is indented as far as its text."""
    counts: dict[int, int] = {}
    indents: dict[int, str] = {}
    for form, text, uncut in blocks:
        for deeper in [depth for depth in counts if depth > form.depth]:
            del counts[deeper]
        counts[form.depth] = counts.get(form.depth, 0) + 1
        mark = f"{counts[form.depth]}. " if form.ordered else BULLET
        around = max((depth for depth in indents if depth < form.depth and depth in counts), default=None)
        indent = "" if around is None else indents[around]
        indents[form.depth] = indent + " " * len(mark)
        yield indent + mark + _line(form, text, uncut, lists)


def _paragraphs(kind: str, blocks: Sequence[tuple[Form, str, bool]], lists: Lists | None) -> Iterator[str]:
    if kind == "quote":
        yield "\n>\n".join(
            "\n".join(f"> {line}" for line in part.split("\n")) for part in _paragraphs("", blocks, lists)
        )
        return
    edges = [n for n, (form, _, _) in enumerate(blocks) if n == 0 or not form.breaks] + [len(blocks)]
    for first, last in pairwise(edges):
        lines = [_line(*one, lists) for one in blocks[first:last]]
        if kind in HEADINGS:
            yield "#" * int(kind[1]) + " " + _CLOSING.sub(r"\\\1", " ".join(lines))
        elif kind in ("term", "summary"):
            yield "  \n".join(f"**{line}**" for line in lines)
        elif kind == "caption":
            yield "  \n".join(f"*{line}*" for line in lines)
        else:
            yield "  \n".join(lines)


def _line(form: Form, text: str, uncut: bool, lists: Lists | None) -> str:
    """A line of text, escaped, with its links where they are wanted and still known."""
    start = 0
    pieces: list[str] = []
    for span, link in form.links if lists is not None and uncut else ():
        address = _address(link)
        if address and not is_affiliate(link.href, link.rel, lists or {}):
            pieces += [_escaped(text[start : span.start]), f"[{_escaped(text[span.start : span.end])}]({address})"]
            start = span.end
    line = "".join([*pieces, _escaped(text[start:])])
    return line if form.kind in HEADINGS else _OPENING.sub(r"\1\\\2", line)


def _address(link: Link) -> str:
    """The address as it may stand in Markdown; empty where it leads to a script or nowhere."""
    href = link.href.strip()
    if not href.lower().startswith(_SAFE_SCHEMES):
        return ""
    return _UNSAFE_IN_ADDRESS.sub(_encoded, href)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _cell(text: str) -> str:
    return _escaped(text).replace("|", "\\|").strip()
