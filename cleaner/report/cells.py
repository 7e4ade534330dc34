"""Text in the cells of a terminal: how many it takes, and rows of at most so many, with nothing lost but spaces at their ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style

# What stands in one line of a terminal: pieces of text with their styles.
ScreenRow = list[Segment]

_JOINER, _EMOJI_SELECTOR = "\u200d", "\ufe0f"
# Emoji are symbols, the newest of them not known to Python yet, and the bases of keycaps.
_PICTURES = frozenset({"So", "Sm", "Cn"})
_KEYS = frozenset("#*0123456789")
# What stands before a cut, and the space that often begins one, are not left alone at the end of a row.
_MARK = "[-"
# Punctuation that no row ends with, and that none begins with.
_OPENING, _CLOSING = frozenset({"Ps", "Pi"}), frozenset({"Pe", "Pf", "Po"})
# What the escapes of `sanitize` begin with.
_ESCAPE = "\\"
# Marks between letters after which a long word may be broken.
_HYPHENS = frozenset("-/_?&=")


class _Cluster(NamedTuple):
    """What is shown as one character, however many it is made of.

    Attributes:
        text: the characters.
        cells: how many cells a terminal gives it that knows Unicode's rules.
        most: how many one that shows its parts side by side does.
        style: how it is shown.
    """

    text: str
    cells: int
    most: int
    style: Style | None = None


def cells(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else sum(cluster.cells for cluster in _clusters(text))


def row_cells(row: ScreenRow) -> int:
    """How many cells a row takes."""
    return sum(cells(text) for text, _, _ in row)


def wrap(pieces: Iterable[Segment], width: int) -> Iterator[ScreenRow]:
    """The rows that pieces of text become: broken at spaces and beside wide characters, else at hyphens, else anywhere."""
    row = [Segment(text, style) for text, style, _ in pieces if text]
    if sum(len(text) if text.isascii() else 2 * len(text) for text, _, _ in row) <= width:
        yield row
        return
    clusters = [cluster for text, style, _ in row for cluster in _clusters(text, style)]
    start = used = gap = 0
    for number, cluster in enumerate(clusters):
        if _is_gap(clusters, number):
            gap = number
        if used + cluster.most > width and number > start and cluster.text != " ":
            stop = _break(clusters, start, gap, number, width)
            yield _joined(clusters[start:stop])
            used = sum(c.most for c in clusters[stop:number])
            start = stop
        used += cluster.most
    yield _joined(clusters[start:])


def wrap_text(text: str, width: int, style: Style | None = None) -> list[ScreenRow]:
    """The rows that a text of one style becomes, line by line."""
    return [row for line in text.split("\n") for row in wrap([Segment(line, style)], width)]


def rows_beside(left: Iterable[ScreenRow], right: Iterable[ScreenRow], width: int, gap: str) -> Iterator[ScreenRow]:
    """Rows side by side, the right ones after `width` cells and a gap."""
    nothing: ScreenRow = []
    for first, second in zip_longest(left, right, fillvalue=nothing):
        between = gap if second else gap.rstrip()
        yield [*first, Segment(" " * (width - row_cells(first)) + between), *second] if between else first


def _clusters(text: str, style: Style | None = None) -> Iterator[_Cluster]:
    """A text in order, a cluster after the other: letters with their marks, emoji with all that is joined to them, flags."""
    if text.isascii():
        yield from [_Cluster(character, 1, 1, style) for character in text]
        return
    held, size, most = "", 0, 0
    for character in text:
        alone = 2 if _is_skin(character) else get_character_cell_size(character)
        if held and _continues(held, character):
            held += character
            most += alone
            if _is_flag_letter(character) or (character == _EMOJI_SELECTOR and _is_picture(held[0])):
                size, most = 2, max(2, most)
        else:
            if held:
                yield _Cluster(held, size, most, style)
            held, size, most = character, alone, alone
    if held:
        yield _Cluster(held, size, most, style)


def _continues(held: str, character: str) -> bool:
    """Whether a character is shown in the cells of the cluster before it."""
    if character.isascii():
        return False
    if _is_flag_letter(character):
        return len(held) == 1 and _is_flag_letter(held)
    if held[-1] == _JOINER and _is_picture(held[0]) and _is_picture(character):
        return True
    return get_character_cell_size(character) == 0 or (_is_skin(character) and _is_picture(held[0]))


def _is_picture(character: str) -> bool:
    return character in _KEYS or unicodedata.category(character) in _PICTURES


def _is_skin(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_gap(clusters: list[_Cluster], number: int) -> bool:
    """Whether a row may well begin with this cluster."""
    before, cluster = clusters[number - 1], clusters[number]
    if number == 0 or cluster.text == " ":
        return False
    if before.text == " ":
        return [c.text for c in clusters[max(0, number - 3) : number - 1]] != list(_MARK)
    if 2 not in (before.cells, cluster.cells):
        return False
    return (
        unicodedata.category(before.text[0]) not in _OPENING and unicodedata.category(cluster.text[0]) not in _CLOSING
    )


def _break(clusters: list[_Cluster], start: int, gap: int, full: int, width: int) -> int:
    """Where the next row begins: at a gap; if the word behind it is too long for a row, after its hyphens or before escapes."""
    if gap > start and _fits(clusters, gap, width):
        return gap
    for number in range(full, max(start, gap) + 2, -1):
        before, mark, after = (cluster.text for cluster in clusters[number - 2 : number + 1])
        hyphenated = mark in _HYPHENS and (before in _HYPHENS or before.isalnum()) and after.isalnum()
        if hyphenated or after == _ESCAPE:
            return number
    return gap if gap > start else full


def _fits(clusters: list[_Cluster], start: int, width: int) -> bool:
    """Whether the word that begins here fits into a row."""
    used = clusters[start].most
    for number in range(start + 1, len(clusters)):
        if clusters[number].text == " " or _is_gap(clusters, number) or used > width:
            break
        used += clusters[number].most
    return used <= width


def _joined(clusters: list[_Cluster]) -> ScreenRow:
    """A row of clusters, those of one style together, without the spaces at its end."""
    row: ScreenRow = []
    for text, _, _, style in clusters:
        if row and row[-1].style is style:
            row[-1] = Segment(row[-1].text + text, style)
        else:
            row.append(Segment(text, style))
    while row and not (text := row[-1].text.rstrip(" ")):
        row.pop()
    if row:
        row[-1] = Segment(text, row[-1].style)
    return row
