"""Pieces: the text of a line as it came, piece by piece, joined as a browser joins it; and code, cut into its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.model import Link
from cleaner.page.kinds import STYLES
from cleaner.page.page import Styled, Target
from cleaner.page.tables import cell_text

# Soft hyphens, zero-width spaces and marks: they show nothing.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Spaces in code that a line would not keep; those at its edges are not of it.
_SPACES = re.compile(r"(?<=\S)  +(?=\S)")


def line_of(
    pieces: Sequence[str], targets: Sequence[Target], is_row: bool, is_styled: bool
) -> tuple[str, Sequence[str]]:
    """A line, empty if it shows nothing, and its pieces as they stand in it.

    Args:
        pieces: the text.
        targets: what each piece is.
        is_row: whether the line is a row of a table.
        is_styled: whether code or a formula may stand in it.
    """
    text = " ".join("".join(pieces).split())
    if not text or not (is_row or is_styled or not (text.isascii() or _INVISIBLE.search(text) is None)):
        return text, pieces
    pieces = [_shown(*one, is_row) for one in zip(pieces, targets, strict=True)]
    text = " ".join("".join(pieces).split()).replace("\0", " ")
    return ("" if is_row and not text.strip("| ") else text), pieces


def code_lines(text: str, ends: bool) -> list[str]:
    """The lines of a piece of code; `ends` where a line break ends the last one."""
    lines = text.splitlines()
    if not ends and lines and not text.strip():
        lines.pop()  # the end of the line before, or the indent of what comes
    elif ends and (not lines or text.splitlines(keepends=True)[-1] != lines[-1]):
        lines.append("")
    return lines


def target_of(tag: str, attributes: dict[str, str], around: Target) -> Target:
    """What text in a link, in code, in a formula is, given what is around that."""
    style = around.style if type(around) is Styled else ""
    link = around.link if isinstance(around, Styled) else around
    if tag == "a":
        link = Link(attributes.get("href", ""), attributes.get("rel", ""))
    else:
        style = STYLES[tag]
    return Styled(style, link) if style else link


def _shown(piece: str, target: Target, is_row: bool) -> str:
    """A piece as it stands in its line: spaces in code all kept, as NULs, which no page has."""
    piece = visible(piece)
    if isinstance(target, Styled) and "  " in piece:
        piece = _SPACES.sub(lambda match: "\0" * len(match[0]), piece)
    return cell_text(piece) if is_row else piece


def visible(text: str) -> str:
    """A text without soft hyphens, zero-width spaces and marks."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
